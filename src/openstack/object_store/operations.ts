/** Calls of the Object Store API v1 (Swift); section names are those of its API reference.
 *
 * An account is a project's, and only its own members and administrators have a part in it: readers get a 403, and
 * so do administrators of other projects. Lists are the body itself, of ten thousand items at most, and go on after
 * the last name.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Accounts: Show account details and list containers. Counts and bytes of containers lag behind by minutes. */
export const listContainers = operation({
  id: "object-store.containers.list",
  method: "GET",
  path: "/",
  effect: "read",
  needs: "member",
  page: { key: "", by: "marker", marker: "name", unlinked: true },
});

/** Accounts: Show account metadata. Sums and quota, in the headers alone; they lag behind by minutes. */
export const showAccount = operation({
  id: "object-store.accounts.show",
  method: "HEAD",
  path: "/",
  effect: "read",
  needs: "member",
});

/** Containers: Show container metadata. In the headers alone, and up to date. */
export const showContainer = operation({
  id: "object-store.containers.show",
  method: "HEAD",
  path: "/{container}",
  effect: "read",
  needs: "member",
});

/** Containers: Show container details and list objects. With `delimiter` some items are folders (`subdir`). */
export const listObjects = operation({
  id: "object-store.objects.list",
  method: "GET",
  path: "/{container}",
  effect: "read",
  needs: "member",
  page: { key: "", by: "marker", marker: "name", unlinked: true },
});

/** Objects: Show object metadata. In the headers alone; the contents are never asked for. */
export const showObject = operation({
  id: "object-store.objects.show",
  method: "HEAD",
  path: "/{container}/{object}",
  effect: "read",
  needs: "member",
});
