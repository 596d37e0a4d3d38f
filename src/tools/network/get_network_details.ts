import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed, searching } from "../list_arguments.ts";
import { type CompatArgument, tool } from "../tool.ts";
import { NETWORK_OPERATIONS, NETWORKS } from "./networks.ts";

/** Older tools had a word for all networks. */
const networkName: CompatArgument = (name) => name === "" || name === "all" ? {} : { names: name };

/** Networks, with their subnets. */
export const getNetworkDetails = tool({
  name: "get_network_details",
  toolset: "network",
  title: "Networks",
  description: "Networks: status, subnets, external, shared, MTU; full: provider data, DHCP agents.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: NETWORK_OPERATIONS,
  aliases: { get_networks: {}, get_openstack_network_details: {} },
  compat: {
    ...LIST_COMPAT,
    // It looked into these two.
    filter: searching("name,id"),
    network_name: networkName,
    status: filtering("status"),
  },
  readsOf: {
    set_networks: {
      actions: { list: {}, show: { detail: "full" } },
      compat: {
        network_names: networkName,
        status: filtering("status"),
        name_contains: renamed("name_contains"),
      },
      ignored: [
        "description",
        "admin_state_up",
        "shared",
        "external",
        "provider_network_type",
        "provider_physical_network",
        "provider_segmentation_id",
        "mtu",
      ],
    },
  },
  run: (args, context) => answerList(NETWORKS, args, context),
});
