import assert from "node:assert/strict";
import { isReport } from "../../src/cli/report.ts";
import type { CheckState, Report } from "../../src/health/report.ts";
import { ON_REAL_CLOUD, type TestCloud, type User, withCloud, withDemo } from "./cloud.ts";
import { type Finished, run } from "./program.ts";

const EXIT_CODES = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;

interface Asked {
  readonly user?: User;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `report` as a user, alice unless another is named. */
async function report(cloud: TestCloud, args: readonly string[], asked: Asked = {}): Promise<Finished> {
  return await run({ args: ["report", ...args], env: { ...cloud.env(asked.user), ...asked.env } });
}

/** Runs `report --format json` and gives what it says, its exit code compared. */
async function reported(cloud: TestCloud, args: readonly string[] = [], asked: Asked = {}): Promise<Report> {
  const { code, stdout, stderr } = await report(cloud, ["--format", "json", ...args], asked);
  const found = parsed(stdout + stderr);
  assert.equal(code, EXIT_CODES[found.state]);
  return found;
}

function parsed(text: string): Report {
  const value: unknown = JSON.parse(text);
  if (!isReport(value)) throw new TypeError(`Not a report: ${text.slice(0, 200)}`);
  return value;
}

/** The ids of the checks that ended in a state. */
function idsOf({ checks }: Report, state: CheckState): string[] {
  return checks.filter((check) => check.state === state).map(({ id }) => id);
}

/** Runs a test with a directory of its own. */
async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "openstack-mcp-report-" });
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The names in a directory, in order. */
function namesIn(directory: string): string[] {
  return Array.from(Deno.readDirSync(directory), ({ name }) => name).sort();
}

Deno.test("report says the same in every format, and its exit code is the state", async (test) => {
  await withCloud(async (cloud) => {
    const found = await reported(cloud);
    await test.step("json names its schema, the scope and every check", () => {
      assert.equal(found.schema, "openstack-mcp/report/1");
      assert.equal(found.scope.text, "project acme, region RegionOne");
      assert.ok(found.checks.length >= 25, `${found.checks.length} checks`);
      assert.equal(found.coverage.of, found.checks.length);
      assert.equal(found.incomplete, undefined);
    });
    await test.step("text begins with the state and names each finding's check", async () => {
      const { code, stdout } = await report(cloud, []);
      assert.equal(code, EXIT_CODES[found.state]);
      assert.ok(stdout.startsWith(`${found.state}: `), stdout);
      for (const { check } of found.findings) assert.ok(stdout.includes(check), check);
    });
    await test.step("nagios is one line with performance data, then the findings, in 4 kB", async () => {
      const { code, stdout } = await report(cloud, ["--format", "nagios"]);
      assert.equal(code, EXIT_CODES[found.state]);
      const [first = "", second = ""] = stdout.split("\n");
      assert.match(first, new RegExp(`^${found.state}: [^|]+ \\| .*'requests'=\\d+`));
      assert.match(second, /^CRITICAL|^WARNING|^UNKNOWN/);
      assert.ok(new TextEncoder().encode(stdout).length <= 4096);
    });
  });
});

Deno.test("report runs the checks that were chosen", async (test) => {
  await withCloud(async (cloud) => {
    await test.step("an area and an id", async () => {
      const { checks } = await reported(cloud, ["--checks", "quota,server-error"]);
      assert.deepEqual(
        new Set(checks.map(({ area, id }) => area === "quota" ? area : id)),
        new Set(["quota", "server-error"]),
      );
    });
    await test.step("an exclusion wins", async () => {
      const { checks } = await reported(cloud, ["--checks", "instances", "--exclude", "server-error"]);
      assert.ok(checks.length > 0 && checks.every(({ area }) => area === "instances"));
      assert.ok(!checks.some(({ id }) => id === "server-error"));
    });
    for (const flag of ["--checks", "--exclude"]) {
      await test.step(`an unknown name behind ${flag} is UNKNOWN, with what was meant`, async () => {
        const { code, stdout } = await report(cloud, [flag, "server-eror"]);
        assert.equal(code, 3);
        assert.match(stdout.split("\n")[0] ?? "", /^UNKNOWN: .*"server-eror".*did you mean "server-error"/);
      });
    }
    await test.step("nothing left is UNKNOWN", async () => {
      const { code, stdout } = await report(cloud, ["--checks", "quota", "--exclude", "quota"]);
      // The area and a check share this name: the area is taken.
      assert.equal(code, 3);
      assert.match(stdout, /^UNKNOWN: .*No check is left/);
    });
  });
});

