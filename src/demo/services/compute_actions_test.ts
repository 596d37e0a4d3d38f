import assert from "node:assert/strict";
import { type Item, itemOf, itemsOf, type Json, numberOf, textOf } from "../json.ts";
import { type Seen, type Visitor, withCast } from "../testing.ts";

/** Long enough for a test to see what is under way. */
const SLOW = 600_000;

async function idOf(who: Visitor, name: string): Promise<string> {
  const seen = await who.nova(`/servers?name=^${name}$`);
  return textOf(itemsOf(seen.body["servers"])[0]?.["id"]);
}

async function show(who: Visitor, id: string): Promise<Item> {
  return itemOf((await who.nova(`/servers/${id}`)).body["server"]);
}

async function states(who: Visitor, id: string): Promise<Json[]> {
  const server = await show(who, id);
  return [server["status"] ?? null, server["OS-EXT-STS:task_state"] ?? null];
}

function act(who: Visitor, id: string, body: Item, version = "2.93"): Promise<Seen> {
  return who.nova(`/servers/${id}/action`, version, { method: "POST", body });
}

function refusal(seen: Seen): [number, string] {
  const [fault] = Object.values(seen.body);
  return [seen.status, textOf(itemOf(fault)["message"])];
}

async function record(who: Visitor, id: string, seen: Seen): Promise<Item> {
  const request = seen.headers.get("X-Openstack-Request-Id") ?? "";
  const found = await who.nova(`/servers/${id}/os-instance-actions/${request}`);
  return itemOf(found.body["instanceAction"]);
}

async function flavorId(who: Visitor, name: string): Promise<string> {
  const flavors = itemsOf((await who.nova("/flavors")).body["flavors"]);
  return textOf(flavors.find((flavor) => flavor["name"] === name)?.["id"]);
}

