/** Calls of the toolset `object_store` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** The older numbers of the list, and what is unknown, where the whole answer has nothing or the usual. */
const WITHOUT_CONTAINER_HEADERS = [
  "objects",
  "bytes",
  "read_acl",
  "write_acl",
  "quota_bytes",
  "quota_objects",
  "versioning",
  "sync_to",
];

const WITHOUT_OBJECT_HEADERS = [
  "expires",
  "content_encoding",
  "content_disposition",
  "large_object",
  "version_id",
];

/** Every tool of the toolset. */
export const OBJECT_STORE_TRUTH_CALLS: TruthCalls = {
  get_object_containers: [{ args: { detail: "full" }, differs: WITHOUT_CONTAINER_HEADERS }, {}],
  get_objects: [{ args: { container: "assets", detail: "full" }, differs: WITHOUT_OBJECT_HEADERS }, {
    args: { container: "assets", delimiter: "/" },
  }],
};
