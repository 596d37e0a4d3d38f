/** Writes files whole or not at all.
 *
 * @module
 */
import { UsageError } from "../cli/options.ts";

/** Writes beside the target, then takes its place: a reader never sees half a file.
 *
 * @throws {Error} If the file cannot be written; nothing is left behind then.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await Deno.writeTextFile(beside, text, { mode: 0o644, createNew: true });
    await Deno.rename(beside, path);
  } catch (error) {
    await Deno.remove(beside).catch(() => {/* it was never made */});
    throw new UsageError(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
