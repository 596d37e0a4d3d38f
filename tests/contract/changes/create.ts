/** Scenarios of making servers.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createServer, deleteServer, listServers } from "../../../src/openstack/compute/operations.ts";
import { readServer } from "../../../src/openstack/compute/types.ts";
import type { Act, Scenario } from "../scenario.ts";
import { importKeypair } from "./keypairs.ts";
import { isGone, removeServer } from "./leftovers.ts";
import { areRefused, isRefused } from "./refusal.ts";
import { ServerOnStage } from "./server_on_stage.ts";
import type { Fields, Stage } from "./stage.ts";

const NO_SUCH = "00000000-0000-4000-8000-000000000000";

/** What a server cannot be made with, by what is wrong. */
const REFUSED: Readonly<Record<string, Fields>> = {
  "an unknown flavor": { flavorRef: NO_SUCH },
  "an unknown image": { imageRef: NO_SUCH },
  "an unknown network": { networks: [{ uuid: NO_SUCH }] },
  "an unknown port": { networks: [{ port: NO_SUCH }] },
  "an unknown keypair": { key_name: "contract-no-such-key" },
  "an unknown security group": { security_groups: [{ name: "contract-no-such-group" }] },
  "an unknown zone": { availability_zone: "contract-no-such-zone" },
  "no name": { name: undefined },
  "an empty name": { name: "" },
  "a name with a blank at its end": { name: "contract-blank " },
  "a name that is too long": { name: "c".repeat(256) },
  "no flavor": { flavorRef: undefined },
  "no image": { imageRef: undefined },
  "an image that is no id": { imageRef: "cirros" },
  "no networks": { networks: undefined },
  "networks that are a word": { networks: "all" },
  "an address that is none": { networks: [{ uuid: NO_SUCH, fixed_ip: "no address" }] },
  "a member that there is not": { colour: "blue" },
  "user data that are not base64": { user_data: "abc" },
  "metadata that are no texts": { metadata: { a: 1 } },
  "a tag with a comma": { tags: ["a,b"] },
  "more at least than at most": { min_count: 3, max_count: 2 },
  "none of it": { min_count: 0 },
};

/** The making of servers. */
export const createScenarios: readonly Scenario[] = [
  { name: "a server is made with everything", operations: [createServer], play: everything },
  {
    name: "several servers are made at once",
    operations: [createServer, deleteServer],
    missing: async (stage) => await stage.room() < 2 ? "no room" : undefined,
    play: several,
  },
  {
    name: "a server that fits nowhere",
    operations: [createServer, deleteServer],
    missing: ({ cloud }) => cloud.seeded ? undefined : "who knows what fits there",
    play: failure,
  },
  { name: "what no server is made of", operations: [], play: refused },
];

async function everything(act: Act, stage: Stage): Promise<void> {
  const keypair = await importKeypair(stage);
  const fields = {
    description: "made by the contract",
    metadata: { purpose: "contract", "two words": "yes" },
    tags: ["contract", "made"],
    key_name: keypair,
    security_groups: [{ name: "default" }],
    user_data: btoa("#!/bin/sh\n"),
    hostname: "contract-host",
    config_drive: true,
  };
  const server = await ServerOnStage.create(stage, fields);
  await act("it is as it was asked for", async () => {
    const found = await server.show();
    assert.equal(found.name, server.name);
    assert.equal(found.description, fields.description);
    assert.deepEqual({ ...found.metadata }, fields.metadata);
    assert.deepEqual(found.tags?.toSorted(), fields.tags);
    assert.equal(found.keyName, keypair);
    assert.deepEqual(found.securityGroups, ["default"]);
    assert.equal(found.hostname, fields.hostname);
    assert.equal(found.configDrive, true);
    assert.equal(found.image?.id, stage.ingredients.imageId);
    assert.equal(found.flavor?.name, stage.ingredients.flavor.name);
    assert.equal(found.projectId, stage.member.projectId);
    assert.equal(found.userId, stage.member.session.user.id);
    assert.equal(found.powerState, "running");
    assert(found.addresses?.length, "it has no address");
    assert(
      found.launchedAt !== undefined && found.hostId !== undefined && found.availabilityZone !== undefined,
    );
  });
}

async function several(act: Act, stage: Stage): Promise<void> {
  const { id, name } = await stage.createServer({ min_count: 2, max_count: 2 });
  const servers = (await stage.member.cloud.list(listServers, { query: { name: `^${name}` } }))
    .map(readServer).filter((server) => server !== undefined);
  for (const server of servers) stage.defer(() => removeServer(stage.member, server.id));
  await act("they are numbered", () => {
    assert.deepEqual(servers.map((server) => server.name).toSorted(), [`${name}-1`, `${name}-2`]);
    assert(servers.some((server) => server.id === id));
    return Promise.resolve();
  });
  await act("one is deleted while it is being made", async () => {
    await stage.order(deleteServer, 204, { path: { server_id: id } });
    await isGone(stage.member, id);
  });
}

async function failure(act: Act, stage: Stage): Promise<void> {
  const flavorRef = stage.ingredients.largest.id;
  const server = await ServerOnStage.create(stage, { flavorRef }, "ERROR");
  await act("its fault says why", async () => {
    const { fault, hostId } = await server.show();
    assert.match(fault?.message ?? "", /No valid host was found/);
    assert.equal(hostId, undefined);
  });
  await act("what it does not allow", () => server.allowsNothingElse());
  await act("delete", () => server.end("delete"));
}

async function refused(act: Act, stage: Stage): Promise<void> {
  await act("what is wrong with it is said", async () => {
    const trials = Object.entries(REFUSED).map(([what, fields]) =>
      [what, () => stage.tryCreate(fields)] as const
    );
    await areRefused(trials, "invalid argument");
  });
  await act("an empty body", async () => {
    await isRefused(stage.member.changing.send(createServer, { body: {} }), "invalid argument");
  });
  await act("more than the quota has room for", async () => {
    const limit = (await stage.limits())["maxTotalInstances"] ?? -1;
    if (limit < 0) return;
    await isRefused(stage.tryCreate({ min_count: limit + 1 }), "over quota", /instances/);
  });
}
