/** Looks after the threads of one cloud: one that logs in, then one that works, and another when that one ends.
 *
 * @module
 */
import { buildAllowlist, loginAllowlist } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/session.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { CloudOrder, CloudReport } from "../wire/control.ts";
import { errorAnswer } from "../wire/cloud_port.ts";
import type { AuditEntry, LogMessage, ServePolicy } from "../wire/messages.ts";
import type { AuditLog } from "./audit_log.ts";
import { makeWorker } from "./entries.ts";
import type { Nonces } from "./nonces.ts";
import { Pulse, type PulseOptions } from "./pulse.ts";

/** What the keeper does for changes, on behalf of all clouds. */
export interface ChangeKeeping {
  readonly audit: AuditLog;
  readonly nonces: Nonces;
  /** Key of the confirmations, in base64. */
  readonly confirmKey: string;
}

/** What a cloud keeper is made of. */
export interface CloudKeeperOptions {
  readonly settings: CloudSettings;
  readonly policy: ServePolicy;
  readonly changes: ChangeKeeping;
  /** Gives the asking side the port to a thread. */
  readonly onPort: (port: MessagePort, thread: number) => void;
  /** Tells the asking side that the port to a thread leads nowhere any more, and whether the thread died. */
  readonly onLost: (thread: number, died: boolean) => void;
  /** Tells those who wait why there is no session. */
  readonly onLoginFailed: (json: string) => void;
  readonly log: (entry: LogMessage) => void;
  /** Makes a thread; for tests. @default {makeWorker} */
  readonly makeWorker?: (net: readonly string[]) => Worker;
  /** How the threads are watched; for tests. */
  readonly pulse?: Pick<PulseOptions, "everyMs" | "patience">;
}

type Order = CloudOrder<CloudSettings, Session>;

interface Thread {
  readonly number: number;
  readonly worker: Worker;
  readonly pulse: Pulse;
}

/** What becomes of what a thread says. */
interface ThreadHandlers {
  readonly onReport: (report: CloudReport<Session>, thread: Thread) => void;
  /** Called once, when the thread is gone without having been asked to go. */
  readonly onEnd: (thread: Thread) => void;
}

/** A thread that ends more often than this within the window is not started again for those who wait. */
const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;
/** The answer to a change is awaited for 10 s; it takes a moment more to be written down. */
const LAST_ANSWERS_MS = 11_500;
const TICK_MS = 50;

/** Keeps a working thread for one cloud, from the first call on. */
export class CloudKeeper {
  readonly #options: CloudKeeperOptions;
  readonly #make: (net: readonly string[]) => Worker;
  /** Every thread that lives, those that drain included. */
  readonly #threads = new Set<Thread>();
  #made = 0;
  #login: Thread | undefined;
  #working: Thread | undefined;
  #loggingIn = false;
  #session: Session | undefined;
  #ends: number[] = [];
  #closing = false;

  /** Makes a keeper without threads. */
  constructor(options: CloudKeeperOptions) {
    this.#options = options;
    this.#make = options.makeWorker ?? ((net) => makeWorker("cloud", net));
  }

