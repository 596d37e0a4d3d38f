/** Checks of the DNS service.
 *
 * @module
 */
import type { DnsServiceStatus, Recordset, Zone } from "../../openstack/dns/types.ts";
import { parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, notApplicable, type RunContext } from "../check.ts";
import { command } from "../command.ts";
import { type DownOptions, downServices, type WatchedService } from "../down_services.ts";
import { duration, type Held, held, resourceOf } from "../lasting.ts";
import type { EvidenceValue, FoundResource } from "../report.ts";

const zone = check({
  id: "dns-zone",
  area: "dns",
  title: "Zones and recordsets that have not reached the name servers",
  data: ["unsettledZones", "unsettledRecordsets"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 10 },
  remedy: "See that Designate's workers run and reach the name servers; then change the zone again.",
  run(data, ctx) {
    const options = { now: ctx.now, warningMs: duration(ctx, "warning_minutes") };
    const zones = data.all("unsettledZones").flatMap((zone) => {
      const found = unsettled(zone, options);
      return found ? [{ zone, found }] : [];
    });
    const grave = new Map(zones.map(({ zone, found }) => [zone.id, found.severity === "critical"]));
    const waiting = data.all("unsettledRecordsets").flatMap((recordset) => {
      const found = unsettled(recordset, options);
      return found ? [{ recordset, found }] : [];
    });
    // What is wrong with a zone is wrong with all that changed in it: it is told once.
    const isTold = ({ recordset, found }: typeof waiting[number]) => {
      const zoneIsGrave = grave.get(recordset.zoneId ?? "");
      return zoneIsGrave === true || (zoneIsGrave === false && found.severity === "warning");
    };
    const told = Map.groupBy(waiting.filter(isTold), ({ recordset }) => recordset.zoneId);
    return [
      ...zones.map(({ zone, found }) => zoneDraft(zone, found, told.get(zone.id)?.length ?? 0, ctx)),
      ...waiting.filter((one) => !isTold(one)).map(({ recordset, found }) =>
        recordsetDraft(recordset, found, ctx)
      ),
    ];
  },
});

/** An error is grave at once; Designate works on what is pending. */
function unsettled(item: Zone | Recordset, options: { now: number; warningMs: number }): Held | undefined {
  const since = item.updatedAt ?? item.createdAt;
  const { now, warningMs } = options;
  if (item.status === "PENDING") return held(since, now, { warningMs });
  return item.status === "ERROR" ? held(since, now, { criticalMs: 0 }) : undefined;
}

function zoneDraft(
  zone: Zone,
  found: Held,
  recordsets: number,
  { allProjects }: Pick<RunContext, "allProjects">,
): Draft {
  const resource = resourceOf("zone", zone);
  return {
    severity: found.severity,
    text: `zone ${resource.name} ${stateWords(zone, found)}${
      recordsets > 0 ? `, and with it ${recordsets} of its recordsets` : ""
    }`,
    resource,
    since: found.since,
    evidence: { ...evidenceOf(zone), serial: zone.serial, pool_id: zone.poolId },
    next: command("openstack", "zone", "show", ...(allProjects ? ["--all-projects"] : []), zone.id),
  };
}

function recordsetDraft(
  recordset: Recordset,
  found: Held,
  { allProjects }: Pick<RunContext, "allProjects">,
): Draft {
  const { id, name, type, zoneId, projectId } = recordset;
  const resource = resourceOf("recordset", {
    id,
    name: name === undefined ? undefined : `${name} ${type ?? ""}`.trim(),
    projectId,
  });
  return {
    severity: found.severity,
    text: `recordset ${resource.name} ${stateWords(recordset, found)}`,
    resource,
    since: found.since,
    evidence: { ...evidenceOf(recordset), zone_name: recordset.zoneName, records: recordset.records },
    ...(zoneId === undefined ? {} : {
      next: command(
        "openstack",
        "recordset",
        "show",
        ...(allProjects ? ["--all-projects"] : []),
        zoneId,
        id,
      ),
    }),
  };
}

const ACTIONS: Readonly<Record<string, string>> = {
  CREATE: "its creation",
  UPDATE: "a change of it",
  DELETE: "its deletion",
};

function stateWords({ status, action }: Zone | Recordset, { words }: Held): string {
  const what = ACTIONS[action ?? ""] ?? "a change of it";
  return status === "ERROR"
    ? `has been in ERROR ${words}: ${what} failed`
    : `has been PENDING ${words}: ${what} has not reached the name servers`;
}

function evidenceOf({ status, action, createdAt, updatedAt }: Zone | Recordset): Record<
  string,
  EvidenceValue | undefined
> {
  return { status, action, created_at: createdAt, updated_at: updatedAt };
}

const service = check({
  id: "dns-service",
  area: "dns",
  title: "DNS services that do not work",
  data: ["dnsServices"],
  severities: ["warning", "critical"],
  thresholds: { silent_minutes: 5 },
  remedy: "Look at the service's log on its host; delete the record of one that is gone for good.",
  next: () => command("openstack", "dns", "service", "list"),
  run(data, ctx) {
    const silentMs = duration(ctx, "silent_minutes");
    const services = data.all("dnsServices");
    if (services.length === 0) return notApplicable("Designate's services do not report to it here");
    const told = services.flatMap((one) => toldDraft(one));
    const rest = services.filter(({ status }) => status !== "DOWN" && status !== "WARNING");
    const options: DownOptions = { now: ctx.now, warningMs: silentMs, groupMs: silentMs, vital: () => false };
    // Designate leaves the status of a process that died as it was.
    const silent = downServices(rest.map((one) => watched(one, ctx.now - silentMs)), options);
    return [...told, ...silent];
  },
});

function serviceResource({ id, hostname }: DnsServiceStatus): FoundResource {
  return { kind: "DNS service", id, name: hostname ?? id, ...(hostname ? { host: hostname } : {}) };
}

/** As its process is called. */
function kindOf({ serviceName }: DnsServiceStatus): string {
  return serviceName === undefined ? "a Designate service" : `designate-${serviceName}`;
}

function serviceEvidence({ status, serviceName, hostname, heartbeatAt }: DnsServiceStatus) {
  return { status, service_name: serviceName, hostname, heartbeated_at: heartbeatAt };
}

function toldDraft(one: DnsServiceStatus): Draft[] {
  const { status } = one;
  if (status !== "DOWN" && status !== "WARNING") return [];
  const resource = serviceResource(one);
  return [{
    severity: status === "DOWN" ? "critical" : "warning",
    text: `${kindOf(one)} on ${resource.name} says that it is ${status}`,
    resource,
    evidence: serviceEvidence(one),
  }];
}

function watched(one: DnsServiceStatus, silentBefore: number): WatchedService {
  const beat = parseTime(one.heartbeatAt);
  return {
    resource: serviceResource(one),
    kind: kindOf(one),
    // Without a heartbeat there is nothing but the status to go by.
    up: beat === undefined || beat > silentBefore,
    lastSeen: one.heartbeatAt,
    evidence: serviceEvidence(one),
  };
}

/** The checks of this area. */
export const dnsChecks: readonly Check[] = [zone, service];
