/** The processes that are measured.
 *
 * @module
 */
import { LAUNCH_FLAGS, PROGRAM } from "../../tasks/build.ts";
import { ENTRIES, MEMORY_FLAGS, PERMISSION_FLAGS } from "../../tasks/permissions.ts";
import { emptyHome } from "../acceptance/program.ts";

/** The words that start a program. */
export type CommandLine = readonly [program: string, ...args: string[]];

const ROOT = new URL("../../", import.meta.url).pathname;
const DIST = `${ROOT}dist/`;

/** The program from the checkout. */
export const CHECKOUT: CommandLine = [
  Deno.execPath(),
  "run",
  "--quiet",
  ...MEMORY_FLAGS,
  ...PERMISSION_FLAGS,
  `${ROOT}${ENTRIES.main}`,
];

/** The built bundle, with and without its launcher; undefined if nothing was built. */
export function built(): { readonly bundle: CommandLine; readonly launcher: CommandLine } | undefined {
  try {
    Deno.statSync(`${DIST}${PROGRAM}`);
  } catch {
    return undefined;
  }
  return {
    bundle: [Deno.execPath(), "run", ...LAUNCH_FLAGS, `${DIST}main.js`],
    launcher: [`${DIST}${PROGRAM}`],
  };
}

const MINIMAL = `${ROOT}tests/bench/minimal_server.ts`;

/** The minimal server from the checkout. */
export const MINIMAL_CHECKOUT: CommandLine = [Deno.execPath(), "run", "--quiet", "--no-prompt", MINIMAL];

/** Bundles the minimal server as the program is bundled.
 *
 * @param directory Where the bundle is written.
 */
export async function bundleMinimal(directory: string): Promise<CommandLine> {
  const output = `${directory}/minimal.js`;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--minify", "--output", output, MINIMAL],
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot bundle the minimal server: ${new TextDecoder().decode(stderr)}`);
  const flags = LAUNCH_FLAGS.filter((flag) => !flag.startsWith("--allow-") && !flag.startsWith("--deny-"));
  return [Deno.execPath(), "run", ...flags, output];
}

/** A child that sees an empty home and the given variables. */
export function spawn(
  [program, ...args]: CommandLine,
  env: Readonly<Record<string, string>>,
): Deno.ChildProcess {
  return new Deno.Command(program, {
    args,
    clearEnv: true,
    env: { ...inherited(), HOME: emptyHome(), ...env },
    cwd: emptyHome(),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Another home must not mean that dependencies are fetched anew. */
function inherited(): Record<string, string> {
  const { PATH = "", HOME = "", DENO_DIR = `${HOME}/.cache/deno` } = Deno.env.toObject();
  return { PATH, DENO_DIR };
}

/** The memory of a process in megabytes, now and at its peak; undefined where the system does not tell. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } | undefined {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const megabytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) * 1024 / 1e6;
    const memory = { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
    return Number.isFinite(memory.peak) ? memory : undefined;
  } catch {
    return undefined;
  }
}
