/** Making servers.
 *
 * @module
 */
import type { Change, Observation, Plan, Sent, Target } from "../../gate/mod.ts";
import { createServer, showServer } from "../../openstack/compute/operations.ts";
import { readServer } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { member, text, wire } from "../../openstack/read.ts";
import { ownProject, scopeText } from "../scope.ts";
import type { ToolContext } from "../tool.ts";
import { type CreateArguments, separate } from "./server_create_arguments.ts";
import {
  encodedUserData,
  INGREDIENT_OPERATIONS,
  type Ingredients,
  readIngredients,
  userDataText,
} from "./server_create_ingredients.ts";
import { type Connections, connectionsText } from "./server_create_networks.ts";
import { addressText } from "./servers.ts";

export { CREATE_ARGUMENTS, CREATE_COMPAT, type CreateArguments } from "./server_create_arguments.ts";

/** The operations that the action `create` may need. */
export const CREATE_OPERATIONS = [...INGREDIENT_OPERATIONS, showServer, createServer];

/** The change that makes servers: each its own target, in the project of the token. */
export function createChange(args: Change["args"] & CreateArguments, context: ToolContext): Change {
  return {
    action: "create",
    things: "servers",
    operations: [createServer],
    args,
    // Wherever the operator lets it look, a new server belongs to the project of the token.
    scope: () => scopeText({ ...context, allProjects: false }),
    plan: () => planCreation(args, context),
  };
}

async function planCreation(args: CreateArguments, context: ToolContext): Promise<Plan> {
  const project = await ownProject(context, "create servers");
  const ingredients = await readIngredients(args, project.id, context);
  const { warnings, unavailable } = ingredients;
  return {
    targets: ingredients.names.map((name) => targetOf(name, args, ingredients, project.id, context)),
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

function targetOf(
  name: string,
  args: CreateArguments,
  ingredients: Ingredients,
  projectId: string,
  context: ToolContext,
): Target {
  const body = bodyOf(name, args, ingredients);
  return {
    name,
    owner: { kind: "project", id: projectId },
    now: "does not exist",
    will: `ACTIVE: ${inWords(args, ingredients)}`,
    // The body names the key: another key may bear that name by now.
    state: { body, key: ingredients.keypair?.fingerprint },
    apply: async (send) => {
      const answer = await send(createServer, { body, what: `create server ${name}` });
      // The answer also holds the password of the administrator, which nobody is to see.
      const id = text(member(answer.body, "server"), "id");
      return {
        ...(id === undefined ? {} : { id }),
        ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
      };
    },
    observe: (sent) => observe(sent, context),
  };
}

/** What the server is made of: `m1.small, image cirros, network acme-net`. */
function inWords(args: CreateArguments, ingredients: Ingredients): string {
  const { flavor, image, volume, volumeType, connections, securityGroups, keypair, serverGroup } =
    ingredients;
  const size = args.boot_volume_size;
  const parts = [
    flavor.name ?? flavor.id,
    volume && `volume ${volume.name ?? volume.id}`,
    image && `image ${image.name ?? image.id}`,
    size === undefined ? undefined : `new volume of ${size} GiB${volumeType ? ` (${volumeType.name})` : ""}`,
    connectionsText(connections),
    securityGroups.length > 0
      ? `security groups ${securityGroups.map(({ name, id }) => name ?? id).join(", ")}`
      : undefined,
    keypair && `key ${keypair.name}`,
    args.availability_zone && `zone ${args.availability_zone}`,
    serverGroup && `group ${serverGroup.name ?? serverGroup.id}`,
    args.user_data && userDataText(args.user_data),
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** The body of the request; what was not given is not in it. */
function bodyOf(name: string, args: CreateArguments, ingredients: Ingredients): Record<string, unknown> {
  const { flavor, connections, securityGroups, keypair, serverGroup } = ingredients;
  const hints = { ...args.scheduler_hints, ...(serverGroup ? { group: serverGroup.id } : {}) };
  const server = {
    name,
    flavorRef: flavor.id,
    ...bootOf(args, ingredients),
    networks: networksOf(connections),
    // Nova takes ids in the place of names.
    security_groups: securityGroups.length > 0 ? securityGroups.map(({ id }) => ({ name: id })) : undefined,
    key_name: keypair?.name,
    availability_zone: args.availability_zone,
    user_data: args.user_data === undefined ? undefined : encodedUserData(args),
    metadata: args.metadata,
    tags: args.tags && separate(args.tags),
    description: args.description,
    hostname: args.hostname,
    config_drive: args.config_drive,
  };
  return {
    server: Object.fromEntries(Object.entries(server).filter(([, value]) => value !== undefined)),
    ...(Object.keys(hints).length > 0 ? { "os:scheduler_hints": hints } : {}),
  };
}

/** What the server boots from. */
function bootOf(
  { boot_volume_size: size, delete_on_termination: isDeleted }: CreateArguments,
  { image, volume, volumeType }: Ingredients,
): Record<string, unknown> {
  if (!volume && size === undefined) return { imageRef: image?.id };
  const device = {
    boot_index: 0,
    destination_type: "volume",
    source_type: volume ? "volume" : "image",
    uuid: volume?.id ?? image?.id,
    ...(size === undefined ? {} : { volume_size: size }),
    ...(volumeType ? { volume_type: volumeType.id } : {}),
    ...(isDeleted === undefined ? {} : { delete_on_termination: isDeleted }),
  };
  return { block_device_mapping_v2: [device] };
}

function networksOf(connections: Connections): unknown {
  if (typeof connections === "string") return connections;
  return connections.map((connection) => {
    if (connection.kind === "port") return { port: connection.port.id };
    const { network, fixedIp } = connection;
    return { uuid: network.id, ...(fixedIp === undefined ? {} : { fixed_ip: fixedIp }) };
  });
}

async function observe(sent: Sent | undefined, context: ToolContext): Promise<Observation> {
  if (sent?.id === undefined) return { after: "unknown", reason: "the service did not tell its id" };
  const answer = await context.cloud.send(showServer, { path: { server_id: sent.id } });
  const server = readServer(wire(answer.body)["server"]);
  if (!server) throw new OpenStackError({ what: `read server ${sent.id}`, reason: "unexpected answer" });
  const { status = "UNKNOWN", taskState } = server;
  if (status === "ERROR") {
    return { settled: "failed", after: status, reason: server.fault?.message ?? "the server is in error" };
  }
  if (taskState !== undefined) return { after: `${status} (${taskState})` };
  if (status !== "ACTIVE") return { after: status };
  const addresses = addressText(server.addresses);
  return { settled: "done", after: addresses === undefined ? status : `${status}, ${addresses}` };
}
