/** What a cloud thread asks of its keeper, and waits for.
 *
 * @module
 */
import type { Session } from "../openstack/auth/mod.ts";
import type { CloudReport, NotedOrder } from "../wire/control.ts";
import type { AuditEntry } from "../wire/messages.ts";

/** Asks the keeper, and matches its answers to the questions. */
export class KeeperLine {
  readonly #report: (report: CloudReport<Session>) => void;
  readonly #waiting = new Map<number, (order: NotedOrder) => void>();
  #sequence = 0;

  /** Takes what says something to the keeper. */
  constructor(report: (report: CloudReport<Session>) => void) {
    this.#report = report;
  }

  /** Has an entry written, and waits until it is on the disk.
   *
   * @throws {Error} If it could not be written; the message says why.
   */
  async audit(entry: AuditEntry): Promise<void> {
    const { ok, detail } = await this.#ask((sequence) => ({ kind: "audit", sequence, entry }));
    if (!ok) throw new Error(detail ?? "the keeper did not say why");
  }

  /** Uses a confirmation up.
   *
   * @returns Whether it had not been used before.
   */
  async consume(nonce: string, expiresAt: number): Promise<boolean> {
    const { ok } = await this.#ask((sequence) => ({ kind: "consume", sequence, nonce, expiresAt }));
    return ok;
  }

  /** Takes an answer. */
  noted(order: NotedOrder): void {
    this.#waiting.get(order.sequence)?.(order);
    this.#waiting.delete(order.sequence);
  }

  #ask(question: (sequence: number) => CloudReport<Session>): Promise<NotedOrder> {
    const sequence = ++this.#sequence;
    const { promise, resolve } = Promise.withResolvers<NotedOrder>();
    this.#waiting.set(sequence, resolve);
    this.#report(question(sequence));
    return promise;
  }
}
