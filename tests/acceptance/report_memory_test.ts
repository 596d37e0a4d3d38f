import assert from "node:assert/strict";
import { isReport } from "../../src/cli/report.ts";
import { REPORT_FORMATS } from "../../src/config/mod.ts";
import type { Report } from "../../src/health/report.ts";
import { ON_REAL_CLOUD, type TestCloud, type User, withCloud, withDemo } from "./cloud.ts";
import { type Finished, run } from "./program.ts";

async function report(cloud: TestCloud, args: readonly string[], user: User = "alice"): Promise<Finished> {
  return await run({ args: ["report", ...args], env: cloud.env(user) });
}

async function reported(cloud: TestCloud, args: readonly string[], user: User = "alice"): Promise<Report> {
  const { stdout, stderr } = await report(cloud, ["--format", "json", ...args], user);
  const value: unknown = JSON.parse(stdout || stderr);
  if (!isReport(value)) throw new TypeError(`Not a report: ${stdout.slice(0, 200)}`);
  return value;
}

async function withDirectory(test: (file: (name: string) => string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "openstack-mcp-memory-" });
  try {
    await test((name) => `${directory}/${name}`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("report --format knows every format, with one exit code", async (test) => {
  await withCloud(async (cloud) => {
    const { code } = await report(cloud, ["--checks", "instances"]);
    for (const format of REPORT_FORMATS) {
      await test.step(format, async () => {
        const found = await report(cloud, ["--checks", "instances", "--format", format]);
        assert.equal(found.code, code);
        assert.ok(found.stdout.length > 100 && found.stdout.endsWith("\n"), found.stdout);
        assert.equal(found.stderr, "");
      });
    }
  });
});

Deno.test("report --state remembers: the first run is the baseline, the second is compared with it", async (test) => {
  await withDirectory((file) =>
    withCloud(async (cloud) => {
      const args = ["--state", file("state.json"), "--checks", "instances,orchestration"];
      const first = await reported(cloud, args);
      assert.equal(first.changes?.since, undefined);
      assert.ok(first.findings.length > 0 && first.findings.every(({ change }) => change === "new"));
      await test.step("the file is private and holds no secret", async () => {
        const { mode } = await Deno.stat(file("state.json"));
        assert.equal((mode ?? 0) & 0o777, 0o600);
        const text = await Deno.readTextFile(file("state.json"));
        const secrets = Object.entries(cloud.login()).filter(([name]) => name === "OS_PASSWORD");
        for (const [, secret] of secrets) assert.ok(!text.includes(secret));
        assert.doesNotMatch(text, /gAAAA/, "no token");
      });
      await test.step("nothing changed: --only-changes is silent, the exit code stays", async () => {
        const { code, stdout } = await report(cloud, [...args, "--only-changes"]);
        assert.notEqual(code, 0);
        assert.equal(stdout, "");
      });
      await test.step("--since compares and leaves the file alone", async () => {
        const before = await Deno.readTextFile(file("state.json"));
        const found = await reported(cloud, ["--since", file("state.json"), "--checks", "instances"]);
        assert.ok(found.changes?.since);
        assert.ok(found.findings.every(({ change }) => change === "unchanged"));
        assert.equal(await Deno.readTextFile(file("state.json")), before);
      });
      await test.step("what was not looked at is not resolved", async () => {
        const found = await reported(cloud, ["--state", file("state.json"), "--checks", "orchestration"]);
        assert.deepEqual(found.changes?.resolved, []);
      });
      await test.step("another scope has a memory of its own", async () => {
        const found = await reported(cloud, args, "admin");
        assert.equal(found.changes?.since, undefined);
      });
    })
  );
});

Deno.test("report --ack keeps a finding from counting until the date", async (test) => {
  await withDirectory((file) =>
    withCloud(async (cloud) => {
      const args = ["--state", file("state.json"), "--checks", "server-error"];
      const { findings } = await reported(cloud, args);
      const ack = (key: string, until: string) =>
        report(cloud, ["--state", file("state.json"), "--ack", key, "--reason", "case 17", "--until", until]);
      await test.step("a key that there is not is refused, with what was meant", async () => {
        const { code, stdout } = await ack(findings[0]?.key.slice(0, -4) ?? "", "2099-01-01");
        assert.equal(code, 3);
        assert.ok(stdout.includes(`did you mean "${findings[0]?.key}"`), stdout);
      });
      await test.step("a date that has passed is refused", async () => {
        const { code, stdout } = await ack(findings[0]?.key ?? "", "2020-01-01");
        assert.equal(code, 3);
        assert.match(stdout, /has passed/);
      });
      for (const { key } of findings) assert.equal((await ack(key, "2099-01-01")).code, 0);
      const found = await reported(cloud, args);
      assert.equal(found.state, "OK");
      assert.ok(
        found.findings.every(({ muted }) => muted?.why === "acknowledged" && muted.reason === "case 17"),
      );
      await test.step("the text says what does not count, and why", async () => {
        const { code, stdout } = await report(cloud, args);
        assert.equal(code, 0);
        assert.match(stdout, /^OK: [^]*NOT COUNTED[^]*case 17/);
      });
      await test.step("without a state there is nothing to acknowledge in", async () => {
        const { code, stdout } = await report(cloud, [
          "--ack",
          "a/b",
          "--reason",
          "x",
          "--until",
          "2099-01-01",
        ]);
        assert.equal(code, 3);
        assert.match(stdout, /^UNKNOWN: --ack.*--state/);
      });
    })
  );
});

Deno.test("two runs do not share a state or a profile at the same time", async () => {
  await withDirectory((file) =>
    withCloud(async (cloud) => {
      await Deno.writeTextFile(file("profile.yaml"), "checks: image\n");
      await Deno.writeTextFile(file("state.json.lock"), "");
      for (
        const [held, args] of [
          [file("state.json.lock"), ["--state", file("state.json")]],
          [file("profile.yaml"), ["--profile", file("profile.yaml")]],
        ] as const
      ) {
        using lock = await Deno.open(held, { read: true, write: true });
        await lock.lock(true);
        const { code, stdout } = await report(cloud, [...args, "--checks", "image"]);
        assert.equal(code, 3);
        assert.ok(stdout.startsWith(`UNKNOWN: another run holds ${held}`), stdout);
        await lock.unlock();
        assert.notEqual((await report(cloud, [...args, "--checks", "image"])).code, 3);
      }
    })
  );
});

Deno.test("a state that is none of ours is UNKNOWN, and stays as it is", async () => {
  await withDirectory((file) =>
    withCloud(async (cloud) => {
      await Deno.writeTextFile(file("state.json"), '{"mine": true}');
      const { code, stdout } = await report(cloud, ["--state", file("state.json"), "--checks", "image"]);
      assert.equal(code, 3);
      assert.match(stdout, /^UNKNOWN: --state .*not a state file.*Move the file away/);
      assert.equal(await Deno.readTextFile(file("state.json")), '{"mine": true}');
    })
  );
});

Deno.test("report --profile says what a line of cron would not hold", async (test) => {
  await withDirectory((file) =>
    withCloud(async (cloud) => {
      const profile = [
        "checks: [instances, orchestration]",
        `output: ["json=${file("report.json")}", "html=${file("report.html")}"]`,
        "format: markdown",
        "ignore:",
        '  - {key: "server-error/*", reason: known to be broken}',
        "thresholds:",
        "  stack-failed: {warning_hours: 1000000}",
        "mail: {from: cloud@example.com, to: ops@example.com}",
        "",
      ].join("\n");
      await Deno.writeTextFile(file("profile.yaml"), profile);
      const { code, stdout } = await report(cloud, ["--profile", file("profile.yaml")]);
      assert.match(stdout, /^# /);
      const found: unknown = JSON.parse(await Deno.readTextFile(file("report.json")));
      assert.ok(isReport(found));
      assert.equal(code, { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 }[found.state]);
      const errors = found.findings.filter(({ check }) => check === "server-error");
      assert.ok(errors.length > 0 && errors.every(({ muted }) => muted?.why === "ignored"));
      assert.ok(!found.findings.some(({ check }) => check === "stack-failed"));
      assert.match(await Deno.readTextFile(file("report.html")), /^<!doctype html>/i);
      await test.step("a mail has the headers that the profile gives", async () => {
        const { stdout } = await report(cloud, ["--profile", file("profile.yaml"), "--format", "mail"]);
        assert.match(stdout, /^From: cloud@example\.com\r\nTo: ops@example\.com\r\nSubject: /);
      });
      await test.step("a profile that cannot be used is UNKNOWN, with the setting", async () => {
        await Deno.writeTextFile(file("wrong.yaml"), "chekcs: image\n");
        const { code, stdout } = await report(cloud, ["--profile", file("wrong.yaml")]);
        assert.equal(code, 3);
        assert.match(stdout, /^UNKNOWN: .*no setting "chekcs"/);
      });
    })
  );
});

Deno.test("report --dry-run names the calls and sends none of them", async (test) => {
  await withCloud(async (cloud) => {
    const before = cloud.demo?.requests.length ?? 0;
    const { code, stdout } = await report(cloud, ["--dry-run", "--checks", "instances,nova-service-down"]);
    assert.equal(code, 0);
    assert.match(stdout, /^DRY RUN: \d+ of \d+ checks would run/);
    assert.match(stdout, /compute {2}GET \/servers\/detail \(up to 2\.\d+\) {2}one a page/);
    assert.match(stdout, /needs the role admin[^]*nova-service-down/);
    const sent = (cloud.demo?.requests ?? []).slice(before).map(({ service }) => service);
    assert.deepEqual(sent.filter((service) => service !== "identity"), []);
    await test.step("as JSON", async () => {
      const { stdout } = await report(cloud, ["--dry-run", "--checks", "quota", "--format", "json"]);
      const plan: unknown = JSON.parse(stdout);
      assert.ok(typeof plan === "object" && plan !== null && "calls" in plan);
    });
  });
});

Deno.test({
  name: "what begins, worsens and ends between runs is told once",
  ignore: ON_REAL_CLOUD,
  fn: () =>
    withDirectory((file) =>
      withDemo({}, async (cloud) => {
        const args = ["--state", file("state.json"), "--checks", "server-error"];
        await report(cloud, args);
        cloud.demo.setServer("web-01", { status: "ERROR" });
        const { code, stdout } = await report(cloud, [...args, "--only-changes"]);
        assert.equal(code, 1);
        assert.match(stdout, /CHANGES[^]*new +server web-01 has been in ERROR/);
        assert.equal(stdout.match(/server web-01 has been/g)?.length, 2, "as a change, and with its remedy");
        assert.doesNotMatch(stdout, /huge-simulation/, "what did not change is not told");
        cloud.demo.setServer("web-01", { status: "ACTIVE" });
        const after = await report(cloud, [...args, "--only-changes"]);
        assert.match(after.stdout, /resolved +server web-01 has been in ERROR/);
        assert.equal((await report(cloud, [...args, "--only-changes"])).stdout, "");
      })
    ),
});

Deno.test({
  name: "several clouds make one report: a column, one state, and a cloud that fails is not passed over",
  ignore: ON_REAL_CLOUD,
  fn: (test) =>
    withDirectory((file) =>
      withDemo({}, async (cloud) => {
        const { OS_AUTH_URL, OS_PASSWORD } = cloud.login();
        const entry = (name: string, project: string, password: string | undefined) =>
          `  ${name}:\n    auth: {auth_url: "${OS_AUTH_URL}", username: bob, password: "${password}", ` +
          `project_name: ${project}, user_domain_name: Default, project_domain_name: Default}\n    region_name: RegionOne\n`;
        const yaml = `clouds:\n${entry("east", "acme", OS_PASSWORD)}${entry("west", "globex", OS_PASSWORD)}${
          entry("lost", "acme", "wrong")
        }`;
        await Deno.writeTextFile(file("clouds.yaml"), yaml);
        const ask = (args: readonly string[]) =>
          run({
            args: ["report", "--checks", "instances", ...args],
            env: { OS_CLIENT_CONFIG_FILE: file("clouds.yaml") },
          });
        await test.step("findings and checks name their cloud", async () => {
          const { stdout } = await ask(["--cloud", "east", "--cloud", "west", "--format", "json"]);
          const found: unknown = JSON.parse(stdout);
          assert.ok(isReport(found));
          assert.deepEqual(found.places?.map(({ place }) => place), ["east", "west"]);
          assert.ok(found.checks.every(({ place }) => place === "east" || place === "west"));
          assert.ok(found.findings.some(({ place }) => place === "east"));
          assert.equal(found.coverage.of, found.checks.length);
        });
        await test.step("a cloud that refuses the login makes the whole UNKNOWN", async () => {
          const { code, stdout } = await ask(["--cloud", "west", "--cloud", "lost"]);
          assert.equal(code, 3);
          assert.match(stdout, /^UNKNOWN: [^]*lost: log in: login failed/);
        });
        await test.step("each cloud has a memory of its own", async () => {
          const state = ["--state", file("state.json"), "--format", "json"];
          await ask(["--cloud", "east", ...state]);
          const { stdout } = await ask(["--cloud", "east", "--cloud", "west", ...state]);
          const found: unknown = JSON.parse(stdout);
          assert.ok(isReport(found));
          const changes = new Set(found.findings.map(({ place, change }) => `${place} ${change}`));
          assert.ok(changes.has("east unchanged") && !changes.has("east new"));
        });
      })
    ),
});
