/** A server of the suite's own, and what is done to it.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Answer } from "../../../src/openstack/answer.ts";
import { showServer, showServerAction } from "../../../src/openstack/compute/operations.ts";
import {
  readServer,
  readServerAction,
  type Server,
  type ServerAction as ActionRecord,
} from "../../../src/openstack/compute/types.ts";
import { member } from "../../../src/openstack/read.ts";
import type { SendOptions } from "../../../src/openstack/request.ts";
import type { ContractLogin } from "../logins.ts";
import { isGone, removeImagesNamed } from "./leftovers.ts";
import { areRefused, isRefused } from "./refusal.ts";
import { SERVER_ACTIONS, type ServerAction, type Verb, VERBS } from "./server_actions.ts";
import type { Fields, Stage } from "./stage.ts";
import { until } from "./wait.ts";

/** How something is to be done. */
export interface DoOptions {
  /** Who does it. @default The member. */
  readonly login?: ContractLogin;
  /** What is sent instead of the usual. */
  readonly body?: unknown;
  /** What is tried while it is being done. */
  readonly meanwhile?: () => Promise<void>;
}

/** A server on a stage. */
export class ServerOnStage {
  readonly id: string;
  readonly name: string;
  readonly #stage: Stage;

  private constructor(stage: Stage, id: string, name: string) {
    this.#stage = stage;
    this.id = id;
    this.name = name;
  }

  /** Makes a server and waits until it runs. */
  static async create(
    stage: Stage,
    fields: Fields = {},
    outcome: "ACTIVE" | "ERROR" = "ACTIVE",
  ): Promise<ServerOnStage> {
    const { id, name, requestId } = await stage.createServer(fields);
    stage.defer(() => removeImagesNamed(stage.member, [name, `${name}-shelved`]));
    const server = new ServerOnStage(stage, id, name);
    assertSeen(await server.settle(outcome), ["BUILD", outcome]);
    await server.recorded("create", requestId, outcome === "ACTIVE" ? "Success" : "Error");
    return server;
  }

  /** The server as it is. */
  async show(login: ContractLogin = this.#stage.member): Promise<Server> {
    const { body } = await login.cloud.send(showServer, { path: { server_id: this.id } });
    const server = readServer(member(body, "server"));
    assert(server !== undefined, "the server cannot be read");
    return server;
  }

  /** Does something and waits for the status that it leads to, and for its record.
   *
   * @param to The status, or those that are possible; the one before unless given.
   */
  async do(verb: Verb, to?: string | readonly string[], options: DoOptions = {}): Promise<Answer> {
    const action = SERVER_ACTIONS[verb];
    const { status: before = "" } = await this.show();
    const answer = await this.#stage.order(
      action.operation,
      action.status,
      this.#request(action, options),
      options.login,
    );
    await options.meanwhile?.();
    const wanted = [to ?? before].flat();
    assertSeen(await this.settle(...wanted), [before, ...action.meanwhile ?? [], ...wanted]);
    await this.recorded(action.record, answer.requestId ?? "", "Success", options.login);
    return answer;
  }

  /** Does something that ends the server. What stands on no host is deleted at once, and Nova keeps no record of it. */
  async end(verb: "delete" | "force_delete", options: DoOptions = {}): Promise<void> {
    const action = SERVER_ACTIONS[verb];
    const { status: before = "", hostId } = await this.show();
    const answer = await this.#stage.order(
      action.operation,
      action.status,
      this.#request(action, options),
      options.login,
    );
    assertSeen(await isGone(this.#stage.member, this.id), [before, ...action.meanwhile ?? []]);
    const requestId = answer.requestId ?? "";
    if (hostId === undefined) await isRefused(this.#record(requestId), "not found");
    else await this.recorded(action.record, requestId, "Success", options.login);
  }

  /** Tries something without expecting anything. */
  async try(verb: Verb, options: DoOptions = {}, id: string = this.id): Promise<Answer> {
    const { changing } = options.login ?? this.#stage.member;
    const action = SERVER_ACTIONS[verb];
    return await changing.send(action.operation, {
      ...this.#request(action, options),
      path: { server_id: id },
    });
  }

  /** Checks that what the status does not allow is a conflict, for those whom nothing else keeps from it. */
  async allowsNothingElse(): Promise<void> {
    const { status = "" } = await this.show();
    const { admin, member } = this.#stage.cloud;
    const trials = VERBS.flatMap((verb) => {
      const { from, operation } = SERVER_ACTIONS[verb];
      const login = operation.needs === "admin" ? admin : member;
      if (login === undefined || from === undefined || from.includes(status)) return [];
      return [[`${verb} when ${status}`, () => this.try(verb, { login })] as const];
    });
    await areRefused(trials, "conflict");
  }

  /** Waits until nothing is being done and a status is reached; tells the statuses that were seen. */
  async settle(...to: readonly string[]): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    await until(`${this.name} is ${to.join(" or ")}`, async () => {
      const { status = "", taskState, fault } = await this.show();
      seen.add(status);
      assert(status !== "ERROR" || to.includes("ERROR"), `the server failed: ${fault?.message}`);
      return to.includes(status) && taskState === undefined ? true : undefined;
    });
    return seen;
  }

  /** Waits for the end of what a request began, and checks how Nova recorded it. */
  async recorded(
    action: string,
    requestId: string,
    result: "Success" | "Error",
    login: ContractLogin = this.#stage.member,
  ): Promise<ActionRecord> {
    const record = await until(`${action} is recorded`, async () => {
      const found = await this.#record(requestId);
      const events = found?.events ?? [];
      return events.length > 0 && events.every((event) => event.finishTime !== undefined) ? found : undefined;
    });
    assert.equal(record.action, action);
    assert.equal(record.serverId, this.id);
    assert.equal(record.projectId, login.projectId);
    assert.equal(record.userId, login.session.user.id);
    assert.equal(record.message, result === "Error" ? "Error" : undefined);
    const results = record.events?.map((event) => event.result) ?? [];
    const others = results.filter((each) => each !== result);
    assert(result === "Error" ? others.length < results.length : others.length === 0, `ended as ${results}`);
    return record;
  }

  async #record(requestId: string): Promise<ActionRecord | undefined> {
    const path = { server_id: this.id, request_id: requestId };
    const { body } = await this.#stage.member.cloud.send(showServerAction, { path });
    return readServerAction(member(body, "instanceAction"));
  }

  #request(action: ServerAction, options: DoOptions): SendOptions {
    const usual = action.body?.(this.#stage.ingredients, this.name);
    const body = "body" in options ? options.body : usual;
    return { path: { server_id: this.id }, ...(body === undefined ? {} : { body }) };
  }
}

function assertSeen(seen: ReadonlySet<string>, expected: readonly string[]): void {
  const strange = [...seen].filter((status) => !expected.includes(status));
  assert.deepEqual(strange, [], `statuses other than ${expected.join(", ")}`);
}
