import assert from "node:assert/strict";
import { itemOf, itemsOf, textOf } from "./json.ts";
import { type DemoCloud, type DemoOptions, startDemo } from "./mod.ts";
import { ask, passwordLogin, Visitor } from "./testing.ts";

async function withDemo(options: DemoOptions, test: (demo: DemoCloud) => Promise<void>): Promise<void> {
  const demo = await startDemo(options);
  try {
    await test(demo);
  } finally {
    await demo.close();
  }
}

const ACME = { project: "acme" };

Deno.test("startDemo() gives every service a port of its own", async () => {
  await withDemo({}, async (demo) => {
    const types = [
      "identity",
      "compute",
      "placement",
      "network",
      "block-storage",
      "volumev3",
      "image",
      "orchestration",
      "load-balancer",
      "key-manager",
      "dns",
      "sharev2",
      "object-store",
    ];
    assert.deepEqual(Object.keys(demo.endpoints).sort(), types.sort());
    const ports = new Set(Object.values(demo.endpoints).map((url) => new URL(url).port));
    assert.equal(ports.size, types.length - 1, "only Cinder stands under two types");
    assert.equal(demo.endpoints["volumev3"], demo.endpoints["block-storage"]);
    for (const url of Object.values(demo.endpoints)) {
      const seen = await ask(new URL("/", url).href);
      assert.ok([200, 300, 404].includes(seen.status), `${url}: ${seen.status}`);
    }
  });
});

Deno.test("startDemo() makes up a password, another one each time", async () => {
  const [first, second] = await Promise.all([startDemo(), startDemo()]);
  await Promise.all([first.close(), second.close()]);
  assert.notEqual(first.password, second.password);
  assert.ok(first.password.length >= 20);
});

Deno.test("everybody in the list can log in and has the roles it names", async () => {
  await withDemo({ password: "s3cret" }, async (demo) => {
    assert.deepEqual(new Set(demo.users.map((user) => user.name)).size, 7);
    for (const user of demo.users) {
      const target = user.project === undefined ? "system" : { project: user.project };
      const visitor = await Visitor.login(demo, user.name, target);
      const roles = itemsOf(itemOf(visitor.body["token"])["roles"]).map((role) => textOf(role["name"]));
      assert.deepEqual(roles.sort(), user.roles);
    }
    const operator = demo.users.filter((user) => user.name === "operator");
    assert.deepEqual(operator.map((user) => [user.project, user.roles[0]]), [["acme", "admin"]]);
  });
});

Deno.test("a login is refused as Keystone does", async () => {
  await withDemo({ password: "s3cret" }, async (demo) => {
    const login = (user: string, password: string, target: Parameters<typeof passwordLogin>[2]) =>
      ask(`${demo.authUrl}/auth/tokens`, { method: "POST", body: passwordLogin(user, password, target) });
    for (
      const refused of [
        await login("alice", "wrong", ACME),
        await login("nobody", "s3cret", ACME),
        await login("nova", "s3cret", { project: "service" }),
        await login("alice", "s3cret", { project: "globex" }),
        await login("alice", "s3cret", { project: "no-such" }),
        await login("alice", "s3cret", "system"),
      ]
    ) {
      assert.equal(refused.status, 401);
      assert.equal(refused.headers.get("WWW-Authenticate"), `Keystone uri="${demo.authUrl}"`);
      assert.deepEqual(refused.body, {
        error: {
          code: 401,
          message: "The request you have made requires authentication.",
          title: "Unauthorized",
        },
      });
    }
  });
});

