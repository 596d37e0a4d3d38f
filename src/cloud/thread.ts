/** A cloud thread without its worker: takes orders, logs in or works, and reports.
 *
 * @module
 */
import { type Allowlist, buildAllowlist, loginAllowlist, permitted } from "../openstack/allowlist.ts";
import { login, type Session } from "../openstack/auth/mod.ts";
import { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { SessionHolder } from "../openstack/session.ts";
import { type CloudSettings, isRenewable, secretsOf } from "../openstack/settings.ts";
import { allowlistGuard, decodedText, Transport } from "../openstack/transport.ts";
import { createOutputGuard, type OutputGuard } from "../text/guard_output.ts";
import { stringifyJson } from "../text/json.ts";
import { Redactor } from "../text/redact.ts";
import type { Tool } from "../tools/tool.ts";
import type { CloudOrder, CloudReport, WorkOrder } from "../wire/control.ts";
import { graceOf, type LogMessage, type RequestMessage, type RunMessage } from "../wire/messages.ts";
import { errorAnswer, type PortAnswer } from "../wire/cloud_port.ts";
import { Confirmations, type Ledger } from "../gate/mod.ts";
import { type CallScope, dispatchCall, type DispatchOptions, type LedgerCall } from "./dispatch.ts";
import { KeeperLine } from "./keeper_line.ts";

/** What a cloud thread is made of. */
export interface CloudThreadOptions {
  /** Says something to the keeper. */
  readonly report: (report: CloudReport<Session>) => void;
  /** Every declared tool. */
  readonly registry: readonly Tool[];
  /** Does the work of terminal commands. */
  readonly tasks: Readonly<Record<RunMessage["task"], Task>>;
}

/** The work of a terminal command. */
export type Task = (
  client: Client,
  order: Work,
  message: RunMessage,
  scope: CallScope,
) => Promise<PortAnswer>;

/** The order that a thread works by. */
export type Work = WorkOrder<CloudSettings, Session>;

/** So many tokens are kept secret: a login an hour would otherwise make the redactor slower for ever. */
const KNOWN_TOKENS = 8;

/** Obeys the keeper's orders. */
export class CloudThread {
  readonly #options: CloudThreadOptions;
  readonly #redactor = new Redactor();
  /** Through this pass answers, errors and log lines. */
  readonly guard: OutputGuard = createOutputGuard({ redactor: this.#redactor });
  readonly #calls = new Map<number, AbortController>();
  readonly #tokens: string[] = [];
  readonly #keeper: KeeperLine;
  #loginHolder: SessionHolder | undefined;
  #transport: Transport | undefined;
  #draining = false;

  /** Makes a thread that waits for orders. */
  constructor(options: CloudThreadOptions) {
    this.#options = options;
    this.#keeper = new KeeperLine((report) => options.report(report));
  }

  /** Carries an order out. */
  async obey(order: CloudOrder<CloudSettings, Session>): Promise<void> {
    switch (order.kind) {
      case "ping":
        return this.#options.report({ kind: "pong", sequence: order.sequence });
      case "login":
        return await this.#logIn(order.settings);
      case "work":
        return this.#work(order);
      case "noted":
        return this.#keeper.noted(order);
      case "drain":
        this.#draining = true;
        if (order.hurry) { for (const call of this.#calls.values()) call.abort(); }
        return this.#reportDrained();
    }
  }

  /** Closes connections and gives up what is under way. */
  close(): void {
    for (const call of this.#calls.values()) call.abort();
    this.#transport?.close();
  }

  async #logIn(settings: CloudSettings): Promise<void> {
    try {
      this.#loginHolder ??= this.#makeLogin(settings);
      this.#options.report({ kind: "session", session: await this.#loginHolder.get() });
    } catch (error) {
      const told = error instanceof OpenStackError ? error : new OpenStackError({
        what: "log in",
        reason: "login failed",
        detail: error instanceof Error ? error.message : String(error),
      });
      this.#options.report({
        kind: "login failed",
        json: stringifyJson(this.guard({ error: told.toJSON() })),
      });
    }
  }

  /** Throws if the auth URL itself may not be used. */
  #makeLogin(settings: CloudSettings): SessionHolder {
    this.#learnSecrets(settings);
    const entries = permitted(loginAllowlist(settings));
    const transport = this.#transport = new Transport({ settings, guard: allowlistGuard(() => entries) });
    return new SessionHolder({
      login: (signal) => login(settings, transport, signal),
      onSession: ({ token }) => this.#learnToken(token),
    });
  }

  #work(order: Work): void {
    const { settings, port } = order;
    this.#learnSecrets(settings);
    this.#learnToken(order.session.token);
    if (order.session.authorization) this.#redactor.add(order.session.authorization.replace("Basic ", ""));
    let allowlist = allowlistOf(settings, order.session);
    const net = new Set(allowlist.net);
    const transport = this.#transport = new Transport({
      settings,
      guard: allowlistGuard(() => permitted(allowlist)),
    });
    const sessions = new SessionHolder({
      session: order.session,
      login: (signal) => login(settings, transport, signal),
      renewable: isRenewable(settings.auth),
      onSession: (session) => {
        this.#learnToken(session.token);
        const changed = allowlistOf(settings, session);
        // An address outside the thread's permission needs another thread; one inside may be used at once.
        if (changed.net.some((entry) => !net.has(entry))) {
          this.#options.report({ kind: "catalog changed", session });
        } else allowlist = changed;
      },
    });
    const client = new Client({
      settings,
      sessions,
      transport,
      allowlist: () => allowlist,
      mayChange: order.policy.allowWrite,
    });
    const confirmations = new Confirmations(Uint8Array.fromBase64(order.confirmKey));
    port.onmessage = ({ data }: MessageEvent<RequestMessage>) =>
      this.#receive(data, client, order, confirmations);
    this.#options.report({ kind: "ready" });
  }

  #receive(message: RequestMessage, client: Client, order: Work, confirmations: Confirmations): void {
    if (message.kind === "cancel") return this.#calls.get(message.id)?.abort();
    this.#answer(message, client, order, confirmations);
  }

  async #answer(
    message: Exclude<RequestMessage, { kind: "cancel" }>,
    client: Client,
    order: Work,
    confirmations: Confirmations,
  ): Promise<void> {
    const cancelled = new AbortController();
    this.#calls.set(message.id, cancelled);
    const deadline = deadlineSignal(message.deadlineMs + graceOf(message));
    const scope: CallScope = {
      signal: AbortSignal.any([cancelled.signal, deadline.signal]),
      guard: this.guard,
      progress: (done, total, text) => {
        if (!message.progress) return;
        const guarded = this.guard(text);
        order.port.postMessage({
          kind: "progress",
          id: message.id,
          done,
          ...(total === undefined ? {} : { total }),
          message: guarded,
        });
      },
    };
    const context: DispatchOptions = {
      client,
      registry: this.#options.registry,
      policy: order.policy,
      confirmations,
      ledgerOf: (call) => this.#ledgerOf(call, message.id, order.port),
      log: (entry) => this.#log(entry),
      learn: (secret) => this.#redactor.add(secret),
    };
    try {
      const answer = message.kind === "call"
        ? await dispatchCall(message, context, scope)
        : await this.#runTask(message, client, order, scope);
      order.port.postMessage({ kind: "result", id: message.id, ...answer });
    } catch (error) {
      const answer = this.#defect(message, error);
      order.port.postMessage({ kind: "result", id: message.id, ...answer });
    } finally {
      deadline.clear();
      this.#calls.delete(message.id);
      if (this.#draining) this.#reportDrained();
    }
  }

  #ledgerOf(call: LedgerCall, id: number, port: MessagePort): Ledger {
    const common = { call: crypto.randomUUID(), ...call };
    return {
      audit: (entry) =>
        this.#keeper.audit({
          ...this.guard({ ...entry }),
          ...common,
          event: entry.event,
          action: entry.action,
        }),
      consume: (nonce, expiresAt) => this.#keeper.consume(nonce, expiresAt),
      step: (name, target, outcome) =>
        port.postMessage({ kind: "step", id, name: this.guard(name), target, outcome }),
    };
  }

  async #runTask(message: RunMessage, client: Client, order: Work, scope: CallScope): Promise<PortAnswer> {
    try {
      return await this.#options.tasks[message.task](client, order, message, scope);
    } catch (error) {
      if (error instanceof OpenStackError) {
        return { json: stringifyJson(this.guard({ error: error.toJSON() })), isError: true };
      }
      if (!scope.signal.aborted) throw error;
      return errorAnswer({
        what: message.task,
        reason: "timed out",
        detail: `not finished within ${message.deadlineMs / 1000} s`,
        next: "Raise --timeout.",
      });
    }
  }

  /** What should not happen is told as such, and its stack goes to the log. */
  #defect(message: Exclude<RequestMessage, { kind: "cancel" }>, error: unknown): PortAnswer {
    const what = message.kind === "call" ? "call a tool" : message.task;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    this.#log({
      kind: "log",
      level: "error",
      text: `${what} failed: ${text}`,
      ...(stack ? { fields: { stack } } : {}),
    });
    return errorAnswer({
      what,
      reason: "unexpected answer",
      detail: this.guard(`internal error: ${text}`),
      next: "This is a defect of the server; its log has the details.",
    });
  }

  #reportDrained(): void {
    if (this.#calls.size === 0) this.#options.report({ kind: "drained" });
  }

  #log(entry: LogMessage): void {
    this.#options.report({ ...entry, text: this.guard(entry.text), ...guardedFields(this.guard, entry) });
  }

  #learnSecrets(settings: CloudSettings): void {
    for (const secret of secretsOf(settings.auth)) this.#redactor.add(secret);
    if (settings.clientKey) this.#redactor.add(settings.clientKey);
    const proxyPassword = settings.proxy ? URL.parse(settings.proxy)?.password : undefined;
    if (proxyPassword) {
      for (const form of [proxyPassword, decodedText(proxyPassword)]) {
        this.#redactor.add(form);
      }
    }
  }

  #learnToken(token: string): void {
    this.#redactor.add(token);
    if (!this.#tokens.includes(token)) this.#tokens.push(token);
    while (this.#tokens.length > KNOWN_TOKENS) this.#redactor.forget(this.#tokens.shift() ?? "");
  }
}

function guardedFields(guard: OutputGuard, entry: LogMessage): Pick<LogMessage, "fields"> {
  return entry.fields ? { fields: guard({ ...entry.fields }) } : {};
}

function allowlistOf(settings: CloudSettings, session: Session): Allowlist {
  return buildAllowlist({
    settings,
    catalog: session.catalog,
    ...(session.project ? { projectId: session.project.id } : {}),
  });
}

/** A timeout whose timer can be taken back: one left running would keep a test, or a worker, busy. */
function deadlineSignal(ms: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("deadline passed", "TimeoutError")), ms);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
