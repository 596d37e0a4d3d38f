import assert from "node:assert/strict";
import { isReport } from "../../src/cli/report.ts";
import type { Finding, Report } from "../../src/health/report.ts";
import { ON_REAL_CLOUD, type TestCloud, withCloud } from "./cloud.ts";
import { type Finished, run } from "./program.ts";
import type { Expected, Reporter } from "./real_fault.ts";
import { RealFaults, THRESHOLDS } from "./real_faults.ts";

const REPORTERS: readonly Reporter[] = ["admin", "alice"];

/** Areas that no fault touches: what was true of them before must be true during the faults. */
const UNTOUCHED = new Set([
  "nova-migration-stuck",
  "nova-migration-error",
  "nova-evacuate-leftover",
  "placement-overcommit",
  "placement-missing",
  "placement-double",
  "server-build-stuck",
  "server-task-stuck",
  "server-deleting-stuck",
  "server-rescue",
  "server-locked",
  "server-flavor-gone",
  "trunk-degraded",
  "net-mtu",
  "fip-error",
  "ip-pool",
  "cinder-backend-down",
  "cinder-pool",
  "backup-error",
  "backup-chain",
  "image-killed",
  "image-old",
  "image-no-hash",
  "amphora-error",
  "amphora-image",
  "stack-hook",
  "heat-engine",
  "password-expiry",
]);

/** This check tells of what changed, not of what is: its findings end with the day. */
const CHANGE = "identity-admins";

/** What one run left behind. */
interface Ran {
  readonly finished: Finished;
  readonly report: Report;
  readonly text: string;
  readonly html: string;
}

type Runs = Readonly<Record<Reporter, Ran>>;

/** Runs the report of both logins at the same time, with a memory each. */
async function reports(cloud: TestCloud, directory: string): Promise<Runs> {
  const [admin, alice] = await Promise.all(REPORTERS.map((who) => ran(cloud, directory, who)));
  assert.ok(admin && alice);
  return { admin, alice };
}

async function ran(cloud: TestCloud, directory: string, who: Reporter): Promise<Ran> {
  const file = (end: string) => `${directory}/${who}.${end}`;
  const outputs = ["json", "text", "html"].flatMap((format) => ["--output", `${format}=${file(format)}`]);
  const finished = await run({
    args: [
      "report",
      ...who === "admin" ? ["--all-projects"] : [],
      ...["--thresholds", `${directory}/thresholds.json`, "--state", file("state")],
      ...outputs,
    ],
    env: cloud.env(who),
  });
  const report: unknown = JSON.parse(await Deno.readTextFile(file("json")));
  assert.ok(isReport(report), finished.stdout + finished.stderr);
  return {
    finished,
    report,
    text: await Deno.readTextFile(file("text")),
    html: await Deno.readTextFile(file("html")),
  };
}

/** The findings that tell of a fault. */
function tellingOf({ check, name, severity }: Expected, { findings }: Report): readonly Finding[] {
  return findings.filter((finding) =>
    finding.check === check && (severity === undefined || finding.severity === severity) &&
    (finding.resource.name === name || finding.text.includes(name))
  );
}

/** Text as it stands in a report that is broken into lines. */
function unfolded(text: string): string {
  return text.replace(/\s+/g, " ");
}

function assertTold(faults: readonly Expected[], runs: Runs): void {
  const missing = faults.flatMap((fault) =>
    fault.by.flatMap((who) =>
      tellingOf(fault, runs[who].report).length > 0 ? [] : [`${fault.check} of ${fault.name} as ${who}`]
    )
  );
  assert.deepEqual(missing, [], "faults that no finding tells of");
}

