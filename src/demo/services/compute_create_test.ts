import assert from "node:assert/strict";
import { type Item, itemOf, itemsOf, numberOf, textOf, textsOf } from "../json.ts";
import { type Cast, type Seen, type Visitor, withCast } from "../testing.ts";

function send(who: Visitor, server: Item, version = "2.93", beside: Item = {}): Promise<Seen> {
  return who.nova("/servers", version, { method: "POST", body: { server, ...beside } });
}

function refusal(seen: Seen): [number, string] {
  const [fault] = Object.values(seen.body);
  return [seen.status, textOf(itemOf(fault)["message"])];
}

async function idOf(
  who: Visitor,
  service: string,
  path: string,
  plural: string,
  name: string,
): Promise<string> {
  const items = itemsOf((await who.ask(service, path)).body[plural]);
  return textOf(items.find((item) => item["name"] === name)?.["id"]);
}

interface Parts {
  flavorRef: string;
  imageRef: string;
  network: string;
}

async function partsOf({ alice }: Cast): Promise<Parts> {
  const [flavorRef, imageRef, network] = await Promise.all([
    idOf(alice, "compute", "/flavors", "flavors", "m1.tiny"),
    idOf(alice, "image", "/v2/images", "images", "tiny-raw"),
    idOf(alice, "network", "/v2.0/networks", "networks", "acme-web"),
  ]);
  return { flavorRef, imageRef, network };
}

async function show(who: Visitor, id: string): Promise<Item> {
  return itemOf((await who.nova(`/servers/${id}`)).body["server"]);
}

Deno.test("a server is built, with an address, a port and its share of the quota", async () => {
  await withCast({ transitionMs: 100 }, async (cast) => {
    const { alice } = cast;
    const { flavorRef, imageRef, network } = await partsOf(cast);
    const used = async () => {
      const limits = itemOf(itemOf((await alice.nova("/limits")).body["limits"])["absolute"]);
      return [numberOf(limits["totalInstancesUsed"]), numberOf(limits["totalCoresUsed"])];
    };
    const [instances = 0, cores = 0] = await used();
    const seen = await send(alice, {
      name: "New One!",
      flavorRef,
      imageRef,
      networks: [{ uuid: network }],
      key_name: "alice-key",
      metadata: { role: "test" },
      tags: ["a"],
      description: "made by a test",
      security_groups: [{ name: "web" }],
    });
    assert.equal(seen.status, 202);
    const answer = itemOf(seen.body["server"]);
    assert.deepEqual(Object.keys(answer).sort(), [
      "OS-DCF:diskConfig",
      "adminPass",
      "id",
      "links",
      "security_groups",
    ]);
    assert.deepEqual(answer["security_groups"], [{ name: "web" }]);
    const id = textOf(answer["id"]);
    assert.ok(seen.headers.get("Location")?.endsWith(`/v2.1/servers/${id}`));
    const building = await show(alice, id);
    assert.deepEqual([building["status"], building["addresses"]], ["BUILD", {}]);
    assert.deepEqual(await used(), [instances + 1, cores + 1]);
    await new Promise((resolve) => setTimeout(resolve, 120));

    const built = await show(alice, id);
    assert.deepEqual([built["status"], built["tags"], built["key_name"]], ["ACTIVE", ["a"], "alice-key"]);
    assert.equal(built["OS-EXT-SRV-ATTR:hostname"], "new-one");
    const addresses = itemsOf(itemOf(built["addresses"])["acme-web"]);
    assert.deepEqual(addresses.map((one) => one["version"]), [4, 6]);
    const [port] = itemsOf((await alice.ask("network", `/v2.0/ports?device_id=${id}`)).body["ports"]);
    assert.match(textOf(port?.["device_owner"]), /^compute:/);
    assert.equal(itemsOf(port?.["fixed_ips"])[0]?.["ip_address"], addresses[0]?.["addr"]);
    const interfaces = itemsOf(
      (await alice.nova(`/servers/${id}/os-interface`)).body["interfaceAttachments"],
    );
    assert.equal(interfaces[0]?.["port_id"], port?.["id"]);
    const actions = itemsOf((await alice.nova(`/servers/${id}/os-instance-actions`)).body["instanceActions"]);
    assert.deepEqual(actions.map((one) => [one["action"], one["request_id"]]), [
      ["create", seen.headers.get("X-Openstack-Request-Id")],
    ]);
    const listed = await alice.names("compute", "/servers", "servers");
    assert.equal(listed[0], "New One!", "the newest comes first");

    await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    await new Promise((resolve) => setTimeout(resolve, 120));
    assert.deepEqual((await alice.ask("network", `/v2.0/ports?device_id=${id}`)).body["ports"], []);
    assert.deepEqual(await used(), [instances, cores]);
  });
});