Deno.test("report --quiet is silent on a good day alone", async (test) => {
  await withCloud(async (cloud) => {
    const all = await reported(cloud);
    const [warning] = idsOf(all, "warning");
    assert.ok(warning, "the cloud has something to warn of");
    await test.step("nothing is printed when all is OK", async () => {
      const { code, stdout, stderr } = await report(cloud, [
        "--quiet",
        "--checks",
        idsOf(all, "ok").filter((id) => !id.startsWith("api-")).join(),
      ]);
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "" });
    });
    await test.step("a warning is printed", async () => {
      const { code, stdout } = await report(cloud, ["--quiet", "--checks", warning]);
      assert.equal(code, 1);
      assert.match(stdout, /^WARNING: /);
    });
    await test.step("a warning that --fail-on critical lets pass is printed all the same", async () => {
      const { code, stdout } = await report(cloud, [
        "--quiet",
        "--fail-on",
        "critical",
        "--checks",
        warning,
      ]);
      assert.equal(code, 0);
      assert.match(stdout, /^WARNING: /);
    });
    await test.step("a report that could not be made is printed", async () => {
      const { code, stdout } = await report(cloud, ["--quiet", "--checks", "nonsense"]);
      assert.equal(code, 3);
      assert.match(stdout, /^UNKNOWN: /);
    });
  });
});

Deno.test("report --thresholds changes a verdict", async (test) => {
  await withDirectory((directory) =>
    withCloud(async (cloud) => {
      const limits = async (text: string, ...args: string[]) => {
        await Deno.writeTextFile(`${directory}/limits`, text);
        return await report(cloud, ["--checks", "quota", "--thresholds", `${directory}/limits`, ...args]);
      };
      await test.step("YAML that is stricter", async () => {
        const { code, stdout } = await limits("quota:\n  warning_percent: 0.1\n  critical_percent: 1\n");
        assert.equal(code, 2, stdout);
        assert.match(stdout, /^CRITICAL: /);
      });
      await test.step("JSON that is milder", async () => {
        const { code, stdout } = await limits(
          '{"quota": {"warning_percent": 101, "critical_percent": 102}}',
          "--quiet",
        );
        assert.equal(code, 0, stdout);
        assert.equal(stdout, "");
      });
      const wrong: [string, string, RegExp][] = [
        ["an unknown check", "quotta: {warning_percent: 1}", /no check "quotta", did you mean "quota"/],
        ["an unknown limit", "quota: {warning: 1}", /no limit "warning".*warning_percent/],
        ["a value of the wrong kind", "quota: {warning_percent: high}", /must be a number/],
        ["a list", "[1, 2]", /UNKNOWN: .*thresholds/],
        ["an empty file", "", /UNKNOWN: .*thresholds/],
        ["text that is no YAML", "quota: [unclosed", /--thresholds/],
      ];
      for (const [title, text, words] of wrong) {
        await test.step(`${title} is refused`, async () => {
          const { code, stdout } = await limits(text);
          assert.equal(code, 3, stdout);
          assert.match(stdout, /^UNKNOWN: /);
          assert.match(stdout, words);
        });
      }
      await test.step("a file that is not there is refused", async () => {
        const { code, stdout } = await report(cloud, ["--thresholds", `${directory}/missing`]);
        assert.equal(code, 3);
        assert.match(stdout, /^UNKNOWN: --thresholds/);
      });
    })
  );
});

