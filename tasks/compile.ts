/**
 * `deno task compile [--target TARGET]`: writes the self-contained program to `dist/`.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BuildOptions, bundle, PROGRAM } from "./build.ts";
import { MEMORY_FLAGS, PERMISSION_FLAGS, UNSTABLE_FLAGS } from "./permissions.ts";

/** Options of {@linkcode compile}. */
export interface CompileOptions extends BuildOptions {
  /**
   * The system that the program is for, as a target triple.
   *
   * @default {Deno.build.target}
   */
  target?: string;
  /** The executable that the program is built upon, instead of the one that Deno gets. */
  runtimeBase?: string;
  /**
   * The Deno that compiles: the base must be of its own kind.
   *
   * @default {Deno.execPath()}
   */
  deno?: string;
}

/** Thrown when the runtime that a compiled program is built upon cannot be had; the message names the ways to it. */
export class RuntimeBaseError extends Error {
  /** The name of this class. */
  override name = "RuntimeBaseError";
}

/** Nothing but the bytes of the bundles may make two programs different. */
const MODIFIED = new Date(0);

/**
 * Bundles the entries and compiles them into one executable with fixed permissions.
 *
 * The code cache is off: a compiled program would keep it under a predictable name in the shared temporary
 * directory, where another user can put a file first.
 *
 * @param options Where from, where to and for what system.
 * @returns The path of the program, `openstack-mcp-TARGET` in the output directory.
 * @throws {RuntimeBaseError} If the runtime base cannot be had.
 * @throws {Error} If an entry cannot be bundled or Deno refuses to compile.
 */
export async function compile(options: CompileOptions): Promise<string> {
  const { outDir, target = Deno.build.target, runtimeBase, deno = Deno.execPath() } = options;
  await bundle(options);
  const names = ["main.js", "keeper.js", "front.js", "cloud.js", "demo.js"];
  for (const name of names) await Deno.utime(`${outDir}/${name}`, MODIFIED, MODIFIED);

  const output = `${PROGRAM}-${target}${target.includes("windows") ? ".exe" : ""}`;
  const { success, stderr } = await new Deno.Command(deno, {
    // The names are relative, so that no path of this machine becomes part of the program.
    cwd: outDir,
    args: compileArguments(options, output, names),
    env: { NO_COLOR: "1", ...(runtimeBase === undefined ? {} : { DENORT_BIN: runtimeBase }) },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return `${outDir}/${output}`;

  const reason = new TextDecoder().decode(stderr).trim();
  if (!/denort|base binary/.test(reason)) throw new Error(`Cannot compile for ${target}\n${reason}`);
  throw new RuntimeBaseError(`${runtimeBaseAdvice(target, await denoDir())}\n\nDeno said:\n${reason}`);
}

function compileArguments(
  options: CompileOptions,
  output: string,
  [main = "", ...workers]: string[],
): string[] {
  const { target = Deno.build.target, deno } = options;
  return [
    "compile",
    "--no-config",
    "--no-lock",
    "--no-remote",
    "--no-npm",
    "--no-code-cache",
    ...UNSTABLE_FLAGS,
    ...MEMORY_FLAGS,
    ...PERMISSION_FLAGS,
    ...workers.flatMap((worker) => ["--include", worker]),
    // An older Deno does not know it.
    ...(deno === undefined ? ["--app-name", PROGRAM] : []),
    "--target",
    target,
    "--output",
    output,
    main,
  ];
}

function runtimeBaseAdvice(target: string, cache: string): string {
  const { deno } = Deno.version;
  return [
    `A compiled program is built upon "denort", the runtime of Deno ${deno} for ${target}, which cannot be had here.`,
    "One of these brings it:",
    "  1. a network in which Deno reaches its own release site: run this task there, Deno downloads it;",
    `  2. the archive denort-${target}.zip of the release v${deno}, put into ${cache}/dl/release/v${deno}/;`,
    "  3. the unpacked executable of exactly this version, its path in the environment variable DENORT_BIN.",
    "Without it, `deno task build` gives the same program as bundles with a launcher.",
  ].join("\n");
}

async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"], stderr: "null" })
    .output();
  const info: unknown = JSON.parse(new TextDecoder().decode(stdout));
  const known = typeof info === "object" && info !== null && "denoDir" in info;
  return known ? String(info.denoDir) : "$DENO_DIR";
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { target: { type: "string" } } });
  const root = new URL("../", import.meta.url);
  try {
    const path = await compile({
      root: fileURLToPath(root),
      outDir: fileURLToPath(new URL("dist", root)),
      ...(values.target === undefined ? {} : { target: values.target }),
    });
    console.error(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
