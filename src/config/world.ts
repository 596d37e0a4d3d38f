/** The outside world as the settings see it. It is handed in, so that nothing in this folder needs a permission.
 *
 * @module
 */

import { posix, win32 } from "node:path";

/** A file that could be read. */
export interface FileText {
  readonly text: string;
  /** Owner, where the platform has such a thing. */
  readonly uid?: number | null;
  /** Permission bits, where the platform has such a thing. */
  readonly mode?: number | null;
}

/** Environment, files and places. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a file.
   *
   * @returns The file, or `undefined` when there is none at that path.
   * @throws {Error} When it exists and cannot be read.
   */
  readFile(path: string): FileText | undefined;
  /** The working directory, absolute. */
  readonly cwd: string;
  /** The home directory, when it is known. */
  readonly home?: string | undefined;
  /** `Deno.build.os`: `linux`, `darwin`, `windows`... */
  readonly platform: string;
  /** The user whose process this is. Without it a `.env` of the working directory is not trusted, except on Windows. */
  readonly uid?: number | undefined;
}

/** Path functions of the world's platform, which need not be the one that this runs on.
 *
 * @param world The world.
 */
export function pathsOf(world: World): typeof posix {
  return world.platform === "windows" ? win32 : posix;
}

/** Makes a path absolute: `~` is the home directory, a relative path starts at the working directory.
 *
 * @param world The world.
 * @param path The path as the user wrote it.
 */
export function absolutePath(world: World, path: string): string {
  const paths = pathsOf(world);
  const inHome = path === "~" || path.startsWith("~/") || path.startsWith("~\\");
  if (inHome && world.home !== undefined) return paths.join(world.home, path.slice(1));
  return paths.isAbsolute(path) ? paths.normalize(path) : paths.join(world.cwd, path);
}

/** Says in a few words why a file could not be read, without its content or the runtime's own prose.
 *
 * @param error What was thrown.
 */
export function readProblem(error: unknown): string {
  const denied = error instanceof Error &&
    /denied|NotCapable|EACCES|EPERM/i.test(`${error.name} ${error.message}`);
  if (denied) return "permission denied";
  const directory = error instanceof Error && /directory|EISDIR/i.test(error.message);
  return directory ? "is a directory" : "it cannot be read";
}
