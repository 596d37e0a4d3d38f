/// <reference lib="deno.unstable" />

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import plugin from "./lint_plugin.ts";

/** The rules that a file of this repository would break. */
function broken(path: string, source: string): string[] {
  const filename = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return Deno.lint.runPlugin(plugin, filename, source).map(({ id }) => id.replace("openstack-mcp/", ""));
}

Deno.test("floors permits the edges of floors.json", () => {
  const table: [path: string, target: string][] = [
    ["main.ts", "./src/keeper/mod.ts"],
    ["src/keeper/threads.ts", "./entries.ts"],
    ["src/keeper/threads.ts", "../cli/mod.ts"],
    ["src/keeper/threads.ts", "../openstack/allowlist.ts"],
    ["src/cli/report.ts", "../health/render_text.ts"],
    ["src/cli/report.ts", "../health/render/json.ts"],
    ["src/cli/report.ts", "../health/report.ts"],
    ["src/cli/tools.ts", "../front/snapshot.ts"],
    ["src/cli/version.ts", "../../deno.json"],
    ["src/config/clouds.ts", "../openstack/settings.ts"],
    ["src/cloud/worker.ts", "../tools/mod.ts"],
    ["src/tools/compute/get_instance.ts", "../../openstack/compute/operations.ts"],
    ["src/tools/compute/get_instance.ts", "../shared.ts"],
    ["src/openstack/auth/password.ts", "../../text/redact.ts"],
    ["src/demo/engine.ts", "./seed/data.json"],
    ["src/text/redact.ts", "node:buffer"],
    ["src/front/server.ts", "zod"],
    ["src/front/server.ts", "@modelcontextprotocol/server"],
    ["src/openstack/transport_test.ts", "../demo/mod.ts"],
    ["src/demo/engine_test.ts", "../text/json.ts"],
    ["tests/contract/run.ts", "../../src/openstack/client.ts"],
    ["tasks/docs.ts", "../src/tools/mod.ts"],
  ];
  for (const [path, target] of table) {
    assert.deepEqual(broken(path, `import { a } from "${target}";`), [], `${path} → ${target}`);
  }
});

Deno.test("floors refuses every other edge", () => {
  const table: [path: string, target: string][] = [
    ["main.ts", "./src/cli/mod.ts"],
    ["main.ts", "./src/text/redact.ts"],
    ["src/text/redact.ts", "../openstack/errors.ts"],
    ["src/openstack/client.ts", "../cloud/session.ts"],
    ["src/openstack/auth/password.ts", "../../config/settings.ts"],
    ["src/keeper/threads.ts", "../openstack/client.ts"],
    ["src/keeper/threads.ts", "../openstack/settings.ts/../client.ts"],
    ["src/keeper/threads.ts", "../front/worker.ts"],
    ["src/cli/report.ts", "../health/engine.ts"],
    ["src/cli/report.ts", "../health/report_test.ts"],
    ["src/cli/tools.ts", "../front/snapshot.ts.ts"],
    ["src/front/server.ts", "../openstack/errors.ts"],
    ["src/cloud/worker.ts", "../front/server.ts"],
    ["src/demo/engine.ts", "../text/json.ts"],
    ["src/demo/engine.ts", "../openstack/types.ts"],
    ["src/front/server_test.ts", "../openstack/errors.ts"],
    ["src/tools/mod.ts", "../../tests/helper.ts"],
    ["src/tools/mod.ts", "../floors.json"],
    ["src/tools/mod.ts", "../../../outside.ts"],
    ["src/tools/mod.ts", "/etc/outside.ts"],
    ["src/unknown/mod.ts", "../text/json.ts"],
  ];
  for (const [path, target] of table) {
    assert.deepEqual(broken(path, `import { a } from "${target}";`), ["floors"], `${path} → ${target}`);
  }
});

Deno.test("floors sees every form of an import", () => {
  const table: [source: string, count: number][] = [
    ['import "../front/server.ts";', 1],
    ['import type { A } from "../front/server.ts";', 1],
    ['import { type A } from "../front/server.ts";', 1],
    ['import * as a from "../front/server.ts";', 1],
    ['import a from "../front/tools.json" with { type: "json" };', 1],
    ['export { a } from "../front/server.ts";', 1],
    ['export * from "../front/server.ts";', 1],
    ['export type { A } from "../front/server.ts";', 1],
    ['await import("../front/server.ts");', 1],
    ["await import(`../front/server.ts`);", 1],
    ["await import(`../front/${name}.ts`);", 1],
    ["await import(name);", 1],
    ['let a: import("../front/server.ts").A;', 1],
    ['let a: typeof import("../front/server.ts");', 1],
    ["export const a = 1; export { a as b };", 0],
  ];
  for (const [source, count] of table) {
    assert.deepEqual(broken("src/openstack/client.ts", source), Array(count).fill("floors"), source);
  }
});

