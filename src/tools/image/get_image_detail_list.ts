import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { answerList } from "../list.ts";
import {
  filtering,
  LIST_ARGUMENTS,
  LIST_COMPAT,
  type ListArguments,
  renamed,
  searching,
} from "../list_arguments.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { IMAGE_OPERATIONS, type ImageChoice, imagesOf, searchImages } from "./images.ts";

/** Arguments of the tools for changes that say nothing of what is read; clients send their defaults. */
const CHANGES_ONLY = ["container_format", "disk_format", "min_disk", "min_ram", "properties", "visibility"];

/** Images that the project may use. */
export const getImageDetailList = tool({
  name: "get_image_detail_list",
  toolset: "image",
  title: "Images",
  description:
    "Lists images; with one name, everything about it. Hidden and community ones: filters hidden=true, visibility=community.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: IMAGE_OPERATIONS,
  aliases: { get_images: {}, get_image_list: {} },
  compat: {
    ...LIST_COMPAT,
    // It looked into these two.
    filter: searching("name,id"),
    image_name: renamed("names"),
    image_names: renamed("names"),
    image_id: renamed("names"),
    status: filtering("status"),
  },
  readsOf: {
    set_image: { actions: { list: {}, show: {} }, ignored: CHANGES_ONLY },
    manage_image: { actions: { list: {} }, ignored: CHANGES_ONLY },
    set_image_metadata: { actions: { show: {} }, ignored: ["properties"] },
    set_image_visibility: {
      actions: { show: { fields: ["visibility", "owner", "protected"] } },
      ignored: ["visibility"],
    },
  },
  run: answerImages,
});

async function answerImages(args: ListArguments, context: ToolContext): Promise<ToolAnswer> {
  const choice = choiceOf(args.filters ?? {});
  const answer = await searchImages(answerList(imagesOf(choice), args, context));
  if (args.names || !mayBeShared(choice)) return answer;
  const note = sharedNote(await context.cloud.session(), context);
  if (note === undefined) return answer;
  return { ...answer, note: [answer["note"], note].filter((one) => one !== undefined).join("; ") };
}

/** The conditions that decide what Glance lists at all. The list itself judges their form. */
function choiceOf({ visibility, hidden }: Readonly<Record<string, unknown>>): ImageChoice {
  const visibilities = visibility === undefined
    ? undefined
    : [visibility].flat().map((one) => String(one).toLowerCase());
  if (Array.isArray(hidden) && hidden.length > 1) {
    throw new OpenStackError({
      what: "list images",
      reason: "invalid argument",
      detail: "the filter hidden takes true or false: the service lists the one or the other",
    });
  }
  return { visibilities, hidden: String(hidden).toLowerCase() === "true" };
}

function mayBeShared({ visibilities }: ImageChoice): boolean {
  return visibilities?.some((one) => one === "shared" || one === "all") ?? true;
}

/** Glance tells a member what others share with its project, and shows an administrator everybody's. */
function sharedNote({ roles, project }: Session, { allProjects }: ToolContext): string | undefined {
  if (!roles.includes("admin") || allProjects || !project) return undefined;
  return "images that other projects share with this one are told only to a login without the admin role";
}
