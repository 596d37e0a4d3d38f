import assert from "node:assert/strict";
import { argumentsOf } from "../describe.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getInstance } from "./get_instance.ts";
import { setInstance } from "./set_instance.ts";

Deno.test("set_instance lists as get_instance does, with the same arguments", async () => {
  await withTools({}, async ({ call }) => {
    for (const args of [{}, { status: "SHUTOFF" }, { limit: 3, sort: "name", fields: "status" }]) {
      const { answer } = await call(setInstance, { action: "list", ...args });
      assert.deepEqual(answer, (await call(getInstance, args)).answer);
    }
    const first = await call(setInstance, { action: "list", limit: 2 });
    const next = await call(setInstance, { action: "list", limit: 2, cursor: first.answer["next"] });
    assert.equal(rowsOf(next.answer).length, 2);
  });
});

/** Arguments that do not fit, and what is said of them. */
const UNFIT: readonly (readonly [args: Readonly<Record<string, unknown>>, detail: RegExp])[] = [
  [{}, /action must be one of/],
  [{ action: "explode" }, /action must be one of: list, create, start, stop, /],
  [{ action: "console", names: "web-01" }, /get_console_log reads one, set_console opens one/],
  [{ action: "stop" }, /names, name_contains or filters must say which servers/],
  [{ action: "stop", names: "web-01", flavor: "m1.small" }, /stop takes no flavor; it takes none of its own/],
  [{ action: "reboot", names: "web-01", image: "x" }, /reboot takes no image; it takes reboot_type/],
  [{ action: "list", image_name: "x" }, /list takes no image_name/],
  [{ action: "create", names: "x", locked_reason: "x" }, /create takes no locked_reason/],
  [{ action: "reboot", names: "web-01", reboot_type: "warm" }, /reboot_type must be one of: SOFT, HARD/],
  [{ action: "resize", names: "web-01" }, /resize needs flavor/],
  [{ action: "rebuild", names: "web-01" }, /rebuild needs image/],
  [{ action: "snapshot", names: "web-01" }, /snapshot needs image_name/],
];

Deno.test("set_instance refuses arguments that an action has no use for, and names those that it needs", async () => {
  await withTools({ policy: { allowWrite: true } }, async ({ call }) => {
    for (const [args, detail] of UNFIT) {
      const { error, requests } = await call(setInstance, args);
      assert.equal(error?.reason, "invalid argument");
      assert.match(error?.detail ?? "", detail);
      assert.deepEqual(requests, []);
    }
  });
});

/** Actions of older tools, and today's. */
const OLDER = [
  ["boot", "start"],
  ["power_on", "start"],
  ["shutdown", "stop"],
  ["power_off", "stop"],
  ["restart", "reboot"],
  ["soft_reboot", "reboot"],
  ["HARD-REBOOT", "reboot"],
  ["terminate", "delete"],
] as const;

Deno.test("set_instance takes the names that older tools have for actions", async () => {
  await withTools({ policy: { allowWrite: true } }, async ({ call }) => {
    for (const [older, action] of OLDER) {
      const { answer } = await call(setInstance, { action: older, names: "web-01", dry_run: true });
      const { plan } = answer;
      assert.ok(typeof plan === "object" && plan !== null && "action" in plan);
      assert.deepEqual([older, plan.action], [older, action]);
    }
  });
});

Deno.test("set_instance asks before it deletes, and deletes what was agreed to", async () => {
  await withTools({ policy: { allowWrite: true }, demo: { transitionMs: 50 } }, async ({ call }) => {
    const args = { action: "delete", names: "web-04" };
    const plan = await call(setInstance, args);
    assert.deepEqual(plan.requests.filter(({ method }) => method !== "GET"), []);
    const done = await call(setInstance, { ...args, confirm: plan.answer["confirm"] });
    assert.equal(rowsOf(done.answer)[0]?.["outcome"], "done");
  });
});

Deno.test("set_instance shows today's actions alone in its schema", () => {
  const schema = JSON.stringify(argumentsOf(setInstance));
  assert.match(schema, /force_delete/);
  assert.doesNotMatch(schema, /hard_reboot|terminate|_cursor|instance_names/);
});