Deno.test("one-fetch refuses the network outside the transport", () => {
  const refused = [
    "await fetch(url);",
    "const send = fetch;",
    "const options = { fetch };",
    "const options = { send: fetch };",
    "list[fetch];",
    "function f(send = fetch) {}",
    "await globalThis.fetch(url);",
    'await globalThis["fetch"](url);',
    "const { fetch: send } = globalThis;",
    "new WebSocket(url);",
    "new EventSource(url);",
    "Deno.createHttpClient({});",
    "await Deno.connect({ port: 1 });",
    "await Deno.connectTls({ port: 1 });",
    'await Deno["connect"]({ port: 1 });',
    "await globalThis.Deno.connect({ port: 1 });",
    "const { connect } = Deno;",
    'import { connect } from "node:net";',
    'const https = await import("node:https");',
  ];
  for (const source of refused) {
    assert.deepEqual(broken("src/openstack/client.ts", source), ["one-fetch"], source);
    assert.deepEqual(broken("src/openstack/transport.ts", source), [], source);
    assert.deepEqual(broken("src/openstack/client_test.ts", source), [], source);
    assert.deepEqual(broken("src/demo/engine.ts", source), [], source);
    assert.deepEqual(broken("tests/bench/raw.ts", source), [], source);
  }
});

Deno.test("one-fetch leaves names alone that are not the global", () => {
  const allowed = [
    "await transport.fetch(url);",
    "const o = { fetch: send };",
    "class A { fetch() {} #fetch = 1; }",
    "interface A { fetch(url: string): void; WebSocket: string }",
    "type F = typeof fetch;",
    "let socket: WebSocket;",
    "Deno.readTextFile(path);",
    "const { readTextFile } = Deno;",
    'const word = "fetch";',
    "refetch();",
  ];
  for (const source of allowed) assert.deepEqual(broken("src/openstack/client.ts", source), [], source);
});

Deno.test("one-fetch lets a certificate be looked at, and no more", () => {
  const path = "src/openstack/peer_certificate.ts";
  assert.deepEqual(broken(path, 'import { connect } from "node:tls";'), []);
  assert.deepEqual(broken(path, "await fetch(url);"), ["one-fetch"]);
  assert.deepEqual(broken(path, 'import "node:https";'), ["one-fetch"]);
});

Deno.test("no-console-outside-terminal keeps the terminal to its rooms", () => {
  const refused = [
    "console.log(1);",
    "console.error(1);",
    'console["log"](1);',
    "const { log } = console;",
    "globalThis.console.log(1);",
    "Deno.stdout.write(bytes);",
    "Deno.stderr.writeSync(bytes);",
    "const { stdout } = Deno;",
    "process.stdout.write(text);",
    "globalThis.process.stderr.write(text);",
  ];
  for (const source of refused) {
    for (const path of ["src/front/server.ts", "src/cloud/worker.ts", "src/text/json.ts", "main.ts"]) {
      assert.deepEqual(new Set(broken(path, source)), new Set(["no-console-outside-terminal"]), source);
    }
    for (
      const path of ["src/cli/report.ts", "src/keeper/stderr.ts", "tasks/build.ts", "src/text/json_test.ts"]
    ) {
      assert.deepEqual(broken(path, source), [], `${path}: ${source}`);
    }
  }
  assert.deepEqual(broken("src/front/worker.ts", 'process.stdout.on("error", end);'), []);
  assert.deepEqual(broken("src/front/worker.ts", "console.log(1);"), ["no-console-outside-terminal"]);
  assert.deepEqual(broken("src/front/server.ts", "server.console.log(1); Deno.stdin;"), []);
});

Deno.test("one-worker keeps threads to the keeper", () => {
  const refused = [
    "new Worker(url);",
    "new globalThis.Worker(url);",
    'import { Worker as W } from "node:worker_threads";',
    'import { spawn } from "node:child_process";',
  ];
  for (const source of refused) {
    assert.deepEqual(broken("src/cloud/worker.ts", source), ["one-worker"], source);
    assert.deepEqual(broken("src/keeper/threads.ts", source), [], source);
    assert.deepEqual(broken("src/cloud/worker_test.ts", source), [], source);
  }
  assert.deepEqual(broken("src/cloud/worker.ts", "let w: Worker; class A { Worker = 1 }"), []);
});

Deno.test("no-jsr refuses the other registry everywhere", () => {
  for (const path of ["main.ts", "src/cli/a.ts", "tests/a.ts", "tasks/a.ts", "src/cli/a_test.ts"]) {
    assert.deepEqual(broken(path, 'import { a } from "jsr:@std/assert";'), ["no-jsr"]);
    assert.deepEqual(broken(path, 'import { a } from "node:assert/strict";'), []);
  }
});

Deno.test("named-exports refuses default exports", () => {
  for (
    const source of [
      "export default 1;",
      "export default function f() {}",
      "const a = 1; export { a as default };",
    ]
  ) {
    assert.deepEqual(broken("src/cli/a.ts", source), ["named-exports"], source);
    assert.deepEqual(broken("tasks/lint_plugin.ts", source), [], source);
  }
  assert.deepEqual(broken("src/cli/a.ts", "export const a = 1; export { a as b };"), []);
});
