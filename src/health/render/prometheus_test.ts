import assert from "node:assert/strict";
import type { Report } from "../report.ts";
import { BARE, crowdedReport, SAMPLE } from "./_sample_report.ts";
import { renderPrometheus } from "./prometheus.ts";

function lines(report: Report, metric: string): string[] {
  return renderPrometheus(report).split("\n")
    .filter((line) => line.startsWith(`openstack_mcp_report_${metric}{`))
    .map((line) => line.slice("openstack_mcp_report_".length));
}

Deno.test("renderPrometheus() tells states as numbers, and nothing of an area that was not checked", () => {
  assert.deepEqual(lines(SAMPLE, "state"), ['state{cloud="prod"} 2']);
  const areas = lines(SAMPLE, "area_state");
  assert.ok(areas.includes('area_state{cloud="prod",area="storage"} 3'));
  assert.equal(areas.some((line) => line.includes("load_balancer")), false);
  assert.deepEqual(lines(SAMPLE, "place_state"), [
    'place_state{cloud="prod",place="prod/RegionOne"} 2',
    'place_state{cloud="prod",place="prod/RegionTwo"} 3',
    'place_state{cloud="prod",place="edge"} 3',
  ]);
});

Deno.test("renderPrometheus() counts findings; zero stands only where there is a verdict", () => {
  const found = lines(SAMPLE, "findings");
  const head = 'findings{cloud="prod",area="compute",check="nova-service-down"';
  assert.deepEqual(found.filter((line) => line.startsWith(head)), [
    `${head},severity="critical",place="prod/RegionOne"} 1`,
    `${head},severity="warning",place="prod/RegionOne"} 0`,
    `${head},severity="info",place="prod/RegionOne"} 0`,
  ]);
  assert.ok(
    found.some((line) => line.includes('check="port-down",severity="warning"') && line.endsWith(" 0")),
  );
  assert.equal(found.some((line) => line.includes("volume-error")), false);
  assert.ok(lines(SAMPLE, "muted_findings").includes('muted_findings{cloud="prod",why="unconfirmed"} 1'));
});

Deno.test("renderPrometheus() uses base units", () => {
  assert.ok(
    lines(SAMPLE, "measure_seconds").includes('measure_seconds{cloud="prod",name="compute latency"} 0.241'),
  );
  assert.ok(
    lines(SAMPLE, "measure_seconds").includes(
      'measure_seconds{cloud="prod",name="certificate of keystone.example.org"} 3499200',
    ),
  );
  assert.deepEqual(lines(SAMPLE, "measure_ratio"), [
    'measure_ratio{cloud="prod",name="quota compute cores"} 0.5',
  ]);
  assert.ok(
    lines(SAMPLE, "stock_limit").includes(
      'stock_limit{cloud="prod",group="compute",name="MEMORY_MB in zone az1",unit="bytes",' +
        'place="prod/RegionOne"} 274877906944',
    ),
  );
  assert.equal(lines(SAMPLE, "stock_used").length, 6);
  assert.equal(lines(SAMPLE, "stock_used_ratio").length, 5, "no share of what has no limit");
});

Deno.test("renderPrometheus() says when it ran, and that it succeeded only if it was not cut", () => {
  const at = Date.parse(SAMPLE.generated_at) / 1000;
  assert.deepEqual(lines(SAMPLE, "last_run_timestamp_seconds"), [
    `last_run_timestamp_seconds{cloud="prod"} ${at}`,
  ]);
  assert.deepEqual(lines(SAMPLE, "last_success_timestamp_seconds"), []);
  assert.equal(lines(BARE, "last_success_timestamp_seconds").length, 1);
  assert.deepEqual(lines(SAMPLE, "incomplete"), ['incomplete{cloud="prod"} 1']);
});

Deno.test("renderPrometheus() holds neither ids nor names of resources, however many are found", () => {
  const text = renderPrometheus(crowdedReport(2000));
  assert.equal(/srv-|0000-|app-0/.test(text), false);
  assert.ok(text.length < 20_000);
});

Deno.test("renderPrometheus() gives no series twice", () => {
  const [stock] = SAMPLE.stocks;
  assert.ok(stock);
  assert.equal(lines({ ...SAMPLE, stocks: [stock, stock] }, "stock_used").length, 1);
});

Deno.test("renderPrometheus() escapes labels", () => {
  const stocks = [{ group: "storage", name: 'a"b\\c\nd\u202E', used: 1, unit: "" }];
  assert.deepEqual(lines({ ...BARE, stocks }, "stock_used"), [
    'stock_used{cloud="prod",group="storage",name="a\\"b\\\\c\\nd"} 1',
  ]);
});
