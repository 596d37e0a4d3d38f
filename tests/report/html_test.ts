import assert from "node:assert/strict";
import { crowdedReport, SAMPLE } from "../../src/health/render/_sample_report.ts";
import { RENDERERS } from "../../src/health/render/mod.ts";
import type { Report } from "../../src/health/report.ts";
import { findBrowser, Page } from "./browser.ts";
import { fullReport } from "./full_report.ts";

const browser = findBrowser();

/** Where pictures go, if anybody wants them. */
const PICTURES = Deno.env.get("REPORT_PICTURES");

/** Registers a test that needs the browser. */
function browserTest(name: string, body: (program: string) => Promise<void>): void {
  const ignore = browser === undefined && Deno.env.get("REQUIRE_BROWSER") !== "1";
  Deno.test({
    name: ignore ? `${name} (not run: no Chromium is installed)` : name,
    ignore,
    fn: async () => {
      assert.ok(browser, "REQUIRE_BROWSER=1, and there is no Chromium");
      await body(browser);
    },
  });
}

function open(program: string, report: Report): Promise<Page> {
  return Page.open(program, RENDERERS.html.render(report));
}

async function assertQuiet(page: Page): Promise<void> {
  // What the browser complains of arrives with its next answer at the latest.
  await page.evaluate("1");
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.requests.map((url) => url.replace(/^file:.*\//, "")), ["report.html"]);
}

async function textsOf(page: Page, selector: string): Promise<string[]> {
  const texts = await page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.textContent)`,
  );
  assert.ok(Array.isArray(texts));
  return texts.map(String);
}

const ROWS = ".findings tbody tr:not([hidden])";

async function countOf(page: Page, selector = ROWS): Promise<number> {
  return (await textsOf(page, selector)).length;
}

async function choose(page: Page, filter: string, value: string): Promise<void> {
  await page.evaluate(`(() => {
    const field = document.querySelector('.filters [name="${filter}"]');
    field.value = ${JSON.stringify(value)};
    field.dispatchEvent(new Event("input"));
  })()`);
}

for (const as of ["admin", "alice"] as const) {
  browserTest(`the HTML of ${as}'s report stands alone, filters and sorts`, async (program) => {
    const report = await fullReport(as);
    await using page = await open(program, report);
    await page.view({ width: 1200 });
    const ids = await page.evaluate("[...document.querySelectorAll('section')].map(({ id }) => id)");
    assert.ok(Array.isArray(ids));
    for (const id of ["changes", "areas", "findings", "exposure", "quota", "skipped", "measures", "checks"]) {
      assert.ok(ids.includes(id), `no section ${id} in ${ids}`);
    }
    const counted = report.findings.filter(({ muted }) => !muted);
    assert.equal(await countOf(page), counted.length);
    assert.ok((await textsOf(page, "h1"))[0]?.startsWith(report.state));

    const critical = counted.filter(({ severity }) => severity === "critical").length;
    assert.ok(critical > 0 && critical < counted.length);
    await choose(page, "severity", "critical");
    assert.equal(await countOf(page), critical);
    assert.deepEqual(await textsOf(page, "output"), [`${critical} of ${counted.length} shown`]);
    await choose(page, "severity", "");
    const { id = "" } = counted.at(-1)?.resource ?? {};
    await choose(page, "text", ` ${id.toUpperCase()} `);
    const matching = await textsOf(page, ROWS);
    assert.ok(matching.length > 0 && matching.length < counted.length);
    assert.ok(matching.every((text) => text.includes(id)));
    await choose(page, "text", "");

    const found = () => textsOf(page, `${ROWS} .text`);
    await page.evaluate("document.querySelector('.findings th:nth-child(2) button').click()");
    const ascending = await found();
    assert.deepEqual(ascending.toSorted(), counted.map(({ text }) => text).toSorted(), "no row is lost");
    await page.evaluate("document.querySelector('.findings th:nth-child(2) button').focus()");
    await page.press("Enter");
    assert.equal(
      await page.evaluate("document.querySelector('.findings th:nth-child(2)').ariaSort"),
      "descending",
    );
    assert.notDeepEqual(await found(), ascending);
    assert.deepEqual(await found(), ascending.toReversed());
    await assertQuiet(page);
  });
}

browserTest(
  "the HTML of a report changes its colours in the dark, and fits a telephone and paper",
  async (program) => {
    await using page = await open(program, SAMPLE);
    const colours = () =>
      page.evaluate(
        "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))",
      );
    await page.view({ width: 1400, scheme: "light" });
    const light = await colours();
    await picture(page, "light.png");
    await page.view({ width: 1400, scheme: "dark" });
    assert.notDeepEqual(await colours(), light);
    await picture(page, "dark.png");
    await page.view({ width: 360 });
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360, "nothing hangs over");
    await picture(page, "telephone.png");
    await page.view({ width: 800, media: "print", scheme: "dark" });
    assert.equal(
      await page.evaluate("getComputedStyle(document.body).backgroundColor"),
      "rgb(255, 255, 255)",
    );
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('.filters')).display"), "none");
    if (PICTURES) await page.print(`${PICTURES}/report.pdf`);
    await assertQuiet(page);
  },
);

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.picture(`${PICTURES}/${name}`);
}

browserTest("the HTML of a report lets no name become markup", async (program) => {
  await using page = await open(program, SAMPLE);
  assert.equal(await countOf(page, "script"), 1);
  assert.ok(
    (await textsOf(page, ".findings .text")).some((text) => text.includes("<script>alert('x')</script>")),
  );
  assert.equal(await page.evaluate("document.body.textContent.includes('\\u202e')"), false);
  assert.ok(await page.evaluate("document.querySelectorAll('.line, .bar').length") === 8);
  await assertQuiet(page);
});

browserTest("the HTML of a report forbids itself what it does not need", async (program) => {
  await using page = await open(program, SAMPLE);
  await page.evaluate(`(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.broken = true";
    document.body.append(script);
    const image = new Image();
    image.src = "https://198.51.100.1/x.png";
    document.body.append(image);
    document.body.setAttribute("style", "display:none");
  })()`);
  assert.equal(await page.evaluate("globalThis.broken"), undefined);
  assert.notEqual(await page.evaluate("getComputedStyle(document.body).display"), "none");
  assert.deepEqual(page.stopped, ["csp"], "the image is not asked for");
  assert.ok(page.complaints.length >= 3, "the policy tells what it stopped");
});

browserTest("the HTML of a report with 2000 findings stays usable", async (program) => {
  await using page = await open(program, crowdedReport(2000));
  await page.view({ width: 1200 });
  assert.equal(await countOf(page), 2000);
  const took = await page.evaluate(`(() => {
    const start = performance.now();
    const field = document.querySelector('.filters [name="text"]');
    field.value = "app-0199";
    field.dispatchEvent(new Event("input"));
    document.querySelector(".findings th:nth-child(2) button").click();
    document.body.offsetHeight;
    return performance.now() - start;
  })()`);
  assert.equal(await countOf(page), 10);
  assert.ok(Number(took) < 2000, `filtering and sorting took ${took} ms`);
  await assertQuiet(page);
});