  /** Makes the login thread ahead of need. Nothing is sent to the cloud yet. */
  prepare(): void {
    if (this.#login || this.#working || this.#session) return;
    try {
      const { net } = loginAllowlist(this.#options.settings);
      this.#login = this.#start(net, {
        onReport: (report) => this.#onLoginReport(report),
        onEnd: () => this.#onLoginEnd(),
      });
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Sees to it that there will be a port: logs in if nobody did. */
  want(): void {
    if (this.#working || this.#loggingIn) return;
    if (this.#session) return this.#workWith(this.#session);
    this.prepare();
    if (!this.#login) return;
    this.#loggingIn = true;
    this.#tell(this.#login.worker, { kind: "login", settings: this.#options.settings });
  }

  /** Ends all threads. What was sent to change something has a while to be answered. */
  async close(): Promise<void> {
    const { audit } = this.#options.changes;
    this.#closing = true;
    if (audit.underWay > 0) {
      this.#log("warning", `ending: ${audit.underWay} changes were sent and are waited for`);
      for (const { worker } of this.#threads) this.#tell(worker, { kind: "drain", hurry: true });
      for (let waited = 0; audit.underWay > 0 && waited < LAST_ANSWERS_MS; waited += TICK_MS) {
        await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      }
    }
    const left = [...this.#threads];
    for (const thread of left) this.#end(thread);
    for (const thread of left) {
      await audit.abandon(thread, "the process ended before it was known");
    }
    this.#login = this.#working = undefined;
  }

  #start(net: readonly string[], { onReport, onEnd }: ThreadHandlers): Thread {
    const worker = this.#make(net);
    const ended = () => {
      if (!this.#end(thread)) return;
      onEnd(thread);
    };
    const pulse = new Pulse({
      ...this.#options.pulse,
      ping: (sequence) => this.#tell(worker, { kind: "ping", sequence }),
      onSilence: () => {
        this.#log("error", "a cloud thread fell silent and is ended");
        ended();
      },
    });
    const thread: Thread = { number: ++this.#made, worker, pulse };
    this.#threads.add(thread);
    worker.onmessage = ({ data }: MessageEvent<CloudReport<Session>>) => {
      // What a thread said before it was ended may arrive after that.
      if (!this.#threads.has(thread)) return;
      if (data.kind === "pong") pulse.pong(data.sequence);
      else if (data.kind === "log") this.#options.log(data);
      else if (data.kind === "audit" || data.kind === "consume") this.#note(data, thread);
      else if (data.kind === "ended") ended();
      else onReport(data, thread);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#log("error", "a cloud thread failed before it could say why");
      ended();
    };
    return thread;
  }

  /** @returns Whether it still lived. */
  #end(thread: Thread): boolean {
    thread.pulse.stop();
    thread.worker.terminate();
    return this.#threads.delete(thread);
  }

  #tell(worker: Worker, order: Order): void {
    worker.postMessage(order, order.kind === "work" ? [order.port] : []);
  }

  /** Writes an entry, or uses a confirmation up, and says so. */
  async #note(
    report: Extract<CloudReport<Session>, { kind: "audit" | "consume" }>,
    thread: Thread,
  ): Promise<void> {
    const { audit, nonces } = this.#options.changes;
    const noted = (ok: boolean, detail?: string) =>
      this.#tell(thread.worker, {
        kind: "noted",
        sequence: report.sequence,
        ok,
        ...(detail === undefined ? {} : { detail }),
      });
    if (report.kind === "consume") return noted(nonces.use(report.nonce, report.expiresAt));
    try {
      await audit.write(report.entry, thread);
      noted(true);
      if (this.#closing && report.entry.event === "outcome") this.#tellOutcome(report.entry);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#log("error", `the audit log could not be written: ${detail}`);
      noted(false, detail);
    }
  }

  /** Nobody may be left to read the answer. */
  #tellOutcome({ tool, action, target, outcome, reason }: AuditEntry): void {
    this.#options.log({
      kind: "log",
      level: outcome === "done" ? "info" : "warning",
      text: "what became of a change that was sent",
      fields: { tool, action, target, outcome, ...(reason === undefined ? {} : { reason }) },
    });
  }

  #log(level: LogMessage["level"], text: string): void {
    this.#options.log({ kind: "log", level, text });
  }

  #onLoginReport(report: CloudReport<Session>): void {
    if (report.kind === "session") {
      this.#loggingIn = false;
      if (this.#login) this.#end(this.#login);
      this.#login = undefined;
      this.#workWith(report.session);
    } else if (report.kind === "login failed") {
      this.#loggingIn = false;
      this.#options.onLoginFailed(report.json);
    }
  }

  #onLoginEnd(): void {
    this.#login = undefined;
    if (!this.#loggingIn) return;
    this.#loggingIn = false;
    if (this.#mayRestart()) this.want();
  }

  /** Starts the working thread, or says why there is none; the next call logs in anew then. */
  #workWith(session: Session): void {
    try {
      this.#work(session);
    } catch (error) {
      this.#session = undefined;
      this.#refuse(error);
    }
  }

  /** The addresses are derived here once more, from the catalog itself.
   *
   * @throws {Error} If they are not permitted.
   */
  #work(session: Session): void {
    const { settings, policy } = this.#options;
    const projectId = session.project?.id;
    const { net } = buildAllowlist({
      settings,
      catalog: session.catalog,
      ...(projectId ? { projectId } : {}),
    });
    const thread = this.#start(net, {
      onReport: (report, thread) => this.#onWorkReport(report, thread),
      onEnd: (thread) => this.#onWorkEnd(thread),
    });
    this.#session = session;
    this.#working = thread;
    const { port1, port2 } = new MessageChannel();
    const { confirmKey } = this.#options.changes;
    this.#tell(thread.worker, { kind: "work", settings, session, policy, port: port1, confirmKey });
    this.#options.onPort(port2, thread.number);
  }

  #onWorkReport(report: CloudReport<Session>, thread: Thread): void {
    if (report.kind === "drained" && thread !== this.#working) {
      this.#end(thread);
      // A call that was on its way when the port was replaced is asked again.
      this.#options.onLost(thread.number, false);
    } else if (report.kind === "catalog changed" && thread === this.#working) {
      try {
        this.#work(report.session);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#log("warning", `the catalog names other addresses, which may not be used: ${why}`);
        return;
      }
      this.#log("warning", "the catalog names other addresses: another thread is made");
      this.#tell(thread.worker, { kind: "drain" });
    }
  }

  #onWorkEnd(thread: Thread): void {
    if (thread === this.#working) {
      this.#working = undefined;
      const usable = this.#session && Date.parse(this.#session.expiresAt) > Date.now();
      if (!usable) this.#session = undefined;
      this.#mayRestart();
    }
    this.#options.onLost(thread.number, true);
    this.#options.changes.audit.abandon(thread, "the thread that worked on it ended");
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