Deno.test("an application credential logs in to its project and nowhere else", async () => {
  await withDemo({ password: "s3cret" }, async (demo) => {
    const alice = await Visitor.login(demo, "alice", ACME);
    const user = textOf(itemOf(itemOf(alice.body["token"])["user"])["id"]);
    const [credential] = itemsOf(
      (await alice.ask("identity", `/users/${user}/application_credentials`)).body["application_credentials"],
    );
    assert.ok(credential);
    const login = (named: Parameters<typeof itemOf>[0], scope?: string) => {
      const identity = { methods: ["application_credential"], application_credential: named ?? null };
      const body = { auth: { identity, ...(scope === undefined ? {} : { scope }) } };
      return ask(`${demo.authUrl}/auth/tokens`, { method: "POST", body });
    };
    const id = credential["id"] ?? null;
    const byId = await login({ id, secret: "s3cret" });
    assert.equal(byId.status, 201);
    assert.equal(itemOf(itemOf(byId.body["token"])["project"])["name"], "acme");
    const owner = { name: "alice", domain: { id: "default" } };
    const byName = await login({ name: credential["name"] ?? null, user: owner, secret: "s3cret" });
    assert.equal(byName.status, 201);
    assert.equal((await login({ id, secret: "wrong" })).status, 401);
    assert.equal((await login({ id: "none", secret: "s3cret" })).status, 404);
    assert.equal((await login({ id, secret: "s3cret" }, "unscoped")).status, 401);
    const again = {
      auth: { identity: { methods: ["token"], token: { id: byId.headers.get("X-Subject-Token") } } },
    };
    assert.equal((await ask(`${demo.authUrl}/auth/tokens`, { method: "POST", body: again })).status, 403);
  });
});

Deno.test("an unscoped token has no catalogue and can be exchanged", async () => {
  await withDemo({}, async (demo) => {
    const bob = await Visitor.login(demo, "bob", "unscoped");
    assert.equal(itemOf(bob.body["token"])["catalog"], undefined);
    assert.deepEqual((await bob.names("identity", "/auth/projects", "projects")).sort(), ["acme", "globex"]);
    const auth = {
      identity: { methods: ["token"], token: { id: bob.token } },
      scope: { project: { name: "globex", domain: { name: "Default" } } },
    };
    const seen = await ask(`${demo.authUrl}/auth/tokens`, { method: "POST", body: { auth } });
    assert.equal(seen.status, 201);
    const token = itemOf(seen.body["token"]);
    assert.deepEqual(token["methods"], ["password", "token"]);
    assert.equal(token["expires_at"], itemOf(bob.body["token"])["expires_at"]);
  });
});

Deno.test("a token for the system finds no endpoint where a project is needed", async () => {
  await withDemo({}, async (demo) => {
    const admin = await Visitor.login(demo, "admin", "system");
    const catalog = itemsOf(itemOf(admin.body["token"])["catalog"]);
    const endpoints = (type: string) =>
      itemsOf(catalog.find((one) => one["type"] === type)?.["endpoints"]).length;
    assert.deepEqual([endpoints("compute"), endpoints("block-storage")], [3, 0]);
  });
});

Deno.test("tokens end: revoked, deleted, expired", async () => {
  await withDemo({}, async (demo) => {
    const alice = await Visitor.login(demo, "alice", ACME);
    const bob = await Visitor.login(demo, "bob", ACME);
    assert.equal((await alice.nova("/servers")).status, 200);
    const gone = { method: "DELETE", headers: { "X-Subject-Token": bob.token } };
    assert.equal((await bob.ask("identity", "/auth/tokens", gone)).status, 204);
    assert.equal((await bob.nova("/servers")).status, 401);
    demo.revokeTokens();
    const refused = await alice.nova("/servers");
    assert.equal(refused.status, 401);
    assert.equal(refused.headers.get("WWW-Authenticate"), `Keystone uri="${new URL(demo.authUrl).origin}"`);
  });
  await withDemo({ tokenTtlSeconds: 0 }, async (demo) => {
    const alice = await Visitor.login(demo, "alice", ACME);
    assert.equal((await alice.ask("image", "/v2/images")).status, 401);
  });
});

