import * as z from "zod";
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listShares,
  listShareSnapshots,
  showShare,
  showShareSnapshot,
} from "../../openstack/shared_file_system/operations.ts";
import { readShareSnapshot, type ShareSnapshot } from "../../openstack/shared_file_system/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames } from "../names.ts";
import { tool } from "../tool.ts";
import { allTenants } from "./all_tenants.ts";
import { shareNames, SHARES } from "./shares.ts";

/** Snapshots of shares. */
export const getShareSnapshots = tool({
  name: "get_share_snapshots",
  toolset: "shared_file_system",
  title: "Share snapshots",
  description: "Snapshots of shares: share, status, size, age.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listShareSnapshots, showShareSnapshot, listShares, showShare, listProjects],
  compat: LIST_COMPAT,
  readsOf: { set_share_snapshot: { actions: { list: {}, show: { detail: "full" } } } },
  run: (args, context) => answerList(SHARE_SNAPSHOTS, args, context),
});

/** Share snapshots: Shared File Systems API "List share snapshots with details" and "Show share snapshot details". */
export const SHARE_SNAPSHOTS: ListSpec<ShareSnapshot, NamesOf> = {
  noun: ["share snapshot", "share snapshots"],
  list: listShareSnapshots,
  show: { operation: showShareSnapshot, parameter: "snapshot_id", key: "snapshot" },
  read: readShareSnapshot,
  id: (snapshot) => snapshot.id,
  name: (snapshot) => snapshot.name,
  owner: (snapshot) => snapshot.projectId,
  query: allTenants,
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (snapshot) => snapshot.name },
    {
      name: "share",
      level: "basic",
      value: (snapshot, names) => nameOf(names?.["shares"], snapshot.shareId),
      resolve: async (wanted, context) => {
        const { id } = await findOne(SHARES, wanted, context);
        return { query: { share_id: id }, test: (snapshot) => snapshot.shareId === id };
      },
    },
    { name: "status", level: "basic", value: (snapshot) => snapshot.status, filter: "status", fold: "lower" },
    { name: "size_gib", level: "basic", value: (snapshot) => snapshot.sizeGb },
    { name: "protocol", level: "full", value: (snapshot) => snapshot.shareProtocol, fold: "upper" },
    { name: "description", level: "full", value: (snapshot) => snapshot.description },
    { name: "created", level: "detailed", value: (snapshot) => toUtc(snapshot.createdAt) },
    { name: "share_size_gib", level: "full", value: (snapshot) => snapshot.shareSizeGb },
    { name: "share_id", level: "full", value: (snapshot) => snapshot.shareId },
    {
      name: "project",
      level: "extra",
      joined: true,
      value: (snapshot, names) => nameOf(names?.["projects"], snapshot.projectId),
    },
    { name: "user_id", level: "extra", value: (snapshot) => snapshot.userId },
    { name: "project_id", level: "extra", value: (snapshot) => snapshot.projectId },
    { name: "id", level: "basic", value: (snapshot) => snapshot.id },
  ],
  join: (snapshots, wants, context) =>
    joinAll({
      shares: shareNames(wants("share") ? snapshots.map((snapshot) => snapshot.shareId) : [], context),
      projects: projectNames(
        wants("project") ? snapshots.map((snapshot) => snapshot.projectId) : [],
        context,
      ),
    }),
};
