/** Scenarios of what is refused: to whom, and for which server.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createServer, lockServer } from "../../../src/openstack/compute/operations.ts";
import type { ContractLogin } from "../logins.ts";
import type { Act, Scenario } from "../scenario.ts";
import { areRefused, isRefused, type Trials } from "./refusal.ts";
import { SERVER_ACTIONS, type Verb, VERBS } from "./server_actions.ts";
import { ServerOnStage } from "./server_on_stage.ts";
import type { Stage } from "./stage.ts";

/** What is refused. */
export const refusalScenarios: readonly Scenario[] = [{
  name: "refusals",
  operations: [createServer, lockServer],
  play: refusals,
}];

async function refusals(act: Act, stage: Stage): Promise<void> {
  const { cloud: { admin, reader, member }, foreigner } = stage;
  const server = await ServerOnStage.create(stage);
  /** Every verb as somebody; undefined leaves it out. */
  const each = (as: (verb: Verb) => ContractLogin | undefined, id?: string): Trials =>
    VERBS.flatMap((verb) => {
      const login = as(verb);
      return login ? [[verb, () => server.try(verb, { login }, id)] as const] : [];
    });
  const capable = (verb: Verb) => isForAdmin(verb) ? admin : member;
  if (reader) {
    await act("a reader is refused everything", async () => {
      await areRefused(each(() => reader), "not permitted");
      await isRefused(stage.tryCreate({}, reader), "not permitted");
      assert.equal((await server.show(reader)).status, "ACTIVE");
    });
  }
  await act("a member is refused what needs an administrator", async () => {
    await areRefused(each((verb) => isForAdmin(verb) ? member : undefined), "not permitted");
  });
  if (foreigner) {
    await act("another project does not find it", () => areRefused(each(() => foreigner), "not found"));
  }
  await act("an unknown server is not found", async () => {
    await areRefused(each(capable, crypto.randomUUID()), "not found");
  });
  await act("what Nova does not understand", async () => {
    const trials = VERBS.flatMap((verb) =>
      (SERVER_ACTIONS[verb].invalid ?? []).map((body) =>
        [JSON.stringify(body), () => server.try(verb, { body })] as const
      )
    );
    await areRefused(trials, "invalid argument");
  });
  await act("resize to the flavor that it has", async () => {
    const body = { resize: { flavorRef: stage.ingredients.flavor.id } };
    await isRefused(server.try("resize", { body }), "invalid argument");
  });
  await act("a locked server is left alone", async () => {
    await server.do("lock");
    const minds = (verb: Verb) => !isForAdmin(verb) && !SERVER_ACTIONS[verb].mindsNoLock;
    await areRefused(each((verb) => minds(verb) ? member : undefined), "conflict", /locked/);
    assert.equal((await server.show()).status, "ACTIVE");
  });
}

function isForAdmin(verb: Verb): boolean {
  return SERVER_ACTIONS[verb].operation.needs === "admin";
}
