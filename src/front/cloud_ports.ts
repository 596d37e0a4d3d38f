/** The ports to the clouds of this process, one for each name.
 *
 * @module
 */
import { CloudPort, type PortAnswer } from "../wire/cloud_port.ts";

interface Entry {
  readonly port: CloudPort;
  /** The thread that new calls go to. */
  thread: number | undefined;
}

/** Finds the asking end of a cloud by its name, and knows which clouds have somebody to ask. */
export class CloudPorts {
  readonly #entries = new Map<string, Entry>();
  readonly #onWanted: (cloud: string) => void;
  #restarts = 0;

  /** Makes a set without ports.
   *
   * @param onWanted Called with the name of a cloud when it is needed and has no port.
   */
  constructor(onWanted: (cloud: string) => void) {
    this.#onWanted = onWanted;
  }

  /** The asking end of a cloud; it may have no port yet. */
  of(cloud: string): CloudPort {
    return this.#entry(cloud).port;
  }

  /** Takes a port into use; see {@linkcode CloudPort.use}. */
  use(cloud: string, port: MessagePort, thread: number): void {
    const entry = this.#entry(cloud);
    entry.thread = thread;
    entry.port.use(port, thread);
  }

  /** A thread is gone.
   *
   * @param died Whether it died rather than having been replaced.
   */
  lost(cloud: string, thread: number, died: boolean): void {
    if (died) this.#restarts++;
    const entry = this.#entry(cloud);
    if (entry.thread === thread) entry.thread = undefined;
    entry.port.lost(thread);
  }

  /** Ends what waits for a cloud with an answer that says why. */
  fail(cloud: string, answer: PortAnswer): void {
    this.#entry(cloud).port.fail(answer);
  }

  /** Whether a cloud has a thread that is logged in. */
  has(cloud: string): boolean {
    return this.#entries.get(cloud)?.thread !== undefined;
  }

  /** Asks for a port to a cloud ahead of need. */
  want(cloud: string): void {
    this.#onWanted(cloud);
  }

  /** Calls that wait for a cloud that nobody is logged in to. */
  get waiting(): number {
    return [...this.#entries.values()].reduce(
      (sum, { port, thread }) => thread === undefined ? sum + port.waiting : sum,
      0,
    );
  }

  /** Threads that died since the start. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Closes all ports; nothing more is answered. */
  close(): void {
    for (const { port } of this.#entries.values()) port.close();
  }

  #entry(cloud: string): Entry {
    return this.#entries.getOrInsertComputed(cloud, () => ({
      port: new CloudPort(() => this.#onWanted(cloud)),
      thread: undefined,
    }));
  }
}
