import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { ROUTER_OPERATIONS, ROUTERS } from "./routers.ts";

/** Routers, with their gateways and interfaces. */
export const getRouters = tool({
  name: "get_routers",
  toolset: "network",
  title: "Routers",
  description: "Routers: external network and IPs, interfaces; full: routes, SNAT, HA, DVR, L3 agents.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: ROUTER_OPERATIONS,
  compat: { ...LIST_COMPAT, router_name: renamed("names") },
  run: (args, context) => answerList(ROUTERS, args, context),
});