Deno.test("a token may look at itself; another's needs the right to", async () => {
  await withDemo({}, async (demo) => {
    const alice = await Visitor.login(demo, "alice", ACME);
    const admin = await Visitor.login(demo, "admin", { project: "admin" });
    const look = (who: Visitor, token: string) =>
      who.ask("identity", "/auth/tokens?nocatalog", { headers: { "X-Subject-Token": token } });
    const own = await look(alice, alice.token);
    assert.equal(own.status, 200);
    assert.equal(itemOf(own.body["token"])["catalog"], undefined);
    assert.equal((await look(admin, alice.token)).status, 200);
    assert.equal((await look(alice, admin.token)).status, 403);
    assert.equal((await look(alice, "unknown")).status, 404);
  });
});

Deno.test("the catalogue can lack services, lack endpoints, and change", async () => {
  await withDemo({ without: ["dns"], emptyEndpoints: ["image"] }, async (demo) => {
    const look = async (type: string) => {
      const alice = await Visitor.login(demo, "alice", ACME);
      const found = itemsOf(itemOf(alice.body["token"])["catalog"]).find((one) => one["type"] === type);
      return found && itemsOf(found["endpoints"]).map((endpoint) => textOf(endpoint["url"]));
    };
    assert.equal(await look("dns"), undefined);
    assert.deepEqual(await look("image"), []);
    demo.changeCatalog({ service: "compute", url: "http://127.0.0.1:1/v2.1" });
    assert.deepEqual(new Set(await look("compute")), new Set(["http://127.0.0.1:1/v2.1"]));
    demo.changeCatalog({ service: "network", remove: true });
    assert.equal(await look("network"), undefined);
  });
});

Deno.test("Keystone can stand below a path", async () => {
  await withDemo({ path: "/identity" }, async (demo) => {
    assert.match(demo.authUrl, /\/identity\/v3$/);
    const root = await ask(demo.authUrl.replace(/\/v3$/, ""));
    assert.equal(root.status, 300);
    assert.match(root.text, /\/identity\/v3\//);
    const alice = await Visitor.login(demo, "alice", ACME);
    assert.deepEqual(await alice.names("identity", "/auth/projects", "projects"), ["acme"]);
    assert.equal((await ask(demo.authUrl.replace("/identity", ""))).status, 404);
  });
});

Deno.test("the log shows requests without their tokens", async () => {
  await withDemo({}, async (demo) => {
    const alice = await Visitor.login(demo, "alice", ACME);
    await alice.nova("/servers?limit=1");
    const last = demo.requests.at(-1);
    assert.ok(last);
    const { service, method, path, query, status } = last;
    assert.deepEqual([service, method, path, query, status], [
      "compute",
      "GET",
      "/v2.1/servers",
      "limit=1",
      200,
    ]);
    assert.equal(last.headers["x-auth-token"], "present");
    assert.equal(last.headers["openstack-api-version"], "compute 2.93");
    assert.ok(!JSON.stringify(demo.requests).includes(alice.token));
    assert.ok(Math.abs(Date.now() - last.at) < 5000);
  });
});

Deno.test("two releases offer two ranges of versions", async () => {
  for (const [release, nova, cinder] of [["zed", "2.93", "3.70"], ["2026.2", "2.104", "3.71"]] as const) {
    await withDemo({ release }, async (demo) => {
      const compute = await ask(`${demo.endpoints["compute"]}/`);
      assert.equal(itemOf(compute.body["version"])["version"], nova);
      const volume = await ask(new URL("/", demo.endpoints["block-storage"]).href);
      assert.equal(itemsOf(volume.body["versions"])[0]?.["version"], cinder);
    });
  }
});

Deno.test("close() ends what hangs", async () => {
  const demo = await startDemo({ faults: [{ kind: "hang" }] });
  const hanging = fetch(`${demo.authUrl}`).then((answer) => answer.text()).catch((error) => error);
  while (demo.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await demo.close();
  assert.ok(await hanging instanceof Error);
});
