import assert from "node:assert/strict";
import { listNetworks, listPorts } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { text } from "../../openstack/read.ts";
import { type Bench, type Called, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { encodedUserData } from "./server_create_ingredients.ts";
import { getInstance } from "./get_instance.ts";
import { setInstance } from "./set_instance.ts";
import { setKeypair } from "./set_keypair.ts";

const POLICY = { allowWrite: true, confirm: "never" } as const;
const SMALL = { action: "create", names: "new-01", flavor: "m1.small", image: "cirros-0.6.2" };

async function withCreation(options: ToolsOptions, body: (bench: Bench) => Promise<void>): Promise<void> {
  await withTools({ policy: POLICY, ...options }, body);
}

function posts({ requests }: Called): string[] {
  return requests.filter(({ method }) => method === "POST").map(({ path }) => path);
}

/** The id of the first thing that a list of Neutron's has for a query. */
async function idOf(
  operation: Operation,
  query: Readonly<Record<string, string>>,
  { client }: Bench,
): Promise<string> {
  const [found] = await client.call({ operations: [operation] }).list(operation, { query });
  return text(found, "id") ?? "";
}

Deno.test("create makes a server and shows what it was made of", async () => {
  await withCreation({}, async ({ call }) => {
    const made = await call(setInstance, {
      ...SMALL,
      networks: "acme-web",
      key_name: "alice-key",
      security_groups: "web,default",
      user_data: "#!/bin/sh",
      metadata: { role: "web" },
      tags: "a,b",
      description: "of a test",
      hostname: "inside",
      config_drive: true,
    });
    assert.equal(made.error, undefined);
    const [row] = rowsOf(made.answer);
    assert.equal(row?.["outcome"], "done");
    assert.match(String(row?.["after"]), /^ACTIVE, acme-web=/);
    assert.match(String(row?.["request_id"]), /^req-/);
    assert.deepEqual(posts(made), ["/v2.1/servers"]);
    assert.equal(JSON.stringify(made.answer).includes("adminPass"), false);
    assert.equal(JSON.stringify(made.audit).includes("#!/bin/sh"), false);
    const { answer } = await call(getInstance, { names: String(row?.["id"]), detail: "full" });
    const server = Object.fromEntries(Object.entries(answer["server"] ?? {}));
    assert.equal(server["name"], "new-01");
    assert.equal(server["key_name"], "alice-key");
    assert.equal(server["description"], "of a test");
    assert.deepEqual(server["metadata"], { role: "web" });
    assert.deepEqual(server["tags"], ["a", "b"]);
    assert.deepEqual(new Set([server["security_groups"]].flat()), new Set(["web", "default"]));
  });
});

Deno.test("create plans first where that is asked for", async () => {
  await withCreation({}, async ({ call }) => {
    const { answer, requests } = await call(setInstance, { ...SMALL, networks: "none", dry_run: true });
    assert.deepEqual(rowsOf(answer["plan"]), [{
      name: "new-01",
      id: "",
      now: "does not exist",
      will: "ACTIVE: m1.small, image cirros-0.6.2, networks: none",
    }]);
    assert.ok(requests.every(({ method }) => method === "GET"));
  });
});

Deno.test("create shows in its plan whatever decides who gets in", async () => {
  await withCreation({}, async ({ call }) => {
    const { answer } = await call(setInstance, {
      ...SMALL,
      networks: "acme-web",
      security_groups: "web",
      user_data: "#!/bin/sh",
      dry_run: true,
    });
    const [row] = rowsOf(answer["plan"]);
    assert.match(String(row?.["will"]), /security groups web, user data of 9 bytes$/);
  });
});

Deno.test("create gives no two servers of a call one name", async () => {
  await withCreation({ user: "gina" }, async ({ call }) => {
    const { error } = await call(setInstance, { ...SMALL, networks: "none", names: ["a", "a"] });
    assert.match(error?.detail ?? "", /each new server needs a name of its own/);
  });
});

Deno.test("a confirmation of create does not hold when its key is another one by the same name", async () => {
  await withCreation({ policy: { ...POLICY, confirm: "always" } }, async ({ call }) => {
    const args = { ...SMALL, networks: "none", key_name: "rev-key" };
    const key = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)} rev`;
    const changed = async (tool: typeof setInstance, args: Readonly<Record<string, unknown>>) => {
      const { answer } = await call(tool, args);
      return (await call(tool, { ...args, confirm: answer["confirm"] })).answer;
    };
    await changed(setKeypair, { action: "import", names: "rev-key", public_key: key("A") });
    const { answer } = await call(setInstance, args);
    await changed(setKeypair, { action: "delete", names: "rev-key" });
    await changed(setKeypair, { action: "import", names: "rev-key", public_key: key("B") });
    const again = await call(setInstance, { ...args, confirm: answer["confirm"] });
    assert.match(String(again.answer["note"]), /for another plan/);
    assert.deepEqual(posts(again), []);
  });
});

Deno.test("create makes one server for each number or name, at most as many as a change may touch", async () => {
  await withCreation({ user: "gina", policy: { ...POLICY, maxTargets: 3 } }, async ({ call }) => {
    const plan = { ...SMALL, networks: "none", dry_run: true };
    const names = async (args: Record<string, unknown>) =>
      rowsOf((await call(setInstance, { ...plan, ...args })).answer["plan"]).map(({ name }) => name);
    assert.deepEqual(await names({ count: 1 }), ["new-01"]);
    assert.deepEqual(await names({ count: 3 }), ["new-01-1", "new-01-2", "new-01-3"]);
    assert.deepEqual(await names({ names: "a, b" }), ["a", "b"]);
    const tooMany = await call(setInstance, { ...plan, count: 4 });
    assert.equal(tooMany.error?.reason, "refused by policy");
    const both = await call(setInstance, { ...plan, names: ["a", "b"], count: 2 });
    assert.match(both.error?.detail ?? "", /count needs one name/);
    const made = await call(setInstance, { ...SMALL, networks: "none", count: 2 });
    assert.deepEqual(rowsOf(made.answer).map(({ outcome }) => outcome), ["done", "done"]);
    assert.equal(posts(made).length, 2);
    const again = await call(setInstance, { ...plan, count: 2 });
    assert.ok(JSON.stringify(again.answer).includes("there is a server named new-01-1, new-01-2 already"));
  });
  await withCreation({}, async ({ call }) => {
    const { error } = await call(setInstance, { ...SMALL, networks: "none", count: 2 });
    assert.equal(error?.reason, "over quota");
    assert.equal(error?.detail, "instances: would need 2, 1 left");
  });
});

Deno.test("create tells everything that is wrong at once, and sends nothing", async () => {
  await withCreation({}, async ({ call }) => {
    const called = await call(setInstance, {
      ...SMALL,
      flavor: "m1.smal",
      image: "nope",
      networks: "nope",
      ports: "nope",
      security_groups: "web,nope",
      key_name: "nope",
      availability_zone: "nope",
      server_group: "nope",
      volume_type: "nope",
    });
    const { error } = called;
    assert.equal(error?.reason, "invalid argument");
    for (
      const kind of [
        "image nope",
        "network nope",
        "port nope",
        "security group nope",
        "keypair nope",
        "availability zone nope",
        "server group nope",
        "volume type nope",
        "did you mean m1.small?",
        "volume_type needs boot_volume_size",
      ]
    ) assert.ok(error?.detail?.includes(kind), `${kind} in ${error?.detail}`);
    assert.ok(JSON.stringify(error?.candidates).includes("acme-web"));
    assert.deepEqual(posts(called), []);
  });
});

Deno.test("create needs a network that is not ambiguous", async () => {
  await withCreation({}, async ({ call }) => {
    for (const networks of [undefined, "auto"]) {
      const { error } = await call(setInstance, { ...SMALL, networks });
      assert.equal(error?.reason, "ambiguous");
      assert.ok(JSON.stringify(error?.candidates).includes("acme-web"));
      assert.ok(!JSON.stringify(error?.candidates).includes("globex"));
    }
    const external = await call(setInstance, { ...SMALL, networks: "public" });
    assert.match(external.error?.detail ?? "", /network public is external/);
  });
});

Deno.test("create takes nothing of another project, whatever the role", async () => {
  await withCreation({ user: "operator" }, async (bench) => {
    const byName = await bench.call(setInstance, { ...SMALL, networks: "globex-app" });
    assert.equal(byName.error?.reason, "not found");
    const id = await idOf(listNetworks, { name: "globex-app" }, bench);
    const byId = await bench.call(setInstance, { ...SMALL, networks: id });
    assert.equal(byId.error?.reason, "refused by policy");
    assert.deepEqual([...posts(byName), ...posts(byId)], []);
    const shared = await bench.call(setInstance, { ...SMALL, networks: "provider-vlan100", dry_run: true });
    assert.equal(shared.error, undefined);
    const external = await bench.call(setInstance, { ...SMALL, networks: "public", dry_run: true });
    assert.ok(JSON.stringify(external.answer).includes("external network public"));
  });
});

Deno.test("create takes no port that is in use", async () => {
  await withCreation({}, async (bench) => {
    const port = await idOf(listPorts, { device_owner: "compute:az1" }, bench) ||
      await idOf(listPorts, { device_owner: "compute:nova" }, bench);
    for (const args of [{ ports: port }, { networks: [{ port }] }]) {
      const { error } = await bench.call(setInstance, { ...SMALL, ...args });
      assert.match(error?.detail ?? "", /is in use by compute:/);
    }
  });
});

Deno.test("create holds addresses against the subnets of their network", async () => {
  await withCreation({}, async ({ call }) => {
    const at = (fixed_ip: string) =>
      call(setInstance, { ...SMALL, networks: [{ network: "acme-web", fixed_ip }], dry_run: true });
    assert.match((await at("10.99.0.1")).error?.detail ?? "", /in no subnet of acme-web/);
    assert.match((await at("web")).error?.detail ?? "", /no IP address/);
    const { answer } = await at("10.10.0.99");
    assert.ok(JSON.stringify(answer).includes("network acme-web (10.10.0.99)"));
    const neither = await call(setInstance, { ...SMALL, networks: [{ fixed_ip: "10.10.0.99" }] });
    assert.match(neither.error?.detail ?? "", /either a network or a port/);
  });
});

Deno.test("create knows what a volume and a flavor can boot", async () => {
  await withCreation({}, async ({ call }) => {
    const refusal = async (args: Record<string, unknown>) =>
      (await call(setInstance, { action: "create", names: "n", networks: "none", ...args })).error?.detail ??
        "";
    assert.match(await refusal({ flavor: "m1.small", volume: "db-01-data" }), /is in-use; .*is not bootable/);
    assert.match(await refusal({ flavor: "m1.small", volume: "logs", image: "debian-12" }), /not from both/);
    assert.match(
      await refusal({ flavor: "m1.tiny", image: "debian-12" }),
      /needs \d+ GiB disk, flavor m1.tiny has 1/,
    );
    assert.match(
      await refusal({ flavor: "m1.tiny", image: "debian-12", boot_volume_size: 1 }),
      /needs \d+ GiB disk, boot_volume_size is 1/,
    );
    assert.match(
      await refusal({ flavor: "m1.small", image: "cirros-0.6.2", boot_volume_size: 900_000 }),
      /gigabytes: would need 900000, \d+ left/,
    );
    assert.match(await refusal({}), /flavor is required; image or volume is required/);
  });
});

Deno.test("create makes the volume that the server boots from", async () => {
  await withCreation({}, async ({ call }) => {
    const { answer } = await call(setInstance, {
      ...SMALL,
      networks: "none",
      boot_volume_size: "5",
      volume_type: "fast",
      delete_on_termination: true,
    });
    const [row] = rowsOf(answer);
    assert.equal(row?.["outcome"], "done");
    const shown = await call(getInstance, { names: String(row?.["id"]), fields: ["image", "volumes"] });
    assert.ok(JSON.stringify(shown.answer).includes("(boots from volume)"));
  });
});

Deno.test("create refuses what the version of the service does not know", async () => {
  const settings = { services: { compute: { defaultMicroversion: "2.40" } } };
  await withCreation({ settings }, async ({ call }) => {
    const { error } = await call(setInstance, {
      ...SMALL,
      networks: "none",
      tags: "a",
      hostname: "h.example",
    });
    assert.equal(error?.reason, "not deployed");
    assert.match(error?.detail ?? "", /tags needs compute microversion 2\.52; in use is 2\.40/);
    assert.match(error?.detail ?? "", /a hostname with dots needs compute microversion 2\.94/);
  });
});

Deno.test("create says that it does not know what became of a request without an answer", async () => {
  await withCreation({}, async ({ call, demo }) => {
    demo.setFaults([{ kind: "reset", service: "compute", method: "POST", path: "/servers$" }]);
    const { answer, failed } = await call(setInstance, { ...SMALL, networks: "none" });
    const [row] = rowsOf(answer);
    assert.equal(row?.["outcome"], "unknown");
    assert.equal(row?.["id"], "");
    assert.match(String(row?.["reason"]), /no answer/);
    assert.ok(failed);
  });
});

Deno.test("create gives the id of a server that could not be read back", async () => {
  await withCreation({}, async ({ call, demo }) => {
    demo.setFaults([{
      kind: "status",
      status: 503,
      service: "compute",
      method: "GET",
      path: "/servers/[^d]",
    }]);
    const { answer } = await call(setInstance, { ...SMALL, networks: "none", wait_seconds: 3 });
    const [row] = rowsOf(answer);
    assert.equal(row?.["outcome"], "pending");
    assert.match(String(row?.["id"]), /^[0-9a-f-]{36}$/);
    assert.match(String(row?.["reason"]), /could not be read back/);
  });
});

Deno.test("create leaves the service to judge a quota that cannot be read, and says so", async () => {
  await withCreation({}, async ({ call, demo }) => {
    demo.setFaults([{ kind: "status", status: 503, service: "compute", path: "/os-quota-sets" }]);
    const { answer, error } = await call(setInstance, { ...SMALL, networks: "none", dry_run: true });
    assert.equal(error, undefined);
    assert.ok(JSON.stringify(answer["plan"]).includes("compute quota"));
    demo.setFaults([{ kind: "status", status: 503, service: "image" }]);
    const unread = await call(setInstance, { ...SMALL, flavor: "nope", networks: "none" });
    assert.equal(unread.error?.reason, "unavailable");
  });
});

Deno.test("encodedUserData() encodes the bytes of the text, of which Nova takes so many", async () => {
  assert.equal(encodedUserData({ user_data: "hällo" }), "aMOkbGxv");
  assert.equal(encodedUserData({ user_data: "x".repeat(49_149) }).length, 65_532);
  await withCreation({}, async ({ call }) => {
    const { error } = await call(setInstance, { ...SMALL, networks: "none", user_data: "x".repeat(49_152) });
    assert.match(error?.detail ?? "", /user_data has 65535 bytes at most/);
  });
});
