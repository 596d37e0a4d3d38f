import assert from "node:assert/strict";
import { UsageError } from "../cli/options.ts";
import { lockRun } from "./run_lock.ts";

async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "openstack-mcp-lock-" });
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("lockRun() lets one run at a time have a file", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/state.lock`;
    const first = await lockRun([{ path, create: true }]);
    await assert.rejects(
      lockRun([{ path, create: true }]),
      (error) => error instanceof UsageError && error.message.startsWith(`another run holds ${path}`),
    );
    first[Symbol.dispose]();
    const second = await lockRun([{ path, create: true }]);
    second[Symbol.dispose]();
    if (Deno.build.os !== "windows") assert.equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  });
});

Deno.test("lockRun() lets go of the files before the one that is held", async () => {
  await withDirectory(async (directory) => {
    const [free, held] = [`${directory}/free`, `${directory}/held`];
    using _held = await lockRun([{ path: held, create: true }]);
    await assert.rejects(lockRun([{ path: free, create: true }, { path: held }]), UsageError);
    using _free = await lockRun([{ path: free }]);
  });
});

Deno.test("lockRun() says which file it cannot open", async () => {
  await assert.rejects(
    lockRun([{ path: "/no/such/directory/file" }]),
    /Cannot lock \/no\/such\/directory\/file/,
  );
});
