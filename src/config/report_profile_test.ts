import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { resolveSettings, type Settings } from "./resolve_settings.ts";
import { SettingsError } from "./settings_error.ts";
import { testLine, testWorld } from "./testing.ts";

const FULL = `
checks: [compute, quota]
exclude: quota-negative
format: markdown
output:
  - html=/srv/report.html
  - prometheus=/srv/openstack.prom
fail-on: critical
quiet: true
timeout: 90
demo: true
thresholds:
  quota: {warning_percent: 70}
ignore:
  - key: server-shutoff-old/*
    reason: kept for the auditors
    until: 2027-01-31
  - {key: fip-unused/1, reason: reserved}
confirm-runs: 2
full-every-days: 3
start-delay-seconds: 20
mail: {from: cloud@example.com, to: "Ops <ops@example.com>"}
`;

function resolve(text: string, flags: Parameters<typeof testLine>[0] = {}): Settings {
  const world = testWorld({ files: { "/here/profile.yaml": text } });
  return resolveSettings(testLine({ profile: "profile.yaml", ...flags }, "report"), world);
}

Deno.test("a profile gives what the flags would", () => {
  const { report, common, profile } = resolve(FULL);
  deepEqual(report.checks.value, ["compute", "quota"]);
  deepEqual(report.exclude.value, ["quota-negative"]);
  equal(report.format.value, "markdown");
  equal(report.output.value.length, 2);
  equal(report.failOn.value, "critical");
  equal(report.quiet.value, true);
  equal(common.timeoutMs.value, 90_000);
  deepEqual(profile, {
    path: "/here/profile.yaml",
    thresholds: { quota: { warning_percent: 70 } },
    ignore: [
      { key: "server-shutoff-old/*", reason: "kept for the auditors", until: Date.UTC(2027, 0, 31) },
      { key: "fip-unused/1", reason: "reserved" },
    ],
    confirmRuns: 2,
    fullEveryDays: 3,
    startDelaySeconds: 20,
    mail: { from: "cloud@example.com", to: "Ops <ops@example.com>" },
  });
});

Deno.test("a flag on the command line wins over the profile", () => {
  const { report } = resolve(FULL, { format: "json", checks: "image" });
  equal(report.format.value, "json");
  deepEqual(report.checks.value, ["image"]);
  equal(report.failOn.value, "critical");
});

Deno.test("an empty profile changes nothing", () => {
  const { report, profile } = resolve("# nothing yet\ndemo: true\n");
  deepEqual(report.checks.value, []);
  equal(profile.confirmRuns, 1);
});

const WRONG: readonly (readonly [text: string, problem: RegExp])[] = [
  ["chekcs: [compute]", /no setting "chekcs", did you mean "checks"|no setting "chekcs".*checks/],
  ["profile: other.yaml", /no setting "profile"/],
  ["ack: a\n", /no setting "ack"/],
  ["- compute", /must be a map/],
  ["checks: {a: 1}", /checks must be a word/],
  ["fail-on: sometimes", /fail-on of \/here\/profile.yaml/],
  ["confirm-runs: 0", /confirm-runs must be a whole number of at least 1/],
  ["thresholds: high.yaml", /thresholds must map checks/],
  ["ignore: {key: a}", /ignore must be a list/],
  ["ignore: [{key: a}]", /ignore\[0\]\.reason must say why/],
  ["ignore: [{reason: a}]", /ignore\[0\]\.key must be the key/],
  ["ignore: [{key: a, reason: b, until: soon}]", /ignore\[0\]\.until must be a date/],
  ["ignore: [{key: a, reason: b, untill: 2027-01-01}]", /ignore\[0\]\.untill is none of/],
  ['mail: {to: "a@example.com\\r\\nBcc: b@example.com"}', /mail\.to must be one mail address/],
  ["mail: {cc: a@example.com}", /mail\.cc is none of/],
  ["checks: [compute", /profile\.yaml: /],
];

for (const [text, problem] of WRONG) {
  Deno.test(`a profile that cannot be used is refused: ${text.trim()}`, () => {
    throws(() => resolve(`${text}\n${text.startsWith("-") ? "" : "demo: true\n"}`), (error) => {
      ok(error instanceof SettingsError);
      match(error.message, problem);
      return true;
    });
  });
}

Deno.test("a profile that is not there is named", () => {
  const line = testLine({ profile: "/nowhere.yaml" }, "report");
  throws(() => resolveSettings(line, testWorld()), /\/nowhere\.yaml does not exist/);
});

Deno.test("--state and --since contradict each other, and --ack needs --state", () => {
  throws(() => resolve("demo: true", { state: "a", since: "b" }), /contradicts --state/);
  throws(() => resolve("demo: true", { ack: "a/b", reason: "x", until: "2027-01-01" }), /--ack.*state file/);
});
