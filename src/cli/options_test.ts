import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { COMMAND_NAMES, flagsOf, flagSpec } from "../config/flags.ts";
import { argumentValue, parseCommandLine, UsageError } from "./options.ts";

const PIPE = { version: "1.2.3", stdinIsTerminal: false };
const TERMINAL = { version: "1.2.3", stdinIsTerminal: true };

function run(line: string | string[], options = TERMINAL) {
  const parsed = parseCommandLine(
    typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line,
    options,
  );
  ok(parsed.kind === "run");
  return parsed;
}

function printed(line: string, options = TERMINAL): string {
  const parsed = parseCommandLine(line.split(" ").filter((word) => word !== ""), options);
  ok(parsed.kind === "print");
  return parsed.text;
}

function texts(line: string): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(run(line).flags).map(([key, given]) => [key, given.texts]));
}

Deno.test("parseCommandLine() serves without a command when a serve flag is given or nobody is at the keyboard", () => {
  equal(run("", PIPE).command, "serve");
  equal(run("--cloud acme", PIPE).command, "serve");
  equal(run("--allow-write").command, "serve");
  equal(run("--cloud acme --http").command, "serve");
  match(printed(""), /^Operate an OpenStack cloud/);
  match(printed("--cloud acme"), /Commands:/);
});

Deno.test("parseCommandLine() prints the version and the help", () => {
  equal(printed("--version"), "openstack-mcp 1.2.3\n");
  equal(printed("report --version"), "openstack-mcp 1.2.3\n");
  equal(printed("--help", PIPE), printed(""));
  equal(printed("help report"), printed("report --help"));
  equal(printed("-h report"), printed("report --help"));
});

for (const command of COMMAND_NAMES) {
  Deno.test(`parseCommandLine() has a help for ${command} that names every flag and fits`, () => {
    const text = printed(`${command} --help`);
    for (const key of flagsOf(command)) ok(text.includes(flagSpec(key).flag ?? ""), key);
    for (const line of text.split("\n")) ok(line.length <= 160, line);
    match(text, /Usage: openstack-mcp /);
  });
}

Deno.test("parseCommandLine() finds the command behind flags and their values", () => {
  equal(run("--cloud report report --quiet").command, "report");
  deepEqual(texts("--cloud report report --quiet"), { cloud: ["report"], quiet: [] });
  equal(run("--http serve").command, "serve");
  equal(run("--system-scope report").command, "report");
});

for (
  const [line, expected] of [
    ["serve --cloud a --cloud=b", { cloud: ["a", "b"] }],
    ["serve --http", { http: [] }],
    ["serve --http 8080", { http: ["8080"] }],
    ["serve --http=0.0.0.0:80 --json-response", { http: ["0.0.0.0:80"], jsonResponse: [] }],
    ["serve --http --allow-write", { http: [], allowWrite: [] }],
    ["serve --system-scope all", { systemScope: ["all"] }],
    ["serve --max-targets -1", { maxTargets: ["-1"] }],
    ["report --output a --output json=b --format csv", { output: ["a", "json=b"], format: ["csv"] }],
    ["clouds --format json", { listFormat: ["json"] }],
    ["report --checks compute,network --exclude x --timeout 5", {
      checks: ["compute,network"],
      exclude: ["x"],
      timeoutMs: ["5"],
    }],
    ["serve --max-targets 3 --max-targets 3", { maxTargets: ["3", "3"] }],
  ] satisfies [string, Record<string, string[]>][]
) {
  Deno.test(`parseCommandLine() reads ${line}`, () => deepEqual(texts(line), expected));
}

for (
  const [line, message] of [
    ["srve", /unknown command "srve"\. Did you mean serve\?/],
    ["banana", /The commands are serve, report/],
    ["report --quite", /unknown flag --quite\. Did you mean --quiet\?/],
    ["--cluod acme", /unknown flag --cluod\. Did you mean --cloud\?/],
    ["--allow-writes", /Did you mean --allow-write\?/],
    ["report -q", /unknown flag -q/],
    ["report --http", /--http is not a flag of report, but of serve/],
    ["serve --cloud", /--cloud needs a value: --cloud NAME/],
    ["serve --allow-write=false", /--allow-write takes no value/],
    ["serve --max-targets 1 --max-targets 2", /--max-targets was given 2 times/],
    ["serve extra", /serve takes no argument, but "extra"/],
    ["client-config", /claude, claude-code, vscode, cursor, codex, gemini/],
    ["client-config cursr", /Did you mean cursor\?/],
    ["completions powershell", /bash, zsh, fish/],
    ["tools lst", /list, describe, call.*Did you mean list\?/],
    ["tools describe", /needs the name of a tool/],
    ["tools describe a b", /takes one name/],
    ["tools list a", /takes no argument/],
    ["tools call", /needs the name of a tool/],
    ["tools call x y", /"y" is not key=value/],
    ["tools call x =y", /is not key=value/],
    ["tools call x a=1 a=2", /a was given twice/],
    ["tools call x a=1 --json {}", /not both/],
    ["tools call x --json [1]", /must be a JSON object/],
    ["tools call x --json {a", /must be a JSON object/],
    ["tools list --json {}", /belongs to "tools call"/],
  ] satisfies [string, RegExp][]
) {
  Deno.test(`parseCommandLine() refuses ${line}`, () => {
    throws(() => run(line), (error) => error instanceof UsageError && message.test(error.message));
  });
}

