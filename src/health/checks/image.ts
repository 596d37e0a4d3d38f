/** Checks of the project's images.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { lasting, resourceOf } from "../lasting.ts";

const UNFINISHED = new Set(["queued", "saving", "uploading", "importing"]);

const stuck = lasting({
  id: "image-stuck",
  area: "image",
  title: "Images that are not finished",
  data: "images",
  limits: { warning_hours: 2, critical_hours: 24 },
  remedy: "Upload its data again, or delete it.",
  matches: (image) => UNFINISHED.has(image.status ?? ""),
  since: (image) => image.updatedAt ?? image.createdAt,
  resource: (image) => resourceOf("image", image),
  says: (image) => `has been ${image.status}`,
  evidence: ({ status, createdAt, updatedAt }) => ({ status, created_at: createdAt, updated_at: updatedAt }),
});

/** The checks of this area. */
export const imageChecks: readonly Check[] = [stuck];
