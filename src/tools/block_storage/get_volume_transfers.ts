import * as z from "zod";
import { listVolumes, listVolumeTransfers, showVolume } from "../../openstack/block_storage/operations.ts";
import { readVolumeTransfer, type VolumeTransfer } from "../../openstack/block_storage/types.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames, volumeNames } from "../names.ts";
import { tool } from "../tool.ts";
import { ofAllProjects, volumeIdOf } from "./volumes.ts";

/** Volumes that are offered to other projects. */
export const getVolumeTransfers = tool({
  name: "get_volume_transfers",
  toolset: "block_storage",
  title: "Volume transfers",
  description: "Lists volumes that this project offers to others, and whether an offer was accepted.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listVolumeTransfers, listVolumes, showVolume, listProjects],
  compat: {
    ...LIST_COMPAT,
    transfer_name: renamed("names"),
    volume_name: filtering("volume"),
  },
  readsOf: { set_volume_transfer: { actions: { list: {}, show: {} } } },
  run: (args, context) => answerList(VOLUME_TRANSFERS, args, context),
});

/** Transfers: Block Storage API "List volume transfers with details". */
export const VOLUME_TRANSFERS: ListSpec<VolumeTransfer, NamesOf> = {
  noun: ["volume transfer", "volume transfers"],
  list: listVolumeTransfers,
  read: readVolumeTransfer,
  id: (transfer) => transfer.id,
  name: (transfer) => transfer.name,
  owner: (transfer) => transfer.sourceProjectId,
  query: ofAllProjects,
  columns: [
    { name: "name", level: "basic", value: (transfer) => transfer.name },
    {
      name: "volume",
      level: "basic",
      value: (transfer, names) => nameOf(names?.["volumes"], transfer.volumeId),
      resolve: async (wanted, context) => {
        const id = await volumeIdOf(wanted, context);
        return { test: (transfer) => transfer.volumeId === id };
      },
    },
    { name: "accepted", level: "detailed", value: (transfer) => transfer.accepted, fold: "lower" },
    {
      name: "destination_project",
      level: "detailed",
      joined: true,
      value: (transfer, names) => nameOf(names?.["projects"], transfer.destinationProjectId),
    },
    { name: "created", level: "detailed", value: (transfer) => toUtc(transfer.createdAt) },
    {
      name: "source_project",
      level: "full",
      joined: true,
      value: (transfer, names) => nameOf(names?.["projects"], transfer.sourceProjectId),
    },
    { name: "without_snapshots", level: "full", value: (transfer) => transfer.withoutSnapshots },
    { name: "volume_id", level: "full", value: (transfer) => transfer.volumeId },
    { name: "id", level: "basic", value: (transfer) => transfer.id },
  ],
  join: (transfers, wants, context) =>
    joinAll({
      volumes: volumeNames(wants("volume") ? transfers.map(({ volumeId }) => volumeId) : [], context),
      projects: projectNames([
        ...(wants("source_project") ? transfers.map((transfer) => transfer.sourceProjectId) : []),
        ...(wants("destination_project") ? transfers.map((transfer) => transfer.destinationProjectId) : []),
      ], context),
    }),
};
