import assert from "node:assert/strict";
import { build, shellLauncher, windowsLauncher } from "./build.ts";
import { MINIMUM_DENO, PERMISSION_FLAGS, PINNED_DENO } from "./permissions.ts";
import { standIn } from "./_stand_in.ts";

const POSIX = Deno.build.os !== "windows";

Deno.test("build() writes bundles whose threads start", async () => {
  await using house = await standIn();
  await build({ root: house.root, outDir: house.outDir });
  const names = (await Array.fromAsync(Deno.readDir(house.outDir), ({ name }) => name)).sort();
  assert.deepEqual(names, [
    "cloud.js",
    "demo.js",
    "front.js",
    "keeper.js",
    "main.js",
    "openstack-mcp",
    "openstack-mcp.cmd",
  ]);
  const { code, stdout } = await run(`${house.outDir}/openstack-mcp${POSIX ? "" : ".cmd"}`, [
    "7",
    "two words",
  ]);
  assert.deepEqual(JSON.parse(stdout), {
    args: ["7", "two words"],
    threads: ["front", "cloud", "demo"],
    allowed: "yes",
    ignored: "unset",
  });
  assert.equal(code, 7);
});

Deno.test({
  name: "the launcher works through links and from anywhere",
  ignore: !POSIX,
  async fn() {
    await using house = await standIn();
    await build({ root: house.root, outDir: house.outDir });
    await Deno.mkdir(`${house.root}/bin dir`);
    await Deno.symlink("../dist/openstack-mcp", `${house.root}/bin dir/relative`);
    await Deno.symlink(`${house.root}/bin dir/relative`, `${house.root}/absolute`);
    for (const path of [`${house.root}/bin dir/relative`, `${house.root}/absolute`]) {
      const { code, stderr } = await run(path, ["3"], { cwd: "/" });
      assert.deepEqual({ code, stderr }, { code: 3, stderr: "" }, path);
    }
  },
});

Deno.test({
  name: "the launcher is replaced by the program, so that signals reach it",
  ignore: !POSIX,
  async fn() {
    await using house = await standIn();
    await build({ root: house.root, outDir: house.outDir });
    const child = new Deno.Command(`${house.outDir}/openstack-mcp`, { args: ["wait"], stdout: "piped" })
      .spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill("SIGTERM");
    const { code } = await child.status;
    await reader.cancel();
    assert.equal(code, 42);
  },
});

Deno.test({
  name: "the launcher refuses what is not a recent Deno",
  ignore: !POSIX,
  async fn() {
    await using house = await standIn();
    await build({ root: house.root, outDir: house.outDir });
    const table: [version: string, message: RegExp | undefined][] = [
      ["deno 1.46.3 (stable, release)", /is Deno 1\.46\.3, and 2\.9\.0 or newer is needed/],
      ["deno 2.8.3 (stable, release)", /is Deno 2\.8\.3, and 2\.9\.0 or newer is needed/],
      ["node 20", /is not Deno; set DENO to the path of Deno 2\.9\.0 or newer/],
      ["", /is not Deno/],
      ["deno 2.9.0 (stable, release)", undefined],
      ["deno 2.10.0-rc.1+abc", undefined],
      ["deno 3.0.0", undefined],
    ];
    for (const [version, message] of table) {
      const deno = await house.script("deno", `[ "$1" = --version ] && echo "${version}" || echo "ran $1"`);
      const serve = await run(`${house.outDir}/openstack-mcp`, [], { env: { DENO: deno } });
      const report = await run(`${house.outDir}/openstack-mcp`, ["report"], { env: { DENO: deno } });
      if (message === undefined) {
        assert.deepEqual(serve, { code: 0, stdout: "ran run\n", stderr: "" }, version);
        continue;
      }
      assert.equal(serve.code, 2, version);
      assert.match(serve.stderr, message);
      assert.equal(report.code, 3, version);
      assert.match(report.stdout, /^UNKNOWN: /);
    }
  },
});

Deno.test({
  name: "the launcher takes Deno from npm when there is none, and says so when there is no npm",
  ignore: !POSIX,
  async fn() {
    await using house = await standIn();
    await build({ root: house.root, outDir: house.outDir });
    for (const tool of ["dirname", "readlink", "sed"]) {
      await Deno.symlink(await which(tool), `${house.root}/tools/${tool}`);
    }
    const env = { DENO: "", PATH: `${house.root}/tools` };
    const without = await run("/bin/sh", [`${house.outDir}/openstack-mcp`], { env });
    assert.equal(without.code, 2);
    assert.match(without.stderr, /^openstack-mcp: Deno 2\.9\.0 or newer is needed/);
    await house.script("npx", 'echo "$1 $2 $3"');
    const withNpm = await run("/bin/sh", [`${house.outDir}/openstack-mcp`], { env });
    assert.deepEqual(withNpm, { code: 0, stdout: `-y deno@${PINNED_DENO} run\n`, stderr: "" });
  },
});

Deno.test("both launchers carry the same fixed permissions and load nothing from elsewhere", () => {
  for (const launcher of [shellLauncher(), windowsLauncher()]) {
    const flags = [
      ...PERMISSION_FLAGS,
      "--no-config",
      "--no-remote",
      "--cached-only",
      "--unstable-worker-options",
    ];
    for (const flag of flags) assert.ok(launcher.includes(flag), flag);
    assert.ok(launcher.includes(`deno@${PINNED_DENO}`));
    assert.ok(launcher.includes(MINIMUM_DENO));
    assert.doesNotMatch(launcher, /--allow-(?:all|run|ffi|sys|import)|-A\b/);
  }
  assert.ok(windowsLauncher().split("\n").every((line) => line === "" || line.endsWith("\r")));
});

interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
}

async function run(program: string, args: string[], { cwd, env }: RunOptions = {}) {
  const output = await new Deno.Command(program, {
    args,
    ...(cwd === undefined ? {} : { cwd }),
    env: { DENO: Deno.execPath(), OS_STAND_IN: "yes", STAND_IN: "yes", NO_COLOR: "1", ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code: output.code, stdout: decoder.decode(output.stdout), stderr: decoder.decode(output.stderr) };
}

async function which(tool: string): Promise<string> {
  const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", `command -v ${tool}`] }).output();
  return new TextDecoder().decode(stdout).trim();
}
