/** What the keeper does for changes: it writes the audit log and remembers which confirmations were used.
 *
 * @module
 */

/** One entry for the audit log, without what the ledger adds of the call. */
export interface LedgerEntry {
  readonly event: "asked" | "refused" | "planned" | "confirmed" | "sent" | "outcome";
  readonly action: string;
  readonly [member: string]: unknown;
}

/** The keeper's part of a change. */
export interface Ledger {
  /** Writes an entry, and waits until it is on the disk.
   *
   * @throws {Error} If it could not be written; its message says why.
   */
  readonly audit: (entry: LedgerEntry) => Promise<void>;
  /** Uses a confirmation up.
   *
   * @returns Whether it had not been used before.
   */
  readonly consume: (nonce: string, expiresAt: number) => Promise<boolean>;
  /** Tells the asking side how far the change of a target is, in case that this thread ends. */
  readonly step: (
    name: string,
    target: string,
    outcome: "sent" | "done" | "failed" | "pending" | "unknown",
  ) => void;
}
