import * as z from "zod";
import { listMigrations, listServerMigrations } from "../../openstack/compute/operations.ts";
import { type Migration, type MigrationProgress, readMigration } from "../../openstack/compute/types.ts";
import { listUsers } from "../../openstack/identity/operations.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { filtering, PART_ARGUMENTS } from "../list_arguments.ts";
import { readParts } from "../parts.ts";
import { tool, type ToolContext } from "../tool.ts";
import { aboutServer, findServerTrace, SERVER_ARGUMENT, SERVER_COMPAT } from "./server_argument.ts";
import { nameOf, type Names, serverNames, userNames } from "../names.ts";
import { SERVER_OPERATIONS } from "./servers.ts";

/** Migrations of every kind, past and present. */
export const getServerMigrations = tool({
  name: "get_server_migrations",
  toolset: "compute",
  title: "Server migrations",
  description:
    "Migrations, resizes and evacuations with status and hosts, and the progress of live ones; of one server or all. Administrators only.",
  input: z.strictObject({ server: SERVER_ARGUMENT.optional(), ...PART_ARGUMENTS }),
  operations: [...SERVER_OPERATIONS, listMigrations, listServerMigrations, listUsers],
  essential: [listMigrations],
  compat: {
    ...SERVER_COMPAT,
    status: filtering("status"),
    type: filtering("type"),
    migration_type: filtering("type"),
    host: filtering("host"),
  },
  readsOf: {
    set_server_migration: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { migration_id: filtering("reference") },
      ignored: ["block_migration", "admin_pass", "on_shared_storage"],
    },
  },
  run: async ({ server: reference, ...args }, context) => {
    if (reference === undefined) return await answerList(migrationsOf(undefined), args, context);
    const server = await findServerTrace(reference, context);
    return aboutServer(await answerList(migrationsOf(server.id), args, context), server);
  },
});

/** What is read beside the list of migrations. */
interface MigrationJoin {
  readonly names: Names;
  /** Names of those who asked for them. */
  readonly users: Names;
  /** Live migrations in progress, by number. */
  readonly live: ReadonlyMap<string, Migration>;
}

type MigrationColumn = Column<Migration, MigrationJoin>;

const COLUMNS: readonly MigrationColumn[] = [
  { name: "type", level: "basic", value: (migration) => migration.type, filter: "migration_type" },
  { name: "status", level: "basic", value: (migration) => migration.status, filter: "status" },
  {
    name: "source_host",
    level: "basic",
    value: (migration) => migration.sourceCompute,
    filter: "source_compute",
  },
  { name: "dest_host", level: "basic", value: (migration) => migration.destCompute },
  // Nova's own filter, which takes either end.
  {
    name: "host",
    level: "extra",
    value: (migration) =>
      [migration.sourceCompute, migration.destCompute].filter((host) => host !== undefined),
    filter: "host",
  },
  progressColumn("memory", (migration) => migration.memory),
  progressColumn("disk", (migration) => migration.disk),
  { name: "created", level: "detailed", value: (migration) => toUtc(migration.createdAt) },
  { name: "updated", level: "detailed", value: (migration) => toUtc(migration.updatedAt) },
  { name: "source_node", level: "full", value: (migration) => migration.sourceNode },
  { name: "dest_node", level: "full", value: (migration) => migration.destNode },
  { name: "dest_address", level: "full", value: (migration) => migration.destHost },
  {
    name: "user",
    level: "full",
    joined: true,
    value: (migration, joined) => nameOf(joined?.users, migration.userId),
  },
  { name: "user_id", level: "extra", value: (migration) => migration.userId, filter: "user_id" },
  { name: "project_id", level: "extra", value: (migration) => migration.projectId, filter: "project_id" },
  { name: "number", level: "full", value: (migration) => migration.id },
  // Older tools took the number for the id.
  {
    name: "reference",
    level: "extra",
    value: ({ id, uuid }) => [id, uuid].filter((one) => one !== undefined),
  },
  { name: "id", level: "basic", value: (migration) => migration.uuid ?? migration.id },
];

const SERVER_COLUMNS: readonly MigrationColumn[] = [
  {
    name: "server",
    level: "basic",
    value: ({ serverId }, joined) => serverId && (joined?.names.get(serverId) ?? serverId),
    resolve: async (wanted, context) => {
      const { id } = await findServerTrace(wanted, context);
      return { query: { instance_uuid: id }, test: (migration) => migration.serverId === id };
    },
  },
  { name: "server_id", level: "full", value: (migration) => migration.serverId, filter: "instance_uuid" },
];

function migrationsOf(serverId: string | undefined): ListSpec<Migration, MigrationJoin> {
  return {
    noun: ["migration", "migrations"],
    ...(serverId === undefined ? {} : { place: "of this server" }),
    list: listMigrations,
    read: readMigration,
    id: (migration) => migration.uuid ?? migration.id,
    name: () => undefined,
    owner: (migration) => migration.projectId,
    query: async (context) => ({
      ...(serverId === undefined ? {} : { instance_uuid: serverId }),
      ...await projectQuery(context),
    }),
    columns: serverId === undefined ? [...SERVER_COLUMNS, ...COLUMNS] : COLUMNS,
    join: readJoin,
  };
}

/** Nova lists the migrations of every project, and takes a project from 2.80 on. */
async function projectQuery(context: ToolContext): Promise<{ project_id?: string }> {
  const { project } = await context.cloud.session();
  return context.allProjects || !project ? {} : { project_id: project.id };
}

async function readJoin(
  migrations: readonly Migration[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<MigrationJoin>> {
  const running = wants("memory_left") || wants("disk_left") ? migrations.filter(isLive) : [];
  const [names, users, live] = await Promise.all([
    serverNames(wants("server") ? migrations.flatMap(({ serverId }) => serverId ?? []) : [], context),
    userNames(wants("user") ? migrations.map(({ userId }) => userId) : [], context),
    readParts([...new Set(running.flatMap(({ serverId }) => serverId ?? []))], {
      what: "progress",
      name: (server) => `server ${server}`,
      read: async (server) => {
        const found = await context.cloud.list(listServerMigrations, { path: { server_id: server } });
        return found.flatMap((value) => readMigration(value) ?? []);
      },
    }),
  ]);
  return {
    joined: {
      names: names.joined,
      users: users.joined,
      live: new Map([...live.values.values()].flat().map((migration) => [migration.id, migration])),
    },
    unavailable: [...names.unavailable ?? [], ...users.unavailable ?? [], ...live.unavailable],
  };
}

const ENDED = new Set([
  "completed",
  "error",
  "failed",
  "cancelled",
  "done",
  "confirmed",
  "reverted",
  "finished",
]);

function isLive({ type, status }: Migration): boolean {
  return type === "live-migration" && status !== undefined && !ENDED.has(status);
}

const MIB = 1024 * 1024;

function progressColumn(
  what: string,
  progress: (migration: Migration) => MigrationProgress | undefined,
): MigrationColumn {
  return {
    name: `${what}_left`,
    level: "detailed",
    joined: true,
    value: ({ id }, joined) => {
      const live = joined?.live.get(id);
      const { remainingBytes, totalBytes } = (live && progress(live)) ?? {};
      if (remainingBytes === undefined || totalBytes === undefined) return undefined;
      return `${Math.round(remainingBytes / MIB)} of ${Math.round(totalBytes / MIB)} MiB`;
    },
  };
}
