/** Several clouds at once, prompts, resources and completion: what a client sees of the real program.
 *
 * @module
 */
import assert from "node:assert/strict";
import { stringify as stringifyYaml } from "yaml";
import { type TestCloud, withCloud } from "./cloud.ts";
import { objectOf, rowsOf, run, Server } from "./program.ts";

/** Entries of a clouds.yaml: two projects of the cloud, a cloud that nobody answers at, and one with two regions. */
function cloudsYaml(cloud: TestCloud): string {
  const entry = (env: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>> = {}) => ({
    auth: {
      auth_url: env["OS_AUTH_URL"],
      username: env["OS_USERNAME"],
      password: env["OS_PASSWORD"],
      project_name: env["OS_PROJECT_NAME"],
      user_domain_name: "Default",
      project_domain_name: "Default",
    },
    ...more,
  });
  const acme = cloud.login("bob");
  return stringifyYaml({
    clouds: {
      acme: entry(acme, { region_name: "RegionOne" }),
      globex: entry(cloud.login("bob in globex"), { region_name: "RegionOne" }),
      nobody: entry({ ...acme, OS_AUTH_URL: "http://127.0.0.1:59/v3" }),
      regions: entry(acme, { regions: ["RegionOne", "RegionTwo"] }),
    },
  });
}

async function withClouds(body: (env: Record<string, string>) => Promise<void>): Promise<void> {
  await withCloud(async (cloud) => {
    const file = await Deno.makeTempFile({ prefix: "openstack-mcp-test-", suffix: ".yaml" });
    try {
      await Deno.writeTextFile(file, cloudsYaml(cloud));
      await body({ OS_CLIENT_CONFIG_FILE: file });
    } finally {
      await Deno.remove(file);
    }
  });
}

async function withServer(
  args: readonly string[],
  body: (server: Server) => Promise<void>,
): Promise<void> {
  await withClouds(async (env) => {
    const server = new Server({ args, env });
    try {
      await server.initialize();
      await body(server);
    } finally {
      await server.end();
    }
  });
}

function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => Object(inner)[key], value);
}

Deno.test("several clouds are served at once, and asked together", async () => {
  const args = ["--cloud", "acme", "--cloud", "globex", "--cloud", "nobody"];
  await withServer(args, async (server) => {
    const { result } = await server.request("tools/list");
    const [first] = Object.values(objectOf(objectOf(result)["tools"]));
    assert.deepEqual(at(first, "inputSchema", "properties", "cloud"), {
      enum: ["acme", "globex", "nobody", "all"],
    });
    assert.equal(at(first, "inputSchema", "properties", "region"), undefined);
    const idsIn = async (cloud?: string) => {
      const { answer } = await server.call("get_instance", { fields: ["id"], ...cloud ? { cloud } : {} });
      return rowsOf(answer).map((row) => String(row["id"])).toSorted();
    };
    const acme = await idsIn();
    const globex = await idsIn("globex");
    assert.ok(acme.length > 0 && globex.length > 0);
    const { answer, isError } = await server.call("get_instance", { fields: ["id"], cloud: "all" });
    assert.equal(isError, false);
    const rows = rowsOf(answer);
    assert.deepEqual(rows.map((row) => String(row["id"])).toSorted(), [...acme, ...globex].toSorted());
    assert.deepEqual([...new Set(rows.map((row) => row["cloud"]))].toSorted(), ["acme", "globex"]);
    assert.deepEqual(
      [at(answer, "unavailable", 0, "cloud"), at(answer, "unavailable", 0, "reason")],
      ["nobody", "unavailable"],
    );
  });
});

Deno.test("a list of several clouds goes on to its end, two by two", async () => {
  await withServer(["--cloud", "acme", "--cloud", "globex"], async (server) => {
    const whole = await server.call("get_instance", { fields: ["id"], cloud: "all" });
    const found: unknown[] = [];
    let cursor: unknown;
    for (let page = 0; page < 50; page++) {
      const { answer } = await server.call("get_instance", {
        fields: ["id"],
        cloud: "all",
        limit: 2,
        ...cursor === undefined ? {} : { cursor },
      });
      const rows = rowsOf(answer);
      assert.ok(rows.length <= 4);
      found.push(...rows.map((row) => row["id"]));
      cursor = answer["next"];
      if (cursor === undefined) break;
    }
    assert.deepEqual(found.toSorted(), rowsOf(whole.answer).map((row) => row["id"]).toSorted());
  });
});

