import assert from "node:assert/strict";
import { BARE, SAMPLE, sampleFinding } from "./_sample_report.ts";
import { renderCsv } from "./csv.ts";

/** Reads CSV as RFC 4180 has it. */
function records(text: string): string[][] {
  assert.ok(text.endsWith("\r\n"));
  return [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/gy)].map((
    [, line = ""],
  ) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)]
      .map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain)
  );
}

function rowsOf(text: string): Record<string, string>[] {
  const [header = [], ...rows] = records(text);
  return rows.map((row) => {
    assert.equal(row.length, header.length);
    return Object.fromEntries(header.map((column, index) => [column, row[index] ?? ""]));
  });
}

Deno.test("renderCsv() has a header alone when nothing is found", () => {
  const text = renderCsv(BARE);
  assert.ok(text.startsWith("severity,check,area,topic,place,kind,name,id,project,"));
  assert.ok(text.endsWith(",text,evidence,remedy,next,key\r\n"));
  assert.equal(records(text).length, 1);
});

Deno.test("renderCsv() has a record for every finding, with all it tells", () => {
  const [row, ...others] = rowsOf(renderCsv(SAMPLE));
  assert.equal(others.length, SAMPLE.findings.length - 1);
  assert.deepEqual(row, {
    severity: "critical",
    check: "nova-service-down",
    area: "compute",
    topic: "",
    place: "prod/RegionOne",
    kind: "service",
    name: "nova-compute",
    id: "svc-7",
    project: "",
    project_name: "",
    zone: "az1",
    host: "cmp-02",
    since: "2026-11-21T08:48:00Z",
    first_seen: "2026-11-21T12:00:00Z",
    change: "new",
    muted: "",
    text: "service nova-compute on cmp-02 has been down for 3h 12m",
    evidence: "state=down; status=enabled; updated_at=2026-11-21T08:48:00Z; hosts=cmp-02,cmp-03",
    remedy: "Look at the service's log on its host, and at the message queue.",
    next: "openstack compute service list --host cmp-02",
    key: "nova-service-down/svc-7",
  });
  assert.equal(
    others.find(({ id }) => id === "srv-3")?.["muted"],
    "acknowledged: the lab is rebuilt in December: 2026-12-24T00:00:00Z",
  );
});

Deno.test("renderCsv() makes no formula of a name, and keeps quotes, commas and line ends", () => {
  for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"]) {
    const resource = { kind: "server", id: "1", name };
    const [row] = rowsOf(
      renderCsv({ ...BARE, findings: [sampleFinding({ check: "server-error", resource })] }),
    );
    assert.equal(row?.["name"], `'${name}`);
  }
  const row = rowsOf(renderCsv(SAMPLE))[1];
  assert.equal(row?.["name"], `'=1+1"<script>alert('x')</script>|a,b;\ntxt.exe`);
});
