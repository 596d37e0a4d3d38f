import assert from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import { ON_REAL_CLOUD, withCloud } from "./cloud.ts";
import { objectOf, run } from "./program.ts";

/** The objects of a list. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  assert.ok(Array.isArray(value));
  return value.map(objectOf);
}

function textOf(value: unknown): string {
  assert.ok(typeof value === "string", JSON.stringify(value));
  return value;
}

interface Rule {
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

function rulesIn(stdout: string): Rule[] {
  return objectsIn(JSON.parse(stdout)).map((rule) => {
    assert.deepEqual(Object.keys(rule), ["service", "method", "path"]);
    return {
      service: textOf(rule["service"]),
      method: textOf(rule["method"]),
      path: textOf(rule["path"]),
    };
  });
}

Deno.test("access-rules writes what Keystone takes, and the rest to standard error", async (t) => {
  await withCloud(async ({ env }) => {
    const { code, stdout, stderr } = await run({ args: ["access-rules"], env: env() });
    assert.equal(code, 0, stderr);
    const rules = rulesIn(stdout);
    await t.step("every name of a service has the same rules", () => {
      const pathsOf = (service: string) =>
        rules.filter((rule) => rule.service === service).map(({ path }) => path);
      assert.ok(pathsOf("compute").includes("/v2.1/servers/detail"));
      assert.ok(pathsOf("volumev3").includes("/v3/*/volumes/detail"));
      assert.deepEqual(pathsOf("block-storage"), pathsOf("volumev3"));
    });
    await t.step("each rule stands there once, in order, and none is wider than it must be", () => {
      const keys = rules.map(({ service, method, path }) => `${service} ${path} ${method}`);
      assert.deepEqual(keys, [...new Set(keys)].sort());
      for (const { method, path } of rules) {
        assert.match(path, /^\/([\w.-]+|\*|AUTH_\*)?(\/([\w.-]+|\*|AUTH_\*))*\/?$/);
        assert.ok(method === "GET" || method === "HEAD", "without --allow-write");
      }
    });
    await t.step("how to make the credential, and who may not hold it to the rules", () => {
      assert.match(
        stderr,
        / --role reader (--role \S+ )*--expiration \d{4}-\d\d-\d\dT00:00:00 --access-rules rules\.json /,
      );
      assert.match(stderr, /^Not probed: /m);
      assert.match(stderr, /^ {2}object-store: /m);
    });
    await t.step("--format json is the same list in a line", async () => {
      const json = await run({ args: ["access-rules", "--format", "json"], env: env() });
      assert.equal(json.stdout.trimEnd().split("\n").length, 1);
      assert.deepEqual(rulesIn(json.stdout), rules);
    });
    await t.step("a choice of tools has fewer", async () => {
      const some = await run({ args: ["access-rules", "--toolsets", "compute"], env: env() });
      const keys = new Set(rules.map((rule) => JSON.stringify(rule)));
      const fewer = rulesIn(some.stdout);
      assert.ok(fewer.length > 0 && fewer.length < rules.length);
      for (const rule of fewer) assert.ok(keys.has(JSON.stringify(rule)));
    });
  });
});

Deno.test("access-rules says that the login failed", async () => {
  await withCloud(async ({ env, demo }) => {
    if (!demo) return;
    const { code, stdout, stderr } = await run({
      args: ["access-rules"],
      env: { ...env(), OS_PASSWORD: "wrong" },
    });
    assert.equal(code, 3);
    assert.equal(stdout, "");
    assert.match(stderr, /log in: login failed/);
  });
});

/** A login by password that makes credentials, spoken to without the program. */
class Owner {
  readonly authUrl: string;
  readonly token: string;
  readonly #user: string;

  private constructor(authUrl: string, token: string, user: string) {
    this.authUrl = authUrl;
    this.token = token;
    this.#user = user;
  }

