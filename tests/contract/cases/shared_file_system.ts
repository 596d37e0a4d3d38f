/** Cases of the shared file system API.
 *
 * @module
 */
import type { Case } from "../case.ts";

/** Every case of the service. */
export const sharedFileSystemCases: readonly Case[] = [];
