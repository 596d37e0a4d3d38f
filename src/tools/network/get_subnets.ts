import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { SUBNET_OPERATIONS, SUBNETS } from "./subnets.ts";

const COMPAT = { subnet_name: renamed("names"), network_id: filtering("network") };

/** Subnets. */
export const getSubnets = tool({
  name: "get_subnets",
  toolset: "network",
  title: "Subnets",
  description: "Subnets: CIDR, network, gateway, DHCP, DNS; full: pools, routes, IPv6 modes.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SUBNET_OPERATIONS,
  compat: { ...LIST_COMPAT, ...COMPAT },
  readsOf: {
    set_subnets: {
      actions: { list: {}, show: { detail: "full" } },
      compat: COMPAT,
      ignored: ["cidr", "description", "ip_version", "enable_dhcp", "gateway_ip", "dns_nameservers"],
    },
  },
  run: (args, context) => answerList(SUBNETS, args, context),
});
