import * as z from "zod";
import { listFlavors, showFlavor } from "../../openstack/compute/operations.ts";
import { type Flavor, readFlavor } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { answerList } from "../list.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { hasPair, pairsText } from "./pairs_text.ts";

/** Flavors that the login can use; for an administrator all there are. */
export const getFlavors = tool({
  name: "get_flavors",
  toolset: "compute",
  title: "Flavors",
  description:
    "Flavors with vCPUs, RAM, disk and extra specs. Filters min_vcpus, min_ram_mib, min_disk_gib find what is big enough.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listFlavors, showFlavor],
  aliases: { get_flavor_list: {} },
  compat: { ...LIST_COMPAT, flavor_name: renamed("names") },
  readsOf: {
    set_flavor: {
      actions: { list: {}, show: { detail: "full" } },
      ignored: [
        "vcpus",
        "ram",
        "disk",
        "ephemeral",
        "swap",
        "rxtx_factor",
        "is_public",
        "properties",
      ],
    },
  },
  run: (args, context) => answerList(FLAVORS, args, context),
});

/** A filter that takes what has at least so much; as a column it shows how much that is. */
function atLeast(
  name: string,
  amount: (flavor: Flavor) => number | undefined,
  parameter?: string,
): Column<Flavor> {
  return {
    name,
    level: "extra",
    value: amount,
    resolve: (wanted) => {
      const least = Number(wanted);
      if (!Number.isSafeInteger(least) || least < 0) return Promise.reject(notAnAmount(name));
      return Promise.resolve({
        ...(parameter ? { query: { [parameter]: least } } : {}),
        test: (flavor) => (amount(flavor) ?? -1) >= least,
      });
    },
  };
}

function notAnAmount(filter: string): OpenStackError {
  return new OpenStackError({
    what: "list flavors",
    reason: "invalid argument",
    detail: `filter ${filter} takes a whole number from 0 up`,
  });
}

/** Flavors: Compute API "List Flavors With Details". */
export const FLAVORS: ListSpec<Flavor> = {
  noun: ["flavor", "flavors"],
  list: listFlavors,
  show: { operation: showFlavor, parameter: "flavor_id", key: "flavor" },
  read: readFlavor,
  id: (flavor) => flavor.id,
  name: (flavor) => flavor.name,
  // Nova lists public flavors alone unless it is told not to care, and listens to administrators only.
  query: () => Promise.resolve({ is_public: "None" }),
  columns: [
    { name: "name", level: "basic", value: (flavor) => flavor.name },
    { name: "vcpus", level: "basic", value: (flavor) => flavor.vcpus },
    { name: "ram_mib", level: "basic", value: (flavor) => flavor.ramMb },
    { name: "disk_gib", level: "basic", value: (flavor) => flavor.diskGb },
    { name: "ephemeral_gib", level: "detailed", value: (flavor) => flavor.ephemeralGb, usual: 0 },
    { name: "swap_mib", level: "detailed", value: (flavor) => flavor.swapMb, usual: 0 },
    { name: "public", level: "detailed", value: (flavor) => flavor.isPublic, usual: true, fold: "lower" },
    {
      name: "extra_specs",
      level: "detailed",
      value: (flavor) => pairsText(flavor.extraSpecs),
      resolve: hasPair((flavor) => flavor.extraSpecs),
    },
    { name: "description", level: "full", value: (flavor) => flavor.description },
    { name: "disabled", level: "full", value: (flavor) => flavor.disabled, usual: false, fold: "lower" },
    { name: "rxtx_factor", level: "extra", value: (flavor) => flavor.rxtxFactor },
    atLeast("min_vcpus", (flavor) => flavor.vcpus),
    atLeast("min_ram_mib", (flavor) => flavor.ramMb, "minRam"),
    atLeast("min_disk_gib", (flavor) => flavor.diskGb, "minDisk"),
    { name: "id", level: "basic", value: (flavor) => flavor.id },
  ],
};
