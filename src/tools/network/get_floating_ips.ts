import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { FLOATING_IP_OPERATIONS, FLOATING_IPS } from "./floating_ips.ts";

const COMPAT = {
  floating_ip_id: renamed("names"),
  floating_ip_address: renamed("names"),
  floating_network_id: filtering("network"),
  port_id: filtering("port_id"),
};

/** Floating IPs, and what they lead to. */
export const getFloatingIps = tool({
  name: "get_floating_ips",
  toolset: "network",
  title: "Floating IPs",
  description: "Floating IPs: status, fixed IP, server, router, network. " +
    "Filters: server, fixed_ip, status, network, router, …",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: FLOATING_IP_OPERATIONS,
  compat: {
    ...LIST_COMPAT,
    ...COMPAT,
    floating_ip: renamed("names"),
    instance_name: filtering("server"),
    status: filtering("status"),
  },
  readsOf: {
    set_floating_ip: {
      actions: { list: {}, show: { detail: "full" } },
      compat: COMPAT,
      ignored: ["description"],
    },
  },
  run: (args, context) => answerList(FLOATING_IPS, args, context),
});