Deno.test("an accepted action is under way, then done, and recorded under its request", async () => {
  await withCast({ transitionMs: 80 }, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    const before = await show(alice, id);
    const seen = await act(alice, id, { "os-stop": null });
    assert.deepEqual([seen.status, seen.text], [202, ""]);
    assert.deepEqual(await states(alice, id), ["ACTIVE", "powering-off"]);
    const running = await record(alice, id, seen);
    assert.deepEqual([running["action"], running["message"]], ["stop", null]);
    assert.equal(itemsOf(running["events"])[0]?.["finish_time"], null);
    assert.deepEqual(refusal(await act(alice, id, { "os-start": null })), [
      409,
      `Cannot 'start' instance ${id} while it is in vm_state active`,
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(await states(alice, id), ["SHUTOFF", null]);
    const after = await show(alice, id);
    assert.notEqual(after["updated"], before["updated"]);
    assert.equal(after["OS-EXT-STS:power_state"], 4);
    const [event] = itemsOf((await record(alice, id, seen))["events"]);
    assert.deepEqual([event?.["event"], event?.["result"]], ["compute_stop_instance", "Success"]);
    assert.notEqual(event?.["finish_time"], null);
    const listed = itemsOf((await alice.nova("/servers/detail?status=SHUTOFF")).body["servers"]);
    assert.ok(listed.some((server) => server["id"] === id), "the list shows what changed");
  });
});

Deno.test("each plain action leads from its state to the next", async () => {
  await withCast({ transitionMs: 0 }, async ({ alice }) => {
    const id = await idOf(alice, "web-02");
    for (
      const [body, status] of [
        [{ "os-stop": null }, "SHUTOFF"],
        [{ "reboot": { type: "HARD" } }, "ACTIVE"],
        [{ "reboot": { type: "SOFT" } }, "ACTIVE"],
        [{ "pause": null }, "PAUSED"],
        [{ "unpause": null }, "ACTIVE"],
        [{ "suspend": null }, "SUSPENDED"],
        [{ "resume": null }, "ACTIVE"],
        [{ "os-stop": null }, "SHUTOFF"],
        [{ "os-start": null }, "ACTIVE"],
      ] satisfies (readonly [Item, string])[]
    ) {
      assert.equal((await act(alice, id, body)).status, 202);
      assert.deepEqual(await states(alice, id), [status, null], JSON.stringify(body));
    }
  });
});

Deno.test("while something is under way the status tells it", async () => {
  await withCast({ transitionMs: SLOW }, async ({ alice }) => {
    for (
      const [name, body, wanted] of [
        ["web-01", { "reboot": { type: "SOFT" } }, ["REBOOT", "rebooting"]],
        ["web-02", { "reboot": { type: "HARD" } }, ["HARD_REBOOT", "rebooting_hard"]],
        ["web-03", { "resize": { flavorRef: await flavorId(alice, "m1.medium") } }, [
          "RESIZE",
          "resize_prep",
        ]],
        ["web-04", { "createImage": { name: "x" } }, ["ACTIVE", "image_snapshot"]],
      ] satisfies (readonly [string, Item, Json[]])[]
    ) {
      const id = await idOf(alice, name);
      assert.equal((await act(alice, id, body)).status, 202);
      assert.deepEqual(await states(alice, id), wanted);
      const task = textOf(wanted[1]);
      assert.deepEqual(refusal(await act(alice, id, { "pause": null })), [
        409,
        `Cannot 'pause' instance ${id} while it is in task_state ${task}`,
      ]);
    }
  });
});

Deno.test("roles and projects decide who may act", async () => {
  await withCast({ transitionMs: SLOW }, async ({ alice, adam, admin, gina }) => {
    const id = await idOf(alice, "web-01");
    const stop = { "os-stop": null };
    assert.deepEqual(refusal(await act(adam, id, stop)), [
      403,
      "Policy doesn't allow os_compute_api:servers:stop to be performed.",
    ]);
    assert.deepEqual(refusal(await act(gina, id, stop)), [404, `Instance ${id} could not be found.`]);
    assert.deepEqual(refusal(await act(alice, id, { "shelveOffload": null })), [
      403,
      "Policy doesn't allow os_compute_api:os-shelve:shelve_offload to be performed.",
    ]);
    const refused = await adam.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.equal(refusal(refused)[1], "Policy doesn't allow os_compute_api:servers:delete to be performed.");
    assert.equal((await act(admin, id, stop)).status, 202);
  });
});

Deno.test("a lock keeps everybody out but administrators", async () => {
  await withCast({ transitionMs: 0 }, async ({ alice, admin }) => {
    const id = await idOf(alice, "web-01");
    assert.equal((await act(alice, id, { "lock": { locked_reason: "careful" } })).status, 202);
    const server = await show(alice, id);
    assert.deepEqual([server["locked"], server["locked_reason"]], [true, "careful"]);
    const locked: [number, string] = [409, `Instance ${id} is locked`];
    assert.deepEqual(refusal(await act(alice, id, { "os-stop": null })), locked);
    assert.deepEqual(refusal(await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" })), locked);
    assert.equal((await act(admin, id, { "os-stop": null })).status, 202);
    assert.equal((await act(alice, id, { "unlock": null })).status, 202);
    assert.equal((await show(alice, id))["locked"], false);
    assert.equal((await act(admin, id, { "lock": null })).status, 202);
    assert.deepEqual(refusal(await act(alice, id, { "unlock": null })), [
      403,
      "Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be performed.",
    ]);
    assert.ok(!("demo:locked_by" in await show(admin, id)), "what the demo notes for itself is not shown");
  });
});

Deno.test("a body that is not as it should be is refused in the words of jsonschema", async () => {
  await withCast({}, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    for (
      const [body, message, version = "2.93"] of [
        [{ "foo": null }, "There is no such action: foo"],
        [{}, "Malformed request body"],
        [{ "os-stop": null, "os-start": null }, "Malformed request body"],
        [
          { "reboot": {} },
          "Invalid input for field/attribute reboot. Value: {}. 'type' is a required property",
        ],
        [
          { "reboot": { type: "FOO" } },
          "Invalid input for field/attribute type. Value: FOO. 'FOO' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']",
        ],
        [
          { "lock": { foo: 1 } },
          "Invalid input for field/attribute lock. Value: {'foo': 1}. Additional properties are not allowed ('foo' was unexpected)",
        ],
        [
          { "rebuild": { imageRef: "nope" } },
          "Invalid input for field/attribute imageRef. Value: nope. 'nope' is not a 'uuid'",
        ],
        [{ "rebuild": { imageRef: crypto.randomUUID() } }, "Cannot find image for rebuild"],
        [{ "resize": { flavorRef: "nope" } }, "Flavor nope could not be found."],
        [
          { "resize": { flavorRef: await flavorId(alice, "m1.small") } },
          "When resizing, instances must change flavor!",
        ],
      ] satisfies (readonly [Item, string, string?])[]
    ) {
      assert.deepEqual(refusal(await act(alice, id, body, version)), [400, message]);
    }
    const older = await act(alice, id, { "lock": { foo: 1 } }, "2.72");
    assert.equal(older.status, 202, "before 2.73 nobody looked at it");
  });
});

Deno.test("a resize waits to be confirmed or reverted", async () => {
  await withCast({ transitionMs: 0 }, async ({ alice, admin }) => {
    const id = await idOf(alice, "web-01");
    const name = async () => itemOf((await show(alice, id))["flavor"])["original_name"];
    const resize = { "resize": { flavorRef: await flavorId(alice, "m1.medium") } };
    assert.deepEqual(refusal(await act(alice, id, { "confirmResize": null })), [
      409,
      `Cannot 'confirmResize' instance ${id} while it is in vm_state active`,
    ]);
    await act(alice, id, resize);
    assert.deepEqual([...await states(alice, id), await name()], ["VERIFY_RESIZE", null, "m1.medium"]);
    assert.equal((await act(alice, id, { "revertResize": null })).status, 202);
    assert.deepEqual([...await states(alice, id), await name()], ["ACTIVE", null, "m1.small"]);
    await act(alice, id, resize);
    assert.equal((await act(alice, id, { "confirmResize": null })).status, 204);
    assert.deepEqual([...await states(alice, id), await name()], ["ACTIVE", null, "m1.medium"]);
    const old = await alice.nova(`/servers/${id}`, "2.46");
    const link = itemOf(itemOf(old.body["server"])["flavor"]);
    assert.equal(link["id"], await flavorId(alice, "m1.medium"));
    const migrations = await admin.nova(`/os-migrations?instance_uuid=${id}`);
    assert.deepEqual(itemsOf(migrations.body["migrations"]).map((one) => one["status"]), [
      "reverted",
      "confirmed",
    ]);
    const too = await act(alice, id, { "resize": { flavorRef: await flavorId(alice, "g1.huge") } });
    assert.equal(too.status, 202);
    assert.deepEqual([...await states(alice, id), await name()], ["ACTIVE", null, "m1.medium"]);
    assert.equal((await record(alice, id, too))["message"], "Error");
  });
});

Deno.test("a resize of a recorded server can be reverted too", async () => {
  await withCast({ transitionMs: 0 }, async ({ gina }) => {
    const id = await idOf(gina, "app-04");
    assert.equal((await act(gina, id, { "revertResize": null })).status, 202);
    assert.deepEqual(await states(gina, id), ["ACTIVE", null]);
  });
});

Deno.test("the shelf and the picture make images of the project", async () => {
  await withCast({ transitionMs: 0 }, async ({ alice, gina }) => {
    const id = await idOf(alice, "web-01");
    const images = async (who: Visitor, name: string) =>
      itemsOf((await who.ask("image", `/v2/images?name=${name}`)).body["images"]);
    assert.equal((await act(alice, id, { "shelve": null })).status, 202);
    assert.deepEqual(await states(alice, id), ["SHELVED_OFFLOADED", null]);
    assert.equal((await show(alice, id))["hostId"], "");
    assert.equal((await images(alice, "web-01-shelved")).length, 1);
    assert.deepEqual(refusal(await act(alice, id, { "os-start": null })), [
      409,
      `Instance ${id} is not ready`,
    ]);
    assert.deepEqual(refusal(await act(alice, id, { "unshelve": { availability_zone: "nowhere" } })), [
      400,
      "The requested availability zone is not available",
    ]);
    await act(alice, id, { "unshelve": { availability_zone: "az1" } });
    const back = await show(alice, id);
    assert.deepEqual([back["status"], back["OS-EXT-AZ:availability_zone"]], ["ACTIVE", "az1"]);
    assert.deepEqual(await images(alice, "web-01-shelved"), []);

    const asked = { "createImage": { name: "picture", metadata: { kind: "nightly" } } };
    const seen = await act(alice, id, asked);
    const [image] = await images(alice, "picture");
    assert.deepEqual([seen.status, seen.body["image_id"]], [202, image?.["id"]]);
    assert.deepEqual([image?.["status"], image?.["kind"], image?.["visibility"]], [
      "active",
      "nightly",
      "private",
    ]);
    assert.deepEqual(await images(gina, "picture"), []);
    const older = await act(alice, id, asked, "2.44");
    assert.match(older.headers.get("Location") ?? "", /\/images\/[0-9a-f-]{36}$/);
  });
  await withCast({ transitionMs: SLOW }, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    const { body } = await act(alice, id, { "createImage": { name: "picture" } });
    const image = (await alice.ask("image", `/v2/images/${body["image_id"]}`)).body;
    assert.deepEqual([image["status"], image["size"]], ["saving", null]);
  });
});

Deno.test("rescue and rebuild answer with a password", async () => {
  await withCast({ transitionMs: 0 }, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    const rescued = await act(alice, id, { "rescue": null });
    assert.deepEqual([rescued.status, Object.keys(rescued.body)], [200, ["adminPass"]]);
    assert.deepEqual(await states(alice, id), ["RESCUE", null]);
    await act(alice, id, { "unrescue": null });
    const image = textOf(itemOf((await show(alice, id))["image"])["id"]);
    const rebuilt = await act(alice, id, {
      "rebuild": { imageRef: image, name: "web-new", metadata: { a: "b" } },
    });
    const server = itemOf(rebuilt.body["server"]);
    assert.deepEqual([rebuilt.status, server["status"], server["name"]], [202, "REBUILD", "web-new"]);
    assert.equal(typeof server["adminPass"], "string");
    const after = await show(alice, id);
    assert.deepEqual([after["status"], after["name"], after["metadata"]], ["ACTIVE", "web-new", { a: "b" }]);
    assert.ok(!("adminPass" in after));
    const volume = await idOf(alice, "pet");
    assert.equal((await act(alice, volume, { "rescue": null }, "2.86")).status, 400);
  });
});

