import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { PORT_OPERATIONS, PORTS } from "./ports.ts";

const COMPAT = { port_name: renamed("names"), network_id: filtering("network") };

/** Ports, with what they connect. */
export const getPorts = tool({
  name: "get_ports",
  toolset: "network",
  title: "Ports",
  description: "Ports: addresses, network, server or router, security groups, floating IPs. " +
    "Filters: network, subnet, server, router, security_groups, fixed_ips, mac.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: PORT_OPERATIONS,
  compat: { ...LIST_COMPAT, ...COMPAT },
  readsOf: {
    set_network_ports: {
      actions: { list: {}, show: { detail: "full" } },
      compat: COMPAT,
      ignored: ["description", "admin_state_up", "security_groups"],
    },
  },
  run: (args, context) => answerList(PORTS, args, context),
});
