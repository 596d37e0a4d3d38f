import * as z from "zod";
import { listVolumeQos, listVolumeTypes } from "../../openstack/block_storage/operations.ts";
import { readVolumeQos, readVolumeType, type VolumeQos } from "../../openstack/block_storage/types.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { pairsText } from "../compute/pairs_text.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { tool, type ToolContext } from "../tool.ts";

/** Specifications of service quality for volumes. */
export const getVolumeQos = tool({
  name: "get_volume_qos",
  toolset: "block_storage",
  title: "Volume QoS specs",
  description:
    "Lists QoS specs of volumes: consumer, limits, the volume types that use them. Administrators only.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listVolumeQos, listVolumeTypes],
  compat: { ...LIST_COMPAT, qos_name: renamed("names") },
  readsOf: {
    set_volume_qos: { actions: { list: {}, show: {} }, ignored: ["consumer", "specs", "force"] },
  },
  run: (args, context) => answerList(VOLUME_QOS, args, context),
});

/** Names of volume types by the id of their specification. */
type TypesOf = ReadonlyMap<string, readonly string[]>;

/** QoS: Block Storage API "List QoS specs". */
export const VOLUME_QOS: ListSpec<VolumeQos, TypesOf> = {
  noun: ["qos spec", "qos specs"],
  place: "in this cloud",
  list: listVolumeQos,
  read: readVolumeQos,
  id: (qos) => qos.id,
  name: (qos) => qos.name,
  columns: [
    { name: "name", level: "basic", value: (qos) => qos.name },
    { name: "consumer", level: "basic", value: (qos) => qos.consumer, fold: "lower" },
    { name: "specs", level: "basic", value: (qos) => pairsText(qos.specs) },
    {
      name: "volume_types",
      level: "detailed",
      joined: true,
      value: (qos, types) => types && (types.get(qos.id) ?? []),
    },
    { name: "id", level: "basic", value: (qos) => qos.id },
  ],
  join: (_all, wants, context) =>
    wants("volume_types") ? joinTypes(context) : Promise.resolve({ joined: new Map() }),
};

/** A type names its specification; the service would tell the types of each one by one. */
async function joinTypes(context: ToolContext): Promise<Join<TypesOf>> {
  try {
    const values = await context.cloud.list(listVolumeTypes, { query: { is_public: "None" } });
    const types = values.flatMap((value) => readVolumeType(value) ?? []);
    const byQos = Map.groupBy(types, ({ qosId }) => qosId ?? "");
    return { joined: new Map([...byQos].map(([id, own]) => [id, own.map((type) => type.name ?? type.id)])) };
  } catch (error) {
    return {
      joined: new Map(),
      unavailable: [unavailablePart("volume types", error)],
      missing: ["volume_types"],
    };
  }
}
