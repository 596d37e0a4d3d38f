import * as z from "zod";
import { listVolumeServices } from "../../openstack/block_storage/operations.ts";
import { readVolumeService, type VolumeService } from "../../openstack/block_storage/types.ts";
import { parseTime, toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, searching } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";

/** Cinder's services on their hosts. */
export const getVolumeServices = tool({
  name: "get_volume_services",
  toolset: "block_storage",
  title: "Block storage services",
  description:
    "Cinder services by host: state, status with the reason, state of the backend, age of the heartbeat. Administrators only.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listVolumeServices],
  compat: {
    ...LIST_COMPAT,
    // It looked into the binary and the host; Cinder's services have no id.
    filter: searching("binary,host"),
    host: filtering("host"),
    binary: filtering("binary"),
  },
  readsOf: { set_volume_service: { actions: { list: {}, show: {} } } },
  run: (args, context) => answerList(VOLUME_SERVICES, args, context),
});

/** Services: Block Storage API "List All Cinder Services". Beside the list there is the time, for ages. */
export const VOLUME_SERVICES: ListSpec<VolumeService, number> = {
  noun: ["block storage service", "block storage services"],
  place: "in this cloud",
  list: listVolumeServices,
  read: readVolumeService,
  id: nameOf,
  name: nameOf,
  columns: [
    { name: "binary", level: "basic", value: (service) => service.binary, filter: "binary" },
    { name: "host", level: "basic", value: (service) => service.host, filter: "host" },
    { name: "state", level: "basic", value: (service) => service.state ?? "unknown", fold: "lower" },
    { name: "status", level: "basic", value: (service) => service.status ?? "unknown", fold: "lower" },
    {
      name: "backend_state",
      level: "detailed",
      value: (service) => service.backendState,
      fold: "lower",
      usual: "up",
    },
    { name: "disabled_reason", level: "detailed", value: (service) => service.disabledReason },
    { name: "frozen", level: "detailed", value: (service) => service.frozen, fold: "lower", usual: false },
    { name: "zone", level: "detailed", value: (service) => service.zone },
    { name: "heartbeat_age_s", level: "detailed", joined: true, value: heartbeatAge },
    {
      name: "replication_status",
      level: "full",
      value: (service) => service.replicationStatus,
      fold: "lower",
    },
    { name: "active_backend_id", level: "full", value: (service) => service.activeBackendId },
    { name: "cluster", level: "full", value: (service) => service.cluster },
    { name: "updated", level: "full", value: (service) => toUtc(service.updatedAt) },
  ],
  join: (_services, _wants, context) => Promise.resolve({ joined: context.now() }),
};

/** Hosts and binaries alone name several services. */
function nameOf({ binary, host }: VolumeService): string {
  return `${binary}@${host}`;
}

/** Clocks differ a little: a heartbeat is never from the future. */
function heartbeatAge({ updatedAt }: VolumeService, now: number | undefined): number | undefined {
  const time = parseTime(updatedAt);
  return time === undefined || now === undefined ? undefined : Math.max(0, Math.round((now - time) / 1000));
}
