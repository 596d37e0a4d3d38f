/**
 * What hangs on one of Nova's servers: actions, volumes, interfaces, console.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, omit, pick, textOf } from "../json.ts";
import { visible, type Windows } from "../microversion.ts";
import { type Call, get, isAdmin, Refusal, reply, type Route } from "../service.ts";
import type { Records } from "./compute_records.ts";
import type { Servers } from "./compute_servers.ts";
import { fromVersion, needsAdmin, notFound, novaPage } from "./nova.ts";

const ACTION_WINDOWS: Windows = { "updated_at": { since: 58 }, "events": { until: 0 } };
const EVENT_WINDOWS: Windows = {
  "traceback": { admin: true },
  "host": { since: 62, admin: true },
  "hostId": { since: 62 },
  "details": { since: 84, admin: true },
};
const ATTACHMENT_WINDOWS: Windows = {
  "tag": { since: 70 },
  "delete_on_termination": { since: 79 },
  "attachment_id": { since: 89 },
  "bdm_uuid": { since: 89 },
};
const INTERFACE_WINDOWS: Windows = { "tag": { since: 70 } };
const MIGRATION_WINDOWS: Windows = {
  "migration_type": { since: 23 },
  "uuid": { since: 59 },
  "user_id": { since: 80 },
  "project_id": { since: 80 },
};

/** The routes below `/servers/{id}`. */
export function serverPartRoutes(seed: Item, servers: Servers, records: Records): Route[] {
  return [
    ...recordRoutes(records, servers),
    ...attachmentRoutes(itemOf(seed["attachments"]), servers),
    ...interfaceRoutes(itemOf(seed["interfaces"]), servers),
    ...migrationRoutes(seed, servers),
    ...detailRoutes(servers),
  ];
}

function serverOf(call: Call, servers: Servers): Item {
  return servers.find(call, call.params["id"] ?? "");
}

function recordRoutes(records: Records, servers: Servers): Route[] {
  const rows = (call: Call): Item[] => {
    const id = call.params["id"] ?? "";
    return records.of(textOf((call.version < 21 ? servers.find(call, id) : servers.findAny(call, id))["id"]));
  };
  return [
    get("/servers/{id}/os-instance-actions", (call) => {
      const view = (row: Item) => visible(row, ACTION_WINDOWS, call.version, isAdmin(call.caller));
      if (call.version < 58) return reply({ instanceActions: rows(call).map(view) });
      return novaPage(
        call,
        rows(call),
        { plural: "instanceActions", key: "request_id", linksAs: "links" },
        view,
      );
    }),
    get("/servers/{id}/os-instance-actions/{request}", (call) => {
      const request = call.params["request"] ?? "";
      const row = rows(call).find((one) => one["request_id"] === request);
      if (!row) throw notFound(`Action ${request} not found`);
      const admin = isAdmin(call.caller);
      const shown = visible(row, ACTION_WINDOWS, call.version, admin);
      if (admin || call.version >= 51) {
        shown["events"] = itemsOf(row["events"]).map((one) =>
          visible(one, EVENT_WINDOWS, call.version, admin)
        );
      }
      return reply({ instanceAction: shown });
    }),
  ];
}

function attachmentRoutes(attachments: Item, servers: Servers): Route[] {
  const rows = (call: Call) => itemsOf(attachments[textOf(serverOf(call, servers)["id"])]);
  const view = (row: Item, call: Call): Item => ({
    ...(call.version < 89 ? { id: row["volumeId"] ?? null } : {}),
    ...visible(row, ATTACHMENT_WINDOWS, call.version, isAdmin(call.caller)),
  });
  return [
    get(
      "/servers/{id}/os-volume_attachments",
      (call) => reply({ volumeAttachments: rows(call).map((row) => view(row, call)) }),
    ),
    get("/servers/{id}/os-volume_attachments/{volume}", (call) => {
      const { id = "", volume = "" } = call.params;
      const row = rows(call).find((one) => one["volumeId"] === volume);
      if (!row) throw notFound(`Instance ${id} is not attached to volume ${volume}`);
      return reply({ volumeAttachment: view(row, call) });
    }),
  ];
}

function interfaceRoutes(interfaces: Item, servers: Servers): Route[] {
  const rows = (call: Call) => itemsOf(interfaces[textOf(serverOf(call, servers)["id"])]);
  const view = (row: Item, call: Call) => visible(row, INTERFACE_WINDOWS, call.version, isAdmin(call.caller));
  return [
    get(
      "/servers/{id}/os-interface",
      (call) => reply({ interfaceAttachments: rows(call).map((row) => view(row, call)) }),
    ),
    get("/servers/{id}/os-interface/{port}", (call) => {
      const port = call.params["port"] ?? "";
      const row = rows(call).find((one) => one["port_id"] === port);
      if (!row) throw notFound(`Port id ${port} could not be found.`);
      return reply({ interfaceAttachment: view(row, call) });
    }),
  ];
}