Deno.test("what cannot be built is refused as Nova refuses it", async () => {
  await withCast({}, async (cast) => {
    const { alice, adam } = cast;
    const { flavorRef, imageRef } = await partsOf(cast);
    const nowhere = crypto.randomUUID();
    const good: Item = { name: "x", flavorRef, imageRef, networks: "none" };
    const debian = await idOf(alice, "image", "/v2/images", "images", "debian-12");
    const ubuntu = await idOf(alice, "image", "/v2/images", "images", "ubuntu-24.04");
    const bdm = (mapping: Item): Item => ({
      ...good,
      imageRef: "",
      block_device_mapping_v2: [{ boot_index: 0, destination_type: "volume", ...mapping }],
    });
    const several = "Multiple possible networks found, use a Network ID to be more specific.";
    for (
      const [server, status, message, version = "2.93"] of [
        [
          { name: "x" },
          400,
          "Invalid input for field/attribute server. Value: {'name': 'x'}. 'flavorRef' is a required property",
        ],
        [{ ...good, name: "" }, 400, "Invalid input for field/attribute name. Value: . '' is too short"],
        [{ ...good, flavorRef: "nope" }, 400, "Flavor nope could not be found."],
        [{ ...good, imageRef: nowhere }, 400, "Can not find requested image"],
        [{ ...good, imageRef: "" }, 400, "Missing imageRef attribute"],
        [{ ...good, networks: "auto" }, 409, several],
        [{ ...good, networks: [] }, 409, several],
        [{ name: "x", flavorRef, imageRef }, 409, several, "2.36"],
        [{ ...good, networks: [{ uuid: nowhere }] }, 400, `Network ${nowhere} could not be found.`],
        [{ ...good, networks: [{ port: nowhere }] }, 400, `Port id ${nowhere} could not be found.`],
        [{ ...good, key_name: "nokey" }, 400, "Invalid key_name provided."],
        [{ ...good, availability_zone: "x" }, 400, "The requested availability zone is not available"],
        [
          { ...good, security_groups: [{ name: "nope" }] },
          400,
          "Unable to find security_group with name or id 'nope'",
        ],
        [
          { ...good, imageRef: debian },
          400,
          "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is 1073741824 bytes, minimum size is 5368709120 bytes.",
        ],
        [{ ...good, imageRef: ubuntu }, 400, "Flavor's memory is too small for requested image."],
        [{ ...good, min_count: 3, max_count: 2 }, 400, "min_count must be <= max_count"],
        [
          { ...good, min_count: 3 },
          403,
          "Quota exceeded for instances: Requested 3, but already used 17 of 18 instances",
        ],
        [
          { ...good, metadata: { a: 1 } },
          400,
          "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'",
        ],
        [
          { ...good, tags: ["a,b"] },
          400,
          "Invalid input for field/attribute 0. Value: a,b. 'a,b' does not match '^[^,/]*$'",
        ],
        [
          bdm({ source_type: "volume", uuid: nowhere }),
          400,
          `Block Device Mapping is Invalid: failed to get volume ${nowhere}.`,
        ],
        [
          bdm({ source_type: "image", uuid: imageRef }),
          400,
          "Images with destination_type 'volume' need to have a non-zero size specified",
        ],
      ] satisfies (readonly [Item, number, string, string?])[]
    ) {
      assert.deepEqual(refusal(await send(alice, server, version)), [status, message]);
    }
    const [, unexpected] = refusal(await send(alice, { ...good, bar: 1, foo: 2 }));
    assert.match(unexpected, /Additional properties are not allowed \('bar', 'foo' were unexpected\)$/);
    assert.equal((await send(alice, { ...good, tags: ["a"] }, "2.51")).status, 400, "tags came with 2.52");
    assert.deepEqual(refusal(await send(adam, good)), [
      403,
      "Policy doesn't allow os_compute_api:servers:create to be performed.",
    ]);
  });
});