Deno.test("a region is an argument where an entry lists several, and one that is not there is told", async () => {
  await withServer(["--cloud", "regions"], async (server) => {
    const first = await server.call("get_instance", { fields: ["id"] });
    assert.match(String(first.answer["scope"]), /region RegionOne/);
    const second = await server.call("get_instance", { region: "RegionTwo" });
    assert.equal(second.isError, true);
    assert.match(String(at(second.answer, "error", "detail")), /RegionTwo/);
    const both = await server.call("get_instance", { region: "all", fields: ["id"] });
    assert.equal(both.isError, false);
    assert.equal(at(both.answer, "unavailable", 0, "region"), "RegionTwo");
  });
});

Deno.test("tools call asks several clouds from a terminal too; other commands want one", async () => {
  await withClouds(async (env) => {
    const clouds = ["--cloud", "acme", "--cloud", "globex"];
    const call = ["tools", "call", "get_instance", ...clouds, "cloud=all", "fields=id"];
    const { stdout, code } = await run({ args: call, env });
    assert.equal(code, 0);
    assert.deepEqual(
      [...new Set(rowsOf(objectOf(JSON.parse(stdout))).map((row) => row["cloud"]))].toSorted(),
      ["acme", "globex"],
    );
    const check = await run({ args: ["check", ...clouds], env });
    assert.equal(check.code, 2);
    assert.match(check.stderr, /one cloud/);
  });
});

Deno.test("prompts, resources and completion are served from the live cloud", async (test) => {
  await withServer(["--cloud", "acme", "--toolsets", "all"], async (server) => {
    const { answer } = await server.call("get_instance", { fields: ["name", "id"], limit: 1 });
    const [row = {}] = rowsOf(answer);
    const [id, name] = [String(row["id"]), String(row["name"])];

    await test.step("prompts", async () => {
      const list = await server.request("prompts/list");
      const names = Object.values(objectOf(at(list, "result", "prompts"))).map((one) => at(one, "name"));
      assert.deepEqual(names.toSorted(), [
        "capacity_review",
        "daily_health",
        "maintenance_window",
        "prompt_template_full",
        "prompt_template_headings",
        "prompt_template_section",
        "security_review",
        "triage_instance",
      ]);
      const got = await server.request("prompts/get", {
        name: "triage_instance",
        arguments: { server: name },
      });
      assert.ok(String(at(got, "result", "messages", 0, "content", "text")).includes(`"${name}"`));
    });

    await test.step("every listed resource can be read", async () => {
      const list = await server.request("resources/list");
      for (const resource of Object.values(objectOf(at(list, "result", "resources")))) {
        const uri = String(at(resource, "uri"));
        const read = await server.request("resources/read", { uri });
        const text = String(at(read, "result", "contents", 0, "text"));
        assert.ok(text.length > 40, `${uri}: ${JSON.stringify(read).slice(0, 300)}`);
      }
    });

    await test.step("a server by id, by name, and one that is not there", async () => {
      for (const one of [id, encodeURIComponent(name)]) {
        const read = await server.request("resources/read", { uri: `openstack://acme/server/${one}` });
        const server_ = objectOf(JSON.parse(String(at(read, "result", "contents", 0, "text"))));
        assert.equal(at(server_, "server", "id"), id);
      }
      const gone = await server.request("resources/read", { uri: "openstack://acme/server/no-such-server" });
      assert.equal(at(gone, "error", "code"), -32602);
    });

    await test.step("a tool's documentation", async () => {
      const read = await server.request("resources/read", { uri: "openstack://docs/tools/get_instance" });
      assert.match(String(at(read, "result", "contents", 0, "text")), /get_instance/);
    });

    await test.step("completion of every template", async () => {
      const list = await server.request("resources/templates/list");
      for (const template of Object.values(objectOf(at(list, "result", "resourceTemplates")))) {
        const uri = String(at(template, "uriTemplate"));
        const [, variable = ""] = /\{(\w+)\}/.exec(uri) ?? [];
        const done = await server.request("completion/complete", {
          ref: { type: "ref/resource", uri },
          argument: { name: variable, value: "" },
        });
        const values = at(done, "result", "completion", "values");
        assert.ok(Array.isArray(values) && values.length > 0, `${uri}: ${JSON.stringify(done)}`);
      }
      const part = await server.request("completion/complete", {
        ref: { type: "ref/prompt", name: "triage_instance" },
        argument: { name: "server", value: name.slice(0, 3) },
      });
      assert.ok(Object.values(objectOf(at(part, "result", "completion", "values"))).includes(name));
    });
  });
});
