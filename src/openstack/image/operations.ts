/** Calls of the Image API v2 (Glance); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Images: List images. Without a filter it leaves out hidden and community images, and shared ones not accepted. */
export const listImages = operation({
  id: "image.images.list",
  method: "GET",
  path: "/images",
  effect: "read",
  needs: "reader",
  owner: "owner",
  page: { key: "images", by: "marker" },
});

/** Images: Show image. The answer's body is the image itself. */
export const showImage = operation({
  id: "image.images.show",
  method: "GET",
  path: "/images/{image_id}",
  effect: "read",
  needs: "reader",
  owner: "owner",
});

/** Image members: List image members. The owner of a shared image is told all of them, a member itself alone.
 *
 * An image that is not shared has none and answers 403.
 */
export const listImageMembers = operation({
  id: "image.members.list",
  method: "GET",
  path: "/images/{image_id}/members",
  effect: "read",
  needs: "reader",
  page: { key: "members", by: "none" },
});

/** Quota usage: Fetch quota usage. Of the login's own project; without unified limits it names no resources. */
export const showImageUsage = operation({
  id: "image.usage.show",
  method: "GET",
  path: "/info/usage",
  effect: "read",
  needs: "reader",
  apiVersion: "2.13",
});
