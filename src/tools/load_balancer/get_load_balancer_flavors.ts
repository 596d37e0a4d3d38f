import * as z from "zod";
import {
  listLoadBalancerFlavorProfiles,
  listLoadBalancerFlavors,
  showLoadBalancerFlavor,
} from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerFlavor, readLoadBalancerFlavor } from "../../openstack/load_balancer/types.ts";
import { answerList } from "../list.ts";
import { flagArgument, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";
import { joinProfiles, PROFILE_COLUMNS, type Profiles, profilesOf } from "./profiles.ts";

/** Flavors of load balancers, and their profiles. */
export const getLoadBalancerFlavors = tool({
  name: "get_load_balancer_flavors",
  toolset: "load_balancer",
  title: "Load balancer flavors",
  description:
    "Flavors of load balancers, for administrators with provider and settings; profiles=true lists flavor profiles instead.",
  input: z.strictObject({ profiles: flagArgument, ...LIST_ARGUMENTS }),
  operations: [listLoadBalancerFlavors, showLoadBalancerFlavor, listLoadBalancerFlavorProfiles],
  aliases: { get_load_balancer_flavor_profiles: { profiles: true } },
  compat: { ...LIST_COMPAT, flavor_name_or_id: renamed("names") },
  readsOf: {
    set_load_balancer_flavor: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { flavor_name_or_id: renamed("names") },
      ignored: ["name", "flavor_profile_id", "description", "enabled"],
    },
    set_load_balancer_flavor_profile: {
      actions: { list: { profiles: true }, show: { profiles: true, detail: "full" } },
      compat: { flavor_profile_name_or_id: renamed("names"), flavor_profile_id: renamed("names") },
      ignored: ["name", "provider_name", "flavor_data"],
    },
  },
  run: ({ profiles, ...args }, context) =>
    profiles ? answerList(FLAVOR_PROFILES, args, context) : answerList(FLAVORS, args, context),
});

/** Flavors: Load Balancer API "List flavors". */
const FLAVORS: ListSpec<LoadBalancerFlavor, Profiles> = {
  noun: ["flavor", "flavors"],
  place: "of load balancers in this cloud",
  list: listLoadBalancerFlavors,
  show: { operation: showLoadBalancerFlavor, parameter: "flavor_id", key: "flavor" },
  read: readLoadBalancerFlavor,
  id: (flavor) => flavor.id,
  name: (flavor) => flavor.name,
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (flavor) => flavor.name, filter: "name" },
    { name: "enabled", level: "basic", value: (flavor) => flavor.enabled, filter: "enabled", fold: "lower" },
    { name: "description", level: "detailed", value: (flavor) => flavor.description },
    ...PROFILE_COLUMNS,
    { name: "id", level: "basic", value: (flavor) => flavor.id },
  ],
  join: (_flavors, wants, context) => joinProfiles(listLoadBalancerFlavorProfiles, wants, context),
};

const FLAVOR_PROFILES = profilesOf(listLoadBalancerFlavorProfiles, ["flavor profile", "flavor profiles"]);
