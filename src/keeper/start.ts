/** Starts what takes longest before anything else is loaded.
 *
 * @module
 */
import { entryUrl, makeWorker } from "./entries.ts";

/** Runs the program. The keeper's own modules are loaded while the front starts.
 *
 * @param argv The arguments after the program's name.
 * @returns The exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const front = looksLikeServe(argv) ? makeWorker("front", []) : undefined;
  // Not followed by the bundler: what the program loads before it makes the front delays the first response.
  // deno-lint-ignore openstack-mcp/floors -- it is this room's own file, whatever it is called in a bundle
  const program: typeof import("./main.ts") = await import(entryUrl("keeper").href);
  return await program.runProgram(argv, front);
}

/** A guess before the command line is understood: a wrong one costs no more than a thread, or a little time. */
function looksLikeServe(argv: readonly string[]): boolean {
  const [first] = argv;
  if (argv.some((word) => word.startsWith("--http"))) return false;
  if (first === undefined) return !Deno.stdin.isTerminal();
  return first === "serve" || (first.startsWith("--") && first !== "--help" && first !== "--version");
}
