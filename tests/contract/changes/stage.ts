/** What a scenario is played on: a cloud, what it is made of, and the certainty that everything is cleared away.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Answer } from "../../../src/openstack/answer.ts";
import { createServer, showComputeLimits } from "../../../src/openstack/compute/operations.ts";
import type { Operation } from "../../../src/openstack/operation.ts";
import type { SendOptions } from "../../../src/openstack/request.ts";
import { readAbsoluteLimits } from "../../../src/openstack/quota.ts";
import { member, text } from "../../../src/openstack/read.ts";
import type { ContractCloud, ContractLogin } from "../logins.ts";
import { findIngredients, type Ingredients } from "./ingredients.ts";
import { removeServer } from "./leftovers.ts";
import { ownName } from "./names.ts";

/** What a server is asked for with, besides its ingredients. */
export type Fields = Readonly<Record<string, unknown>>;

/** A server that was asked for. */
export interface Made {
  readonly id: string;
  readonly name: string;
  readonly requestId: string;
}

/** A stage; what was made on it is deleted when it is disposed of. */
export class Stage implements AsyncDisposable {
  readonly cloud: ContractCloud;
  readonly ingredients: Ingredients;
  /** Ids of the changing operations that did their work. */
  readonly exercised = new Set<string>();
  readonly #made = new AsyncDisposableStack();

  private constructor(cloud: ContractCloud, ingredients: Ingredients) {
    this.cloud = cloud;
    this.ingredients = ingredients;
  }

  /** Sets a stage. */
  static async set(cloud: ContractCloud): Promise<Stage> {
    return new Stage(cloud, await findIngredients(cloud.member));
  }

  /** The login of the scenario. */
  get member(): ContractLogin {
    return this.cloud.member;
  }

  /** A login that may not see what the member has. */
  get foreigner(): ContractLogin | undefined {
    return this.cloud.isolated?.find(({ projectId }) => projectId !== this.member.projectId);
  }

  /** Sends what changes something, and must succeed with a status. */
  async order(
    operation: Operation,
    status: number,
    options: SendOptions,
    login: ContractLogin = this.member,
  ): Promise<Answer> {
    const answer = await login.changing.send(operation, options);
    this.#accept(operation, status, answer);
    return answer;
  }

  /** Makes a server out of the ingredients; does not wait for it. */
  async createServer(fields: Fields = {}): Promise<Made> {
    const name = ownName();
    const answer = await this.tryCreate({ name, ...fields });
    this.#accept(createServer, 202, answer);
    const id = text(member(answer.body, "server"), "id");
    assert(id !== undefined, "the new server has no id");
    return { id, name, requestId: answer.requestId ?? "" };
  }

  /** Asks for a server without expecting one; if there is one all the same, it is deleted in the end. */
  async tryCreate(fields: Fields = {}, login: ContractLogin = this.member): Promise<Answer> {
    const body = this.serverBody({ name: ownName(), ...fields });
    const answer = await login.changing.send(createServer, { body });
    const id = text(member(answer.body, "server"), "id");
    if (id !== undefined) this.defer(() => removeServer(this.member, id));
    return answer;
  }

  /** What a server is asked for with. */
  serverBody(fields: Fields): unknown {
    const { imageId, flavor, networkId } = this.ingredients;
    return {
      server: { flavorRef: flavor.id, imageRef: imageId, networks: [{ uuid: networkId }], ...fields },
    };
  }

  /** How many more servers there is room for. */
  async room(): Promise<number> {
    const limits = await this.limits();
    const limit = limits["maxTotalInstances"] ?? -1;
    return limit < 0 ? Infinity : limit - (limits["totalInstancesUsed"] ?? 0);
  }

  /** The quota of Nova's. */
  async limits(): Promise<Readonly<Record<string, number>>> {
    const { body } = await this.member.cloud.send(showComputeLimits);
    return readAbsoluteLimits(member(body, "limits")) ?? {};
  }

  /** Has something done in the end. */
  defer(undo: () => Promise<void>): void {
    this.#made.defer(undo);
  }

  #accept(operation: Operation, status: number, answer: Answer): void {
    assert.equal(answer.status, status);
    assert(answer.requestId !== undefined, "an answer without a request id");
    this.exercised.add(operation.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#made.disposeAsync();
  }
}
