/** The tools of the toolset `image`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getImageDetailList } from "./get_image_detail_list.ts";
import { getImageMembers } from "./get_image_members.ts";

/** In the order of the list. */
export const IMAGE_TOOLS: readonly Tool[] = [getImageDetailList, getImageMembers];
