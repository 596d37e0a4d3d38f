/** What a list does with columns that are costly, joined, or say nothing unusual. */
import assert from "node:assert/strict";
import * as z from "zod";
import { listServerActions, listServers } from "../openstack/compute/operations.ts";
import { readServer, readServerAction, type Server } from "../openstack/compute/types.ts";
import { answerList } from "./list.ts";
import type { ListSpec } from "./list_spec.ts";
import { LIST_ARGUMENTS } from "./list_arguments.ts";
import { rowsOf, withTools } from "./testing.ts";
import { tool } from "./tool.ts";

const joinedFor: number[] = [];

const SPEC: ListSpec<Server, number> = {
  noun: ["small server", "small servers"],
  list: listServers,
  read: readServer,
  id: (server) => server.id,
  name: (server) => server.name,
  columns: [
    { name: "name", level: "basic", value: (server) => server.name },
    { name: "locked", level: "basic", value: (server) => server.locked, usual: false, fold: "lower" },
    { name: "dear", level: "detailed", joined: true, value: (_server, joined) => joined },
    { name: "id", level: "basic", value: (server) => server.id },
  ],
  costly: { columns: ["dear"], rows: 3 },
  join: (servers, wants) => {
    if (wants("dear")) joinedFor.push(servers.length);
    return Promise.resolve({ joined: 7 });
  },
  summary: (servers) => ({ summed: servers.length }),
};

const listing = tool({
  name: "list_small_servers",
  toolset: "compute",
  title: "Small servers",
  description: "For tests.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listServers],
  run: (args, context) => answerList(SPEC, args, context),
});

Deno.test("answerList() reads costly columns for a bounded number of rows, and leads on", async () => {
  await withTools({}, async ({ call }) => {
    const names: unknown[] = [];
    let cursor: unknown;
    do {
      const { answer } = await call(listing, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      names.push(...rowsOf(answer).map((row) => row["name"]));
      assert.ok(Number(answer["shown"]) <= 3);
      assert.equal(answer["summed"] ?? 0, answer["shown"]);
      cursor = answer["next"];
    } while (cursor !== undefined);
    assert.ok(joinedFor.every((rows) => rows <= 3));
    const all = await call(listing, { detail: "basic" });
    assert.deepEqual(names, rowsOf(all.answer).map((row) => row["name"]));
    const sorted = await call(listing, { sort: "-name" });
    assert.equal(sorted.answer["shown"], 3);
    assert.equal(sorted.answer["total"], names.length);
  });
});

Deno.test("answerList() leaves out a column whose values go without saying, and still filters by it", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(listing, { detail: "basic", filters: { locked: false } });
    assert.deepEqual(answer["columns"], ["name", "id"]);
    assert.ok(Number(answer["total"]) > 0);
    const locked = await call(listing, { detail: "basic", filters: { locked: true } });
    assert.deepEqual(locked.answer["columns"], ["name", "locked", "id"]);
  });
});

Deno.test("answerList() neither filters nor sorts by what is joined to the rows shown", async () => {
  await withTools({}, async ({ call }) => {
    for (const args of [{ filters: { dear: 7 } }, { sort: "dear" }]) {
      const { error } = await call(listing, args);
      assert.equal(error?.reason, "invalid argument");
      assert.match(String(error?.detail), /these can: name, locked, id$/);
    }
  });
});

Deno.test("answerList() lists what hangs on one thing, and says where there is nothing", async () => {
  const actions = tool({
    ...listing,
    input: z.strictObject(LIST_ARGUMENTS),
    operations: [listServerActions],
    run: (args, context) =>
      answerList(
        {
          noun: ["action", "actions"],
          place: "on this server",
          list: listServerActions,
          path: { server_id: "db2f1ad7-3b91-4117-9885-ff3081044870" },
          read: readServerAction,
          id: (action) => action.requestId,
          name: (action) => action.action,
          columns: [{ name: "action", level: "basic", value: (action) => action.action }],
        },
        args,
        context,
      ),
  });
  await withTools({}, async ({ call, demo }) => {
    assert.deepEqual(rowsOf((await call(actions, { count: true })).answer), [
      { action: "attach_volume" },
      { action: "create" },
    ]);
    demo.setFaults([{ path: "/os-instance-actions", kind: "garbage", body: '{"instanceActions": []}' }]);
    assert.equal((await call(actions)).answer["note"], "there are no actions on this server");
  });
});
