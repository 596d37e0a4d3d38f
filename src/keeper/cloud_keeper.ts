/** Looks after the threads of one cloud: one that logs in, then one that works, and another when that one ends.
 *
 * @module
 */
import { buildAllowlist, loginAllowlist } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/session.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { CloudOrder, CloudReport } from "../wire/control.ts";
import { errorAnswer } from "../wire/cloud_port.ts";
import type { LogMessage, ServePolicy } from "../wire/messages.ts";
import { makeWorker } from "./entries.ts";
import { Pulse } from "./pulse.ts";

/** What a cloud keeper is made of. */
export interface CloudKeeperOptions {
  readonly settings: CloudSettings;
  readonly policy: ServePolicy;
  /** Gives the asking side the port to a thread that is ready. */
  readonly onPort: (port: MessagePort) => void;
  /** Tells the asking side that its port leads nowhere any more. */
  readonly onLost: () => void;
  /** Tells those who wait why there is no session. */
  readonly onLoginFailed: (json: string) => void;
  readonly log: (entry: LogMessage) => void;
  /** Makes a thread; for tests. @default {makeWorker} */
  readonly makeWorker?: (net: readonly string[]) => Worker;
}

type Order = CloudOrder<CloudSettings, Session>;

interface Thread {
  readonly worker: Worker;
  readonly pulse: Pulse;
}

/** A thread that ends more often than this within the window is not started again for those who wait. */
const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;

/** Keeps a working thread for one cloud, from the first call on. */
export class CloudKeeper {
  readonly #options: CloudKeeperOptions;
  readonly #make: (net: readonly string[]) => Worker;
  #login: Thread | undefined;
  #working: Thread | undefined;
  #loggingIn = false;
  #session: Session | undefined;
  #ends: number[] = [];

  /** Makes a keeper without threads. */
  constructor(options: CloudKeeperOptions) {
    this.#options = options;
    this.#make = options.makeWorker ?? ((net) => makeWorker("cloud", net));
  }

  /** Makes the login thread ahead of need. Nothing is sent to the cloud yet. */
  prepare(): void {
    if (this.#login || this.#working) return;
    try {
      const { net } = loginAllowlist(this.#options.settings);
      this.#login = this.#start(net, (report) => this.#onLoginReport(report), () => this.#onLoginEnd());
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Sees to it that there will be a port: logs in if nobody did. */
  want(): void {
    if (this.#working || this.#loggingIn) return;
    if (this.#session) return this.#work(this.#session);
    this.prepare();
    if (!this.#login) return;
    this.#loggingIn = true;
    this.#tell(this.#login.worker, { kind: "login", settings: this.#options.settings });
  }

  /** Ends all threads. */
  close(): void {
    this.#end(this.#login);
    this.#end(this.#working);
    this.#login = this.#working = undefined;
  }

  #start(
    net: readonly string[],
    onReport: (report: CloudReport<Session>) => void,
    onEnd: () => void,
  ): Thread {
    const worker = this.#make(net);
    const pulse = new Pulse({
      ping: (sequence) => this.#tell(worker, { kind: "ping", sequence }),
      onSilence: () => {
        this.#options.log({ kind: "log", level: "error", text: "a cloud thread fell silent and is ended" });
        onEnd();
      },
    });
    worker.onmessage = ({ data }: MessageEvent<CloudReport<Session>>) => {
      if (data.kind === "pong") pulse.pong(data.sequence);
      else if (data.kind === "log") this.#options.log(data);
      else if (data.kind === "ended") onEnd();
      else onReport(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      onEnd();
    };
    return { worker, pulse };
  }

  #end(thread: Thread | undefined): void {
    thread?.pulse.stop();
    thread?.worker.terminate();
  }

  #tell(worker: Worker, order: Order): void {
    worker.postMessage(order, order.kind === "work" ? [order.port] : []);
  }

  #onLoginReport(report: CloudReport<Session>): void {
    if (report.kind === "session") {
      this.#loggingIn = false;
      this.#end(this.#login);
      this.#login = undefined;
      this.#work(report.session);
    } else if (report.kind === "login failed") {
      this.#loggingIn = false;
      this.#options.onLoginFailed(report.json);
    }
  }

  #onLoginEnd(): void {
    this.#end(this.#login);
    this.#login = undefined;
    if (!this.#loggingIn) return;
    this.#loggingIn = false;
    if (this.#mayRestart()) this.want();
  }

  /** Starts the working thread. The addresses are derived here once more, from the catalog itself. */
  #work(session: Session): void {
    const { settings, policy } = this.#options;
    this.#session = session;
    const projectId = session.project?.id;
    const { net } = buildAllowlist({
      settings,
      catalog: session.catalog,
      ...(projectId ? { projectId } : {}),
    });
    try {
      const thread = this.#start(
        net,
        (report) => this.#onWorkReport(report, thread),
        () => this.#onWorkEnd(thread),
      );
      this.#working = thread;
      const { port1, port2 } = new MessageChannel();
      this.#tell(thread.worker, { kind: "work", settings, session, policy, port: port1 });
      this.#options.onPort(port2);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #onWorkReport(report: CloudReport<Session>, thread: Thread): void {
    if (report.kind === "drained") return this.#end(thread);
    if (report.kind !== "catalog changed" || thread !== this.#working) return;
    this.#options.log({
      kind: "log",
      level: "warning",
      text: "the catalog names other addresses: another thread is made",
    });
    this.#tell(thread.worker, { kind: "drain" });
    this.#work(report.session);
  }

  #onWorkEnd(thread: Thread): void {
    this.#end(thread);
    if (thread !== this.#working) return;
    this.#working = undefined;
    const usable = this.#session && Date.parse(this.#session.expiresAt) > Date.now();
    if (!usable) this.#session = undefined;
    if (this.#mayRestart()) this.#options.onLost();
  }

  /** A thread that ends again and again is a defect: those who wait are told rather than kept. */
  #mayRestart(): boolean {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((end) => now - end < RESTART_WINDOW_MS), now];
    if (this.#ends.length <= MAX_RESTARTS) return true;
    this.#options.onLoginFailed(
      errorAnswer({
        what: "reach the cloud",
        reason: "unavailable",
        detail: "the thread that speaks with the cloud ended several times within a minute",
        next: "The log on standard error may say why.",
      }).json,
    );
    return false;
  }

  /** A thread could not be made: its addresses are not permitted. */
  #refuse(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    this.#loggingIn = false;
    this.#options.onLoginFailed(
      errorAnswer({
        what: "reach the cloud",
        reason: "refused by policy",
        detail,
        next: "Run the check command.",
      }).json,
    );
  }
}
