/** The audit log: one appended line for each decision about a change, on the disk before the change is sent.
 *
 * @module
 */
import { stringifyJson } from "../text/json.ts";
import { sanitizeValue } from "../text/sanitize.ts";
import type { AuditEntry, LogMessage } from "../wire/messages.ts";

/** What an audit log is made of. */
export interface AuditLogOptions {
  /** The file; without one, entries are only kept in mind until their outcome is known. */
  readonly path?: string;
  readonly log: (entry: LogMessage) => void;
  /** Milliseconds since the epoch; for tests. @default {Date.now} */
  readonly now?: () => number;
}

/** A change that was sent and whose outcome is not known yet. */
interface Open {
  readonly thread: object;
  readonly entry: AuditEntry;
  /** Whether its outcome is being written. */
  isTold: boolean;
}

/** Writes entries, and knows which changes are under way. */
export class AuditLog {
  readonly #options: AuditLogOptions;
  /** Tells the lines of processes that share a file apart. */
  readonly #instance = crypto.randomUUID();
  readonly #open = new Map<string, Open>();
  #sequence = 0;
  /** Whether the last line is not whole: the next one begins a line of its own. */
  #isTorn = false;
  #last: Promise<void> = Promise.resolve();

  /** Makes a log; the file is opened for each line, so that it may be moved away meanwhile. */
  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /** Number of changes that were sent and whose outcome is not written yet. */
  get underWay(): number {
    return this.#open.size;
  }

  /** Writes an entry and waits until it is on the disk.
   *
   * @param thread The thread that it comes from. Several clouds share a log, and each counts its threads for itself.
   * @throws {Error} If it could not be written.
   */
  async write(entry: AuditEntry, thread: object): Promise<void> {
    const key = keyOf(entry);
    if (entry.event === "sent") this.#open.set(key, { thread, entry, isTold: false });
    const open = this.#open.get(key);
    if (open && entry.event === "outcome") open.isTold = true;
    const line = this.#lineOf(entry);
    // One after the other, so that the order of the lines is that of the numbers.
    const written = this.#last.then(() => this.#append(line));
    this.#last = written.catch(() => {/* told to the one who asked */});
    try {
      await written;
    } catch (error) {
      if (entry.event === "sent") this.#open.delete(key);
      throw error;
    } finally {
      // Not before it is written: who waits for the last change would end the process under the line.
      if (entry.event === "outcome") this.#open.delete(key);
    }
  }

  /** Checks that the file can be appended to.
   *
   * @throws {Error} If it cannot.
   */
  async probe(): Promise<void> {
    await this.#append("");
  }

  /** A thread is gone: of what it had sent nobody will learn more. */
  async abandon(thread: object, why: string): Promise<void> {
    for (const { thread: of, entry, isTold } of [...this.#open.values()]) {
      if (of !== thread || isTold) continue;
      const { action, target } = entry;
      this.#options.log({
        kind: "log",
        level: "error",
        text: "a change was sent, and its outcome is not known",
        fields: { tool: entry.tool, action, target, why },
      });
      await this.write({ ...entry, event: "outcome", outcome: "unknown", reason: why }, thread).catch((
        error,
      ) =>
        this.#options.log({
          kind: "log",
          level: "error",
          text: `the audit log could not be written: ${error}`,
        })
      );
    }
  }

  #lineOf(entry: AuditEntry): string {
    const { now = Date.now } = this.#options;
    // What the log itself says of a line, no thread says.
    const { time: _time, instance: _instance, seq: _seq, event, call, caller, tool, action, ...rest } = entry;
    const members = {
      time: new Date(now()).toISOString(),
      instance: this.#instance,
      seq: ++this.#sequence,
      event,
      call,
      caller,
      tool,
      action,
      ...rest,
    };
    return `${stringifyJson(sanitizeValue(members, { multiline: false }))}\n`;
  }

  async #append(line: string): Promise<void> {
    const { path } = this.#options;
    if (path === undefined) return;
    using file = await Deno.open(path, { append: true, create: true, mode: 0o600 });
    const bytes = new TextEncoder().encode(this.#isTorn ? `\n${line}` : line);
    // One write for one line: other processes append to the same file.
    const written = await file.write(bytes);
    if (bytes.length > 0) this.#isTorn = written < bytes.length;
    if (written < bytes.length) throw new Error(`${path}: only a part of the line could be written`);
    await file.syncData();
  }
}

function keyOf({ call, target }: AuditEntry): string {
  return `${call} ${stringifyJson(target ?? null)}`;
}
