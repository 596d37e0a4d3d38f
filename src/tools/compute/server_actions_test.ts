import assert from "node:assert/strict";
import { ALL_OPERATIONS } from "../../openstack/operations.ts";
import { type Bench, rowsOf, withTools } from "../testing.ts";
import { SERVER_ACTION_NAMES, SERVER_ACTIONS } from "./server_actions.ts";
import { setInstance } from "./set_instance.ts";

const LETTING = { policy: { allowWrite: true, confirm: "never" } } as const;

type Args = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, string | boolean | null>>;

/** Does something to one server, and gives its row without the request id. */
async function act({ call }: Bench, args: Args): Promise<Record<string, unknown>> {
  const { answer, error } = await call(setInstance, args);
  assert.equal(error, undefined);
  const [row, ...others] = rowsOf(answer);
  assert.ok(row);
  assert.deepEqual(others, []);
  const { outcome, before, after, reason } = row;
  return { outcome, before, after, ...(reason === "" ? {} : { reason }) };
}

/** What is done to each of several servers in turn, and what becomes of it. */
const LIVES: Readonly<Record<string, readonly (readonly [args: Args, before: string, after: string])[]>> = {
  "web-04": [
    [{ action: "stop" }, "ACTIVE", "SHUTOFF"],
    [{ action: "start" }, "SHUTOFF", "ACTIVE"],
    [{ action: "reboot" }, "ACTIVE", "ACTIVE"],
    [{ action: "hard_reboot" }, "ACTIVE", "ACTIVE"],
    [{ action: "delete" }, "ACTIVE", "deleted"],
  ],
  "web-05": [
    [{ action: "pause" }, "ACTIVE", "PAUSED"],
    [{ action: "unpause" }, "PAUSED", "ACTIVE"],
    [{ action: "suspend" }, "ACTIVE", "SUSPENDED"],
    [{ action: "resume" }, "SUSPENDED", "ACTIVE"],
    [{ action: "force_delete" }, "ACTIVE", "deleted"],
  ],
  "web-03": [
    [{ action: "lock", locked_reason: "in use" }, "ACTIVE", "ACTIVE, locked"],
    [{ action: "unlock" }, "ACTIVE, locked", "ACTIVE"],
    [{ action: "rebuild", image: "debian-12" }, "ACTIVE", "ACTIVE"],
    [{ action: "shelve" }, "ACTIVE", "SHELVED_OFFLOADED"],
    [{ action: "unshelve", availability_zone: "az1" }, "SHELVED_OFFLOADED", "ACTIVE"],
  ],
  "db-02": [
    [{ action: "rescue" }, "ACTIVE", "RESCUE"],
    [{ action: "unrescue" }, "RESCUE", "ACTIVE"],
    [{ action: "rescue", image: "cirros-0.6.2" }, "ACTIVE", "RESCUE"],
    [{ action: "terminate" }, "RESCUE", "deleted"],
  ],
  "web-02": [
    [{ action: "resize", flavor: "m1.large" }, "ACTIVE", "VERIFY_RESIZE"],
    [{ action: "revert_resize" }, "VERIFY_RESIZE", "ACTIVE"],
    [{ action: "resize", flavor: "m1.large" }, "ACTIVE", "VERIFY_RESIZE"],
    [{ action: "confirm_resize" }, "VERIFY_RESIZE", "ACTIVE"],
    [{ action: "pause" }, "ACTIVE", "PAUSED"],
    [{ action: "reboot", reboot_type: "hard" }, "PAUSED", "ACTIVE"],
  ],
};

Deno.test("every action leads a server where it should", async () => {
  await withTools({ ...LETTING, demo: { transitionMs: 100 } }, async (bench) => {
    await Promise.all(
      Object.entries(LIVES).map(async ([names, life]) => {
        for (const [args, before, after] of life) {
          const row = await act(bench, { names, ...args });
          assert.deepEqual([names, args, row], [names, args, { outcome: "done", before, after }]);
        }
      }),
    );
  });
});