Deno.test("a server that stands on no host is deleted at once, without a record", async () => {
  await withCast({ transitionMs: 0 }, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    assert.equal((await act(alice, id, { "shelve": null })).status, 202);
    assert.deepEqual(await states(alice, id), ["SHELVED_OFFLOADED", null]);
    const pictures = () => alice.names("image", "/v2/images?name=web-01-shelved", "images");
    assert.equal((await pictures()).length, 1);
    const answer = await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.equal(answer.status, 204);
    assert.equal((await alice.nova(`/servers/${id}`)).status, 404);
    assert.deepEqual(await pictures(), []);
    const { body } = await alice.nova(`/servers/${id}/os-instance-actions`);
    assert.ok(itemsOf(body["instanceActions"]).every((one) => one["action"] !== "delete"));
  });
  await withCast({ transitionMs: SLOW }, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    const remove = () => alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.deepEqual([(await remove()).status, (await remove()).status], [204, 204]);
    const { body } = await alice.nova(`/servers/${id}/os-instance-actions`);
    const deletions = itemsOf(body["instanceActions"]).filter((one) => one["action"] === "delete");
    assert.equal(deletions.length, 1, "what is being deleted is not deleted again");
  });
});

Deno.test("a deleted server is gone, with its port, and told to whoever asks for changes", async () => {
  await withCast({ transitionMs: SLOW }, async ({ alice }) => {
    const id = await idOf(alice, "web-01");
    const answer = await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.equal(answer.status, 204);
    assert.deepEqual(await states(alice, id), ["ACTIVE", "deleting"]);
  });
  await withCast({ transitionMs: 0 }, async ({ alice, gina }) => {
    const id = await idOf(alice, "web-01");
    const project = textOf((await show(alice, id))["tenant_id"]);
    const uses = async () => {
      const quota = itemOf((await alice.nova(`/os-quota-sets/${project}/detail`)).body["quota_set"]);
      const limits = itemOf(itemOf((await alice.nova("/limits")).body["limits"])["absolute"]);
      assert.equal(limits["totalInstancesUsed"], itemOf(quota["instances"])["in_use"]);
      return numberOf(limits["totalInstancesUsed"]);
    };
    const used = await uses();
    const answer = await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.equal((await alice.nova(`/servers/${id}`)).status, 404);
    assert.equal((await act(alice, id, { "os-stop": null })).status, 404);
    assert.equal(await uses(), used - 1);
    const ports = await alice.ask("network", `/v2.0/ports?device_id=${id}`);
    assert.deepEqual(ports.body["ports"], []);
    const volumes = itemsOf((await alice.ask("volumev3", "/volumes/detail")).body["volumes"]);
    assert.ok(volumes.every((one) => itemsOf(one["attachments"]).every((row) => row["server_id"] !== id)));
    const changed = async (who: Visitor) => {
      const since = new Date(Date.now() - 60_000).toISOString();
      const seen = await who.nova(`/servers/detail?changes-since=${since}`);
      return itemsOf(seen.body["servers"]).filter((server) => server["id"] === id);
    };
    const [gone] = await changed(alice);
    assert.deepEqual([gone?.["status"], gone?.["addresses"]], ["DELETED", {}]);
    assert.deepEqual(await changed(gina), []);
    assert.equal((await record(alice, id, answer))["action"], "delete");
    assert.equal((await alice.nova(`/servers/${id}/os-instance-actions`, "2.20")).status, 404);
  });
});

