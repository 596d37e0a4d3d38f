import assert from "node:assert/strict";
import { writeWhole } from "./write_whole.ts";

async function inDirectory(test: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await test(path);
  } finally {
    await Deno.chmod(path, 0o755).catch(() => {/* there are no modes here */});
    await Deno.remove(path, { recursive: true });
  }
}

async function namesIn(path: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(path), ({ name }) => name)).sort();
}

/** Modes and links of the kind that is meant here. */
const ignore = Deno.build.os === "windows";

Deno.test("writeWhole() writes a new file and replaces an old one, leaving nothing beside it", async () => {
  await inDirectory(async (path) => {
    const file = `${path}/report.json`;
    for (const text of ["first, and longer", "second"]) {
      await writeWhole(file, text);
      assert.equal(await Deno.readTextFile(file), text);
    }
    assert.deepEqual(await namesIn(path), ["report.json"]);
  });
});

Deno.test("writeWhole() lets a reader of the old file finish", async () => {
  await inDirectory(async (path) => {
    const file = `${path}/report.json`;
    await writeWhole(file, "first");
    using open = await Deno.open(file);
    await writeWhole(file, "second");
    const buffer = new Uint8Array(16);
    const read = await open.read(buffer);
    assert.equal(new TextDecoder().decode(buffer.subarray(0, read ?? 0)), "first");
  });
});

Deno.test("writeWhole() names the file that it cannot write, and changes nothing", async () => {
  await inDirectory(async (path) => {
    await assert.rejects(writeWhole(`${path}/missing/report.json`, "x"), {
      name: "UsageError",
      message: /^Cannot write .*missing\/report\.json: /,
    });
    await assert.rejects(writeWhole(path, "x"), { name: "UsageError", message: /^Cannot write / });
    assert.deepEqual(await namesIn(path), []);
  });
});

Deno.test("writeWhole() keeps the mode of a file that is there, and its links", { ignore }, async () => {
  await inDirectory(async (path) => {
    await Deno.writeTextFile(`${path}/private.json`, "old");
    await Deno.chmod(`${path}/private.json`, 0o600);
    await Deno.symlink("private.json", `${path}/latest.json`);
    await writeWhole(`${path}/latest.json`, "new");
    assert.equal((await Deno.lstat(`${path}/latest.json`)).isSymlink, true);
    assert.equal(await Deno.readTextFile(`${path}/private.json`), "new");
    assert.equal(((await Deno.stat(`${path}/private.json`)).mode ?? 0) & 0o777, 0o600);
    assert.deepEqual(await namesIn(path), ["latest.json", "private.json"]);
  });
});

Deno.test("writeWhole() writes into a device and does not take its place", { ignore }, async () => {
  await writeWhole("/dev/null", "gone");
  assert.equal((await Deno.stat("/dev/null")).isCharDevice, true);
});
