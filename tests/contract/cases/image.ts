/** Cases of the Image API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/image/operations.ts";
import {
  type Image,
  readImage,
  readImageMember,
  readImageUsage,
} from "../../../src/openstack/image/types.ts";
import { text } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { firstOf } from "./targets.ts";

function holdsImages(images: readonly Image[], { projectId, session }: ContractLogin): void {
  const seesAll = session.roles.includes("admin");
  for (const { owner, visibility, status, createdAt, protected: isProtected } of images) {
    assert(status && createdAt && isProtected !== undefined);
    assert(["public", "community", "shared", "private"].includes(visibility ?? ""));
    if (visibility === "private" && !seesAll) assert.equal(owner, projectId, "a foreign private image");
  }
}

/** Every case of the service. */
export const imageCases: readonly Case[] = [
  contract({
    operation: operations.listImages,
    read: readImage,
    key: (image) => image.id,
    holds: holdsImages,
  }),
  contract({
    operation: operations.showImage,
    target: firstOf("image_id", operations.listImages),
    read: readImage,
    holds: holdsImages,
  }),
  contract({
    operation: operations.listImageMembers,
    target: firstOf(
      "image_id",
      operations.listImages,
      "id",
      (image) => text(image, "visibility") === "shared",
    ),
    read: readImageMember,
    key: (member) => member.projectId,
    mayBeEmpty: true,
    holds: (members) => {
      for (const { status } of members) assert(["pending", "accepted", "rejected"].includes(status ?? ""));
    },
  }),
  contract({
    operation: operations.showImageUsage,
    read: readImageUsage,
    holds: ([usage]) => {
      for (const line of Object.values(usage?.lines ?? {})) {
        assert(line.limit !== undefined && line.inUse !== undefined);
      }
    },
  }),
];
