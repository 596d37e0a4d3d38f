/** Volume types as the tools show them.
 *
 * @module
 */
import {
  listVolumeQos,
  listVolumeTypes,
  showDefaultVolumeType,
  showVolumeTypeEncryption,
} from "../../openstack/block_storage/operations.ts";
import {
  readVolumeType,
  readVolumeTypeEncryption,
  type VolumeType,
  type VolumeTypeEncryption,
} from "../../openstack/block_storage/types.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { text, wire } from "../../openstack/read.ts";
import { hasPair, pairsText } from "../compute/pairs_text.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { nameOf, type Names, type ReadNames, searched } from "../names.ts";
import { ofPart, readParts } from "../parts.ts";
import type { ToolContext } from "../tool.ts";

/** What is read beside a list of types. */
export interface VolumeTypeJoin {
  /** The type of volumes that name none. */
  readonly defaultId: string | undefined;
  readonly qos: Names;
  readonly encryption: ReadonlyMap<VolumeType, VolumeTypeEncryption>;
}

/** The operations that reading types may need. */
export const VOLUME_TYPE_OPERATIONS = [
  listVolumeTypes,
  showDefaultVolumeType,
  listVolumeQos,
  showVolumeTypeEncryption,
];

/** Types whose encryption one answer asks for: the service shows it one by one. */
const MOST_ENCRYPTIONS = 25;

/** Names of specifications of service quality ({@linkcode listVolumeQos}), which an administrator may list. */
const qosNames: ReadNames = (ids, context) =>
  searched("names of volume QoS", listVolumeQos, ids, context, {});

const COLUMNS: readonly Column<VolumeType, VolumeTypeJoin>[] = [
  { name: "name", level: "basic", value: (type) => type.name },
  {
    name: "default",
    level: "detailed",
    joined: true,
    value: (type, joined) => joined && type.id === joined.defaultId,
  },
  { name: "public", level: "detailed", value: (type) => type.isPublic, fold: "lower", usual: true },
  {
    name: "extra_specs",
    level: "detailed",
    value: (type) => pairsText(type.extraSpecs),
    resolve: hasPair((type) => type.extraSpecs),
  },
  {
    name: "qos",
    level: "detailed",
    needs: "admin",
    joined: true,
    value: (type, joined) => nameOf(joined?.qos, type.qosId),
  },
  { name: "description", level: "detailed", value: (type) => type.description },
  {
    name: "encryption",
    level: "full",
    needs: "admin",
    joined: true,
    value: (type, joined) => ofPart(joined?.encryption, type, encryptionText),
  },
  { name: "qos_id", level: "extra", value: (type) => type.qosId, needs: "admin" },
  { name: "id", level: "basic", value: (type) => type.id },
];

/** Volume types: Block Storage API "List all volume types".
 *
 * Cinder lists those that the project may use; an administrator may ask for the private ones of all projects.
 */
export const VOLUME_TYPES: ListSpec<VolumeType, VolumeTypeJoin> = {
  noun: ["volume type", "volume types"],
  list: listVolumeTypes,
  read: readVolumeType,
  id: (type) => type.id,
  name: (type) => type.name,
  query: (context) => Promise.resolve(context.allProjects ? { is_public: "None" } : {}),
  columns: COLUMNS,
  costly: { columns: ["encryption"], rows: MOST_ENCRYPTIONS },
  join: joinTypes,
};

async function joinTypes(
  types: readonly VolumeType[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<VolumeTypeJoin>> {
  const [usual, qos, encryption] = await Promise.all([
    wants("default") ? defaultType(context) : undefined,
    qosNames(wants("qos") ? types.map(({ qosId }) => qosId) : [], context),
    readParts(wants("encryption") ? types : [], {
      what: "encryption",
      name: (type) => type.name ?? type.id,
      read: async ({ id }) => {
        const answer = await context.cloud.send(showVolumeTypeEncryption, { path: { volume_type_id: id } });
        return readVolumeTypeEncryption(answer.body);
      },
    }),
  ]);
  return {
    joined: { defaultId: usual?.id, qos: qos.joined, encryption: encryption.values },
    unavailable: [...usual?.unavailable ?? [], ...qos.unavailable ?? [], ...encryption.unavailable],
    missing: usual?.unavailable ? ["default"] : [],
  };
}

interface DefaultType {
  readonly id?: string | undefined;
  readonly unavailable?: readonly Readonly<Record<string, unknown>>[];
}

/** Cinder answers `not found` where no type is the default. */
async function defaultType(context: ToolContext): Promise<DefaultType> {
  try {
    const answer = await context.cloud.send(showDefaultVolumeType);
    const id = text(wire(answer.body)["volume_type"], "id");
    if (id !== undefined) return { id };
    throw new OpenStackError({
      what: "show the default volume type",
      service: showDefaultVolumeType.service,
      operation: showDefaultVolumeType.id,
      reason: "unexpected answer",
      detail: "the answer holds no volume type",
    });
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return {};
    return { unavailable: [unavailablePart("default volume type", error)] };
  }
}

function encryptionText({ provider, cipher, keySizeBits, controlLocation }: VolumeTypeEncryption): string {
  if (provider === undefined) return "none";
  const parts = [
    provider,
    cipher,
    keySizeBits === undefined ? undefined : `${keySizeBits} bit`,
    controlLocation,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
