import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { listEndpoints, listRegions, listServices } from "../../openstack/identity/operations.ts";
import { readRegion } from "../../openstack/identity/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, type ListArguments, renamed, searching } from "../list_arguments.ts";
import { tool, type ToolContext } from "../tool.ts";
import { catalogServices, REGISTRY_COLUMNS } from "./catalog.ts";

/** The services of the cloud: the token's catalog, with Keystone's registry for administrators who ask for it. */
export const getServices = tool({
  name: "get_services",
  toolset: "identity",
  title: "Services",
  description:
    "Lists the cloud's services with their types, regions and addresses; detail=full adds all endpoints, regions and, for administrators, what is disabled.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listRegions, listServices, listEndpoints],
  compat: {
    ...LIST_COMPAT,
    // It looked into these three.
    filter: searching("name,type,id"),
    service_name: renamed("names"),
  },
  readsOf: {
    set_services: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { service_name: renamed("names") },
    },
  },
  run: async (args, context) => {
    const session = await context.cloud.session();
    const spec = catalogServices(session, asksRegistry(args, session));
    const [answer, regions] = await Promise.all([
      answerList(spec, args, context),
      args.detail === "full" ? readRegions(context) : {},
    ]);
    return joined(answer, regions);
  },
});

/** The registry costs two requests, so that it is read only when something of it is shown. */
function asksRegistry(args: ListArguments, { roles }: Session): boolean {
  if (!roles.includes("admin")) return false;
  const asked = [...args.fields ?? [], ...Object.keys(args.filters ?? {}), args.sort?.replace(/^-/, "")];
  if (asked.some((field) => field !== undefined && REGISTRY_COLUMNS.includes(field))) return true;
  return args.fields === undefined && (args.detail ?? (args.names ? "full" : "detailed")) === "full";
}

async function readRegions(context: ToolContext): Promise<Readonly<Record<string, unknown>>> {
  try {
    const regions = (await context.cloud.list(listRegions)).flatMap((value) => readRegion(value) ?? []);
    return {
      regions: regions.map(({ id, parentId, description }) => ({ id, parent: parentId, description })),
    };
  } catch (error) {
    return { unavailable: [unavailablePart("regions", error)] };
  }
}

function joined(...parts: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const unavailable = parts.flatMap((part) => Array.isArray(part["unavailable"]) ? part["unavailable"] : []);
  return { ...Object.assign({}, ...parts), ...(unavailable.length > 0 ? { unavailable } : {}) };
}
