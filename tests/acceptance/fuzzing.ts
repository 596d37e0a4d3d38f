/** What nobody in his right mind would send: random arguments, calls and messages, the same for the same seed.
 *
 * @module
 */
import { SNAPSHOT } from "../../src/front/snapshot.ts";

/** A call of a tool, whether there is one or not. */
export interface FuzzCall {
  readonly name: string;
  readonly arguments: unknown;
}

/** Random choices that a seed decides. */
export class Dice {
  #state: number;

  /** Takes a seed of 32 bits. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to below 1, by the method mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Whether something happens that happens so often. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of several. */
  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)];
    if (found === undefined) throw new RangeError("There is nothing to pick from");
    return found;
  }

  /** So many of something. */
  several<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const SCRAPS = [
  "web-01",
  "",
  " ",
  "*",
  "%",
  "%2e%2e%2f",
  "../../v3/auth/tokens",
  "?all_tenants=1",
  "#",
  "' OR 1=1 --",
  "{{7*7}}",
  "<script>",
  "\u202egnp.exe",
  "\u200b\u2066\u2069\ufeff",
  "\x00\x07\x1b[31m\x7f\x85",
  "\r\nX-Auth-Token: x",
  "\ud800",
  "\udfff\ud83d",
  "\u{1f4a9}",
  "e\u0301\u0301\u0301",
  "__proto__",
  "constructor",
  "toString",
  "[^]*(a+)+$",
  "NaN",
  "null",
  "-1",
  "9".repeat(40),
  "00000000-0000-0000-0000-000000000000",
  "true",
  "ACTIVE",
] as const;

const NUMBERS = [0, -0, 1, -1, 0.5, 25, 1000, 1001, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324] as const;

const MEBIBYTE = 2 ** 20;

function text(dice: Dice): string {
  // Long ones are rare, as each costs as much as many short ones.
  if (dice.chance(0.004)) return dice.pick(["x", "\u202e", "a b,"]).repeat(dice.below(MEBIBYTE / 4));
  if (dice.chance(0.02)) return dice.pick(SCRAPS).repeat(dice.below(500));
  return dice.several(3, () => dice.pick(SCRAPS)).join("");
}

/** A value of any type. */
export function anyValue(dice: Dice, depth = 0): unknown {
  const kind = dice.below(depth > 3 ? 4 : 8);
  if (kind === 0) return dice.pick([null, true, false]);
  if (kind === 1) return dice.pick(NUMBERS);
  if (kind <= 4) return text(dice);
  if (kind === 5) return dice.several(dice.chance(0.02) ? 3000 : 4, () => anyValue(dice, depth + 2));
  if (kind === 6 && dice.chance(0.05)) return nested(dice.below(2000));
  return record(dice.several(4, () => [key(dice), anyValue(dice, depth + 1)]));
}

function nested(levels: number): unknown {
  let value: unknown = "the innermost";
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { inner: value };
  return value;
}

function key(dice: Dice): string {
  return dice.chance(0.1) ? "__proto__" : text(dice).slice(0, 200);
}

/** An object whose `__proto__` is a member like any other, as JSON has it. */
function record(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

const TOOLS = SNAPSHOT.map(({ listed, aliases, olderArguments }) => ({
  names: [listed.name, ...aliases],
  arguments: [...Object.keys(listed.inputSchema.properties ?? {}), ...olderArguments],
}));

/** Calls that are in order, and cheap. Those that change something need a confirmation. */
const SOUND: readonly FuzzCall[] = [
  { name: "get_flavors", arguments: {} },
  { name: "get_keypair_list", arguments: {} },
  { name: "get_instance", arguments: { limit: 1 } },
  { name: "get_availability_zones", arguments: {} },
  { name: "set_instance", arguments: { action: "stop", names: "web-01" } },
  { name: "set_instance", arguments: { action: "delete", names: ["web-01", "db-01"] } },
  { name: "set_instance", arguments: { action: "reboot", name_contains: "web" } },
  { name: "set_keypair", arguments: { action: "delete", names: "alice-key" } },
];

const ACTIONS = [
  "list",
  "create",
  "stop",
  "start",
  "delete",
  "rebuild",
  "lock",
  "import",
  "explode",
  "DELETE ",
];

/** What makes a call that is in order into another one. */
function spoiled(dice: Dice, call: FuzzCall): FuzzCall {
  const { name, arguments: given } = call;
  const entries = Object.entries(typeof given === "object" && given !== null ? given : {});
  const kind = dice.below(4);
  if (kind === 0) return { name, arguments: record([...entries, ["confirm", text(dice)]]) };
  if (kind === 1) return { name, arguments: record([...entries, [key(dice), anyValue(dice)]]) };
  if (kind === 2) return { name, arguments: record(entries.map(([key]) => [key, anyValue(dice)])) };
  return { name: `${name}${dice.pick(["", " ", "\u200b", "s"])}`, arguments: record(entries) };
}

/** A call of some tool with some arguments: most are refused before anything is asked of the cloud. */
export function anyCall(dice: Dice): FuzzCall {
  for (;;) {
    const call = callOfAnySize(dice);
    if (JSON.stringify(call).length <= MEBIBYTE) return call;
  }
}

function callOfAnySize(dice: Dice): FuzzCall {
  const roll = dice.next();
  if (roll < 0.05) return dice.pick(SOUND);
  if (roll < 0.15) return spoiled(dice, dice.pick(SOUND));
  if (roll < 0.25) return { name: text(dice), arguments: anyValue(dice) };
  const tool = dice.pick(TOOLS);
  const name = dice.pick(tool.names);
  if (roll < 0.35) return { name, arguments: anyValue(dice) };
  const known = dice.several(
    3,
    (): [string, unknown] => [
      tool.arguments.length === 0 ? key(dice) : dice.pick(tool.arguments),
      anyValue(dice),
    ],
  );
  const action: [string, unknown][] = name.startsWith("set_") ? [["action", dice.pick(ACTIONS)]] : [];
  const strange: [string, unknown][] = dice.chance(0.6) ? [[key(dice), anyValue(dice)]] : [];
  return { name, arguments: record([...action, ...known, ...strange]) };
}

/** A line that is no proper message. What has an id has a text for one. */
export function anyLine(dice: Dice): string {
  for (;;) {
    const line = lineOfAnySize(dice) ?? "";
    if (line.length <= MEBIBYTE) return line;
  }
}

/** Nothing, as text, is nothing at all. */
function lineOfAnySize(dice: Dice): string | undefined {
  const id = `odd-${dice.below(1e9)}`;
  const message = { jsonrpc: "2.0", id, method: "tools/call", params: anyCall(dice) };
  switch (dice.below(12)) {
    case 0:
      return JSON.stringify(message).slice(0, dice.below(200));
    case 1:
      return JSON.stringify({ ...message, jsonrpc: anyValue(dice) });
    case 2:
      return JSON.stringify({ ...message, method: anyValue(dice) });
    case 3:
      return JSON.stringify({ ...message, params: anyValue(dice) });
    case 4:
      return JSON.stringify({ ...message, id: dice.pick([null, {}, [], true, 0.5]) });
    case 5:
      return JSON.stringify([message, message]);
    case 6:
      return JSON.stringify(anyValue(dice));
    case 7:
      return JSON.stringify({ jsonrpc: "2.0", id, result: anyValue(dice) });
    case 8:
      return JSON.stringify({ jsonrpc: "2.0", method: text(dice), params: anyValue(dice) });
    case 9:
      return text(dice).replaceAll("\n", " ");
    case 10:
      return `{"jsonrpc":"2.0","id":"${id}","method":"tools/call","params":${"[".repeat(dice.below(5000))}`;
    default:
      return JSON.stringify({
        ...message,
        params: { ...message.params, _meta: { progressToken: anyValue(dice), [key(dice)]: anyValue(dice) } },
      });
  }
}

/** A request that a decent client would not make. */
export interface OddRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
}

