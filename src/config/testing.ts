/** Worlds for tests: files and variables that exist only in memory.
 *
 * @module
 */

import type { CommandLine } from "./command_line.ts";
import { type CommandName, type FlagKey, flagSpec } from "./flags.ts";
import type { FileText, World } from "./world.ts";

/** What a world for tests holds. */
export interface TestWorld extends Partial<Omit<World, "readFile">> {
  /** Files by absolute path: their text, the whole file, or an error for one that cannot be read. */
  readonly files?: Readonly<Record<string, string | FileText | Error>>;
}

/** The user of the worlds for tests. */
export const UID = 1000;

/** Makes a world: Linux, home `/home/ann`, working directory `/here`, files that belong to the user alone.
 *
 * @param options What differs.
 */
export function testWorld({ files = {}, ...options }: TestWorld = {}): World {
  return {
    env: {},
    cwd: "/here",
    home: "/home/ann",
    platform: "linux",
    uid: UID,
    ...options,
    readFile(path) {
      const file = files[path];
      if (file instanceof Error) throw file;
      return typeof file === "string" ? { text: file, uid: UID, mode: 0o100600 } : file;
    },
  };
}

/** Makes a command line.
 *
 * @param flags The flags by their names in the table.
 * @param command The command.
 */
export function testLine(
  flags: Readonly<Partial<Record<FlagKey, string | readonly string[] | true>>> = {},
  command: CommandName = "check",
): CommandLine {
  const given = Object.entries(flags).map(([key, value]) => {
    const texts = value === true ? [] : typeof value === "string" ? [value] : value;
    return [key, { flag: flagSpec(key as FlagKey).flag ?? "", texts }];
  });
  return { command, flags: Object.fromEntries(given) };
}
