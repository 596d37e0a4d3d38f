/** Cases of the dns API.
 *
 * @module
 */
import type { Case } from "../case.ts";

/** Every case of the service. */
export const dnsCases: readonly Case[] = [];
