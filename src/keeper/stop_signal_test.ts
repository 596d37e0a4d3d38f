import assert from "node:assert/strict";
import { stopSignal } from "./stop_signal.ts";

const run = await Deno.permissions.query({ name: "run" });
/** A test that sends itself a signal may do that only where processes may be touched, and where there are signals. */
const ignore = run.state !== "granted" || Deno.build.os === "windows";

for (
  const [name, serving, other] of [["SIGTERM", 0, 130], ["SIGHUP", 130, 130]] as const
) {
  Deno.test(`stopSignal() fires on ${name}`, { ignore }, async () => {
    const stop = stopSignal();
    try {
      assert.equal(stop.signal.aborted, false);
      Deno.kill(Deno.pid, name);
      // A listener for signals alone does not keep a program alive.
      for (let turn = 0; turn < 400 && !stop.signal.aborted; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.equal(String(stop.signal.reason), `AbortError: stopped by ${name}`);
      assert.equal(stop.exitCode("serve"), serving);
      assert.equal(stop.exitCode("report"), other);
    } finally {
      stop.dispose();
    }
  });
}