for (
  const line of [
    "report --quite",
    "report --cloud",
    "--cluod acme report",
    "report --quiet=1",
    "report extra",
  ]
) {
  Deno.test(`UsageError of ${line} knows the command, which decides the exit code`, () => {
    throws(() => run(line), (error) => error instanceof UsageError && error.command === "report");
  });
}

Deno.test("parseCommandLine() reads the operands of each command", () => {
  equal(run("client-config codex").client, "codex");
  equal(run("completions fish").shell, "fish");
  deepEqual(run("tools").tools, { kind: "list" });
  deepEqual(run("tools describe get_instance").tools, { kind: "describe", name: "get_instance" });
});

Deno.test("parseCommandLine() needs a cloud only to call a tool", () => {
  equal(run("tools list").needsCloud, false);
  equal(run("tools describe x").needsCloud, false);
  equal(run("tools call x").needsCloud, true);
  equal(run("report").needsCloud, true);
  equal(run("clouds").needsCloud, false);
});

Deno.test("parseCommandLine() reads the arguments of a tool", () => {
  const line = [
    "tools",
    "call",
    "get_instance",
    "names=web-01",
    "limit=3",
    'filters={"status": "ACTIVE"}',
    "note=a=b",
  ];
  deepEqual(run(line).tools, {
    kind: "call",
    name: "get_instance",
    arguments: { names: "web-01", limit: 3, filters: { status: "ACTIVE" }, note: "a=b" },
  });
  deepEqual(run(["tools", "call", "x", "--json", '{"a": [1]}']).tools, {
    kind: "call",
    name: "x",
    arguments: { a: [1] },
  });
});

for (
  const [text, value] of [
    ["true", true],
    ["false", false],
    ["True", "True"],
    ["null", "null"],
    ["-1", -1],
    ["1.5", 1.5],
    ["007", "007"],
    ["1e5", "1e5"],
    ["123e4567", "123e4567"],
    ["1.50", "1.50"],
    ["12345678901234567890", "12345678901234567890"],
    ["", ""],
    ['["a", 1]', ["a", 1]],
    ["[abc", "[abc"],
    ['"quoted"', '"quoted"'],
  ] as const
) {
  Deno.test(`argumentValue() of ${text}`, () => deepEqual(argumentValue(text), value));
}

for (
  const [line, expected] of [
    ["tools call set_x --confirm risky", { level: ["risky"], arguments: {} }],
    ["tools call set_x --confirm riskey", { level: ["riskey"], arguments: {} }],
    ["tools call set_x --confirm a.b", { arguments: { confirm: "a.b" } }],
    ["tools --confirm=a.b call set_x a=1", { arguments: { a: 1, confirm: "a.b" } }],
    ["--confirm a.b tools call set_x", { arguments: { confirm: "a.b" } }],
    ["tools call set_x confirm=c.d --confirm a.b", { arguments: { confirm: "a.b" } }],
    ["tools call set_x confirm=c.d", { arguments: { confirm: "c.d" } }],
    [`tools call set_x --confirm a.b --json {"a":1}`, { arguments: { a: 1, confirm: "a.b" } }],
  ] satisfies [string, Record<string, unknown>][]
) {
  Deno.test(`parseCommandLine() tells a level from a token in ${line}`, () => {
    const { flags, tools } = run(line);
    ok(tools?.kind === "call");
    const level = flags.confirm?.texts;
    deepEqual({ ...(level ? { level } : {}), arguments: tools.arguments }, expected);
  });
}

for (
  const [line, message] of [
    ["tools list --confirm a.b", /--confirm TOKEN belongs to "tools call"/],
    ["tools --confirm a.b", /--confirm TOKEN belongs to "tools call"/],
    ["tools describe x --confirm a.b", /--confirm TOKEN belongs to "tools call"/],
    ["tools call x --confirm", /--confirm needs a value/],
    ["tools call x --confirm risky --confirm a.b", /--confirm was given 2 times/],
    ["tools call x --yes=true", /--yes takes no value/],
    ["report --yes", /--yes is not a flag of report, but of tools/],
    ["serve --yes", /--yes is not a flag of serve, but of tools/],
  ] satisfies [string, RegExp][]
) {
  Deno.test(`parseCommandLine() refuses ${line}`, () => {
    throws(() => run(line), (error) => error instanceof UsageError && message.test(error.message));
  });
}

Deno.test("parseCommandLine() keeps a token of serve a level, which is refused where levels are read", () => {
  deepEqual(texts("serve --confirm a.b"), { confirm: ["a.b"] });
});

Deno.test("parseCommandLine() reads --yes wherever it stands, and takes no operand for it", () => {
  for (
    const line of ["tools call set_x --yes a=1", "--yes tools call set_x a=1", "tools --yes call set_x a=1"]
  ) {
    const { flags, tools } = run(line);
    deepEqual(flags.yes?.texts, []);
    ok(tools?.kind === "call");
    deepEqual(tools.arguments, { a: 1 });
  }
});
