import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { ZONE_OPERATIONS, ZONES } from "./zones.ts";

/** Zones of the DNS service. */
export const getDnsZones = tool({
  name: "get_dns_zones",
  toolset: "dns",
  title: "DNS zones",
  description: "DNS zones with status, pending action, serial, TTL, email; own and shared ones.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [...ZONE_OPERATIONS, listProjects],
  compat: { ...LIST_COMPAT, zone: renamed("names"), zone_name: renamed("names") },
  readsOf: {
    set_dns_zone: {
      actions: { list: {}, show: { detail: "full" } },
      ignored: ["email", "ttl", "description", "type", "masters"],
    },
  },
  run: ({ names, ...args }, context) =>
    answerList(ZONES, { ...args, names: names?.map((name) => name.toLowerCase()) }, context),
});
