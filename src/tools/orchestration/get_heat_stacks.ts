import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import { showStack } from "../../openstack/orchestration/operations.ts";
import { answerList } from "../list.ts";
import { flagArgument, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { type ReadsOf, tool } from "../tool.ts";
import { STACK_OPERATIONS, stacksWith } from "./stacks.ts";

const READS: ReadsOf = {
  actions: { list: {}, show: { detail: "full" } },
  compat: { stack_names: renamed("names"), stack_name: renamed("names") },
  ignored: ["template", "parameters"],
};

/** Stacks of the orchestration service. */
export const getHeatStacks = tool({
  name: "get_heat_stacks",
  toolset: "orchestration",
  title: "Heat stacks",
  description: "Heat stacks with status, why they failed, times, owner; named ones with parameters.",
  input: z.strictObject({ ...LIST_ARGUMENTS, show_nested: flagArgument }),
  operations: [...STACK_OPERATIONS, showStack, listProjects],
  aliases: { get_stacks: {} },
  compat: { ...LIST_COMPAT, stack_name: renamed("names"), stack_names: renamed("names") },
  readsOf: { set_heat_stack: READS, manage_heat_stack: READS, manage_stack: READS },
  run: ({ show_nested: nested = false, ...args }, context) =>
    answerList(stacksWith({ nested: nested || args.names !== undefined }), args, context),
});
