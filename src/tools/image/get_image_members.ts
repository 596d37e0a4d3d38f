import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import { listImageMembers } from "../../openstack/image/operations.ts";
import { type Image, type ImageMember, readImageMember } from "../../openstack/image/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { PART_ARGUMENTS, PART_COMPAT, renamed } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { ListSpec } from "../list_spec.ts";
import { type Names, projectNames } from "../names.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { IMAGE_OPERATIONS, IMAGES, searchImages } from "./images.ts";

/** Projects that an image is shared with. */
export const getImageMembers = tool({
  name: "get_image_members",
  toolset: "image",
  title: "Members of an image",
  description: "Projects that an image is shared with, and whether they accepted.",
  input: z.strictObject({ image: z.string().min(1).max(255).describe("name or id"), ...PART_ARGUMENTS }),
  operations: [listImageMembers, ...IMAGE_OPERATIONS, listProjects],
  compat: {
    ...PART_COMPAT,
    image_name: renamed("image"),
    image_id: renamed("image"),
    name: renamed("image"),
    names: (value) => ({ image: Array.isArray(value) && value.length === 1 ? value[0] : value }),
  },
  readsOf: { set_image_members: { actions: { list: {} }, ignored: ["member_project"] } },
  run: async ({ image: reference, ...args }, context) => {
    const image = await searchImages(findOne(IMAGES, reference, context));
    if (image.visibility !== "shared") return await withoutMembers(image, context);
    const { scope, ...answer } = await answerList(membersOf(image), args, context);
    const seesAll = await mayKnowAll(image, context);
    return {
      scope,
      image: image.name ?? image.id,
      ...answer,
      ...(seesAll ? {} : { note: "the image is another project's: only its owner is told of other members" }),
    };
  },
});

function membersOf(image: Image): ListSpec<ImageMember, Names> {
  return {
    noun: ["member", "members"],
    place: "of this image",
    list: listImageMembers,
    path: { image_id: image.id },
    read: readImageMember,
    id: (member) => member.projectId,
    name: () => undefined,
    columns: [
      {
        name: "project",
        level: "basic",
        joined: true,
        value: (member, names) => names?.get(member.projectId),
      },
      { name: "status", level: "basic", value: (member) => member.status, fold: "lower" },
      { name: "created", level: "full", value: (member) => toUtc(member.createdAt) },
      { name: "updated", level: "detailed", value: (member) => toUtc(member.updatedAt) },
      { name: "project_id", level: "basic", value: (member) => member.projectId },
    ],
    join: (members, wants, context) =>
      projectNames(wants("project") ? members.map(({ projectId }) => projectId) : [], context),
  };
}

/** Glance would refuse to list what cannot be there. */
async function withoutMembers(image: Image, context: ToolContext): Promise<ToolAnswer> {
  return {
    scope: await scopeText(context),
    image: image.name ?? image.id,
    total: 0,
    shown: 0,
    note: `only images with the visibility shared have members; this one is ${
      image.visibility ?? "not shared"
    }`,
  };
}

async function mayKnowAll({ owner }: Image, context: ToolContext): Promise<boolean> {
  const { project, roles } = await context.cloud.session();
  return roles.includes("admin") || (project !== undefined && owner === project.id);
}