Deno.test("a transition can be made to fail", async () => {
  const failures = [{ server: "web-03", action: "reboot", how: "error" as const, message: "no power" }];
  await withCast({ transitionMs: 0, failures }, async ({ demo, alice }) => {
    const id = await idOf(alice, "web-01");
    demo.failTransitions({ server: "web-01", action: "resize", how: "back" });
    const resize = { "resize": { flavorRef: await flavorId(alice, "m1.medium") } };
    const failed = await act(alice, id, resize);
    assert.deepEqual(await states(alice, id), ["ACTIVE", null]);
    const shown = await record(alice, id, failed);
    assert.deepEqual([shown["message"], itemsOf(shown["events"])[0]?.["result"]], ["Error", "Error"]);
    assert.equal((await act(alice, id, resize)).status, 202);
    assert.deepEqual(await states(alice, id), ["VERIFY_RESIZE", null], "once is enough");

    const other = await idOf(alice, "web-03");
    await act(alice, other, { "reboot": { type: "SOFT" } });
    const broken = await show(alice, other);
    assert.deepEqual([broken["status"], itemOf(broken["fault"])["message"]], ["ERROR", "no power"]);
    demo.failTransitions([{ action: "createImage", how: "back" }]);
    const picture = await act(alice, await idOf(alice, "web-04"), { "createImage": { name: "never" } });
    assert.equal((await alice.ask("image", `/v2/images/${picture.body["image_id"]}`)).status, 404);
  });
});

