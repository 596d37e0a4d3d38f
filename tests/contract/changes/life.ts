/** Scenarios of servers from their making to their end.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createServer, offloadServer } from "../../../src/openstack/compute/operations.ts";
import { listImages, showImage } from "../../../src/openstack/image/operations.ts";
import { readImage } from "../../../src/openstack/image/types.ts";
import { text } from "../../../src/openstack/read.ts";
import type { Act, Scenario } from "../scenario.ts";
import { removeImage } from "./leftovers.ts";
import { isRefused } from "./refusal.ts";
import { operationsOf } from "./server_actions.ts";
import { ServerOnStage } from "./server_on_stage.ts";
import type { Stage } from "./stage.ts";
import { until } from "./wait.ts";

/** The life of servers. */
export const lifeScenarios: readonly Scenario[] = [
  {
    name: "the life of a server that runs",
    operations: [
      createServer,
      ...operationsOf("stop", "start", "reboot", "pause", "unpause", "suspend", "resume", "lock", "unlock"),
      ...operationsOf("shelve", "unshelve", "rescue", "unrescue", "rebuild", "resize", "confirm_resize"),
      ...operationsOf("snapshot", "delete"),
    ],
    play: runningLife,
  },
  {
    name: "the life of a server that is stopped",
    operations: [createServer, ...operationsOf("revert_resize", "shelve_offload", "force_delete")],
    play: stoppedLife,
  },
  {
    name: "an administrator's lock",
    operations: [createServer, ...operationsOf("lock", "stop", "unlock", "force_delete")],
    missing: ({ cloud }) => cloud.admin ? undefined : "no administrator's login",
    play: lockedLife,
  },
];

async function runningLife(act: Act, stage: Stage): Promise<void> {
  const server = await ServerOnStage.create(stage);
  const { flavor, larger } = stage.ingredients;
  await act("what a running server does not allow", () => server.allowsNothingElse());
  await act("stop", async () => {
    await server.do("stop", "SHUTOFF");
    assert.equal((await server.show()).powerState, "shutdown");
    await server.allowsNothingElse();
  });
  await act("start", async () => {
    await server.do("start", "ACTIVE");
    assert.equal((await server.show()).powerState, "running");
  });
  await act("reboot", async () => void await server.do("reboot"));
  await act("hard reboot", async () => void await server.do("hard_reboot"));
  await act("pause", async () => {
    await server.do("pause", "PAUSED");
    await server.allowsNothingElse();
  });
  await act("unpause", async () => void await server.do("unpause", "ACTIVE"));
  await act("suspend", async () => {
    await server.do("suspend", "SUSPENDED");
    await server.allowsNothingElse();
  });
  await act("resume", async () => void await server.do("resume", "ACTIVE"));
  await act("lock", () => lock(server));
  await act("unlock", async () => {
    await server.do("unlock");
    const { locked, lockedReason } = await server.show();
    assert.deepEqual({ locked, lockedReason }, { locked: false, lockedReason: undefined });
  });
  await act("shelve", () => shelve(server, stage));
  await act("unshelve", () => unshelve(server, stage));
  await act("rescue", async () => {
    const { body } = await server.do("rescue", "RESCUE");
    if (stage.cloud.seeded) assert(text(body, "adminPass") !== undefined, "no password");
    await server.allowsNothingElse();
  });
  await act("unrescue", async () => void await server.do("unrescue", "ACTIVE"));
  await act("rebuild", async () => {
    const { imageId } = stage.ingredients;
    const rebuild = { imageRef: imageId, metadata: { made: "again" }, description: "rebuilt" };
    await server.do("rebuild", "ACTIVE", { body: { rebuild } });
    const { metadata, description, image } = await server.show();
    assert.deepEqual({ ...metadata }, { made: "again" });
    assert.deepEqual([description, image?.id], ["rebuilt", imageId]);
  });
  await act("resize", async () => {
    await server.do("resize", "VERIFY_RESIZE");
    await server.allowsNothingElse();
  });
  await act("confirm the resize", async () => {
    await server.do("confirm_resize", "ACTIVE");
    assert.equal((await server.show()).flavor?.name, larger.name);
    assert.notEqual(larger.name, flavor.name);
  });
  await act("snapshot", () => snapshot(server, stage));
  await act("delete", () => server.end("delete"));
  await act("what is gone is not found", () => isRefused(server.try("stop"), "not found"));
}