Deno.test("report --output writes whole files", async (test) => {
  await withDirectory((directory) =>
    withCloud(async (cloud) => {
      const file = (name: string) => `${directory}/${name}`;
      const chosen = ["--checks", "quota"];
      const { state } = await reported(cloud, chosen);
      await test.step("in the format of --format", async () => {
        await Deno.writeTextFile(file("one"), "x".repeat(1_000_000));
        const { code, stdout } = await report(cloud, [...chosen, "--output", file("one")]);
        assert.equal(code, EXIT_CODES[state]);
        assert.equal(stdout, "");
        const text = await Deno.readTextFile(file("one"));
        assert.ok(text.startsWith(`${state}: `) && text.length < 100_000);
        assert.deepEqual(namesIn(directory), ["one"]);
      });
      await test.step("several at once, each in its format", async () => {
        const { code, stdout } = await report(cloud, [
          ...chosen,
          "--output",
          `json=${file("two.json")}`,
          "--output",
          `nagios=${file("two.txt")}`,
        ]);
        assert.equal(code, EXIT_CODES[state]);
        assert.equal(stdout, "");
        assert.equal(parsed(await Deno.readTextFile(file("two.json"))).state, state);
        assert.match(await Deno.readTextFile(file("two.txt")), /^[A-Z]+: [^\n]+ \| .*\n/);
        assert.deepEqual(namesIn(directory), ["one", "two.json", "two.txt"]);
      });
      await test.step("standard output too when its format is named", async () => {
        const { stdout } = await report(cloud, [
          ...chosen,
          "--format",
          "json",
          "--output",
          `text=${file("one")}`,
        ]);
        assert.equal(parsed(stdout).state, state);
      });
      await test.step("a target that cannot be written is UNKNOWN, and nothing is left behind", async () => {
        await Deno.mkdir(file("taken"));
        for (const target of [file("missing/report"), file("taken"), file("one/report")]) {
          const { code, stdout } = await report(cloud, [...chosen, "--output", target]);
          assert.equal(code, 3, target);
          assert.match(stdout, /^UNKNOWN: Cannot write /);
          assert.ok(stdout.includes(target), stdout);
        }
        assert.deepEqual(namesIn(directory), ["one", "taken", "two.json", "two.txt"]);
        assert.deepEqual(namesIn(file("taken")), []);
      });
    })
  );
});

Deno.test("what a role does not permit is neutral, and UNKNOWN when it is required", async (test) => {
  await withCloud(async (cloud) => {
    const all = await reported(cloud);
    const refused = all.checks.filter((check) => check.state === "not permitted");
    const beside = (area: string) =>
      all.checks.find((check) => check.area === area && check.state === "ok")?.id;
    const both = refused.flatMap(({ area, id }) => {
      const other = beside(area);
      return other === undefined ? [] : [`${id},${other}`];
    });
    const [pair] = both;
    const [alone] = refused;
    assert.ok(pair && alone, "a member is refused some checks of an area");
    await test.step("neutral beside a check that ran", async () => {
      assert.equal((await reported(cloud, ["--checks", pair])).state, "OK");
    });
    await test.step("UNKNOWN with --require-all", async () => {
      const found = await reported(cloud, ["--checks", pair, "--require-all"]);
      assert.equal(found.state, "UNKNOWN");
      assert.equal(found.coverage.not_permitted, 0);
    });
    await test.step("UNKNOWN is not lowered by --fail-on critical", async () => {
      const { code } = await report(cloud, ["--checks", pair, "--require-all", "--fail-on", "critical"]);
      assert.equal(code, 3);
    });
    await test.step("UNKNOWN if nothing that was asked for could run", async () => {
      assert.equal((await reported(cloud, ["--checks", alone.id])).state, "UNKNOWN");
    });
    await test.step("permitted to an administrator", async () => {
      const found = await reported(cloud, ["--checks", refused.map(({ id }) => id).join()], {
        user: "admin",
      });
      assert.equal(found.coverage.not_permitted, 0);
    });
  });
});

Deno.test("report tells the same times in every time zone", async () => {
  await withCloud(async (cloud) => {
    const times = async (zone: string) => {
      const { findings, generated_at } = await reported(cloud, ["--checks", "instances,orchestration"], {
        env: { TZ: zone },
      });
      const off = Math.abs(Date.parse(generated_at) - Date.now());
      assert.ok(off < 60_000, `${generated_at} in ${zone}`);
      return findings.map(({ key, since, severity }) => ({ key, since, severity }));
    };
    const utc = await times("UTC");
    assert.ok(utc.some(({ since }) => since?.endsWith("Z")), "something has been wrong for a known time");
    assert.deepEqual(await times("Pacific/Auckland"), utc);
  });
});

