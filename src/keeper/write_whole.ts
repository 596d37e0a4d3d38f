/** Writes files whole or not at all.
 *
 * @module
 */
import { UsageError } from "../cli/options.ts";

/** Writes beside the target, then takes its place: a reader never sees half a file. A link stays one, and what is no
 * file, such as a pipe or a device, is written into rather than replaced.
 *
 * @throws {UsageError} If the file cannot be written; nothing is left behind then.
 */
export async function writeWhole(path: string, text: string, { mode }: WriteOptions = {}): Promise<void> {
  try {
    const target = await targetOf(path);
    if (target.isFile) await replace(mode === undefined ? target : { ...target, mode }, text);
    else await Deno.writeTextFile(path, text, { create: false });
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${reasonOf(error)}`);
  }
}

/** Options of {@linkcode writeWhole}. */
export interface WriteOptions {
  /** Who may read and write the file from now on. @default As the file that is there, else 0644. */
  readonly mode?: number;
}

interface Target {
  readonly path: string;
  readonly isFile: boolean;
  /** Who may read and write the file that is there. */
  readonly mode?: number;
}

async function targetOf(path: string): Promise<Target> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    if (!isFile) return { path, isFile };
    return { path: await Deno.realPath(path), isFile, ...(mode === null ? {} : { mode: mode & 0o777 }) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { path, isFile: true };
    throw error;
  }
}

async function replace({ path, mode }: Target, text: string): Promise<void> {
  const beside = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await Deno.writeTextFile(beside, text, { mode: mode ?? 0o644, createNew: true });
    // The mode above is cut by the umask.
    if (mode !== undefined && Deno.build.os !== "windows") await Deno.chmod(beside, mode);
    await Deno.rename(beside, path);
  } catch (error) {
    await Deno.remove(beside).catch(() => {/* it was never made */});
    throw error;
  }
}

/** The system's own words, without the temporary name that nobody asked about. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(
    /: (?:open|rename|writefile)\b.*$/s,
    "",
  );
}
