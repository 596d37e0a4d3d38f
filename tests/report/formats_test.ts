import assert from "node:assert/strict";
import { validJunit } from "../../src/health/render/_junit_rules.ts";
import { BARE, crowdedReport, SAMPLE } from "../../src/health/render/_sample_report.ts";
import { isReportFormat, RENDERERS } from "../../src/health/render/mod.ts";
import type { Report } from "../../src/health/report.ts";
import { fullReport } from "./full_report.ts";

const REPORTS: Readonly<Record<string, () => Promise<Report>>> = {
  "admin's": () => fullReport("admin"),
  "alice's": () => fullReport("alice"),
  "a full": () => Promise.resolve(SAMPLE),
  "a bare": () => Promise.resolve(BARE),
  "a crowded": () => Promise.resolve(crowdedReport(2000)),
};

for (const [whose, make] of Object.entries(REPORTS)) {
  Deno.test(`${whose} report is well-formed in every format`, async () => {
    const report = await make();
    for (const [name, { render }] of Object.entries(RENDERERS)) {
      assert.ok(isReportFormat(name));
      const text = render(report);
      assert.ok(text.endsWith("\n"), name);
      assert.ok(text.isWellFormed(), name);
      assert.equal(render(report), text, `${name} is the same every time`);
    }
    const cases = validJunit(RENDERERS.junit.render(report)).children.flatMap(({ children }) => children);
    assert.equal(cases.length, report.checks.length);
    const rows = RENDERERS.csv.render(report).match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/g);
    assert.equal(rows?.length, report.findings.length + 1);
  });
}

const REQUIRED = Deno.env.get("REQUIRE_PROMTOOL") === "1";

/** What promtool has to say to metrics; undefined if it is not installed. */
async function promtool(metrics: string): Promise<{ success: boolean; said: string } | undefined> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command("promtool", {
      args: ["check", "metrics"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(metrics));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { success, said: decoder.decode(stdout) + decoder.decode(stderr) };
}

const hasPromtool = await promtool("") !== undefined;

Deno.test({
  name: `promtool finds nothing wrong with the metrics${
    hasPromtool ? "" : " (not run: it is not installed)"
  }`,
  ignore: !hasPromtool && !REQUIRED,
  fn: async () => {
    for (const make of Object.values(REPORTS)) {
      const found = await promtool(RENDERERS.prometheus.render(await make()));
      assert.ok(found, "REQUIRE_PROMTOOL=1, and there is no promtool");
      assert.deepEqual(found, { success: true, said: "" });
    }
  },
});

/** A range of the plug-in guidelines: `10`, `10:`, `~:10`, `10:20`, `@10:20`. */
const RANGE = String.raw`@?(?:(?:-?\d+(?:\.\d+)?|~):)?(?:-?\d+(?:\.\d+)?)?`;

/** An item of performance data: label, value with unit, then the ranges for warning and critical. */
const ITEM = new RegExp(
  String.raw`^'([^'=]+)'=(-?\d+(?:\.\d+)?)(us|ms|s|%|B|KB|MB|TB|c)?(?:;${RANGE}){0,2}$`,
);

Deno.test("a monitor can take the nagios format apart: state, performance data, long output, below 4 kB", async () => {
  for (const make of Object.values(REPORTS)) {
    const report = await make();
    const output = RENDERERS.nagios.render(report);
    assert.ok(new TextEncoder().encode(output).byteLength <= 4096);
    const [first = "", ...long] = output.trimEnd().split("\n");
    const [said = "", data = "", ...more] = first.split(" | ");
    assert.ok(said.startsWith(`${report.state}: `));
    assert.deepEqual(more, []);
    const items = data.match(/'[^']+'=\S+/g) ?? [];
    assert.equal(items.join(" "), data, "there is nothing between the items");
    const labels = items.map((item) => ITEM.exec(item)?.[1]);
    assert.ok(labels.every((label) => label !== undefined), data);
    assert.equal(new Set(labels).size, labels.length);
    assert.ok(long.every((line) => !line.includes("|")));
  }
});
