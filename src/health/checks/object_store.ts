/** Checks of the project's object store.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import { type Check, check, type Draft, type RunContext } from "../check.ts";
import { command } from "../command.ts";
import type { HealthContainer } from "../collections/object_store.ts";
import { percentOf } from "../percent.ts";
import type { FoundResource } from "../report.ts";

function containerResource({ name }: HealthContainer, projectId: string | undefined): FoundResource {
  return { kind: "container", id: name, name, ...(projectId === undefined ? {} : { project: projectId }) };
}

/** With it a reader may list the objects too, without it only those whose names he knows. */
const MAY_LIST = /(^|,)\s*\.rlistings\s*(,|$)/;

const open = check({
  id: "swift-public",
  area: "object_store",
  topic: "exposure",
  title: "Containers that anybody may read",
  data: ["objectContainers"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Take .r:* out of the container's read ACL, unless the whole world is meant to read it.",
  next: ({ name }) => command("openstack", "container", "show", name),
  run: (data, ctx) =>
    data.all("objectContainers").filter(({ worldReadable }) => worldReadable).map((container): Draft => ({
      severity: "warning",
      text: `container ${container.name} lets anybody read ${objectsText(container.objects)} without a login${
        MAY_LIST.test(container.readAcl ?? "") ? ", and list them" : ""
      }`,
      resource: containerResource(container, ctx.login.project?.id),
      evidence: { read_acl: container.readAcl, object_count: container.objects, bytes: container.bytes },
    })),
});

function objectsText(objects: number | undefined): string {
  if (objects === undefined) return "what is in it";
  return `its ${plural(objects, "object")}`;
}

/** Something that a quota counts. */
interface Counted {
  readonly resource: FoundResource;
  readonly what: "bytes" | "objects";
  readonly used: number | undefined;
  readonly quota: number | undefined;
}

const MIB = 1024 * 1024;

const quota = check({
  id: "swift-quota",
  area: "object_store",
  topic: "capacity",
  title: "Object stores that are near their quota",
  data: ["objectAccounts", "objectContainers"],
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 95 },
  remedy:
    "Delete what is not needed, let old objects expire, or ask for a higher quota: what exceeds it is refused.",
  next: ({ kind, name }) =>
    kind === "container"
      ? command("openstack", "container", "show", name)
      : command("openstack", "object", "store", "account", "show"),
  run(data, ctx) {
    const project = ctx.login.project;
    const name = project?.name ?? "account";
    const account: FoundResource = {
      kind: "object store account",
      id: project?.id ?? name,
      name,
      ...(project ? { project: project.id } : {}),
    };
    const counted: Counted[] = [
      ...data.all("objectAccounts").flatMap((one): Counted[] => [
        { resource: account, what: "bytes", used: one.bytes, quota: one.quotaBytes },
        { resource: account, what: "objects", used: one.objects, quota: one.quotaObjects },
      ]),
      ...data.all("objectContainers").flatMap((one): Counted[] => {
        const resource = containerResource(one, project?.id);
        return [
          { resource, what: "bytes", used: one.bytes, quota: one.quotaBytes },
          { resource, what: "objects", used: one.objects, quota: one.quotaObjects },
        ];
      }),
    ];
    return counted.flatMap((one) => quotaDraft(one, ctx));
  },
});

interface QuotaContext extends Pick<RunContext, "stock"> {
  limit(name: "warning_percent" | "critical_percent"): number;
}

/** A quota of nothing forbids, and is never near. Swift counts what was written a little later, so that more may be in
 * use than it says.
 */
function quotaDraft({ resource, what, used, quota }: Counted, ctx: QuotaContext): Draft[] {
  if (used === undefined || quota === undefined || quota <= 0) return [];
  const warning = ctx.limit("warning_percent");
  const critical = ctx.limit("critical_percent");
  const isBytes = what === "bytes";
  ctx.stock({
    group: "storage",
    name: `${resource.kind} ${resource.name} (${what})`,
    used: isBytes ? inMib(used) : used,
    total: isBytes ? inMib(quota) : quota,
    unit: isBytes ? "MiB" : "",
    warning_percent: warning,
    critical_percent: critical,
  });
  const percent = percentOf(used, quota);
  if (percent < warning) return [];
  return [{
    severity: percent >= critical ? "critical" : "warning",
    text:
      `${resource.kind} ${resource.name} holds ${percent} % of its quota of ${what} by Swift's last count: ${
        isBytes ? `${sizeText(used)} of ${sizeText(quota)}` : `${used} of ${quota}`
      }`,
    resource,
    evidence: { [`${what}_used`]: used, [`quota_${what}`]: quota },
    key: `${resource.kind === "container" ? "container/" : ""}${resource.id}/${what}`,
  }];
}

const UNITS = ["bytes", "KiB", "MiB", "GiB"];

/** A size in the unit that leaves it readable. */
function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${Math.round(10 * bytes / 1024 ** power) / 10} ${UNITS[power]}`;
}

/** Small quotas keep their digits. */
function inMib(bytes: number): number {
  return Number((bytes / MIB).toPrecision(6));
}

/** The checks of this area. */
export const objectStoreChecks: readonly Check[] = [open, quota];
