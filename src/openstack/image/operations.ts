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
