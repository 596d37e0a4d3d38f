/** Every declared call, for what is derived from all of them: access rules, the capability map, completeness tests.
 *
 * @module
 */
import * as blockStorage from "./block_storage/operations.ts";
import * as compute from "./compute/operations.ts";
import * as dns from "./dns/operations.ts";
import * as identity from "./identity/operations.ts";
import * as image from "./image/operations.ts";
import * as keyManager from "./key_manager/operations.ts";
import * as loadBalancer from "./load_balancer/operations.ts";
import * as network from "./network/operations.ts";
import * as objectStore from "./object_store/operations.ts";
import type { Operation } from "./operation.ts";
import * as orchestration from "./orchestration/operations.ts";
import * as placement from "./placement/operations.ts";
import * as sharedFileSystem from "./shared_file_system/operations.ts";

/** Every declared operation, by service and then by id. */
export const ALL_OPERATIONS: readonly Operation[] = [
  ...Object.values(blockStorage),
  ...Object.values(compute),
  ...Object.values(dns),
  ...Object.values(identity),
  ...Object.values(image),
  ...Object.values(keyManager),
  ...Object.values(loadBalancer),
  ...Object.values(network),
  ...Object.values(objectStore),
  ...Object.values(orchestration),
  ...Object.values(placement),
  ...Object.values(sharedFileSystem),
].sort((a, b) => a.id < b.id ? -1 : 1);
