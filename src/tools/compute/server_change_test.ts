import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { setInstance } from "./set_instance.ts";

const LETTING_BY_RISK = { policy: { allowWrite: true } } as const;
const LETTING = { policy: { allowWrite: true, confirm: "never" } } as const;

Deno.test("an action that ends where it began has failed if its record says so", async () => {
  for (const args of [{ action: "reboot" }, { action: "resize", flavor: "m1.large" }]) {
    const demo = { transitionMs: 100, failures: [{ how: "back" as const, message: "no host" }] };
    await withTools({ ...LETTING, demo }, async ({ call }) => {
      const { answer, failed } = await call(setInstance, { names: "web-04", ...args });
      const [row] = rowsOf(answer);
      assert.deepEqual([row?.["outcome"], row?.["before"], row?.["after"]], ["failed", "ACTIVE", "ACTIVE"]);
      assert.match(String(row?.["reason"]), /failed; Nova tells no reason to this login/);
      assert.ok(failed);
    });
  }
});

Deno.test("an administrator is told why an action failed", async () => {
  const demo = { transitionMs: 100, failures: [{ how: "back" as const, message: "no host" }] };
  await withTools({ ...LETTING, user: "operator", demo }, async ({ call }) => {
    const { answer } = await call(setInstance, { action: "reboot", names: "web-04" });
    assert.match(String(rowsOf(answer)[0]?.["reason"]), /no host/);
  });
});

Deno.test("a server that ends in error has failed with its fault as the reason", async () => {
  const demo = { transitionMs: 100, failures: [{ how: "error" as const, message: "disk full" }] };
  await withTools({ ...LETTING, demo }, async ({ call }) => {
    const { answer } = await call(setInstance, { action: "stop", names: "web-04" });
    const [row] = rowsOf(answer);
    assert.deepEqual([row?.["outcome"], row?.["after"]], ["failed", "ERROR"]);
    assert.match(String(row?.["reason"]), /disk full|failed/);
  });
});

Deno.test("a record that is not written yet is no end", async () => {
  const faults = [{ path: "/os-instance-actions/", kind: "status" as const, status: 404 }];
  await withTools({ ...LETTING, demo: { transitionMs: 100, faults } }, async ({ call }) => {
    const { answer } = await call(setInstance, { action: "reboot", names: "web-04", wait_seconds: 3 });
    assert.equal(rowsOf(answer)[0]?.["outcome"], "pending");
  });
});

Deno.test("without steps in the record the state alone says that they are over", async () => {
  const settings = { services: { compute: { defaultMicroversion: "2.50" } } };
  await withTools({ ...LETTING, settings, demo: { transitionMs: 100 } }, async ({ call }) => {
    const { answer } = await call(setInstance, { action: "reboot", names: "web-04" });
    assert.equal(rowsOf(answer)[0]?.["outcome"], "done");
  });
});

Deno.test("what is still being done is pending, and told with its task", async () => {
  await withTools({ ...LETTING, demo: { transitionMs: 60_000 } }, async ({ call }) => {
    const { answer, failed } = await call(setInstance, { action: "stop", names: "web-04", wait_seconds: 2 });
    const [row] = rowsOf(answer);
    assert.deepEqual([row?.["outcome"], row?.["after"]], ["pending", "ACTIVE (powering-off)"]);
    assert.ok(!failed);
  });
});

Deno.test("a server that somebody deletes meanwhile is gone", async () => {
  await withTools({ ...LETTING, demo: { transitionMs: 60_000 } }, async ({ call, demo }) => {
    const called = call(setInstance, { action: "stop", names: "web-04" });
    await until(() => demo.requests.some(({ path }) => path.endsWith("/action")));
    demo.setServer("web-04", null);
    const [row] = rowsOf((await called).answer);
    assert.deepEqual([row?.["outcome"], row?.["after"]], ["failed", "gone"]);
  });
});

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 10));
}

Deno.test("a stop of 25 servers takes 30 requests at most", async () => {
  await withTools({ ...LETTING, demo: { servers: 60 } }, async ({ call }) => {
    const listed = await call(setInstance, {
      action: "list",
      filters: { status: "ACTIVE", locked: false, task_state: "" },
      limit: 25,
    });
    const names = rowsOf(listed.answer).map((row) => row["id"]);
    assert.equal(names.length, 25);
    const { answer, requests } = await call(setInstance, { action: "stop", names, wait: false });
    assert.deepEqual(new Set(rowsOf(answer).map((row) => row["outcome"])), new Set(["pending"]));
    assert.ok(requests.length <= 30, `${requests.length} requests`);
  });
});

