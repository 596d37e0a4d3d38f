/** Deletes what the suite made: at the end of a scenario, and what an aborted run left behind.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  deleteKeypair,
  deleteServer,
  listKeypairs,
  listServers,
  showKeypair,
  showServer,
  unlockServer,
} from "../../../src/openstack/compute/operations.ts";
import { readKeypair, readServer } from "../../../src/openstack/compute/types.ts";
import { OpenStackError } from "../../../src/openstack/errors.ts";
import { listImages } from "../../../src/openstack/image/operations.ts";
import { readImage } from "../../../src/openstack/image/types.ts";
import { member } from "../../../src/openstack/read.ts";
import { parseTime } from "../../../src/text/time.ts";
import type { ContractLogin } from "../logins.ts";
import { isOwnName } from "./names.ts";
import { until } from "./wait.ts";

const HOUR_MS = 3_600_000;

/** Deletes what bears a name of the suite's and is older than an hour: another run may be under way. */
export async function sweep(login: ContractLogin): Promise<void> {
  const isLeft = (name: string | undefined, created: string | undefined) =>
    isOwnName(name) && (parseTime(created) ?? Infinity) < Date.now() - HOUR_MS;
  for (const item of await login.cloud.list(listServers)) {
    const server = readServer(item);
    if (server && isLeft(server.name, server.created)) await removeServer(login, server.id);
  }
  for (const item of await login.cloud.list(listImages, { query: { owner: login.projectId } })) {
    const image = readImage(item);
    if (image && isLeft(image.name, image.createdAt)) await removeImage(login, image.id);
  }
  for (const item of await login.cloud.list(listKeypairs)) {
    const name = readKeypair(item)?.name;
    if (name === undefined || !isOwnName(name)) continue;
    const { body } = await login.cloud.send(showKeypair, { path: { keypair_name: name } });
    const keypair = readKeypair(member(body, "keypair"));
    if (isLeft(name, keypair?.createdAt)) await removeKeypair(login, name);
  }
}

/** Deletes a server, also a locked one, and waits until it is gone. */
export async function removeServer(login: ContractLogin, id: string): Promise<void> {
  const path = { server_id: id };
  try {
    await unlessGone(login.changing.send(deleteServer, { path }));
  } catch (error) {
    if (!(error instanceof OpenStackError && error.reason === "conflict")) throw error;
    await login.changing.send(unlockServer, { path, body: { unlock: null } });
    await login.changing.send(deleteServer, { path });
  }
  await isGone(login, id);
}

/** Waits until a server is gone; tells the statuses that it had meanwhile. */
export async function isGone(login: ContractLogin, id: string): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  await until(`server ${id} is gone`, async () => {
    const answer = await unlessGone(login.cloud.send(showServer, { path: { server_id: id } }));
    const status = readServer(member(answer?.body, "server"))?.status;
    if (status === undefined) return true;
    seen.add(status);
    return undefined;
  });
  return seen;
}

/** Deletes a keypair. */
export async function removeKeypair(login: ContractLogin, name: string): Promise<void> {
  await unlessGone(login.changing.send(deleteKeypair, { path: { keypair_name: name } }));
}

/** Deletes an image. That is no operation of ours, so it is sent by itself. */
export async function removeImage({ cloud, session }: ContractLogin, id: string): Promise<void> {
  const base = cloud.allowlist.entries.find(({ service }) => service === "image")?.base;
  const answer = await fetch(`${base}/images/${id}`, {
    method: "DELETE",
    headers: { "X-Auth-Token": session.token },
  });
  await answer.body?.cancel();
  assert(answer.ok || answer.status === 404, `image ${id} was not deleted: ${answer.status}`);
}

/** Deletes the images that were made of a server that is gone. */
export async function removeImagesNamed(login: ContractLogin, names: readonly string[]): Promise<void> {
  for (const item of await login.cloud.list(listImages, { query: { owner: login.projectId } })) {
    const image = readImage(item);
    if (image?.name !== undefined && names.includes(image.name)) await removeImage(login, image.id);
  }
}

async function unlessGone<T>(sent: Promise<T>): Promise<T | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return undefined;
    throw error;
  }
}
