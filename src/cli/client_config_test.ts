import { deepEqual, equal, match, ok } from "node:assert/strict";
import { clientConfig, launchArguments } from "./client_config.ts";
import { CLIENTS, parseCommandLine } from "./options.ts";

const LAUNCH = {
  command: "/opt/openstack mcp",
  args: ["serve", "--toolsets", "compute,it's"],
  env: { OS_CLOUD: "acme" },
};
const PLAIN = { command: LAUNCH.command, args: LAUNCH.args, env: LAUNCH.env };

for (
  const [client, expected] of [
    ["claude", { mcpServers: { openstack: PLAIN } }],
    ["cursor", { mcpServers: { openstack: PLAIN } }],
    ["gemini", { mcpServers: { openstack: PLAIN } }],
    ["vscode", { servers: { openstack: { type: "stdio", ...PLAIN } } }],
  ] as const
) {
  Deno.test(`clientConfig() renders the JSON of ${client}`, () => {
    deepEqual(JSON.parse(clientConfig(client, LAUNCH).text), expected);
  });
}

Deno.test("clientConfig() renders one quoted line for Claude Code", () => {
  equal(
    clientConfig("claude-code", LAUNCH).text,
    "claude mcp add --env OS_CLOUD=acme --transport stdio openstack -- '/opt/openstack mcp' serve --toolsets 'compute,it'\\''s'\n",
  );
});

Deno.test("clientConfig() renders a table of TOML for Codex", () => {
  equal(
    clientConfig("codex", { ...LAUNCH, args: ['a"b', "c\\d"] }).text,
    [
      "[mcp_servers.openstack]",
      'command = "/opt/openstack mcp"',
      'args = ["a\\"b", "c\\\\d"]',
      "",
      "[mcp_servers.openstack.env]",
      'OS_CLOUD = "acme"',
      "",
    ].join("\n"),
  );
});

for (const client of CLIENTS) {
  Deno.test(`clientConfig() never gives a secret to ${client}`, () => {
    const env = {
      OS_PASSWORD: "hunter2",
      OS_TOKEN: "hunter2",
      OS_APPLICATION_CREDENTIAL_SECRET: "hunter2",
      REMOTE_SECRET_KEY: "hunter2",
      HTTPS_PROXY: "http://u:hunter2@p",
      OS_CLOUD: "acme",
      MCP_AUTH_TOKENS_FILE: "/etc/tokens",
    };
    const args = ["serve", "--password", "hunter2", "--secret-key=hunter2", "--allow-write"];
    const { text } = clientConfig(client, { command: "openstack-mcp", args, env });
    ok(!text.includes("hunter2"));
    match(text, /allow-write/);
    match(text, /OS_CLOUD/);
    match(text, /\/etc\/tokens/);
  });
}

Deno.test("clientConfig() leaves out an empty env, and tells to name a cloud", () => {
  const { text, hint } = clientConfig("claude", { command: "openstack-mcp", args: ["serve"], env: {} });
  deepEqual(JSON.parse(text), { mcpServers: { openstack: { command: "openstack-mcp", args: ["serve"] } } });
  match(hint, /--cloud or OS_CLOUD/);
  match(clientConfig("claude", LAUNCH).hint, /stays in clouds\.yaml/);
});

Deno.test("launchArguments() repeats the flags of the command line, but for secrets", () => {
  const argv = [
    "client-config",
    "claude",
    "--cloud",
    "a",
    "--cloud",
    "b",
    "--allow-write",
    "--password",
    "hunter2",
  ];
  const parsed = parseCommandLine(argv, { version: "1", stdinIsTerminal: true });
  ok(parsed.kind === "run");
  deepEqual(launchArguments(parsed.flags), ["serve", "--allow-write", "--cloud", "a", "--cloud", "b"]);
});