Deno.test("conditions hold together, those of older tools as well", async () => {
  await withTools(LETTING, async ({ call }) => {
    const planned = async (args: Readonly<Record<string, unknown>>) => {
      const { answer, error } = await call(setInstance, { action: "stop", dry_run: true, ...args });
      assert.equal(error, undefined);
      return rowsOf(answer["plan"]).map((row) => String(row["name"])).sort();
    };
    const web = ["web-01", "web-02", "web-03", "web-04", "web-05"];
    assert.deepEqual(await planned({ name_contains: "WEB-", filters: { status: "ACTIVE" } }), web);
    assert.deepEqual(await planned({ name_contains: "web-", status: "active" }), web);
    assert.deepEqual(await planned({ name_contains: "web-", status: "SHUTOFF" }), ["web-06"]);
    assert.deepEqual(await planned({ instance_names: "web-01,db-01", filters: { flavor: "m1.small" } }), [
      "web-01",
    ]);
    assert.deepEqual(await planned({ instance_names: "", image_contains: "GOLDEN" }), ["legacy"]);
    assert.deepEqual(
      await planned({ flavor_contains: "small", name_contains: "web-", status: "ACTIVE" }),
      web,
    );
    assert.deepEqual(await planned({ flavor_contains: "small", image_contains: "golden" }), []);
  });
});

Deno.test("what was searched for is never changed before its plan was seen", async () => {
  await withTools(LETTING_BY_RISK, async ({ call }) => {
    for (const args of [{ name_contains: "eb-06" }, { filters: { name: "web-06" } }]) {
      const { answer, requests } = await call(setInstance, { action: "start", ...args });
      assert.equal(rowsOf(answer["plan"]).length, 1);
      assert.ok(requests.every(({ method }) => method === "GET"));
    }
    const { answer } = await call(setInstance, { action: "start", names: "web-06" });
    assert.deepEqual(rowsOf(answer).map((row) => row["outcome"]), ["done"]);
  });
});

Deno.test("rebuild shows in its plan what else is replaced, and sends no user data that Nova would quote", async () => {
  await withTools(LETTING, async ({ call }) => {
    const args = { action: "rebuild", names: "web-01", image: "cirros-0.6.2", dry_run: true };
    const { answer } = await call(setInstance, { ...args, user_data: "#!/bin/sh", key_name: "alice-key" });
    const [row] = rowsOf(answer["plan"]);
    assert.equal(row?.["will"], "rebuilt from image cirros-0.6.2, key alice-key, user data of 9 bytes");
    const { error } = await call(setInstance, { ...args, user_data: "x".repeat(49_150) });
    assert.equal(error?.reason, "invalid argument");
  });
});

Deno.test("nothing is chosen by what could not be read", async () => {
  await withTools(LETTING, async ({ call, demo }) => {
    demo.setFaults([{ service: "image", kind: "status", status: 503 }]);
    const { error, requests } = await call(setInstance, { action: "stop", image_contains: "golden" });
    assert.equal(error?.reason, "unavailable");
    assert.deepEqual(requests.filter(({ method }) => method !== "GET"), []);
  });
});

Deno.test("parts of flavors' names are found where servers have their ids alone", async () => {
  const settings = { services: { compute: { defaultMicroversion: "2.46" } } };
  await withTools({ ...LETTING, settings }, async ({ call }) => {
    const args = { action: "stop", flavor_contains: "MEDIUM", name_contains: "legacy", dry_run: true };
    const { answer } = await call(setInstance, args);
    assert.deepEqual(rowsOf(answer["plan"]).map((row) => row["name"]), ["legacy"]);
  });
});

Deno.test("a confirmation does not hold for a server that was locked meanwhile", async () => {
  await withTools({ policy: { allowWrite: true } }, async ({ call, demo }) => {
    const args = { action: "delete", names: "web-04" };
    const { answer } = await call(setInstance, args);
    demo.setServer("web-04", { locked: true });
    const second = await call(setInstance, { ...args, confirm: answer["confirm"] });
    assert.equal(rowsOf(second.answer)[0]?.["outcome"], "not sent");
    assert.deepEqual(second.requests.filter(({ method }) => method !== "GET"), []);
  });
});

Deno.test("a confirmation does not hold when other volumes would be lost", async () => {
  await withTools({ policy: { allowWrite: true } }, async ({ call, demo }) => {
    const args = { action: "delete", names: "web-04" };
    const { answer } = await call(setInstance, args);
    const volume = { id: crypto.randomUUID(), delete_on_termination: true };
    demo.setServer("web-04", { "os-extended-volumes:volumes_attached": [volume] });
    const second = await call(setInstance, { ...args, confirm: answer["confirm"] });
    assert.match(String(second.answer["note"]), /for another plan/);
    assert.match(
      JSON.stringify(second.answer),
      new RegExp(`volumes deleted with their server: web-04 .${volume.id}`),
    );
    assert.deepEqual(second.requests.filter(({ method }) => method !== "GET"), []);
  });
});

Deno.test("servers of other projects are not touched, whatever the role", async () => {
  await withTools({ user: "bob", project: "globex" }, async ({ call }) => {
    const listed = await call(setInstance, { action: "list", names: "dev-box" });
    const { id } = Object.fromEntries(Object.entries(listed.answer["server"] ?? {}));
    for (const user of ["alice", "operator"]) {
      await withTools({ ...LETTING, user }, async (bench) => {
        for (const names of [[id], [id, "web-01", "web-02", "web-03"]]) {
          const { error, requests } = await bench.call(setInstance, { action: "delete", names });
          assert.ok(error && ["not found", "refused by policy"].includes(error.reason));
          assert.deepEqual(requests.filter(({ method }) => method !== "GET"), []);
        }
      });
    }
  });
});