Deno.test({
  name: "one run asks the cloud for each list once, however many outputs it has",
  ignore: ON_REAL_CLOUD,
  fn: () =>
    withDirectory((directory) =>
      withDemo({}, async (cloud) => {
        await report(cloud, ["--output", `json=${directory}/a`, "--output", `text=${directory}/b`]);
        const reads = cloud.demo.requests
          .filter(({ method, path }) => method === "GET" && !/^\/(v[\d.]+\/)?$/.test(path))
          .map(({ service, path, query }) => `${service} ${path}?${query}`);
        assert.ok(reads.length >= 20, `${reads.length} reads`);
        assert.deepEqual(reads, [...new Set(reads)]);
      })
    ),
});

Deno.test({
  name: "a service that hangs cannot keep the report past its deadline",
  ignore: ON_REAL_CLOUD,
  fn: (test) =>
    withDemo({}, async (cloud) => {
      const timed = async (args: readonly string[]) => {
        const started = performance.now();
        const finished = await report(cloud, args);
        const ms = performance.now() - started;
        assert.ok(ms < 5000, `${ms} ms`);
        return finished;
      };
      await test.step("the run is cut: incomplete, its OK and WARNING raised to UNKNOWN", async () => {
        cloud.demo.setFaults([{ service: "compute", kind: "hang" }]);
        const { code, stdout } = await timed([
          "--timeout",
          "1",
          "--format",
          "json",
          "--checks",
          "server-error,stack-failed,image-stuck",
        ]);
        assert.equal(code, 3);
        const found = parsed(stdout);
        assert.match(found.incomplete ?? "", /deadline of 1 s/);
        assert.deepEqual(idsOf(found, "unknown"), ["server-error"]);
        assert.deepEqual(idsOf(found, "warning"), ["stack-failed"], "what was read by then is told");
      });
      await test.step("CRITICAL is not lowered", async () => {
        const { code, stdout } = await timed(["--timeout", "1"]);
        assert.equal(code, 2);
        assert.match(stdout, /^CRITICAL: [^]*INCOMPLETE: /);
      });
      await test.step("requests have a limit of their own", async () => {
        const { code, stdout } = await timed([
          "--request-timeout",
          "1",
          "--format",
          "json",
          "--checks",
          "server-error,image",
        ]);
        assert.equal(code, 3);
        const found = parsed(stdout);
        assert.equal(found.incomplete, undefined);
        assert.match(found.checks.find(({ id }) => id === "server-error")?.reason ?? "", /timed out/);
      });
      await test.step("a login that hangs is UNKNOWN", async () => {
        cloud.demo.setFaults([{ service: "identity", path: "auth/tokens", kind: "hang" }]);
        const { code, stdout } = await timed(["--timeout", "1"]);
        assert.equal(code, 3);
        assert.match(stdout, /^UNKNOWN: log in: timed out/);
      });
    }),
});

Deno.test({
  name: "a dead service makes its own checks UNKNOWN, and the others run",
  ignore: ON_REAL_CLOUD,
  fn: () =>
    withDemo({}, async (cloud) => {
      const before = await reported(cloud);
      for (const kind of ["status", "html", "garbage", "reset"] as const) {
        cloud.demo.setFaults([{
          service: "block-storage",
          kind,
          ...(kind === "status" ? { status: 503 } : {}),
        }]);
        const found = await reported(cloud);
        assert.equal(found.state, "CRITICAL", kind);
        assert.equal(found.areas.find(({ area }) => area === "storage")?.state, "UNKNOWN", kind);
        for (const { id, area, state, reason } of found.checks) {
          if (area === "storage") {
            assert.equal(state, "unknown", `${kind}: ${id}`);
            assert.ok(reason, id);
          }
          const untouched = area === "instances" || area === "network" || area === "orchestration";
          // Backups of a server's volumes are kept by the dead service.
          if (untouched && id !== "server-no-backup") {
            assert.equal(
              state,
              before.checks.find((check) => check.id === id)?.state,
              id,
            );
          }
        }
      }
    }),
});

Deno.test({
  name: "a report whose login is refused is UNKNOWN, and the password is not shown",
  ignore: ON_REAL_CLOUD,
  fn: () =>
    withDemo({}, async (cloud) => {
      for (const format of ["text", "json", "nagios"]) {
        const { code, stdout, stderr } = await report(cloud, ["--format", format], {
          env: { OS_PASSWORD: "wrong-horse-battery" },
        });
        assert.equal(code, 3);
        assert.match(stdout, /^UNKNOWN: log in: login failed: /);
        assert.doesNotMatch(stdout + stderr, /wrong-horse/);
      }
    }),
});