const METHODS = ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST"] as const;
const TYPES = [
  "",
  "text/plain",
  "application/json; charset=utf-16",
  "application/xml",
  "a/b;c",
  "application/json",
];
const PATHS = [
  "/mcp",
  "/mcp/",
  "/openstack",
  "/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/mcp?token=x",
  "//mcp",
  "/%6dcp",
];
const VERSIONS = ["2025-11-25", "2024-11-05", "2026-07-28", "1999-01-01", "x", ""];

/** A request with something wrong in its envelope or its body. */
export function anyRequest(dice: Dice): OddRequest {
  const method = dice.chance(0.7) ? "POST" : dice.pick(METHODS);
  const headers: [string, string][] = [
    ["content-type", dice.chance(0.6) ? "application/json" : dice.pick(TYPES)],
    [
      "accept",
      dice.chance(0.7) ? "application/json, text/event-stream" : dice.pick(["", "*/*", "text/html"]),
    ],
    ["mcp-protocol-version", dice.pick(VERSIONS)],
  ];
  if (dice.chance(0.2)) headers.push(["mcp-method", dice.pick(["tools/call", "tools/list", "x"])]);
  if (dice.chance(0.2)) headers.push(["mcp-name", dice.pick(["get_flavors", "x", "%"])]);
  if (dice.chance(0.1)) headers.push(["mcp-session-id", dice.pick(["1", "x".repeat(300)])]);
  if (dice.chance(0.1)) headers.push(["last-event-id", "7"]);
  if (dice.chance(0.1)) {
    headers.push(["origin", dice.pick(["null", "http://evil.example", "http://localhost:1"])]);
  }
  if (dice.chance(0.1)) {
    headers.push(["traceparent", dice.pick(["00-x", `00-${"a".repeat(32)}-${"b".repeat(16)}-01`])]);
  }
  if (dice.chance(0.05)) headers.push(["x-large", "y".repeat(dice.below(40_000))]);
  const hasBody = method !== "GET" && method !== "HEAD";
  return {
    path: dice.chance(0.7) ? "/mcp" : dice.pick(PATHS),
    method,
    headers,
    body: hasBody ? anyLine(dice) : undefined,
  };
}

/** Bytes that are hardly HTTP. `AUTH` stands for the line with the token. */
export function anyBytes(dice: Dice): string {
  const head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAUTH\r\nContent-Type: application/json\r\n";
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  return dice.pick([
    `${text(dice).slice(0, 5000)}\r\n\r\n`,
    `${head}Content-Length: ${body.length + 50}\r\n\r\n${body}`,
    `${head}Content-Length: -1\r\n\r\n${body}`,
    `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n${body}`,
    `${head}Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
    `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nff\r\n${body}`,
    `${head}X-Many: ${"z".repeat(dice.below(100_000))}\r\n\r\n`,
    `${head}${"A: b\r\n".repeat(dice.below(300))}\r\n`,
    `${head}Expect: 100-continue\r\nContent-Length: 4\r\n\r\n`,
    `GET http://169.254.169.254/mcp HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n`,
    `POST /mcp HTTP/1.1\r\n\r\n`,
    `POST /mcp HTTP/3.7\r\nHost: localhost\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    `\x16\x03\x01\x02\x00\x01`,
  ]);
}
