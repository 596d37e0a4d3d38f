import * as z from "zod";
import { listServerRefs } from "../../openstack/compute/operations.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { listPorts, listTrunks, showTrunk } from "../../openstack/network/operations.ts";
import { readTrunk, type Trunk } from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { joinAll, projectNames } from "../names.ts";
import { tool } from "../tool.ts";
import { type PortDevices, portDevices, portText, serverOfPort } from "./port_devices.ts";
import { commonColumns, ownQuery, withHiddenNote, type WithNames } from "./references.ts";

/** Trunks: ports of servers that carry others. */
export const getTrunks = tool({
  name: "get_trunks",
  toolset: "network",
  title: "Trunks",
  description: "Trunk ports: status, parent port and its server, subports with their segmentation ids.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listTrunks, showTrunk, listPorts, listServerRefs, listProjects],
  compat: { ...LIST_COMPAT, trunk_name: renamed("names") },
  readsOf: {
    set_trunk: { actions: { list: {}, show: { detail: "full" } }, compat: { trunk_name: renamed("names") } },
  },
  run: async (args, context) => withHiddenNote(await answerList(TRUNKS, args, context), "trunks", context),
});

/** What is read beside a list of trunks. */
interface TrunkJoin extends WithNames {
  readonly devices: PortDevices | undefined;
}

/** Trunks: Networking API "List trunks". */
export const TRUNKS: ListSpec<Trunk, TrunkJoin> = {
  noun: ["trunk", "trunks"],
  list: listTrunks,
  show: { operation: showTrunk, parameter: "trunk_id", key: "trunk" },
  read: readTrunk,
  id: (trunk) => trunk.id,
  name: (trunk) => trunk.name,
  owner: (trunk) => trunk.projectId,
  query: ownQuery,
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (trunk) => trunk.name, sort: "name" },
    { name: "status", level: "basic", value: (trunk) => trunk.status, fold: "upper" },
    {
      name: "admin_state_up",
      level: "detailed",
      value: (trunk) => trunk.adminStateUp,
      fold: "lower",
      usual: true,
    },
    {
      name: "server",
      level: "detailed",
      joined: true,
      value: (trunk, joined) => serverOfPort(joined?.devices, trunk.portId),
    },
    {
      name: "parent_port",
      level: "basic",
      joined: true,
      value: (trunk, joined) => portText(joined?.devices, trunk.portId),
    },
    {
      name: "subports",
      level: "detailed",
      joined: true,
      // `vlan 101 = port-name`
      value: (trunk, joined) =>
        trunk.subPorts?.map(({ segmentationType, segmentationId, portId }) =>
          `${segmentationType} ${segmentationId} = ${portText(joined?.devices, portId)}`
        ),
    },
    { name: "parent_port_id", level: "full", value: (trunk) => trunk.portId, filter: "port_id" },
    {
      name: "subport_ids",
      level: "full",
      value: (trunk) => trunk.subPorts?.flatMap(({ portId }) => portId ?? []),
    },
    ...commonColumns<Trunk>(),
    { name: "id", level: "basic", value: (trunk) => trunk.id },
  ],
  join: async (trunks, wants, context) => {
    const ids = trunks.flatMap(({ portId, subPorts = [] }) => [portId, ...subPorts.map((one) => one.portId)]);
    const wantsPorts = ["server", "parent_port", "subports"].some(wants);
    const [devices, names] = await Promise.all([
      wantsPorts ? portDevices(ids, context) : undefined,
      joinAll({
        projects: projectNames(wants("project") ? trunks.map((one) => one.projectId) : [], context),
      }),
    ]);
    return {
      joined: { names: names.joined, devices: devices?.joined },
      unavailable: [...devices?.unavailable ?? [], ...names.unavailable ?? []],
      missing: devices?.missing ?? [],
    };
  },
};
