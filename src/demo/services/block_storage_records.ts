/**
 * What the recorded cloud had none of: a group of volumes, and a specification of service quality.
 *
 * @module
 */

import { type Item, itemsOf, textOf } from "../json.ts";

const GROUP_ID = "5c31f250-be87-4678-b86f-ff0813de6fb0";
const GROUP_TYPE_ID = "0de4425c-ae1e-40be-b56b-36e3d85aff27";
/** The volumes that the group holds. */
const GROUPED = ["db-01-data", "db-02-data"];

const QOS: Item = {
  id: "d73f7511-f175-4f1c-86c7-ecae66fa9c43",
  name: "limited",
  consumer: "front-end",
  specs: { total_iops_sec: "500" },
};

/** Adds it to the seed itself: Nova changes the same volumes. */
export function withRecords(seed: Item): Item {
  const grouped = itemsOf(seed["volumes"]).filter((volume) => GROUPED.includes(textOf(volume["name"])));
  const [first] = grouped;
  if (first === undefined) return seed;
  for (const volume of grouped) volume["group_id"] = GROUP_ID;
  seed["groups"] = [...itemsOf(seed["groups"]), groupOf(first, grouped)];
  seed["group_types"] = [
    { id: GROUP_TYPE_ID, name: "together", description: null, is_public: true, group_specs: {} },
    ...itemsOf(seed["group_types"]),
  ];
  seed["qos_specs"] = [...itemsOf(seed["qos_specs"]), QOS];
  return seed;
}

function groupOf(first: Item, volumes: readonly Item[]): Item {
  return {
    id: GROUP_ID,
    status: "available",
    availability_zone: "nova",
    created_at: first["created_at"] ?? null,
    name: "databases",
    description: null,
    group_type: GROUP_TYPE_ID,
    volume_types: [first["volume_type_id"] ?? null],
    group_snapshot_id: null,
    source_group_id: null,
    volumes: volumes.map((volume) => volume["id"] ?? null),
    replication_status: "disabled",
    project_id: first["os-vol-tenant-attr:tenant_id"] ?? null,
  };
}
