import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { BARE, crowdedReport, SAMPLE } from "./_sample_report.ts";
import { renderHtml } from "./html.ts";

function sections(text: string): string[] {
  return [...text.matchAll(/<section id="([a-z]+)"/g)].map(([, id = ""]) => id);
}

Deno.test("renderHtml() has a section for all that a report can hold", () => {
  assert.deepEqual(sections(renderHtml(SAMPLE)), [
    ...[
      "changes",
      "places",
      "areas",
      "findings",
      "exposure",
      "capacity",
      "quota",
      "leaks",
      "score",
      "trends",
    ],
    ...["certificates", "muted", "skipped", "measures", "checks"],
  ]);
});

Deno.test("renderHtml() leaves out what a report does not hold", () => {
  const text = renderHtml(BARE);
  assert.deepEqual(sections(text), ["areas", "findings", "checks"]);
  assert.ok(text.includes("Nothing was found in what could be read."));
  assert.ok(text.includes("1 of 1 check came to a verdict"));
});

Deno.test("renderHtml() permits its own style and script by their hashes, and nothing else", () => {
  const text = renderHtml(SAMPLE);
  const [, policy = ""] = /Content-Security-Policy" content="([^"]+)"/.exec(text) ?? [];
  const hash = (tag: string) => {
    const [, content = ""] = new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(text) ?? [];
    assert.notEqual(content, "");
    return `sha256-${createHash("sha256").update(content).digest("base64")}`;
  };
  assert.deepEqual(policy.replaceAll("&#39;", "'").split("; "), [
    "default-src 'none'",
    `style-src '${hash("style")}'`,
    `script-src '${hash("script")}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assert.equal(/ style=| on[a-z]+=|src=|https?:|url\(|@import/.test(text), false);
});

Deno.test("renderHtml() keeps its script small", () => {
  const [, script = ""] = /<script>(.*?)<\/script>/s.exec(renderHtml(BARE)) ?? [];
  assert.ok(script.length < 4096);
});

Deno.test("renderHtml() escapes names, whatever they hold", () => {
  const text = renderHtml(SAMPLE);
  assert.equal(text.match(/<script>/g)?.length, 1);
  assert.ok(text.includes("=1+1&quot;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;|a,b;\ntxt.exe"));
  assert.equal(/\p{Cc}|\u202E/u.test(text.replaceAll("\n", "")), false);
});

Deno.test("renderHtml() tells of a finding all that the report does", () => {
  const [, row = ""] = /<tr id="f1"(.*?)<\/tr>/s.exec(renderHtml(SAMPLE)) ?? [];
  for (
    const part of [
      ...[
        "server-error",
        "srv-2",
        "acme",
        "e42ad6510a4d4d65aeaf37ae950f644d",
        "zone az1",
        "prod/RegionOne",
        "worse",
      ],
      ...["2026-11-19 11:00 UTC", "2d 1h, first seen", "<code>attempts</code>", "Read the fault;"],
      '<code class="command">openstack server show srv-2</code>',
    ]
  ) assert.ok(row.includes(part), part);
});

Deno.test("renderHtml() says when the first run with a memory compares with nothing", () => {
  const changes = { new: 7, worse: 0, better: 0, unchanged: 0, newly_unknown: [], resolved: [] };
  assert.ok(renderHtml({ ...SAMPLE, changes }).includes("This is the first run with a memory"));
});

Deno.test("renderHtml() unfolds few findings and folds many, within a second", () => {
  assert.ok(renderHtml(SAMPLE).includes("<details open>"));
  const crowded = crowdedReport(2000);
  const start = performance.now();
  const text = renderHtml(crowded);
  assert.ok(performance.now() - start < 1000);
  assert.equal(text.includes("<details open>"), false);
  assert.equal(text.match(/class="command"/g)?.length, 2000);
});

Deno.test("renderHtml() shows the fullest stocks and unfolds the others", () => {
  const stocks = Array.from({ length: 40 }, (_, index) => ({
    group: "quota",
    name: `limit ${index}`,
    used: index,
    total: 40,
    unit: "",
    percent: 2.5 * index,
  }));
  const text = renderHtml({ ...BARE, stocks });
  assert.ok(text.indexOf("limit 39") < text.indexOf("limit 3<"));
  assert.ok(text.includes("<summary>25 more</summary>"));
});
