/** Keeps two runs from working on the same files. The system lets go of the lock when a process ends, however it ends.
 *
 * @module
 */
import { UsageError } from "../cli/options.ts";

/** A file that one run alone may work with. */
export interface LockedFile {
  readonly path: string;
  /** Makes the file if it is not there. */
  readonly create?: boolean;
}

/** Locks some files, without waiting for anybody.
 *
 * @returns To be disposed of when the run is over.
 * @throws {UsageError} If another run holds one of them, or if it cannot be opened.
 */
export async function lockRun(files: readonly LockedFile[]): Promise<Disposable> {
  const held = new DisposableStack();
  try {
    for (const file of files) held.use(await lockOne(file));
    return held;
  } catch (error) {
    held.dispose();
    throw error;
  }
}

async function lockOne({ path, create = false }: LockedFile): Promise<Disposable> {
  const file = await opened(path, create);
  if (await file.tryLock(true)) return file;
  file.close();
  throw new UsageError(`another run holds ${path}. Wait for its end, or give it more time between the runs`);
}

async function opened(path: string, create: boolean): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, create ? { read: true, write: true, create, mode: 0o600 } : { read: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/: open\b.*$/s, "") : String(error);
    throw new UsageError(`Cannot lock ${path}: ${why}`);
  }
}
