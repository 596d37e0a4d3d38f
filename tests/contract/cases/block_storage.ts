/** Cases of the Block Storage API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/block_storage/operations.ts";
import {
  readBackup,
  readSnapshot,
  readStorageAttachment,
  readVolume,
  readVolumeAvailabilityZone,
  readVolumeCluster,
  readVolumeGroup,
  readVolumeMessage,
  readVolumePool,
  readVolumeQos,
  readVolumeService,
  readVolumeTransfer,
  readVolumeType,
  readVolumeTypeEncryption,
  type Volume,
} from "../../../src/openstack/block_storage/types.ts";
import { readAbsoluteLimits, readQuota } from "../../../src/openstack/quota.ts";
import { member, text } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { firstOf, ownProject } from "./targets.ts";

function holdsVolumes(volumes: readonly Volume[], { projectId }: ContractLogin): void {
  for (const volume of volumes) {
    assert.equal(volume.projectId, projectId, "a volume of another project");
    assert(volume.status !== undefined && volume.sizeGb !== undefined && volume.createdAt !== undefined);
    assert(volume.bootable !== undefined && volume.attachments !== undefined);
    if (volume.status === "in-use") {
      assert(volume.attachments.length > 0 && volume.attachments.every(({ serverId }) => serverId));
    }
  }
}

/** Every case of the service. */
export const blockStorageCases: readonly Case[] = [
  contract({
    operation: operations.listVolumes,
    read: readVolume,
    key: (volume) => volume.id,
    holds: holdsVolumes,
  }),
  contract({
    operation: operations.showVolume,
    target: firstOf("volume_id", operations.listVolumes),
    read: (body) => readVolume(member(body, "volume")),
    holds: holdsVolumes,
  }),
  contract({
    operation: operations.listSnapshots,
    read: readSnapshot,
    key: (snapshot) => snapshot.id,
    holds: (snapshots, { projectId }) => {
      for (const snapshot of snapshots) {
        assert.equal(snapshot.projectId, projectId);
        assert(snapshot.volumeId && snapshot.status && snapshot.sizeGb !== undefined);
      }
    },
  }),
  contract({
    operation: operations.listBackups,
    read: readBackup,
    key: (backup) => backup.id,
    holds: (backups) => {
      for (const { volumeId, status, createdAt, incremental } of backups) {
        assert(volumeId && status && createdAt && incremental !== undefined);
      }
    },
  }),
  contract({
    operation: operations.showVolumeQuota,
    target: (login) => ({ ...ownProject(login), query: { usage: true } }),
    read: (body) => readQuota(member(body, "quota_set")),
    holds: ([quota]) => {
      for (const name of ["volumes", "gigabytes", "snapshots", "backups", "backup_gigabytes"]) {
        const line = quota?.lines[name];
        assert(line?.limit !== undefined && line.inUse !== undefined && line.reserved !== undefined, name);
      }
    },
    unknown: ["not permitted", "answered"],
  }),
  contract({
    operation: operations.showVolumeQuotaDefaults,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota_set")),
    holds: ([quota]) => assert(quota?.lines["volumes"]?.limit !== undefined),
    unknown: ["not permitted", "answered"],
  }),
  contract({
    operation: operations.showVolumeLimits,
    read: (body) => readAbsoluteLimits(member(body, "limits")),
    holds: ([limits]) => {
      for (const name of ["maxTotalVolumes", "totalVolumesUsed", "totalGigabytesUsed"]) {
        assert(limits?.[name] !== undefined, `no ${name}`);
      }
    },
  }),
  contract({
    operation: operations.listVolumeServices,
    read: readVolumeService,
    key: ({ host, binary }) => `${host} ${binary}`,
    holds: (services) => {
      for (const { status, state, updatedAt } of services) {
        assert(["enabled", "disabled"].includes(status ?? "") && ["up", "down"].includes(state ?? ""));
        assert(updatedAt !== undefined);
      }
    },
  }),
  contract({
    operation: operations.listVolumePools,
    target: () => ({ query: { detail: true } }),
    read: readVolumePool,
    key: (pool) => pool.name,
    holds: (pools) =>
      assert(pools.every(({ totalGb, freeGb }) => totalGb !== undefined && freeGb !== undefined)),
  }),
  contract({
    operation: operations.listVolumeAvailabilityZones,
    read: readVolumeAvailabilityZone,
    key: (zone) => zone.name,
    holds: (zones) => assert(zones.every(({ available }) => available !== undefined)),
  }),
  contract({
    operation: operations.listVolumeTypes,
    read: readVolumeType,
    key: (type) => type.id,
    holds: (types) => assert(types.every(({ name, isPublic }) => name && isPublic !== undefined)),
  }),
  contract({
    operation: operations.listVolumeMessages,
    read: readVolumeMessage,
    key: (message) => message.id,
    mayBeEmpty: true,
    holds: (messages) => assert(messages.every((message) => message.text !== undefined)),
  }),
  contract({
    operation: operations.listVolumeAttachments,
    read: readStorageAttachment,
    key: (attachment) => attachment.id,
    holds: (attachments) => assert(attachments.every(({ volumeId, status }) => volumeId && status)),
  }),
  contract({
    operation: operations.showSnapshot,
    target: firstOf("snapshot_id", operations.listSnapshots),
    read: (body) => readSnapshot(member(body, "snapshot")),
    holds: ([snapshot], { projectId }) => assert.equal(snapshot?.projectId, projectId),
  }),
  contract({
    operation: operations.showBackup,
    target: firstOf("backup_id", operations.listBackups),
    read: (body) => readBackup(member(body, "backup")),
    holds: ([backup]) => assert(backup?.volumeId && backup.status && backup.incremental !== undefined),
  }),
  contract({
    operation: operations.showDefaultVolumeType,
    read: (body) => readVolumeType(member(body, "volume_type")),
    holds: ([type]) => assert(type?.name),
  }),
  contract({
    operation: operations.showVolumeTypeEncryption,
    target: firstOf("volume_type_id", operations.listVolumeTypes),
    read: readVolumeTypeEncryption,
  }),
  contract({
    operation: operations.listVolumeQos,
    read: readVolumeQos,
    key: (qos) => qos.id,
    mayBeEmpty: true,
    holds: (all) => assert(all.every(({ name, consumer, specs }) => name && consumer && specs)),
  }),
  contract({
    operation: operations.listVolumeGroups,
    target: () => ({ query: { list_volume: true } }),
    read: readVolumeGroup,
    key: (group) => group.id,
    mayBeEmpty: true,
    holds: (groups) => assert(groups.every(({ status, groupTypeId }) => status && groupTypeId)),
  }),
  contract({
    operation: operations.listVolumeGroupTypes,
    read: (value) => text(value, "id"),
    key: (id) => id,
  }),
  contract({
    operation: operations.listVolumeTransfers,
    read: readVolumeTransfer,
    key: (transfer) => transfer.id,
    mayBeEmpty: true,
    holds: (transfers) => assert(transfers.every(({ volumeId }) => volumeId)),
  }),
  contract({
    operation: operations.listVolumeClusters,
    read: readVolumeCluster,
    key: (cluster) => cluster.name,
    mayBeEmpty: true,
    holds: (clusters) => assert(clusters.every(({ binary, state, status }) => binary && state && status)),
  }),
];
