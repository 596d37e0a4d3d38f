/** What keeps a change from being sent, all told at once.
 *
 * @module
 */
import { OpenStackError, type Reason } from "../../openstack/errors.ts";

/** Reasons that lie in what was asked for. With any other the question itself could not be answered. */
const IN_THE_ARGUMENTS: ReadonlySet<Reason> = new Set([
  "not found",
  "ambiguous",
  "refused by policy",
  "invalid argument",
  "conflict",
  "over quota",
  "not deployed",
]);

/** Collects what is wrong with a change. */
export class Problems {
  readonly #what: string;
  readonly #found: OpenStackError[] = [];

  /** @param what What is attempted, in words. */
  constructor(what: string) {
    this.#what = what;
  }

  /** Adds a problem of ours. */
  add(reason: Reason, detail: string, candidates?: readonly unknown[]): void {
    this.#found.push(
      new OpenStackError({ what: this.#what, reason, detail, ...(candidates ? { candidates } : {}) }),
    );
  }

  /** What a reading gives; undefined if it fails, which is a problem then. */
  async of<T>(reading: Promise<T>): Promise<T | undefined> {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof OpenStackError)) throw error;
      this.#found.push(error);
      return undefined;
    }
  }

  /** Ends the attempt if there is a problem.
   *
   * @throws {OpenStackError} The one problem, what could not be read, or all problems together.
   */
  refuse(): void {
    const [first, ...more] = this.#found;
    if (!first) return;
    if (more.length === 0) throw first;
    const unread = this.#found.find(({ reason }) => !IN_THE_ARGUMENTS.has(reason));
    if (unread) throw unread;
    const candidates = this.#found.flatMap(({ what, candidates: among }) =>
      among ? [{ what, candidates: among }] : []
    );
    throw new OpenStackError({
      what: this.#what,
      reason: more.every(({ reason }) => reason === first.reason) ? first.reason : "invalid argument",
      detail: this.#found.map((problem) => this.#told(problem)).join("; "),
      ...(candidates.length > 0 ? { candidates } : {}),
      next: "Nothing was sent. Correct all of it.",
    });
  }

  #told({ what, reason, detail = reason }: OpenStackError): string {
    return what === this.#what ? detail : `${what}: ${detail}`;
  }
}