function assertUseful({ report, text, html }: Ran, prefix: string): void {
  const ours = report.findings.filter(({ resource }) => resource.name.startsWith(prefix));
  assert.ok(ours.length > 20, `${ours.length} findings`);
  for (const finding of ours) {
    assert.ok(finding.text.includes(finding.resource.name), finding.text);
    assert.ok(Object.keys(finding.evidence).length > 0, `${finding.key} has evidence`);
    assert.ok(finding.remedy.length > 10, `${finding.key} has a remedy`);
    assert.match(finding.next ?? "", /^openstack /, `${finding.key} says what to type`);
    assert.ok(html.includes(finding.resource.name), `${finding.key} is in the page`);
  }
  const lines = unfolded(text);
  const shown = ours.filter(({ check, text }) =>
    lines.includes(unfolded(text)) || new RegExp(`and \\d+ more \\[${check}\\]`).test(lines)
  );
  // Of a check with many findings the text names some, and counts the rest.
  assert.deepEqual(
    new Set(shown.map(({ check }) => check)),
    new Set(ours.map(({ check }) => check)),
    "checks that the text leaves out",
  );
}

const RANKS: Readonly<Record<string, number>> = { ok: 0, warning: 1, critical: 2 };

/** The checks that were worse before than during the faults; how fast an API answers is chance. */
function lowered(before: Report, during: Report): readonly string[] {
  const then = new Map(before.checks.map(({ id, state }) => [id, RANKS[state] ?? 0]));
  return during.checks.filter(({ id, area, state }) =>
    area !== "platform" && (RANKS[state] ?? 0) < (then.get(id) ?? 0)
  ).map(({ id }) => id);
}

/** What was not so before the faults. How fast an API answers is chance, and what has changed stays told for a while. */
function begun({ findings }: Report): readonly Finding[] {
  return findings.filter(({ change, check, area }) =>
    change === "new" && check !== CHANGE && (area !== "platform" || check === "api-catalog")
  );
}

function statesOf({ checks }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.filter(({ id }) => UNTOUCHED.has(id)).map(({ id, state }) => [id, state]));
}

Deno.test({
  name: "report tells of every fault that is made on a real cloud, and of its end",
  ignore: !ON_REAL_CLOUD,
  fn: (test) =>
    withCloud(async (cloud) => {
      const directory = await Deno.makeTempDir({ prefix: "openstack-mcp-faults-" });
      const prefix = `faulty-${crypto.randomUUID().slice(0, 8)}`;
      try {
        await Deno.writeTextFile(`${directory}/thresholds.json`, JSON.stringify(THRESHOLDS));
        const login = cloud.login("admin");
        const faults = await RealFaults.begin(
          prefix,
          { alice: cloud.login("alice"), admin: login },
          (OS_USERNAME, OS_PROJECT_NAME, OS_PASSWORD) => ({
            ...login,
            OS_USERNAME,
            OS_PROJECT_NAME,
            OS_PASSWORD,
          }),
        );
        let during: Runs;
        let before: Runs;
        try {
          before = await reports(cloud, directory);
          const expected = await faults.make();
          during = await reports(cloud, directory);
          await test.step("each fault has a finding that names what it was made with", () =>
            assertTold(expected, during));
        } finally {
          await faults[Symbol.asyncDispose]();
        }
        for (const who of REPORTERS) {
          await test.step(`the report as ${who} is critical and says what to do`, () => {
            assert.equal(during[who].report.state, "CRITICAL");
            assert.equal(during[who].finished.code, 2, during[who].finished.stderr);
            assertUseful(during[who], prefix);
          });
          await test.step(`what no fault touches is as it was, as ${who}`, () => {
            assert.deepEqual(statesOf(during[who].report), statesOf(before[who].report));
            assert.deepEqual(lowered(before[who].report, during[who].report), []);
          });
        }
        const after = await reports(cloud, directory);
        for (const who of REPORTERS) {
          await test.step(`everything taken back is resolved, as ${who}`, () => {
            const told = new Set(begun(during[who].report).map(({ key }) => key));
            const resolved = new Set(after[who].report.changes?.resolved.map(({ key }) => key));
            assert.deepEqual([...told].filter((key) => !resolved.has(key)), []);
            assert.deepEqual(
              after[who].report.findings.filter(({ check, text }) =>
                text.includes(prefix) && check !== CHANGE
              )
                .map(({ text }) => text),
              [],
            );
          });
        }
      } finally {
        await Deno.remove(directory, { recursive: true });
      }
    }),
});
