/** Cases of the object store API.
 *
 * @module
 */
import type { Case } from "../case.ts";

/** Every case of the service. */
export const objectStoreCases: readonly Case[] = [];