const MIGRATION_FILTERS: Readonly<Record<string, readonly string[]>> = {
  "status": ["status"],
  "host": ["source_compute", "dest_compute"],
  "source_compute": ["source_compute"],
  "instance_uuid": ["instance_uuid"],
  "migration_type": ["migration_type"],
  "user_id": ["user_id"],
  "project_id": ["project_id"],
};

function migrationRoutes(seed: Item, servers: Servers): Route[] {
  const known = [
    ...Object.keys(MIGRATION_FILTERS),
    "limit",
    "marker",
    "hidden",
    "changes-since",
    "changes-before",
  ];
  return [
    get("/os-migrations", (call) => {
      for (const key of call.version < 59 ? [] : call.search.keys()) {
        if (!known.includes(key)) {
          throw new Refusal(400, `Additional properties are not allowed ('${key}' was unexpected)`);
        }
      }
      needsAdmin(call, "os_compute_api:os-migrations:index");
      const found = itemsOf(seed["migrations"]).filter((row) =>
        [...call.search].every(([key, value]) =>
          MIGRATION_FILTERS[key]?.some((field) => row[field] === value) ?? true
        )
      );
      const view = (row: Item) => visible(row, MIGRATION_WINDOWS, call.version, true);
      if (call.version < 59) return reply({ migrations: found.map(view) });
      return novaPage(call, found, { plural: "migrations", key: "uuid" }, view);
    }),
    // Only live migrations in progress stand here, and the demo's servers stay where they are.
    get("/servers/{id}/migrations", (call) => {
      fromVersion(call, 23);
      serverOf(call, servers);
      needsAdmin(call, "os_compute_api:servers:migrations:index");
      return reply({ migrations: [] });
    }),
    get("/servers/{id}/migrations/{migration}", (call) => {
      fromVersion(call, 23);
      serverOf(call, servers);
      needsAdmin(call, "os_compute_api:servers:migrations:show");
      const { id = "", migration = "" } = call.params;
      throw notFound(`In-progress live migration ${migration} is not found for server ${id}.`);
    }),
  ];
}

/** Views of what the server itself holds. */
function detailRoutes(servers: Servers): Route[] {
  return [
    get("/servers/{id}/ips", (call) => {
      const addresses = Object.entries(itemOf(serverOf(call, servers)["addresses"]))
        .map(([network, list]) => [network, itemsOf(list).map((one) => pick(one, ["version", "addr"]))]);
      return reply({ addresses: Object.fromEntries(addresses) });
    }),
    get(
      "/servers/{id}/metadata",
      (call) => reply({ metadata: serverOf(call, servers)["metadata"] ?? {} }),
    ),
    get("/servers/{id}/tags", (call) => {
      fromVersion(call, 26);
      // Here the policy is asked before the server is looked for in one's own project.
      const owner = servers.ownerOf(call.params["id"] ?? "");
      if (owner !== undefined && owner !== call.caller.projectId) {
        needsAdmin(call, "os_compute_api:os-server-tags:index");
      }
      return reply({ tags: serverOf(call, servers)["tags"] ?? [] });
    }),
  ];
}

// ---- groups ------------------------------------------------------------------------------------

/** Server groups. */
export function groupRoutes(seed: Item): Route[] {
  const groups = itemsOf(seed["server_groups"]);
  const view = (group: Item, call: Call): Item => {
    const shown = visible(
      group,
      { "project_id": { since: 13 }, "user_id": { since: 13 } },
      call.version,
      true,
    );
    if (call.version >= 64) return shown;
    const { id = null, name = null, policy = null, ...rest } = omit(shown, ["rules"]);
    return { id, name, policies: [policy], metadata: {}, ...rest };
  };
  return [
    get("/os-server-groups", (call) => {
      const all = call.search.has("all_projects") && isAdmin(call.caller);
      const found = groups.filter((group) => all || group["project_id"] === call.caller.projectId);
      const offset = Number(call.search.get("offset") ?? 0);
      const limit = Number(call.search.get("limit") ?? 1000);
      return reply({ server_groups: found.slice(offset, offset + limit).map((group) => view(group, call)) });
    }),
    get("/os-server-groups/{id}", (call) => {
      const id = call.params["id"] ?? "";
      const group = groups.find((one) => one["id"] === id);
      const own = group?.["project_id"] === call.caller.projectId;
      if (!group || !(own || isAdmin(call.caller))) {
        throw notFound(`Instance group ${id} could not be found.`);
      }
      return reply({ server_group: view(group, call) });
    }),
  ];
}
