import * as z from "zod";
import { listComputeServices } from "../../openstack/compute/operations.ts";
import { type ComputeService, readComputeService } from "../../openstack/compute/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import type { ListSpec } from "../list_spec.ts";
import { filtering, ignored, LIST_ARGUMENTS, LIST_COMPAT, renamed, searching } from "../list_arguments.ts";
import { tool } from "../tool.ts";

/** Nova's services on their hosts. */
export const getComputeServices = tool({
  name: "get_compute_services",
  toolset: "compute",
  title: "Compute services",
  description:
    "Nova services by host: state up or down, status enabled or disabled with the reason, last heartbeat. Administrators only.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listComputeServices],
  // Nova has no agents any more; services are what its clients asked for, by an action that could only read.
  aliases: { set_compute_agents: {} },
  compat: {
    ...LIST_COMPAT,
    action: ignored,
    agent_id: renamed("names"),
    // It looked into these three.
    filter: searching("binary,host,id"),
    host: filtering("host"),
  },
  readsOf: {
    set_compute_service: { actions: { list: {}, show: { detail: "full" } } },
  },
  run: (args, context) => answerList(COMPUTE_SERVICES, args, context),
});

/** Services: Compute API "List Compute Services". */
export const COMPUTE_SERVICES: ListSpec<ComputeService> = {
  noun: ["compute service", "compute services"],
  list: listComputeServices,
  read: readComputeService,
  // One of a cell that is down has no id.
  id: (service) => service.id ?? nameOf(service),
  name: nameOf,
  columns: [
    { name: "binary", level: "basic", value: (service) => service.binary, filter: "binary" },
    { name: "host", level: "basic", value: (service) => service.host, filter: "host" },
    { name: "state", level: "basic", value: (service) => service.state ?? "unknown", fold: "lower" },
    { name: "status", level: "detailed", value: (service) => service.status ?? "unknown" },
    { name: "disabled_reason", level: "detailed", value: (service) => service.disabledReason },
    {
      name: "forced_down",
      level: "detailed",
      value: (service) => service.forcedDown,
      usual: false,
      fold: "lower",
    },
    { name: "zone", level: "detailed", value: (service) => service.zone },
    { name: "updated", level: "detailed", value: (service) => toUtc(service.updatedAt) },
    { name: "cell_down", level: "detailed", value: (service) => service.partial, usual: false },
    { name: "id", level: "basic", value: (service) => service.id },
  ],
};

/** Hosts and binaries alone name several services. */
function nameOf({ binary, host }: ComputeService): string {
  return `${binary}@${host}`;
}
