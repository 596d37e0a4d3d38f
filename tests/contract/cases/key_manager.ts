/** Cases of the key manager API.
 *
 * @module
 */
import type { Case } from "../case.ts";

/** Every case of the service. */
export const keyManagerCases: readonly Case[] = [];