/** What is asked of a server in a state, and why nothing is sent. */
const REFUSED: readonly (readonly [args: Args, fields: Fields, reason: RegExp])[] = [
  [{ action: "start" }, { status: "PAUSED" }, /it is PAUSED; this needs SHUTOFF/],
  [{ action: "stop" }, { "OS-EXT-STS:task_state": "image_uploading" }, /it is busy: image_uploading/],
  [
    { action: "stop" },
    { locked: true, locked_reason: "ask Eve" },
    /it is locked \(ask Eve\): unlock it first/,
  ],
  [{ action: "delete" }, { locked: true }, /it is locked/],
  [{ action: "lock", locked_reason: "mine" }, { locked: true }, /locked already/],
  [{ action: "reboot" }, { status: "REBOOT" }, /it is busy: rebooting/],
  [{ action: "resize", flavor: "m1.tiny" }, {}, /root disk of 20 GiB does not fit the flavor's 1 GiB/],
  [{ action: "unshelve", availability_zone: "az1" }, { status: "SHELVED" }, /stands on its host/],
  [
    { action: "hard_reboot" },
    { status: "ERROR", "OS-SRV-USG:launched_at": null },
    /it failed before it ever ran/,
  ],
  [{ action: "confirm_resize" }, {}, /it is ACTIVE; this needs VERIFY_RESIZE/],
];

for (const [args, fields, reason] of REFUSED) {
  Deno.test(`nothing is sent for ${JSON.stringify(args)} of a server with ${JSON.stringify(fields)}`, async () => {
    for (const user of ["alice", "operator"]) {
      await withTools({ ...LETTING, user }, async (bench) => {
        bench.demo.setServer("web-04", { ...fields });
        const { answer, failed, requests } = await bench.call(setInstance, { names: "web-04", ...args });
        const [row] = rowsOf(answer);
        assert.equal(row?.["outcome"], "not sent");
        assert.match(String(row?.["reason"]), reason);
        assert.ok(failed);
        assert.deepEqual(requests.filter(({ method }) => method !== "GET"), []);
      });
    }
  });
}

/** What is asked of a server that is so already. */
const UNCHANGED: readonly (readonly [args: Args, fields: Fields])[] = [
  [{ action: "start" }, {}],
  [{ action: "stop" }, { status: "SHUTOFF" }],
  [{ action: "lock" }, { locked: true, locked_reason: "ask Eve" }],
  [{ action: "lock", locked_reason: "ask Eve" }, { locked: true, locked_reason: "ask Eve" }],
  [{ action: "unlock" }, {}],
  [{ action: "shelve" }, { status: "SHELVED_OFFLOADED" }],
  [{ action: "resize", flavor: "m1.small" }, {}],
];

Deno.test("what is so already is left alone", async () => {
  await withTools(LETTING, async (bench) => {
    for (const [args, fields] of UNCHANGED) {
      bench.demo.setServer("web-04", { status: "ACTIVE", locked: false, locked_reason: null, ...fields });
      const { answer, failed, requests } = await bench.call(setInstance, { names: "web-04", ...args });
      assert.deepEqual([args, rowsOf(answer)[0]?.["outcome"]], [args, "unchanged"]);
      assert.ok(!failed);
      assert.deepEqual(requests.filter(({ method }) => method !== "GET"), []);
    }
  });
});

Deno.test("a hard reboot and a deletion cut short what hangs", async () => {
  await withTools({ ...LETTING, demo: { transitionMs: 100 } }, async (bench) => {
    bench.demo.setServer("web-04", { status: "REBOOT" });
    const rebooted = await act(bench, { action: "reboot", reboot_type: "HARD", names: "web-04" });
    assert.deepEqual(rebooted, { outcome: "done", before: "REBOOT (rebooting)", after: "ACTIVE" });
    const deleted = await act(bench, { action: "delete", names: "report-worker" });
    assert.equal(deleted["outcome"], "done");
  });
});

Deno.test("a snapshot is done when its image is, and tells the image's id", async () => {
  await withTools({ ...LETTING, demo: { transitionMs: 100 } }, async ({ call }) => {
    const one = await call(setInstance, { action: "snapshot", names: "web-04", image_name: "before" });
    const id = one.answer["image_id"];
    assert.equal(rowsOf(one.answer)[0]?.["after"], `image ${id} is active`);
    const two = await call(setInstance, {
      action: "create_image",
      names: ["web-04", "web-05"],
      image_name: "after",
    });
    assert.deepEqual(
      Object.values(two.answer["image_ids"] ?? {}).map((image) => `image ${image} is active`).sort(),
      rowsOf(two.answer).map((row) => row["after"]).sort(),
    );
  });
});

Deno.test("an image that Nova gives up is a failed snapshot", async () => {
  const demo = { transitionMs: 100, failures: [{ action: "createImage", how: "back" as const }] };
  await withTools({ ...LETTING, demo }, async (bench) => {
    const row = await act(bench, { action: "snapshot", names: "web-04", image_name: "never" });
    assert.equal(row["outcome"], "failed");
    assert.match(String(row["after"]), /^image [-0-9a-f]+ is gone$/);
  });
});

Deno.test("only the arguments of a rebuild that were given are sent, and no password comes back", async () => {
  await withTools({ ...LETTING, demo: { transitionMs: 100 } }, async ({ call }) => {
    const { answer, requests } = await call(setInstance, {
      action: "rebuild",
      names: "web-04",
      image: "debian-12",
      description: "new",
      metadata: { role: "web" },
    });
    assert.equal(rowsOf(answer)[0]?.["outcome"], "done");
    assert.doesNotMatch(JSON.stringify(answer), /adminPass|password/i);
    assert.equal(requests.filter(({ method }) => method === "POST").length, 1);
    const shown = await call(setInstance, {
      action: "list",
      filters: { description: "new" },
      detail: "full",
    });
    const [row] = rowsOf(shown.answer);
    assert.deepEqual([row?.["name"], row?.["metadata"]], ["web-04", { role: "web" }]);
  });
});

/** What an old Nova, or old settings, cannot do. */
const TOO_NEW: readonly (readonly [args: Args, limit: string, version: string])[] = [
  [{ action: "unshelve", availability_zone: "az1" }, "2.76", "2.77"],
  [{ action: "rebuild", image: "debian-12", key_name: "k" }, "2.53", "2.54"],
  [{ action: "rebuild", image: "debian-12", hostname: "host" }, "2.89", "2.90"],
];

Deno.test("what Nova cannot do yet is refused before anything is sent", async () => {
  for (const [args, defaultMicroversion, version] of TOO_NEW) {
    const settings = { services: { compute: { defaultMicroversion } } };
    await withTools({ ...LETTING, settings }, async ({ call }) => {
      const { error } = await call(setInstance, { names: "web-04", ...args });
      assert.equal(error?.reason, "not deployed");
      assert.match(error?.detail ?? "", new RegExp(`needs compute microversion ${version}`));
    });
  }
});

Deno.test("a Nova without reasons of locks is told none, and that is said", async () => {
  const settings = { services: { compute: { defaultMicroversion: "2.72" } } };
  await withTools({ ...LETTING, settings }, async ({ call }) => {
    const { answer } = await call(setInstance, { action: "lock", names: "web-04", locked_reason: "in use" });
    assert.equal(rowsOf(answer)[0]?.["after"], "ACTIVE, locked");
    assert.match(JSON.stringify(answer["warnings"]), /locked_reason is left out/);
  });
});

Deno.test("servers that boot from a volume are rescued and rebuilt only by a Nova that can", async () => {
  for (const [action, limit] of [["rescue", "2.86"], ["rebuild", "2.92"]] as const) {
    const settings = { services: { compute: { defaultMicroversion: limit } } };
    await withTools({ ...LETTING, settings }, async (bench) => {
      const row = await act(bench, {
        action,
        names: "pet",
        ...(action === "rebuild" ? { image: "debian-12" } : {}),
      });
      assert.equal(row["outcome"], "not sent");
      assert.match(String(row["reason"]), /boots from a volume/);
    });
  }
});

Deno.test("each action has an operation of its own", () => {
  const ids = SERVER_ACTION_NAMES.map((name) => SERVER_ACTIONS[name].operation.id);
  assert.deepEqual(ids, SERVER_ACTION_NAMES.map((name) => `compute.servers.${name}`));
  const known = new Set(ALL_OPERATIONS.map(({ id }) => id));
  assert.deepEqual(ids.filter((id) => !known.has(id)), []);
});

Deno.test("what cannot be taken back is destructive", () => {
  const lossy = SERVER_ACTION_NAMES.filter((name) => SERVER_ACTIONS[name].operation.effect === "destructive");
  assert.deepEqual(lossy, [
    "shelve_offload",
    "rebuild",
    "confirm_resize",
    "revert_resize",
    "delete",
    "force_delete",
  ]);
});
