/**
 * Reads what `deno compile` put into a program, without running it, and finds what must not be there.
 *
 * `deno run --allow-read tasks/probe_payload.ts FILE...` probes programs of every system.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { PERMISSION_FLAGS, UNSTABLE_FLAGS } from "./permissions.ts";

/** What a compiled program carries. */
export interface Payload {
  /** What Deno reads when the program starts: permissions, flags, environment. */
  metadata: Readonly<Record<string, unknown>>;
  /** The names of the embedded files, directories in front of them. */
  files: readonly string[];
  /** The whole payload, one character a byte. */
  text: string;
}

const MAGIC = "d3n0l4nd";

/**
 * Finds the payload in a compiled program. Whatever it is built upon, a program of Deno 2.9 carries its payload as
 * plain bytes: the magic word twice, the metadata and the list of files as JSON behind their lengths, the files.
 *
 * @param program The bytes of the program.
 * @returns What it carries.
 * @throws {TypeError} If there is no payload or it has another form.
 */
export function readPayload(program: Uint8Array): Payload {
  const bytes = new TextDecoder("latin1").decode(program);
  const start = bytes.indexOf(MAGIC + MAGIC);
  if (start === -1) throw new TypeError("Not a program that Deno compiled: no payload");
  const text = bytes.slice(start, bytes.lastIndexOf(MAGIC));

  const metadataAt = 2 * MAGIC.length;
  const metadataEnd = metadataAt + 8 + lengthAt(text, metadataAt);
  const metadata: unknown = JSON.parse(text.slice(metadataAt + 8, metadataEnd));
  const listAt = text.slice(metadataEnd).search(/\[\{"(?:File|Dir)":/) + metadataEnd;
  if (!isRecord(metadata) || listAt < metadataEnd + 8) throw new TypeError("The payload has another form");
  const list: unknown = JSON.parse(text.slice(listAt, listAt + lengthAt(text, listAt - 8)));
  return { metadata, files: fileNames(list, ""), text };
}

/** What a program must and must not carry, for {@linkcode findFaults}. */
export interface Expectation {
  /** The names of all embedded files. */
  files: readonly string[];
  /** Texts that may stand nowhere: secrets, paths of the machine that compiled. */
  absent?: readonly string[];
}

/**
 * Compares a payload with what this project compiles.
 *
 * @param payload What a program carries.
 * @param expected What it should carry.
 * @returns One sentence for each fault; none for a sound program.
 */
export function findFaults({ metadata, files, text }: Payload, expected: Expectation): string[] {
  const { features } = record(metadata.unstable_config);
  const wanted: [what: string, actual: unknown, expected: unknown][] = [
    ...permissionPairs(record(metadata.permissions)),
    [
      "unstable features",
      sorted(features),
      sorted(UNSTABLE_FLAGS.map((flag) => flag.replace("--unstable-", ""))),
    ],
    ["files", sorted(files), sorted(expected.files)],
    ["entry", metadata.entrypoint_key, "main.js"],
    ["fixed arguments", metadata.argv, []],
    ["code cache key", metadata.code_cache_key, null],
    ["environment", metadata.env_vars_from_env_file, {}],
    ["certificates", metadata.ca_data, null],
    ["hosts without certificate check", metadata.unsafely_ignore_certificate_errors, null],
    ["node modules", metadata.node_modules, null],
    ["traces sent", record(metadata.otel_config).tracing_enabled, false],
    ["metrics sent", record(metadata.otel_config).metrics_enabled, false],
  ];
  const unequal = wanted.filter(([, actual, wish]) => !isDeepStrictEqual(actual, wish));
  // A text that must be absent may be a secret, so its place is named instead.
  const present = [...(expected.absent ?? []).entries()].filter(([, forbidden]) => text.includes(forbidden));
  return [
    ...unequal.map(([what, actual, wish]) =>
      `${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(wish)}`
    ),
    ...present.map(([index]) => `text ${index} of those that must be absent is there`),
  ];
}

/** What the permission flags bake into a program: `null` for what is not granted, `[]` for what is granted whole. */
function permissionPairs(baked: Record<string, unknown>): [string, unknown, unknown][] {
  const expected: Record<string, unknown> = { prompt: true };
  for (const flag of PERMISSION_FLAGS) {
    const [name = "", list] = flag.replace(/^--/, "").split("=");
    if (name === "no-prompt") expected.prompt = false;
    else expected[name.replace("-", "_")] = list?.split(",") ?? [];
  }
  // Deno always bakes its list of hosts to import from; a compiled program cannot import from any host.
  const names = new Set([...Object.keys(baked), ...Object.keys(expected)]).difference(
    new Set(["allow_import"]),
  );
  return [...names].map((name) => [`permission ${name}`, baked[name], expected[name] ?? null]);
}

/** The little-endian length of 8 bytes; no payload is so long that the upper four count. */
function lengthAt(text: string, at: number): number {
  const bytes = Uint8Array.from(text.slice(at, at + 8), (character) => character.charCodeAt(0));
  if (bytes.length < 8) throw new TypeError("The payload is cut");
  return new DataView(bytes.buffer).getUint32(0, true);
}

function fileNames(list: unknown, directory: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const { File: file, Dir: dir } = record(item);
    if (file !== undefined) return [directory + String(record(file).n)];
    const { n: name, e: entries } = record(dir);
    return fileNames(entries, `${directory}${name}/`);
  });
}

function sorted(list: unknown): unknown {
  return Array.isArray(list) ? list.toSorted() : list;
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The files of every program that this project compiles. */
export const PROGRAM_FILES: readonly string[] = ["cloud.js", "demo.js", "front.js", "keeper.js", "main.js"];

if (import.meta.main) {
  let faulty = false;
  for (const path of Deno.args) {
    const faults = findFaults(readPayload(await Deno.readFile(path)), { files: PROGRAM_FILES });
    faulty ||= faults.length > 0;
    console.error(faults.length === 0 ? `${path}: sound` : `${path}:\n  ${faults.join("\n  ")}`);
  }
  Deno.exit(faulty || Deno.args.length === 0 ? 1 : 0);
}
