/** Checks of servers: those of the project, or of all.
 *
 * Nova sets `updated` with every change of a server, so that it tells since when a state holds at the latest.
 *
 * @module
 */
import type { HealthServer } from "../collections/compute.ts";
import { type Check, check, type Draft } from "../check.ts";
import { command } from "../command.ts";
import { duration, held, lasting } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { isDeleting, serverResource } from "../server_resource.ts";

const BUILDING = new Set(["BUILD"]);
const HALTED = new Set(["PAUSED", "SUSPENDED"]);
const SHELVED = new Set(["SHELVED", "SHELVED_OFFLOADED"]);

function updated(server: HealthServer): string | undefined {
  return server.updated;
}

function has(status: string): (server: HealthServer) => boolean {
  return (server) => server.status === status && !isDeleting(server);
}

/** What was done with it, by whom and with what result. */
function showEvents({ id }: FoundResource): string {
  return command("openstack", "server", "event", "list", id);
}

/** The states that tell what a server is at. */
function states({ status, taskState, powerState, updated }: HealthServer) {
  return { status, task_state: taskState, power_state: powerState, updated };
}

const error = check({
  id: "server-error",
  area: "instances",
  title: "Servers in ERROR",
  data: ["servers"],
  optional: ["faults"],
  severities: ["warning", "critical"],
  thresholds: { warning_hours: 0, critical_hours: 24 },
  remedy:
    "Read the fault and the failed action; repair what it names, then reset the state or build it anew.",
  next: ({ id }) => command("openstack", "server", "show", id, "-c", "fault"),
  run(data, ctx) {
    const faults = new Map((data.maybe("faults") ?? []).map((fault) => [fault.serverId, fault]));
    return data.all("servers").filter(has("ERROR")).flatMap((server): Draft[] => {
      const read = faults.get(server.id);
      const fault = server.fault ?? read;
      const found = held(fault?.created ?? server.updated, ctx.now, {
        warningMs: duration(ctx, "warning_hours"),
        criticalMs: duration(ctx, "critical_hours"),
      });
      if (!found) return [];
      const resource = serverResource(server);
      const action = read?.failedAction;
      const cause = fault?.message ?? (read?.unread ? "its fault could not be read" : undefined);
      const after = action === undefined ? "" : ` after ${action}`;
      const because = cause === undefined ? "" : `: ${cause}`;
      return [{
        severity: found.severity,
        text: `server ${resource.name} has been in ERROR ${found.words}${after}${because}`,
        resource,
        since: found.since,
        evidence: {
          ...states(server),
          fault: fault?.message,
          fault_created: fault?.created,
          failed_action: action,
        },
      }];
    });
  },
});

const buildStuck = lasting({
  id: "server-build-stuck",
  area: "instances",
  title: "Servers that are not built in time",
  data: "servers",
  limits: { warning_minutes: 15, critical_minutes: 60 },
  remedy: "Look at the scheduler, the image's download and the binding of its ports.",
  next: showEvents,
  matches: (server) => BUILDING.has(server.status ?? "") && !isDeleting(server),
  // A build touches the server again and again: only its beginning tells how long it takes.
  since: (server) => server.created,
  resource: serverResource,
  says: () => "has been in BUILD",
  evidence: (server) => ({ ...states(server), created: server.created }),
});

const taskStuck = lasting({
  id: "server-task-stuck",
  area: "instances",
  title: "Servers whose task does not end",
  data: "servers",
  limits: { warning_minutes: 30, critical_minutes: 60 },
  remedy: "Read the server's events and the host's log; reset the state once nothing works on it any more.",
  next: showEvents,
  matches: (server) =>
    server.taskState !== undefined && !BUILDING.has(server.status ?? "") && !isDeleting(server),
  since: updated,
  resource: serverResource,
  says: (server) => `has been at task ${server.taskState}`,
  evidence: states,
});

const deletingStuck = lasting({
  id: "server-deleting-stuck",
  area: "instances",
  title: "Servers whose deletion does not end",
  data: "servers",
  limits: { warning_minutes: 15, critical_minutes: 120 },
  remedy: "Look at the compute service of its host; delete it again once that is up.",
  next: showEvents,
  matches: isDeleting,
  since: updated,
  resource: serverResource,
  says: () => "has been in deletion",
  evidence: states,
});

/** What the hypervisor must say for a status, or must not say. */
const CONTRADICTIONS: Readonly<Record<string, (power: string) => boolean>> = {
  ACTIVE: (power) => power !== "running",
  SHUTOFF: (power) => power === "running",
};