Deno.test("a server can boot from a volume that goes with it", async () => {
  await withCast({ transitionMs: 0 }, async (cast) => {
    const { alice } = cast;
    const { flavorRef, imageRef } = await partsOf(cast);
    const block_device_mapping_v2 = [{
      boot_index: 0,
      source_type: "image",
      destination_type: "volume",
      uuid: imageRef,
      volume_size: 3,
      delete_on_termination: true,
    }];
    const seen = await send(alice, { name: "v", flavorRef, networks: "none", block_device_mapping_v2 });
    const id = textOf(itemOf(seen.body["server"])["id"]);
    const server = await show(alice, id);
    assert.deepEqual([server["status"], server["image"]], ["ACTIVE", ""]);
    const [attached] = itemsOf(server["os-extended-volumes:volumes_attached"]);
    const path = `/volumes/${attached?.["id"]}`;
    const volume = itemOf((await alice.ask("volumev3", path)).body["volume"]);
    assert.deepEqual([volume["size"], volume["status"], volume["bootable"]], [3, "in-use", "true"]);
    const rows = itemsOf(
      (await alice.nova(`/servers/${id}/os-volume_attachments`)).body["volumeAttachments"],
    );
    assert.equal(rows[0]?.["volumeId"], attached?.["id"]);
    await alice.nova(`/servers/${id}`, "2.93", { method: "DELETE" });
    assert.equal((await alice.ask("volumev3", path)).status, 404);
  });
});

Deno.test("several servers come under one reservation, as many as the quota has room for", async () => {
  await withCast({ transitionMs: 0, servers: 0 }, async (cast) => {
    const { alice, gina } = cast;
    const { flavorRef, imageRef } = await partsOf(cast);
    const few = { name: "one", flavorRef, imageRef, networks: "none", max_count: 5 };
    assert.equal((await send(alice, few)).status, 202);
    assert.deepEqual(await alice.names("compute", "/servers", "servers"), ["one"]);

    const network = await idOf(gina, "network", "/v2.0/networks", "networks", "globex-app");
    const networks = [{ uuid: network }];
    const asked = { name: "m", flavorRef, imageRef, networks, min_count: 2, return_reservation_id: true };
    const seen = await send(gina, asked);
    assert.deepEqual([seen.status, Object.keys(seen.body)], [202, ["reservation_id"]]);
    const servers = itemsOf((await gina.nova("/servers/detail?name=^m-")).body["servers"]);
    assert.deepEqual(servers.map((one) => one["name"]), ["m-2", "m-1"]);
    const addresses = servers.map((one) => itemsOf(itemOf(one["addresses"])["globex-app"])[0]?.["addr"]);
    assert.equal(new Set(addresses).size, 2);
  });
});

