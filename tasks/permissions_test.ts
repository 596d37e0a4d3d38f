import assert from "node:assert/strict";
import { DENIED_NET, ENV_NAMES, PERMISSION_FLAGS, startCommand } from "./permissions.ts";

Deno.test("PERMISSION_FLAGS grants no run, ffi, sys or import, and never everything", () => {
  const names = PERMISSION_FLAGS.map((flag) => flag.split("=")[0]);
  assert.deepEqual(names, [
    "--no-prompt",
    "--allow-read",
    "--allow-write",
    "--allow-net",
    "--deny-net",
    "--allow-env",
    "--ignore-env",
  ]);
  assert.equal(new Set(ENV_NAMES).size, ENV_NAMES.length);
});

Deno.test("Deno takes the flags as they are meant", async () => {
  const code = `
    const read = (name) => Deno.env.get(name) ?? "unset";
    const state = async (name, host) => (await Deno.permissions.query({ name, ...(host ? { host } : {}) })).state;
    Deno.env.delete("http_proxy");
    const denied = [];
    for (const host of ["169.254.169.254", "[fd00:ec2::254]"]) denied.push(await state("net", host));
    console.log(JSON.stringify({
      env: ["OS_CLOUD", "PROBE_SECRET", "http_proxy"].map(read),
      denied,
      granted: await Promise.all(["run", "ffi", "sys"].map(async (name) => await state(name) === "granted")),
    }));`;
  const file = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await Deno.writeTextFile(file, code);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-config", ...PERMISSION_FLAGS, file],
      env: { OS_CLOUD: "a", PROBE_SECRET: "b", http_proxy: "http://c" },
    }).output();
    assert.equal(new TextDecoder().decode(stderr), "");
    assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), {
      env: ["a", "unset", "unset"],
      denied: DENIED_NET.map(() => "denied"),
      granted: [false, false, false],
    });
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("the start task of deno.json has exactly these flags", async () => {
  const text = await Deno.readTextFile(new URL("../deno.json", import.meta.url));
  const { tasks } = JSON.parse(text);
  assert.equal(tasks.start.command ?? tasks.start, startCommand());
});
