import * as z from "zod";
import {
  listLoadBalancerZoneProfiles,
  listLoadBalancerZones,
} from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerZone, readLoadBalancerZone } from "../../openstack/load_balancer/types.ts";
import { answerList } from "../list.ts";
import { flagArgument, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";
import { joinProfiles, PROFILE_COLUMNS, type Profiles, profilesOf } from "./profiles.ts";

/** Availability zones of load balancers, and their profiles. */
export const getLoadBalancerAvailabilityZones = tool({
  name: "get_load_balancer_availability_zones",
  toolset: "load_balancer",
  title: "Load balancer zones",
  description:
    "Availability zones of load balancers, for administrators with settings; profiles=true lists zone profiles instead.",
  input: z.strictObject({ profiles: flagArgument, ...LIST_ARGUMENTS }),
  operations: [listLoadBalancerZones, listLoadBalancerZoneProfiles],
  compat: { ...LIST_COMPAT, az_name: renamed("names") },
  readsOf: {
    set_load_balancer_availability_zone: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { az_name: renamed("names") },
      ignored: ["name", "availability_zone_profile_id", "description", "enabled"],
    },
  },
  run: ({ profiles, ...args }, context) =>
    profiles ? answerList(ZONE_PROFILES, args, context) : answerList(ZONES, args, context),
});

/** Availability zones: Load Balancer API "List availability zones". */
const ZONES: ListSpec<LoadBalancerZone, Profiles> = {
  noun: ["availability zone", "availability zones"],
  place: "of load balancers in this cloud",
  list: listLoadBalancerZones,
  read: readLoadBalancerZone,
  id: (zone) => zone.name,
  name: (zone) => zone.name,
  columns: [
    { name: "name", level: "basic", value: (zone) => zone.name, filter: "name" },
    { name: "enabled", level: "basic", value: (zone) => zone.enabled, filter: "enabled", fold: "lower" },
    { name: "description", level: "detailed", value: (zone) => zone.description },
    ...PROFILE_COLUMNS,
  ],
  join: (_zones, wants, context) => joinProfiles(listLoadBalancerZoneProfiles, wants, context),
};

const ZONE_PROFILES = profilesOf(listLoadBalancerZoneProfiles, [
  "availability zone profile",
  "availability zone profiles",
]);