Deno.test("an address can be asked for, but not twice", async () => {
  await withCast({ transitionMs: 0 }, async (cast) => {
    const { alice, demo } = cast;
    const { flavorRef, imageRef, network } = await partsOf(cast);
    demo.setServer("web-06", null);
    const networks = [{ uuid: network, fixed_ip: "10.10.0.200" }];
    const asked = { name: "f", flavorRef, imageRef, networks };
    const id = textOf(itemOf((await send(alice, asked)).body["server"])["id"]);
    const [address] = itemsOf(itemOf((await show(alice, id))["addresses"])["acme-web"]);
    assert.equal(address?.["addr"], "10.10.0.200");
    assert.deepEqual(refusal(await send(alice, asked)), [
      400,
      `Fixed IP address 10.10.0.200 is already in use on instance ${id}.`,
    ]);
  });
});

Deno.test("a flavor that fits nowhere makes an ERROR, a group takes its member in", async () => {
  await withCast({ transitionMs: 0 }, async (cast) => {
    const { alice } = cast;
    const { imageRef } = await partsOf(cast);
    const flavorRef = await idOf(alice, "compute", "/flavors", "flavors", "g1.huge");
    const [group] = itemsOf((await alice.nova("/os-server-groups")).body["server_groups"]);
    const hints = { "os:scheduler_hints": { group: group?.["id"] ?? null } };
    const seen = await send(alice, { name: "huge", flavorRef, imageRef, networks: "none" }, "2.93", hints);
    const id = textOf(itemOf(seen.body["server"])["id"]);
    const server = await show(alice, id);
    assert.deepEqual([server["status"], itemOf(server["fault"])["message"]], [
      "ERROR",
      "No valid host was found. ",
    ]);
    assert.deepEqual(server["server_groups"], [group?.["id"]]);
    const shown = await alice.nova(`/os-server-groups/${group?.["id"]}`);
    assert.ok(textsOf(itemOf(shown.body["server_group"])["members"]).includes(id));
  });
});

Deno.test("keypairs are made, imported and deleted", async () => {
  await withCast({}, async ({ alice, adam }) => {
    const make = (keypair: Item, version: string, who = alice) =>
      who.nova("/os-keypairs", version, { method: "POST", body: { keypair } });
    const made = await make({ name: "k1" }, "2.1");
    assert.equal(made.status, 200);
    const keypair = itemOf(made.body["keypair"]);
    assert.match(textOf(keypair["private_key"]), /^-----BEGIN RSA /);
    const public_key = textOf(keypair["public_key"]);
    const imported = await make({ name: "k2", public_key }, "2.92");
    assert.equal(imported.status, 201);
    assert.equal(itemOf(imported.body["keypair"])["fingerprint"], keypair["fingerprint"]);
    assert.deepEqual(refusal(await make({ name: "k2", public_key }, "2.92")), [
      409,
      "Key pair 'k2' already exists.",
    ]);
    assert.deepEqual(refusal(await make({ name: "k3" }, "2.92")), [
      400,
      "Invalid input for field/attribute keypair. Value: {'name': 'k3'}. 'public_key' is a required property",
    ]);
    assert.deepEqual(refusal(await make({ name: "k3", public_key: "foo" }, "2.92")), [
      400,
      "Keypair data is invalid: failed to generate fingerprint",
    ]);
    assert.match(refusal(await make({ name: "k/3", public_key }, "2.92"))[1], /^An invalid 'name' value/);
    assert.equal((await make({ name: "x", public_key, user_id: "y" }, "2.92")).status, 403);
    assert.equal(
      (await make({ name: "own", public_key }, "2.92", adam)).status,
      201,
      "a reader's keys are his",
    );
    const drop = (name: string, version: string) =>
      alice.nova(`/os-keypairs/${name}`, version, { method: "DELETE" });
    assert.equal((await drop("k1", "2.1")).status, 202);
    assert.equal((await drop("k2", "2.2")).status, 204);
    assert.match(refusal(await drop("k2", "2.2"))[1], /^Keypair k2 not found for user /);
    const names = itemsOf((await alice.nova("/os-keypairs")).body["keypairs"]);
    assert.deepEqual(names.map((one) => itemOf(one["keypair"])["name"]), ["alice-key"]);
  });
});
