/** What the HTML report can do if scripts run: filter and sort its findings.
 *
 * @module
 */

/** The one script. It asks nobody for anything, and puts no text into the page but counts. Without it all can
 * be read.
 */
export const SCRIPT = `
(() => {
  const table = document.querySelector("table.findings");
  if (!table) return;
  const [body] = table.tBodies;
  const rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const filters = document.querySelector(".filters");
  const fields = [...filters.querySelectorAll("[name]")];
  const order = new Intl.Collator("en", { numeric: true });
  const told = filters.querySelector("output");

  const fits = (row, { name, value }) => name === "text"
    ? value.toLowerCase().split(/\\s+/).every((word) => texts.get(row).includes(word))
    : value === "" || row.dataset[name] === value;

  const apply = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fields.every((field) => fits(row, field));
      if (!row.hidden) shown++;
    }
    told.textContent = shown + " of " + rows.length + " shown";
  };

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent.trim().toLowerCase();
  };

  const sortBy = (head, column) => {
    const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    const keyed = rows.map((row) => [valueOf(row, column), row]);
    // What has no value comes last, whatever the direction.
    keyed.sort(([a], [b]) => (a === "") - (b === "") || direction * order.compare(a, b));
    body.append(...keyed.map(([, row]) => row));
  };

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(head, column));
    head.append(button);
  });

  for (const field of fields) field.addEventListener("input", apply);
  const details = filters.querySelector("button");
  details.addEventListener("click", () => {
    const open = details.getAttribute("aria-pressed") !== "true";
    details.setAttribute("aria-pressed", String(open));
    for (const one of body.querySelectorAll("details")) one.open = open;
  });
  filters.hidden = false;
  table.classList.add("scripted");
  apply();
})();
`;
