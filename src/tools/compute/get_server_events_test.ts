import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getServerEvents } from "./get_server_events.ts";

const WEB_01 = "db2f1ad7-3b91-4117-9885-ff3081044870";
const APP_04 = "4875098c-e391-4e82-95e1-756a067a526d";

Deno.test("get_server_events shows actions with their events, one request each", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getServerEvents, { server: "web-01" });
    assert.equal(answer["server"], "web-01");
    const rows = rowsOf(answer);
    assert.deepEqual(rows.map((row) => [row["action"], row["duration"], row["result"], row["events"]]), [
      ["attach_volume", "0s", "Success", ["compute_attach_volume Success 0s"]],
      ["create", "7s", "Success", ["compute__do_build_and_run_instance Success 5s"]],
    ]);
    assert.equal(requests.filter((one) => one.path.includes("/os-instance-actions/")).length, 2);
  });
});

Deno.test("get_server_events asks for no events that it does not show", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getServerEvents, { server: WEB_01, detail: "basic" });
    assert.deepEqual(answer["columns"], ["action", "started", "request_id"]);
    assert.ok(!requests.some((one) => one.path.includes("/os-instance-actions/")));
    const first = await call(getServerEvents, { server: WEB_01, limit: 1 });
    assert.equal(first.answer["shown"], 1);
    const second = await call(getServerEvents, { server: WEB_01, limit: 1, cursor: first.answer["next"] });
    assert.deepEqual(rowsOf(second.answer).map((row) => row["action"]), ["create"]);
    const third = await call(getServerEvents, { server: WEB_01, limit: 1, cursor: second.answer["next"] });
    assert.equal(third.answer["note"], "there are no more actions");
    for (const one of [first, second]) {
      assert.equal(one.requests.filter(({ path }) => path.includes("/os-instance-actions/")).length, 1);
    }
  });
});

Deno.test("get_server_events tells an administrator why an action failed, marked as data", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getServerEvents, {
      instance_name: "huge-simulation",
      detail_level: "full",
    });
    const [row] = rowsOf(answer);
    assert.equal(row?.["result"], "Error");
    assert.deepEqual(row?.["error"], { untrusted_text: "No valid host was found." });
    const [event] = Array.isArray(row?.["events"]) ? row["events"] : [];
    assert.equal(event.host, "ctl-01");
    assert.match(event.traceback.untrusted_text, /schedule_instances/);
  });
});

Deno.test("get_server_events tells steps in the order in which they were taken", async () => {
  await withTools({ user: "gina" }, async ({ call }) => {
    const { answer } = await call(getServerEvents, { server: "app-04", fields: ["events"], limit: 1 });
    const [row] = rowsOf(answer);
    const [first, ...rest] = Array.isArray(row?.["events"]) ? row["events"] : [];
    assert.match(first, /^conductor_migrate_server /);
    assert.match(rest.at(-1), /^compute_finish_resize /);
  });
});

Deno.test("get_server_events keeps to the project, unless the operator allowed more", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { error } = await call(getServerEvents, { server: APP_04 });
    assert.equal(error?.reason, "refused by policy");
    assert.equal((await call(getServerEvents, { server: "app-04" })).error?.reason, "not found");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getServerEvents, { server: "app-04" })).answer["total"], 2);
  });
});

Deno.test("get_server_events refuses what it cannot tell before reading", async () => {
  await withTools({}, async ({ call }) => {
    const { error } = await call(getServerEvents, { server: "web-01", filters: { result: "Success" } });
    assert.equal(error?.reason, "invalid argument");
    const unknown = await call(getServerEvents, { server: "00000000-0000-0000-0000-000000000001" });
    assert.equal(unknown.error?.reason, "not found");
    assert.equal((await call(getServerEvents)).error?.detail, "server is required");
  });
});

Deno.test("get_server_events names who did it, where the login may know", async () => {
  const who = async (user: string) => {
    let found: unknown;
    await withTools({ user }, async ({ call }) => {
      const { answer } = await call(getServerEvents, { server: "web-01", fields: ["user"] });
      found = rowsOf(answer)[0]?.["user"];
    });
    return found;
  };
  assert.equal(await who("operator"), "alice");
  assert.equal(await who("alice"), "alice");
  assert.match(String(await who("adam")), /^[0-9a-f]{32}$/);
});