Deno.test("a server can change by itself", async () => {
  await withCast({}, async ({ demo, alice }) => {
    const id = await idOf(alice, "web-01");
    demo.setServer("web-01", { status: "ERROR", fault: { message: "the machine burns" } });
    const broken = await show(alice, id);
    assert.deepEqual([broken["status"], itemOf(broken["fault"])["message"]], ["ERROR", "the machine burns"]);
    demo.setServer(id, {
      "OS-EXT-STS:vm_state": "active",
      "OS-EXT-STS:task_state": "migrating",
      name: "moved",
    });
    const moving = await show(alice, id);
    assert.deepEqual([moving["status"], moving["name"]], ["MIGRATING", "moved"]);
    demo.setServer(id, null);
    assert.equal((await alice.nova(`/servers/${id}`)).status, 404);
    assert.throws(() => demo.setServer("nobody", {}), /no server nobody/);
  });
});

Deno.test("many servers change fast", async () => {
  await withCast({ servers: 10_000, transitionMs: 0 }, async ({ alice }) => {
    const first = itemsOf((await alice.nova("/servers?name=farm-&locked=false")).body["servers"]);
    const ids = first.slice(0, 200).map((server) => textOf(server["id"]));
    const began = performance.now();
    for (const id of ids) assert.equal((await act(alice, id, { "os-stop": null })).status, 202);
    for (const id of ids.slice(0, 100)) await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.ok(performance.now() - began < 5_000);
    const stopped = itemsOf((await alice.nova("/servers/detail?status=SHUTOFF&name=farm-")).body["servers"]);
    assert.equal(stopped.length, 100);
  });
});