async function stoppedLife(act: Act, stage: Stage): Promise<void> {
  const server = await ServerOnStage.create(stage);
  await act("stop", async () => void await server.do("stop", "SHUTOFF"));
  await act("rebuild", async () => void await server.do("rebuild", "SHUTOFF"));
  await act("snapshot", () => snapshot(server, stage));
  await act("resize, and nothing else meanwhile", async () => {
    const meanwhile = () => isRefused(server.try("start"), "conflict", /task_state/);
    await server.do("resize", "VERIFY_RESIZE", { meanwhile });
  });
  await act("revert the resize", async () => {
    await server.do("revert_resize", "SHUTOFF");
    assert.equal((await server.show()).flavor?.name, stage.ingredients.flavor.name);
  });
  await act("rescue", async () => void await server.do("rescue", "RESCUE"));
  await act("unrescue", async () => void await server.do("unrescue", "ACTIVE"));
  for (
    const [verb, status] of [["stop", "SHUTOFF"], ["pause", "PAUSED"], ["suspend", "SUSPENDED"]] as const
  ) {
    await act(`${verb} and hard reboot`, async () => {
      await server.do(verb, status);
      await server.do("hard_reboot", "ACTIVE");
    });
  }
  await act("resize and confirm after a stop", async () => {
    await server.do("stop", "SHUTOFF");
    await server.do("resize", "VERIFY_RESIZE");
    await server.do("confirm_resize", "SHUTOFF");
  });
  await act("shelve", () => shelve(server, stage));
  await act("offload", () => offload(server, stage));
  await act("force delete", async () => {
    await server.end("force_delete");
    await hasNoShelvedImage(server, stage);
  });
}

async function lockedLife(act: Act, stage: Stage): Promise<void> {
  const { admin } = stage.cloud;
  assert(admin !== undefined);
  const server = await ServerOnStage.create(stage);
  await act("lock", async () => void await server.do("lock", "ACTIVE", { login: admin }));
  await act("its owner can do nothing", async () => {
    await isRefused(server.try("stop"), "conflict", /locked/);
    await isRefused(server.try("delete"), "conflict", /locked/);
    await isRefused(server.try("unlock"), "not permitted");
  });
  await act("it stops no administrator", async () => {
    await server.do("stop", "SHUTOFF", { login: admin });
    await server.do("unlock", "SHUTOFF", { login: admin });
    assert.equal((await server.show()).locked, false);
  });
  await act("force delete", () => server.end("force_delete", { login: admin }));
}

/** Locks a server. Nova accepts another lock and does nothing: the first reason stays. */
async function lock(server: ServerOnStage): Promise<void> {
  await server.do("lock", "ACTIVE", { body: { lock: { locked_reason: "first" } } });
  await server.try("lock", { body: { lock: { locked_reason: "second" } } });
  const { locked, lockedReason } = await server.show();
  assert.deepEqual({ locked, lockedReason }, { locked: true, lockedReason: "first" });
}

/** Puts a server on the shelf. Most clouds take it off its host at once. */
async function shelve(server: ServerOnStage, stage: Stage): Promise<void> {
  await server.do("shelve", ["SHELVED", "SHELVED_OFFLOADED"]);
  await server.allowsNothingElse();
  const { status, hostId } = await server.show();
  const query = { name: `${server.name}-shelved`, owner: stage.member.projectId };
  assert.equal((await stage.member.cloud.list(listImages, { query })).length, 1, "no image of its disk");
  if (status === "SHELVED_OFFLOADED") assert.equal(hostId, undefined, "it still stands on a host");
  if (stage.cloud.seeded) assert.equal(status, "SHELVED_OFFLOADED");
}

/** Takes it off its host, or is told that the cloud has done so by itself. */
async function offload(server: ServerOnStage, stage: Stage): Promise<void> {
  const { admin } = stage.cloud;
  if (admin === undefined) return;
  if ((await server.show()).status === "SHELVED") {
    await server.do("shelve_offload", "SHELVED_OFFLOADED", { login: admin });
    return;
  }
  await isRefused(server.try("shelve_offload", { login: admin }), "conflict");
  stage.exercised.add(offloadServer.id);
}

async function unshelve(server: ServerOnStage, stage: Stage): Promise<void> {
  if ((await server.show()).status === "SHELVED_OFFLOADED") {
    const body = { unshelve: { availability_zone: "contract-no-such-zone" } };
    await isRefused(server.try("unshelve", { body }), "invalid argument");
  }
  await server.do("unshelve", "ACTIVE");
  assert((await server.show()).hostId !== undefined, "it stands on no host");
  await hasNoShelvedImage(server, stage);
}

/** Nova deletes the image of a server on the shelf when the server leaves it. */
async function hasNoShelvedImage(server: ServerOnStage, { member }: Stage): Promise<void> {
  const query = { name: `${server.name}-shelved`, owner: member.projectId };
  await until("the image of the shelf is gone", async () => {
    return (await member.cloud.list(listImages, { query })).length === 0 ? true : undefined;
  });
}

/** Takes an image of a server, and looks at it when it is done. */
async function snapshot(server: ServerOnStage, stage: Stage): Promise<void> {
  const answer = await server.do("snapshot");
  const id = text(answer.body, "image_id");
  assert(id !== undefined, "the image has no id");
  stage.defer(() => removeImage(stage.member, id));
  const image = await until("the image is active", async () => {
    const found = readImage((await stage.member.cloud.send(showImage, { path: { image_id: id } })).body);
    return found?.status === "active" ? found : undefined;
  });
  assert.equal(image.name, server.name);
  assert.equal(image.owner, stage.member.projectId);
  assert.equal(image.imageType, "snapshot");
  assert.equal(image.serverId, server.id);
}
