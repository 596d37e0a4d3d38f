/** Cases of the object store API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/object_store/operations.ts";
import {
  readObjectAccount,
  readObjectContainer,
  readObjectContainerDetails,
  readStoredObject,
  readStoredObjectDetails,
} from "../../../src/openstack/object_store/types.ts";
import type { Operation } from "../../../src/openstack/operation.ts";
import { text } from "../../../src/openstack/read.ts";
import { type Case, contract, type Target } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { unlessReader } from "./readers.ts";
import { firstOf } from "./targets.ts";

const anyContainer = firstOf("container", operations.listContainers, "name");

const firstContainer = unlessReader(anyContainer, { path: { container: "any" } });

const firstObject = unlessReader(async (login) => {
  const container = await anyContainer(login);
  if (!container) return undefined;
  const [first] = await login.cloud.list(operations.listObjects, container);
  const object = text(first, "name");
  return object === undefined ? undefined : { path: { ...container.path, object } };
}, { path: { container: "any", object: "any" } });

/** Answers to HEAD have no body: what their headers tell is checked before the case is run. */
function withHeaders(
  operation: Operation,
  target: (login: ContractLogin) => Promise<Target | undefined>,
  check: (headers: Headers) => void,
): (login: ContractLogin) => Promise<Target | undefined> {
  return async (login) => {
    const found = await target(login);
    const checked = async () => {
      check((await login.cloud.send(operation, found)).headers);
      return found;
    };
    return found && await unlessReader(checked, found)(login);
  };
}

/** What {@linkcode withHeaders} leaves to be read: that there is no body. */
function readNothing(body: unknown): true | undefined {
  return body === undefined ? true : undefined;
}

/** Every case of the service. */
export const objectStoreCases: readonly Case[] = [
  contract({
    operation: operations.listContainers,
    read: readObjectContainer,
    key: (container) => container.name,
    holds: (containers) => {
      for (const { objects, bytes, lastModified } of containers) {
        assert(objects !== undefined && bytes !== undefined && lastModified);
      }
    },
  }),
  contract({
    operation: operations.showAccount,
    target: withHeaders(operations.showAccount, () => Promise.resolve({}), (headers) => {
      const account = readObjectAccount(headers);
      assert(account?.containers && account.objects !== undefined && account.bytes !== undefined);
    }),
    read: readNothing,
  }),
  contract({
    operation: operations.showContainer,
    target: withHeaders(operations.showContainer, firstContainer, (headers) => {
      const container = readObjectContainerDetails(headers);
      assert(container?.objects !== undefined && container.bytes !== undefined);
    }),
    read: readNothing,
  }),
  contract({
    operation: operations.listObjects,
    target: firstContainer,
    read: readStoredObject,
    key: (object) => object.name,
    holds: (objects) => {
      for (const { isFolder, bytes, contentType, hash, lastModified } of objects) {
        assert(!isFolder && bytes !== undefined && contentType && hash && lastModified);
      }
    },
  }),
  contract({
    operation: operations.showObject,
    target: withHeaders(operations.showObject, firstObject, (headers) => {
      const object = readStoredObjectDetails(headers);
      assert(object?.hash && object.bytes !== undefined && object.contentType && object.lastModified);
    }),
    read: readNothing,
  }),
];
