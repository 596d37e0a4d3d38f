import assert from "node:assert/strict";
import { ON_REAL_CLOUD, withCloud, withDemo } from "./cloud.ts";
import { emptyHome, objectOf, run, Server } from "./program.ts";

const PASSWORD = "correct-horse-battery";

/** A login that nobody answers. */
const LOGIN = {
  OS_AUTH_URL: "https://keystone.example/v3",
  OS_USERNAME: "alice",
  OS_PASSWORD: PASSWORD,
  OS_PROJECT_NAME: "acme",
  OS_USER_DOMAIN_NAME: "Default",
  OS_PROJECT_DOMAIN_NAME: "Default",
};

/** The objects of a list that is JSON. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  assert.ok(Array.isArray(value));
  return value.map(objectOf);
}

Deno.test("tools list names the chosen tools, without a cloud", async (test) => {
  await test.step("text: a line a tool", async () => {
    const { code, stdout } = await run({ args: ["tools", "list"] });
    assert.equal(code, 0);
    assert.match(stdout, /^get_instance +compute +\S/m);
    assert.doesNotMatch(stdout, /get_console_log/, "it can show secrets");
  });
  await test.step("json: with schema and toolset", async () => {
    const { code, stdout } = await run({ args: ["tools", "list", "--format", "json"] });
    assert.equal(code, 0);
    const tools = objectsIn(objectOf(JSON.parse(stdout))["tools"]);
    for (const { name, toolset, inputSchema } of tools) {
      assert.equal(typeof name, "string");
      assert.equal(typeof toolset, "string");
      assert.equal(objectOf(inputSchema)["type"], "object");
    }
  });
  await test.step("without a command of its own", async () => {
    assert.equal((await run({ args: ["tools"] })).stdout, (await run({ args: ["tools", "list"] })).stdout);
  });
});

Deno.test("tools describe tells the arguments of a tool", async (test) => {
  for (const name of ["get_instance", "list_servers", "search_instances"]) {
    await test.step(`by ${name}`, async () => {
      const { code, stdout } = await run({ args: ["tools", "describe", name] });
      assert.equal(code, 0);
      assert.match(stdout, /^get_instance \(compute\)\n/);
      assert.match(stdout, /\[names\] {2}/);
      assert.match(stdout, /Older names: .*list_servers/);
    });
  }
  await test.step("as json", async () => {
    const { code, stdout } = await run({ args: ["tools", "describe", "get_flavors", "--format", "json"] });
    assert.equal(code, 0);
    assert.equal(objectOf(JSON.parse(stdout))["name"], "get_flavors");
  });
  await test.step("a name that is misspelt is a wrong command line, with what was meant", async () => {
    const { code, stdout, stderr } = await run({ args: ["tools", "describe", "get_instanze"] });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /did you mean get_instance\?/);
  });
});

Deno.test("tools call answers as a tool does", async (test) => {
  await withCloud(async ({ env }) => {
    const call = async (...args: string[]) => {
      const { code, stdout, stderr } = await run({ args: ["tools", "call", ...args], env: env() });
      return { code, answer: stdout === "" ? {} : objectOf(JSON.parse(stdout)), stdout, stderr };
    };
    await test.step("with key=value", async () => {
      const { code, answer } = await call("get_instance", "limit=2", "fields=name", "count=true");
      assert.equal(code, 0);
      assert.equal(answer["shown"], 2);
      assert.deepEqual(answer["columns"], ["name", "id"]);
    });
    await test.step("with values that are JSON", async () => {
      const { code, answer } = await call("get_instance", 'filters={"status":"ACTIVE"}', 'fields=["status"]');
      assert.equal(code, 0);
      const { rows } = answer;
      assert.ok(Array.isArray(rows) && rows.length > 0);
      for (const row of rows) assert.ok(Array.isArray(row) && row.includes("ACTIVE"));
    });
    await test.step("with --json, the same", async () => {
      const { code, answer } = await call("get_instance", "--json", '{"limit": 2, "fields": ["name"]}');
      assert.equal(code, 0);
      assert.deepEqual(answer["rows"], (await call("get_instance", "limit=2", "fields=name")).answer["rows"]);
    });
    await test.step("with an older name", async () => {
      assert.equal((await call("list_servers", "limit=1")).code, 0);
    });
    await test.step("in one line for a script", async () => {
      const { code, stdout } = await call("get_flavors", "--format", "json");
      assert.equal(code, 0);
      assert.match(stdout, /^\{[^\n]+\}\n$/);
    });
    await test.step("1 when the work failed", async () => {
      const { code, answer } = await call("get_instance", "names=no-such-server");
      assert.equal(code, 1);
      assert.equal(objectOf(answer["error"])["reason"], "not found");
    });
    const wrong: [string, string[]][] = [
      ["no name of a tool", []],
      ["an unknown tool", ["get_instanze"]],
      ["an unknown argument", ["get_instance", "bogus=1"]],
      ["a value off the range", ["get_instance", "limit=0"]],
      ["a word that is no argument", ["get_instance", "web-01"]],
      ["an argument given twice", ["get_instance", "names=a", "names=b"]],
      ["text that is no JSON", ["get_instance", "--json", "{"]],
      ["both ways at once", ["get_instance", "limit=1", "--json", "{}"]],
    ];
    for (const [title, args] of wrong) {
      await test.step(`2 for ${title}`, async () => {
        const { code, stdout, stderr } = await call(...args);
        assert.equal(code, 2, stdout + stderr);
      });
    }
  });
});

Deno.test("a login that is refused ends a call and the doctor with 3", async (test) => {
  await withDemo({}, async ({ env }) => {
    for (const args of [["tools", "call", "get_instance"], ["check"], ["check", "--format", "json"]]) {
      await test.step(args.join(" "), async () => {
        const { code, stdout, stderr } = await run({ args, env: { ...env(), OS_PASSWORD: PASSWORD } });
        assert.equal(code, 3);
        assert.match(stdout, /login failed/);
        assert.ok(!(stdout + stderr).includes(PASSWORD));
      });
    }
  });
});

Deno.test("check finds nothing wrong with a cloud that works", async (test) => {
  await withCloud(async ({ env }) => {
    await test.step("text: by area, with counts", async () => {
      const { code, stdout } = await run({ args: ["check"], env: env() });
      assert.equal(code, 0, stdout);
      for (const area of ["settings", "tls", "login", "services", "permissions"]) {
        assert.match(stdout, new RegExp(`^${area}$`, "m"));
      }
      assert.match(stdout, /\d+ ok, \d+ warning, 0 failed\n$/);
    });
    await test.step("json: each with area, what and state", async () => {
      const { code, stdout } = await run({ args: ["check", "--format", "json"], env: env() });
      assert.equal(code, 0);
      const diagnoses = objectsIn(objectOf(JSON.parse(stdout))["diagnoses"]);
      assert.ok(diagnoses.some(({ area, what }) => area === "services" && what === "compute"));
      for (const { state } of diagnoses) assert.match(String(state), /^(ok|warning)$/);
    });
  });
});

Deno.test({
  name: "check names the service that fails, with a fix",
  ignore: ON_REAL_CLOUD,
  fn: () =>
    withDemo({ faults: [{ service: "network", kind: "status", status: 503 }] }, async ({ env }) => {
      const text = await run({ args: ["check"], env: env() });
      assert.equal(text.code, 1);
      assert.match(text.stdout, /^ {2}failed {3}network: .*\n {11}fix: \S/m);
      assert.match(text.stdout, /, 1 failed\n$/);
      const json = await run({ args: ["check", "--format", "json"], env: env() });
      assert.equal(json.code, 1);
      const failed = objectsIn(objectOf(JSON.parse(json.stdout))["diagnoses"])
        .filter(({ state }) => state === "failed");
      assert.deepEqual(failed.map(({ what }) => what), ["network"]);
    }),
});

Deno.test("clouds tells where each setting came from, and never a secret", async (test) => {
  const file = `${emptyHome()}/two.yaml`;
  await Deno.writeTextFile(
    file,
    `clouds:
  blue:
    region_name: RegionOne
    auth:
      auth_url: https://keystone.example/v3
      username: alice
      password: ${PASSWORD}
      project_name: acme
      user_domain_name: Default
      project_domain_name: Default
  green:
    auth_type: v3applicationcredential
    auth:
      auth_url: https://keystone.example/v3
      application_credential_id: 4d1f
      application_credential_secret: ${PASSWORD}
`,
  );
  for (const format of ["text", "json"]) {
    for (
      const [origin, env] of [["a file", { OS_CLIENT_CONFIG_FILE: file }], ["variables", LOGIN]] as const
    ) {
      await test.step(`${format}, from ${origin}`, async () => {
        const { code, stdout, stderr } = await run({ args: ["clouds", "--format", format], env });
        assert.equal(code, 0);
        assert.ok(!(stdout + stderr).includes(PASSWORD));
        assert.match(stdout, /keystone\.example/);
        assert.match(stdout, /password/);
        for (const word of origin === "a file" ? ["blue", "green", "two.yaml"] : ["envvars", "OS_PASSWORD"]) {
          assert.ok(stdout.includes(word), word);
        }
        if (format === "json") JSON.parse(stdout);
      });
    }
  }
});

Deno.test("client-config prints what each client reads, without the password", async (test) => {
  const printed = async (client: string) => {
    const { code, stdout, stderr } = await run({
      args: ["client-config", client, "--cloud", "blue", "--toolsets", "all"],
      env: { ...LOGIN, OS_CLIENT_CONFIG_FILE: "/etc/openstack/clouds.yaml" },
    });
    assert.equal(code, 0, stderr);
    assert.ok(!(stdout + stderr).includes(PASSWORD));
    assert.notEqual(stderr, "", "it says where to paste");
    return stdout;
  };
  const servers = { claude: "mcpServers", vscode: "servers", cursor: "mcpServers", gemini: "mcpServers" };
  for (const [client, member] of Object.entries(servers)) {
    await test.step(`${client}: JSON`, async () => {
      const { command, args, env, type } = objectOf(
        objectOf(objectOf(JSON.parse(await printed(client)))[member])["openstack"],
      );
      assert.ok(typeof command === "string" && command !== "");
      assert.ok(Array.isArray(args));
      assert.deepEqual(args.slice(args.indexOf("serve")), ["serve", "--toolsets", "all", "--cloud", "blue"]);
      assert.deepEqual(env, { OS_CLIENT_CONFIG_FILE: "/etc/openstack/clouds.yaml" });
      assert.equal(type, client === "vscode" ? "stdio" : undefined);
    });
  }
  await test.step("codex: TOML", async () => {
    const [table, command, args, ...rest] = (await printed("codex")).split("\n");
    assert.equal(table, "[mcp_servers.openstack]");
    assert.match(command ?? "", /^command = ".+"$/);
    const words: unknown = JSON.parse(args?.replace(/^args = /, "") ?? "");
    assert.ok(Array.isArray(words) && words.includes("serve") && words.includes("blue"));
    assert.ok(rest.includes("[mcp_servers.openstack.env]"));
    assert.ok(rest.includes('OS_CLIENT_CONFIG_FILE = "/etc/openstack/clouds.yaml"'));
  });
  await test.step("claude-code: a command", async () => {
    assert.match(
      await printed("claude-code"),
      /^claude mcp add --env OS_CLIENT_CONFIG_FILE=\S+ --transport stdio openstack -- \S.* serve --toolsets all --cloud blue\n$/,
    );
  });
  await test.step("an unknown client is a wrong command line, with what was meant", async () => {
    const { code, stderr } = await run({ args: ["client-config", "cursr"] });
    assert.equal(code, 2);
    assert.match(stderr, /claude, claude-code.*Did you mean cursor\?/);
  });
});

Deno.test("completions prints a script for each shell", async (test) => {
  for (const shell of ["bash", "zsh", "fish"]) {
    await test.step(shell, async () => {
      const { code, stdout } = await run({ args: ["completions", shell] });
      assert.equal(code, 0);
      for (const word of ["report", "client-config", "thresholds"]) assert.ok(stdout.includes(word), word);
    });
  }
  await test.step("an unknown shell is a wrong command line", async () => {
    assert.equal((await run({ args: ["completions", "tcsh"] })).code, 2);
  });
  await test.step({ name: "bash completes with it", ignore: !await hasBash(), fn: bashCompletes });
});

async function hasBash(): Promise<boolean> {
  try {
    return (await new Deno.Command("bash", { args: ["--version"], stdout: "null" }).output()).success;
  } catch {
    return false;
  }
}

async function bashCompletes(): Promise<void> {
  const file = `${emptyHome()}/completions.bash`;
  await Deno.writeTextFile(file, (await run({ args: ["completions", "bash"] })).stdout);
  for (
    const [line, words] of [
      ["openstack-mcp rep", ["report"]],
      ["openstack-mcp report --thr", ["--thresholds"]],
      ["openstack-mcp report --fail-on ", ["warning", "critical"]],
      ["openstack-mcp client-config cl", ["claude", "claude-code"]],
    ] as const
  ) assert.deepEqual(await completed(file, line), words);
}

/** What bash offers behind a line. */
async function completed(file: string, line: string): Promise<string[]> {
  const script = `set -eu; . "$1"; read -r -a COMP_WORDS <<< "$2"
    if [[ "$2" == *" " ]]; then COMP_WORDS+=(""); fi
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _openstack_mcp; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["--norc", "-c", script, "bash", file, line],
    stdin: "null",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n");
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`demo prints variables that log in, and ends within a second on ${signal}`, async () => {
    const demo = new Server({ args: ["demo"] });
    // What it prints is no JSON, and so kept as it is.
    while (!demo.garbage.some((line) => line.startsWith("export OS_REGION_NAME="))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const env = Object.fromEntries(
      demo.garbage.flatMap((line) => {
        const [, name, value] = /^export (\w+)=(\S+)$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    );
    const { code, stdout } = await run({ args: ["tools", "call", "get_instance", "limit=1"], env });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /"project acme, region RegionOne"/);
    demo.kill(signal);
    const ended = await demo.ended();
    assert.equal(ended.code, 130);
    assert.equal(ended.stderr, "");
    assert.ok(ended.ms < 1000, `${ended.ms} ms`);
  });
}

Deno.test("--demo answers a command without any setting", async () => {
  const { code, stdout } = await run({ args: ["tools", "call", "--demo", "get_instance", "limit=1"] });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /"project acme, region RegionOne"/);
});

Deno.test("the version and the help are printed without a cloud", async (test) => {
  await test.step("--version", async () => {
    const { code, stdout } = await run({ args: ["--version"] });
    assert.equal(code, 0);
    assert.match(stdout, /^openstack-mcp \d+\.\d+\.\d+\n$/);
  });
  const help = await run({ args: ["--help"] });
  assert.equal(help.code, 0);
  const commands = [...help.stdout.matchAll(/^ {2}([a-z][a-z-]+) {2,}\S/gm)].flatMap(([, name]) =>
    name ?? []
  );
  assert.equal(commands.length, 9, help.stdout);
  for (const name of commands) {
    await test.step(`${name} --help`, async () => {
      const { code, stdout, stderr } = await run({ args: [name, "--help"] });
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: openstack-mcp \\[?${name}`, "m"));
      assert.match(stdout, /^ {2}--timeout SECONDS/m);
      assert.equal(stderr, "");
      assert.equal((await run({ args: ["help", name] })).stdout, stdout);
    });
  }
});

Deno.test("nothing that is piped holds an escape sequence", async (test) => {
  await withCloud(async ({ env }) => {
    const commands = [
      ["report"],
      ["check"],
      ["tools", "list"],
      ["tools", "call", "get_instance"],
      ["clouds"],
      ["--help"],
      ["repport"],
    ];
    for (const args of commands) {
      await test.step(args.join(" "), async () => {
        for (const color of [{}, { NO_COLOR: "1" }, { CLICOLOR: "1", TERM: "xterm-256color" }]) {
          const { stdout, stderr } = await run({ args, env: { ...env(), ...color } });
          assert.ok(!(stdout + stderr).includes("\x1b"), args.join(" "));
        }
      });
    }
  });
});
