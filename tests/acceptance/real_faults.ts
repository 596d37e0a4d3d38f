/** All faults that are made on a real cloud for the time of a report, and taken back.
 *
 * @module
 */
import type { Expected, Fault, Reporter, Tools } from "./real_fault.ts";
import { CLOUD_FAULTS, HALTED, HALTED_EXPECTED, LAST_FAULTS } from "./real_faults_cloud.ts";
import { PROJECT_FAULTS, slowStack } from "./real_faults_project.ts";
import { Hands, members, waitFor } from "./real_hands.ts";
import { Processes } from "./real_processes.ts";

/** Limits at which nothing needs time to become a fault. */
export const THRESHOLDS = {
  "nova-service-down": { warning_minutes: 0, group_minutes: 0 },
  "nova-service-disabled": { warning_hours: 0 },
  "nova-forced-down": { warning_hours: 0 },
  "neutron-agent-down": { warning_minutes: 0, group_minutes: 0 },
  "neutron-agent-disabled": { warning_hours: 0 },
  "cinder-service-down": { warning_minutes: 0, group_minutes: 0 },
  "cinder-service-disabled": { warning_hours: 0 },
  "dns-service": { silent_minutes: 0.5 },
  "share-backend": { critical_minutes: 0 },
  "server-verify-resize": { warning_hours: 0 },
  "server-shutoff-old": { warning_days: 0 },
  "server-paused-old": { warning_days: 0 },
  "server-shelved-old": { warning_days: 0 },
  "port-orphan": { warning_minutes: 0 },
  "port-unbound-old": { warning_days: 0 },
  "fip-unused": { warning_days: 0 },
  "volume-unattached": { warning_days: 0 },
  "volume-stuck": { warning_minutes: 0 },
  "volume-no-backup": { warning_days: 0 },
  "volume-attach-mismatch": { hold_minutes: 0 },
  "transfer-pending": { warning_days: 0 },
  "snapshot-old": { warning_days: 0 },
  "image-stuck": { warning_hours: 0 },
  "share-error": { warning_minutes: 0 },
  "lb-provisioning": { warning_minutes: 0 },
  "stack-stuck": { warning_hours: 0 },
  "dns-zone": { warning_minutes: 0 },
};

/** Faults that the cloud has been given with its first contents: at these limits each is told of. */
const SEEDED: readonly Expected[] = [
  { check: "server-error", name: "huge-simulation", by: ["admin", "alice"] },
  { check: "server-verify-resize", name: "app-04", by: ["admin"] },
  { check: "server-shutoff-old", name: "web-06", by: ["admin", "alice"] },
  { check: "server-paused-old", name: "batch-01", by: ["admin", "alice"] },
  { check: "server-shelved-old", name: "dev-box", by: ["admin"] },
  { check: "server-locked", name: "legacy", by: ["admin", "alice"] },
  { check: "server-no-key", name: "legacy", by: ["admin", "alice"] },
  { check: "stack-failed", name: "doomed", by: ["admin", "alice"] },
  { check: "volume-no-backup", name: "logs", by: ["admin", "alice"] },
];

/** Logs a user in: to a project, with a password. */
export type LogIn = (user: string, project: string, password: string) => Readonly<Record<string, string>>;

/** The faults, while they are there. */
export class RealFaults implements AsyncDisposable {
  readonly #tools: Tools;
  readonly #undo: AsyncDisposableStack[] = [];
  readonly #expected: Expected[] = [...SEEDED];

  private constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Halts what a cloud is slow to notice; the faults themselves are made by {@linkcode make}.
   *
   * @param prefix What the names of all that is made begin with.
   */
  static async begin(
    prefix: string,
    logins: Readonly<Record<Reporter, Readonly<Record<string, string>>>>,
    logIn: LogIn,
  ): Promise<RealFaults> {
    const [alice, admin] = await Promise.all([Hands.of(logins.alice), Hands.of(logins.admin)]);
    const processes = Processes.here();
    const faults = new RealFaults({
      alice,
      admin,
      processes,
      named: (name) => `${prefix}-${name}`,
      logIn: (...who) => Hands.of(logIn(...who)),
    });
    if (processes) faults.#expected.push(...HALTED_EXPECTED);
    try {
      for (const name of HALTED) processes?.halt(name);
    } catch (error) {
      processes?.resume();
      throw error;
    }
    return faults;
  }

  /** Makes all faults, and waits until the cloud has noticed. */
  async make(): Promise<readonly Expected[]> {
    await this.#makeAll([...PROJECT_FAULTS, ...CLOUD_FAULTS]);
    await this.#makeAll(LAST_FAULTS);
    if (this.#tools.processes) await this.#untilUp(false);
    await this.#makeAll([slowStack]);
    return this.#expected;
  }

  async #makeAll(faults: readonly Fault[]): Promise<void> {
    const made = await Promise.allSettled(faults.map(async (fault) => {
      const undo = new AsyncDisposableStack();
      this.#undo.push(undo);
      this.#expected.push(...await fault(this.#tools, undo));
    }));
    const failed = made.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
    if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join("\n"));
  }

  /** Takes everything back, and waits until the cloud has noticed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#tools.processes?.resume();
    const undone = await Promise.allSettled(this.#undo.splice(0).map((undo) => undo.disposeAsync()));
    const failed = undone.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
    if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join("\n"));
    if (this.#tools.processes) await this.#untilUp(true);
  }

  /** Waits until the cloud counts the halted services as up, or as down. */
  async #untilUp(up: boolean): Promise<void> {
    const { admin } = this.#tools;
    const nova = async () => {
      const services = await admin.read("compute", "/os-services?host=cmp-03");
      return members(services, "services").every(({ state }) => (state === "up") === up);
    };
    const neutron = async () => {
      const agents = await admin.read("network", "/agents?host=net-01");
      return members(agents, "agents").every(({ alive }) => alive === up);
    };
    const cinder = async () => {
      const services = await admin.read("volume", "/os-services?binary=cinder-backup");
      return members(services, "services").every(({ state }) => (state === "up") === up);
    };
    const manila = async () => {
      const services = await admin.read("share", "/services?binary=manila-share");
      return members(services, "services").every(({ state }) => (state === "up") === up);
    };
    await Promise.all([
      waitFor(`manila-share up: ${up}`, manila),
      waitFor(`nova-compute up: ${up}`, nova),
      waitFor(`Neutron's agents up: ${up}`, neutron),
      waitFor(`cinder-backup up: ${up}`, cinder),
    ]);
  }
}
