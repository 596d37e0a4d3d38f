/** Whether the server lives, and whether its cloud can be asked. Both say nothing else, to whoever asks.
 *
 * @module
 */
import type { CloudPorts } from "../cloud_ports.ts";

/** While the cloud is not ready, being asked about it makes it wanted this often at most, in milliseconds. */
const WANT_EVERY_MS = 30_000;

/** Answers probes from what is known: nothing is sent to the cloud for them. */
export class Health {
  readonly #clouds: CloudPorts;
  readonly #cloud: string;
  readonly #now: () => number;
  #wantedAt = -Infinity;

  /** Makes the health of a server.
   *
   * @param cloud The cloud whose readiness is the server's.
   * @param now A clock in milliseconds; for tests.
   */
  constructor(clouds: CloudPorts, cloud: string, now: () => number = () => performance.now()) {
    this.#clouds = clouds;
    this.#cloud = cloud;
    this.#now = now;
  }

  /** That the server lives. */
  live(): Response {
    return new Response("ok\n");
  }

  /** Whether its cloud has a session; if not, one is asked for. */
  ready(): Response {
    if (this.#clouds.has(this.#cloud)) return new Response("ready\n");
    this.#want();
    return new Response("not ready\n", { status: 503 });
  }

  #want(): void {
    const now = this.#now();
    if (now - this.#wantedAt < WANT_EVERY_MS) return;
    this.#wantedAt = now;
    this.#clouds.want(this.#cloud);
  }
}