const powerMismatch = lasting({
  id: "server-power-mismatch",
  area: "instances",
  title: "Servers whose power state contradicts their status",
  data: "servers",
  // Nova compares the two every ten minutes: until then a difference is on its way out.
  limits: { warning_minutes: 10 },
  remedy: "Compare with the hypervisor; then start or stop the server through Nova.",
  next: ({ id }) => command("openstack", "server", "show", id),
  matches: ({ status, powerState, taskState }) =>
    taskState === undefined && powerState !== undefined &&
    (CONTRADICTIONS[status ?? ""]?.(powerState) ?? false),
  since: updated,
  resource: serverResource,
  says: ({ status, powerState }) => `is ${status} but its power state is ${powerState}`,
  evidence: states,
});

const verifyResize = lasting({
  id: "server-verify-resize",
  area: "instances",
  title: "Resizes that nobody confirms",
  data: "servers",
  limits: { warning_hours: 24, critical_days: 7 },
  remedy: "Confirm or revert the resize: until then the server holds its place twice.",
  next: showEvents,
  matches: has("VERIFY_RESIZE"),
  since: updated,
  resource: serverResource,
  says: () => "has waited for its resize to be confirmed",
  evidence: states,
});

const rescue = lasting({
  id: "server-rescue",
  area: "instances",
  title: "Servers left in rescue mode",
  data: "servers",
  limits: { warning_hours: 24 },
  remedy: "Unrescue the server when the repair is done.",
  next: ({ id }) => command("openstack", "server", "unrescue", id),
  matches: has("RESCUE"),
  since: updated,
  resource: serverResource,
  says: () => "has been in rescue mode",
  evidence: states,
});

const shutoffOld = lasting({
  id: "server-shutoff-old",
  area: "instances",
  topic: "leaks",
  title: "Servers stopped long ago",
  data: "servers",
  limits: { warning_days: 30 },
  remedy: "Shelve or delete it: a stopped server keeps its place and its quota.",
  next: showEvents,
  matches: has("SHUTOFF"),
  since: updated,
  resource: serverResource,
  says: () => "has been stopped",
  evidence: states,
});

const pausedOld = lasting({
  id: "server-paused-old",
  area: "instances",
  topic: "leaks",
  title: "Servers paused or suspended long ago",
  data: "servers",
  limits: { warning_days: 14 },
  remedy: "Resume, shelve or delete it.",
  next: showEvents,
  matches: (server) => HALTED.has(server.status ?? "") && !isDeleting(server),
  since: updated,
  resource: serverResource,
  says: (server) => `has been ${server.status}`,
  evidence: states,
});

const shelvedOld = lasting({
  id: "server-shelved-old",
  area: "instances",
  topic: "leaks",
  title: "Servers shelved long ago",
  data: "servers",
  limits: { warning_days: 90 },
  remedy: "Unshelve it if it is still needed; otherwise delete it, with its volumes and its image.",
  next: showEvents,
  matches: (server) => SHELVED.has(server.status ?? "") && !isDeleting(server),
  since: updated,
  resource: serverResource,
  says: () => "has been shelved",
  evidence: states,
});

const noIp = check({
  id: "server-no-ip",
  area: "instances",
  title: "Servers without an address",
  data: ["servers", "ports"],
  // A server gets its addresses a moment before it becomes ACTIVE, and Nova shows them a moment later.
  severities: ["warning"],
  thresholds: { warning_minutes: 10 },
  remedy: "Attach a port, or look at the network service if it should have one.",
  next: ({ id }) => command("openstack", "port", "list", "--server", id),
  run(data, ctx) {
    const addressed = new Set(
      data.all("ports").filter((port) => port.fixedIps > 0).map((port) => port.deviceId),
    );
    return data.all("servers").flatMap((server): Draft[] => {
      if (server.status !== "ACTIVE" || server.fixedAddresses !== 0 || addressed.has(server.id)) return [];
      const found = held(server.updated, ctx.now, { warningMs: duration(ctx, "warning_minutes") });
      if (!found) return [];
      const resource = serverResource(server);
      return [{
        severity: "warning",
        text: `server ${resource.name} has been ACTIVE without a fixed address ${found.words}`,
        resource,
        since: found.since,
        evidence: { ...states(server), fixed_addresses: 0 },
      }];
    });
  },
});

/** The checks of this area. */
export const instanceChecks: readonly Check[] = [
  error,
  buildStuck,
  taskStuck,
  deletingStuck,
  powerMismatch,
  verifyResize,
  rescue,
  shutoffOld,
  pausedOld,
  shelvedOld,
  noIp,
];
