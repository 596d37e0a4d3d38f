/** Calls of the toolset `image` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const IMAGE_TRUTH_CALLS: TruthCalls = {
  get_image_detail_list: [
    { args: { detail: "full" }, differs: ["owner", "server", "base_image"] },
    { user: "gina", args: { names: "dev-box-shelved" }, differs: ["server", "base_image"] },
    {
      user: "admin",
      allProjects: true,
      args: { detail: "full" },
      differs: ["owner", "server", "base_image"],
    },
  ],
  get_image_members: [{ args: { image: "acme-golden" } }],
};