  /** Logs in as an entry of clouds.yaml says. */
  static async logIn({ OS_CLIENT_CONFIG_FILE: file = "", OS_CLOUD: name = "" }: Record<string, string>) {
    const clouds = objectOf(objectOf(parseYaml(Deno.readTextFileSync(file)))["clouds"]);
    const auth = objectOf(objectOf(clouds[name])["auth"]);
    const authUrl = textOf(auth["auth_url"]);
    const user = {
      name: auth["username"],
      password: auth["password"],
      domain: { name: auth["user_domain_name"] },
    };
    const project = { name: auth["project_name"], domain: { name: auth["project_domain_name"] } };
    const { token, body } = await issueToken(authUrl, {
      identity: { methods: ["password"], password: { user } },
      scope: { project },
    });
    return new Owner(authUrl, token, textOf(objectOf(body["user"])["id"]));
  }

  /** Uses a new credential with these rules, and with every role of its owner, and deletes both. */
  async withCredential(
    rules: readonly Rule[],
    use: (credential: { id: string; secret: string }) => Promise<void>,
  ): Promise<void> {
    const name = `access-rules-${crypto.randomUUID()}`;
    const answer = await this.#send("POST", "/application_credentials", {
      application_credential: { name, access_rules: rules },
    });
    const made = objectOf(objectOf(await answer.json())["application_credential"]);
    const id = textOf(made["id"]);
    try {
      await use({ id, secret: textOf(made["secret"]) });
    } finally {
      await (await this.#send("DELETE", `/application_credentials/${id}`)).body?.cancel();
      for (const rule of objectsIn(made["access_rules"])) {
        // One that another credential uses stays: Keystone refuses.
        await (await this.#send("DELETE", `/access_rules/${rule["id"]}`)).body?.cancel();
      }
    }
  }

  #send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.authUrl}/users/${this.#user}${path}`, {
      method,
      headers: { "X-Auth-Token": this.token, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

async function issueToken(authUrl: string, auth: unknown) {
  const answer = await fetch(`${authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ auth }),
  });
  assert.equal(answer.status, 201);
  const body = objectOf(objectOf(await answer.json())["token"]);
  return { token: textOf(answer.headers.get("x-subject-token")), body };
}

/** An answer without what Swift refused: it takes no credential that has rules, as the command says. */
function withoutSwift(answer: string): string {
  const { unavailable, ...members } = objectOf(JSON.parse(answer));
  const parts = Array.isArray(unavailable) ? unavailable.map(objectOf) : [];
  return JSON.stringify({
    ...members,
    unavailable: parts.filter((part) => part["service"] !== "object-store"),
  });
}

Deno.test({
  name: "a credential with the rules can do what the tools do, and nothing else",
  ignore: !ON_REAL_CLOUD,
  fn: (t) =>
    withCloud(async ({ env }) => {
      const owner = await Owner.logIn(env());
      const rules = rulesIn((await run({ args: ["access-rules"], env: env() })).stdout);
      await owner.withCredential(rules, async ({ id, secret }) => {
        const login = {
          OS_AUTH_TYPE: "v3applicationcredential",
          OS_AUTH_URL: owner.authUrl,
          OS_APPLICATION_CREDENTIAL_ID: id,
          OS_APPLICATION_CREDENTIAL_SECRET: secret,
          OS_REGION_NAME: "RegionOne",
        };
        const listed = await run({ args: ["tools", "list", "--format", "json"] });
        const tools = objectsIn(objectOf(JSON.parse(listed.stdout))["tools"])
          .filter((tool) => objectOf(tool["annotations"])["readOnlyHint"] === true);
        assert.ok(tools.length > 10);
        for (const name of tools.map((tool) => textOf(tool["name"]))) {
          await t.step(`${name} meets no refusal that its owner does not meet`, async () => {
            const args = ["tools", "call", name, ...TARGETS[name] ?? []];
            const [own, limited] = await Promise.all([
              run({ args, env: env() }),
              run({ args, env: login }),
            ]);
            assert.equal(limited.code, own.code, limited.stdout);
            assert.doesNotMatch(
              withoutSwift(limited.stdout),
              /access rules may not cover|HTTP 401|"status": *401/,
            );
          });
        }
        await t.step(
          "the services refuse what no rule covers, though the roles would permit it",
          async () => {
            const { token, body } = await issueToken(owner.authUrl, {
              identity: { methods: ["application_credential"], application_credential: { id, secret } },
            });
            const roles = objectsIn(body["roles"]).map((role) => role["name"]);
            assert.ok(roles.includes("member"), "it is the rules that protect here, not the roles");
            const endpoints = publicEndpoints(body["catalog"]);
            for (const [type, endpoint] of endpoints) {
              const url = `${endpoint}${VERSIONS[type] ?? ""}/openstack-mcp-acceptance`;
              const expected = type === "identity" ? 404 : 401;
              assert.equal(await statusOf("GET", url, token), expected, type);
              assert.notEqual(await statusOf("GET", url, owner.token), 401, type);
            }
            for (const [type, method, path, status] of CALLS) {
              const url = `${endpoints.get(type)}${path}`;
              assert.equal(await statusOf(method, url, token), status, `${type} ${method} ${path}`);
              assert.notEqual(await statusOf(method, url, owner.token), 401, `${type} ${method} ${path}`);
            }
          },
        );
        await t.step("check tells which services hold it to the rules", async () => {
          const { stdout } = await run({ args: ["check", "--format", "json"], env: login });
          const diagnoses = objectsIn(objectOf(JSON.parse(stdout))["diagnoses"]);
          const states = Object.fromEntries(diagnoses.flatMap(({ what, detail }) => {
            const [, service] = /^access rules, (.*)$/.exec(textOf(what)) ?? [];
            return service === undefined ? [] : [[service, textOf(detail)]];
          }));
          for (const service of ["compute", "block-storage", "network", "image", "placement"]) {
            assert.match(textOf(states[service]), /^lets the credential's access rules decide/, service);
          }
          assert.match(textOf(states["identity"]), /^does not check access rules/);
        });
        await t.step("access-rules tells it too", async () => {
          const { stderr } = await run({ args: ["access-rules"], env: login });
          assert.match(stderr, /^ {2}compute: lets the credential's access rules decide$/m);
          assert.match(stderr, /^ {2}identity: does not check access rules/m);
        });
      });
    }),
});

/** Arguments of tools that want a target. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  get_server_volumes: ["names=web-01"],
  get_server_events: ["names=web-01"],
};

/** Versions that the endpoints lack: above them nobody asks for a token. */
const VERSIONS: Readonly<Record<string, string>> = {
  "dns": "/v2",
  "image": "/v2",
  "key-manager": "/v1",
  "load-balancer": "/v2",
  "network": "/v2.0",
};

/** What the services answer to the credential. Nobody can make anything with the empty body of a POST. */
const CALLS: readonly (readonly [type: string, method: "GET" | "POST", path: string, status: number])[] = [
  ["compute", "GET", "/servers/detail", 200],
  ["compute", "GET", "/extensions", 401],
  ["compute", "POST", "/servers", 401],
  ["volumev3", "GET", "/volumes/detail", 200],
  ["volumev3", "POST", "/volumes", 401],
  ["image", "GET", "/v2/images", 200],
  ["image", "GET", "/v2/schemas/image", 401],
  ["image", "POST", "/v2/images", 401],
  ["network", "GET", "/v2.0/agents", 200],
  ["network", "POST", "/v2.0/networks", 401],
  ["orchestration", "POST", "/stacks", 401],
  ["load-balancer", "POST", "/v2/lbaas/loadbalancers", 401],
  ["dns", "POST", "/v2/zones", 401],
  ["sharev2", "POST", "/shares", 401],
];

async function statusOf(method: string, url: string, token: string): Promise<number> {
  const answer = await fetch(url, {
    method,
    headers: { "X-Auth-Token": token, "Accept": "application/json", "Content-Type": "application/json" },
    ...(method === "POST" ? { body: "{}" } : {}),
  });
  await answer.body?.cancel();
  return answer.status;
}

/** The public endpoints of a catalog by type. */
function publicEndpoints(catalog: unknown): Map<string, string> {
  return new Map(
    objectsIn(catalog).map((entry) => {
      const endpoint = objectsIn(entry["endpoints"]).find((one) => one["interface"] === "public");
      return [textOf(entry["type"]), textOf(endpoint?.["url"])];
    }),
  );
}
