/** Checks of amphorae, the machines that do the work of load balancers.
 *
 * @module
 */
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { AmphoraImage, AmphoraOwner, HealthAmphora } from "../collections/amphorae.ts";
import { command } from "../command.ts";
import { daysLeft, endWords } from "../expiry.ts";
import { duration, held, resourceOf } from "../lasting.ts";
import { oldest } from "../oldest.ts";
import type { FoundResource } from "../report.ts";

type Owners = ReadonlyMap<string, AmphoraOwner>;

function ownersById(owners: readonly AmphoraOwner[] | undefined): Owners {
  return new Map(owners?.map((owner) => [owner.id, owner]));
}

function resource({ id, zone }: HealthAmphora): FoundResource {
  return { ...resourceOf("amphora", { id }), ...(zone === undefined ? {} : { zone }) };
}

/** The amphora as a line begins with it: whose it is says more than its id. */
function nameOf({ id, role, loadBalancerId }: HealthAmphora, owners: Owners): string {
  if (loadBalancerId === undefined) return `amphora ${id}`;
  const part = role === undefined ? "" : `${role} `;
  return `amphora ${id} (${part}of load balancer ${owners.get(loadBalancerId)?.name ?? loadBalancerId})`;
}

function evidence(amphora: HealthAmphora) {
  return {
    status: amphora.status,
    role: amphora.role,
    loadbalancer_id: amphora.loadBalancerId,
    compute_id: amphora.serverId,
    lb_network_ip: amphora.managementIp,
    updated_at: amphora.updatedAt,
  };
}

function showAmphora({ id }: FoundResource): string {
  return command("openstack", "loadbalancer", "amphora", "show", id);
}

/** What amphorae stay in when all is well; those that are deleted are kept for a while. */
const SETTLED = new Set(["READY", "ALLOCATED", "DELETED"]);

const failed = check({
  id: "amphora-error",
  area: "load_balancer",
  title: "Amphorae that failed, or change without end",
  data: ["amphorae"],
  optional: ["amphoraOwners"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 60, error_minutes: 15 },
  remedy: "Fail the amphora over; delete it if it belongs to no load balancer.",
  next: showAmphora,
  run(data, ctx) {
    const owners = ownersById(data.maybe("amphoraOwners"));
    return data.all("amphorae").flatMap((amphora): Draft[] => {
      const { status } = amphora;
      if (status === undefined || SETTLED.has(status)) return [];
      const limits = status === "ERROR"
        ? { criticalMs: duration(ctx, "error_minutes") }
        : { warningMs: duration(ctx, "warning_minutes") };
      const found = held(amphora.updatedAt ?? amphora.createdAt, ctx.now, limits);
      if (!found) return [];
      return [{
        severity: found.severity,
        text: `${nameOf(amphora, owners)} has been in ${status} ${found.words}`,
        resource: resource(amphora),
        since: found.since,
        evidence: evidence(amphora),
      }];
    });
  },
});

const masters = check({
  id: "amphora-master",
  area: "load_balancer",
  title: "Load balancers with more than one master",
  data: ["amphorae"],
  optional: ["amphoraOwners"],
  severities: ["critical"],
  thresholds: { critical_minutes: 15 },
  remedy: "See whether the amphorae reach each other (VRRP), then fail one of them over.",
  next: ({ id }) => command("openstack", "loadbalancer", "amphora", "list", "--loadbalancer", id),
  run(data, ctx) {
    const owners = ownersById(data.maybe("amphoraOwners"));
    const serving = data.all("amphorae").filter(({ role, status }) =>
      role === "MASTER" && status === "ALLOCATED"
    );
    return [...Map.groupBy(serving, ({ loadBalancerId }) => loadBalancerId)].flatMap(
      ([id, group]): Draft[] => {
        if (id === undefined || group.length < 2) return [];
        // It began when the last of them became one.
        const [last] = group.map(({ updatedAt, createdAt }) => updatedAt ?? createdAt).toSorted()
          .toReversed();
        const found = held(last, ctx.now, { criticalMs: duration(ctx, "critical_minutes") });
        if (!found) return [];
        const resource = resourceOf("load balancer", owners.get(id) ?? { id });
        return [{
          severity: found.severity,
          text: `load balancer ${resource.name} has had ${group.length} amphorae as MASTER ${found.words}`,
          resource,
          since: found.since,
          evidence: { amphorae: group.map(({ id }) => id) },
        }];
      },
    );
  },
});

const certificate = check({
  id: "amphora-cert",
  area: "load_balancer",
  title: "Amphorae whose certificate ends soon",
  data: ["amphorae"],
  optional: ["amphoraOwners"],
  severities: ["warning", "critical"],
  thresholds: { warning_days: 14, critical_days: 7, busy_minutes: 60 },
  remedy:
    "Look at octavia-housekeeping, which renews the certificates, and at its connection to the amphora; " +
    "without a valid one the controller cannot reach the amphora any more. A failover makes a new one.",
  next: showAmphora,
  run(data, ctx) {
    const owners = ownersById(data.maybe("amphoraOwners"));
    const limits = { warning: ctx.limit("warning_days"), critical: ctx.limit("critical_days") };
    const working = data.all("amphorae").filter(({ status }) => status === "ALLOCATED" || status === "READY");
    const ends = working.flatMap((amphora) => {
      const end = parseTime(amphora.certExpiration);
      return end === undefined ? [] : [daysLeft(end, ctx.now)];
    });
    if (ends.length > 0) {
      const value = ends.reduce((least, days) => Math.min(least, days));
      ctx.measure({ label: "certificates of amphorae", value, unit: "d", below: true, ...limits });
    }
    return working.flatMap((amphora): Draft[] => {
      const { certExpiration, certBusy, updatedAt, createdAt } = amphora;
      const about = {
        resource: resource(amphora),
        evidence: { ...evidence(amphora), cert_expiration: certExpiration, cert_busy: certBusy },
      };
      const end = parseTime(certExpiration);
      if (end !== undefined && daysLeft(end, ctx.now) < limits.warning) {
        return [{
          ...about,
          severity: daysLeft(end, ctx.now) < limits.critical ? "critical" : "warning",
          text: `${nameOf(amphora, owners)} has a certificate that ${endWords(end, ctx.now)}`,
        }];
      }
      const stuck = certBusy === true &&
        held(updatedAt ?? createdAt, ctx.now, { warningMs: duration(ctx, "busy_minutes") });
      if (!stuck) return [];
      return [{
        ...about,
        severity: "warning",
        text: `${nameOf(amphora, owners)} has been waiting for a new certificate ${stuck.words}`,
        since: stuck.since,
      }];
    });
  },
});

/** What has no load balancer yet, or is none any more. */
const WITHOUT_OWNER = new Set(["READY", "BOOTING", "PENDING_CREATE", "PENDING_DELETE", "DELETED"]);

const orphans = check({
  id: "amphora-orphan",
  area: "load_balancer",
  topic: "leaks",
  title: "Amphorae that have lost their load balancer or their server",
  data: ["amphorae", "amphoraOwners", "amphoraServers"],
  severities: ["warning"],
  thresholds: { warning_minutes: 15 },
  remedy: "Fail over an amphora whose server is gone; delete one that belongs to no load balancer.",
  next: showAmphora,
  run(data, ctx) {
    const owners = ownersById(data.all("amphoraOwners"));
    const gone = new Set(data.all("amphoraServers").filter(({ exists }) => !exists).map(({ id }) => id));
    // What is made or deleted while the lists are read is in one of them alone.
    const settled = data.all("amphorae").filter(({ status, updatedAt, createdAt }) =>
      status !== "DELETED" &&
      held(updatedAt ?? createdAt, ctx.now, { warningMs: duration(ctx, "warning_minutes") })
    );
    const isUnowned = ({ status = "", loadBalancerId }: HealthAmphora) =>
      loadBalancerId === undefined ? !WITHOUT_OWNER.has(status) : !owners.has(loadBalancerId);
    const unowned = settled.filter(isUnowned);
    if (unowned.length > 0) {
      ctx.holding({
        what: "amphorae without a load balancer",
        count: unowned.length,
        ...oldest(unowned.map(({ createdAt }) => createdAt)),
        holds: { servers: unowned.filter(({ serverId }) => serverId && !gone.has(serverId)).length },
      });
    }
    return settled.flatMap((amphora): Draft[] => {
      const lost = [
        ...isUnowned(amphora) ? ["no load balancer"] : [],
        ...amphora.serverId !== undefined && gone.has(amphora.serverId) ? ["no server"] : [],
      ];
      if (lost.length === 0) return [];
      return [{
        severity: "warning",
        text: `${nameOf(amphora, owners)} has ${lost.join(" and ")} any more`,
        resource: resource(amphora),
        evidence: evidence(amphora),
      }];
    });
  },
});

const images = check({
  id: "amphora-image",
  area: "load_balancer",
  title: "Images of amphorae that are missing or old",
  data: ["amphorae", "amphoraImages"],
  severities: ["warning", "critical"],
  thresholds: {
    warning_days: 365,
    rollout_days: 14,
    // Those of the usual deployment tools.
    image_tags: ["amphora", "amphora-image", "octavia-amphora", "octavia-amphora-image"],
  },
  remedy: "Upload a present image with the tag that Octavia looks for (amp_image_tag), " +
    "then fail the load balancers over one by one.",
  next: ({ id }) => command("openstack", "image", "show", id),
  run(data, ctx) {
    const amphorae = data.all("amphorae").filter(({ status }) => status !== "DELETED");
    // A provider may be switched on and not used: then nobody misses its image.
    if (amphorae.length === 0) return [];
    const all = data.all("amphoraImages");
    const tags = ctx.words("image_tags");
    const newest = tags.flatMap((tag) => newestWith(tag, all) ?? []);
    const current = new Map(newest.map((image) => [image.id, image]));
    if (current.size === 0) return missing(tags, amphorae, all, ctx);
    const old = [...current.values()].flatMap((image): Draft[] => {
      const found = held(image.createdAt, ctx.now, { warningMs: duration(ctx, "warning_days") });
      if (!found) return [];
      const resource = resourceOf("image", image);
      return [{
        severity: found.severity,
        text: `image ${resource.name} has been the newest of amphorae ${found.words}`,
        resource,
        since: found.since,
        evidence: { created_at: image.createdAt, tags: image.tags },
      }];
    });
    return [
      ...old,
      ...superseded({ amphorae, all, current, tags, now: ctx.now, graceMs: duration(ctx, "rollout_days") }),
    ];
  },
});

/** The image that Octavia takes for a tag. */
function newestWith(tag: string, images: readonly AmphoraImage[]): AmphoraImage | undefined {
  return images.filter(({ status, tags }) => status === "active" && tags.includes(tag))
    .toSorted((a, b) => (a.createdAt ?? "") < (b.createdAt ?? "") ? 1 : -1)[0];
}

function missing(
  tags: readonly string[],
  amphorae: readonly HealthAmphora[],
  images: readonly AmphoraImage[],
  ctx: { incomplete(what: string, detail: string): void },
): Draft[] {
  const used = new Set(amphorae.map(({ imageId }) => imageId));
  const other = images.find(({ id, status, tags }) => used.has(id) && status === "active" && tags.length > 0);
  if (other) {
    ctx.incomplete(
      "image of amphorae",
      `they run on ${other.name ?? other.id} with the tags ${
        other.tags.join(", ")
      }: the limit image_tags names none of them`,
    );
    return [];
  }
  const [tag = ""] = tags;
  return [{
    severity: "critical",
    text: `image ${tag} is missing: no active image has a tag by which Octavia finds it (${
      tags.join(", ")
    }), so no amphora can be made`,
    resource: { kind: "image", id: tag, name: tag },
    evidence: { image_tags: tags, amphorae: amphorae.length },
    next: command("openstack", "image", "list", "--tag", tag),
    key: "tag",
  }];
}

interface Superseded {
  readonly amphorae: readonly HealthAmphora[];
  readonly all: readonly AmphoraImage[];
  /** The images that Octavia takes now. */
  readonly current: ReadonlyMap<string, AmphoraImage>;
  readonly tags: readonly string[];
  readonly now: number;
  /** How long a newer image may be there without being used. */
  readonly graceMs: number;
}

/** Images that amphorae still run on although a newer one is there. */
function superseded({ amphorae, all, current, tags, now, graceMs }: Superseded): Draft[] {
  const images = new Map(all.map((image) => [image.id, image]));
  const [latest] = [...current.values()].toSorted((a, b) =>
    (a.createdAt ?? "") < (b.createdAt ?? "") ? 1 : -1
  );
  const since = parseTime(latest?.createdAt);
  if (latest === undefined || since === undefined || now - since < graceMs) return [];
  return [...Map.groupBy(amphorae, ({ imageId }) => imageId)].flatMap(([id, group]): Draft[] => {
    if (id === undefined || current.has(id)) return [];
    const image = images.get(id);
    // Flavors of load balancers may ask for images with tags of their own.
    if (image && !image.tags.some((tag) => tags.includes(tag)) && image.tags.length > 0) return [];
    const resource = resourceOf("image", image ?? { id });
    const amount = group.length === 1 ? "an amphora runs" : `${group.length} amphorae run`;
    return [{
      severity: "warning",
      text: `image ${resource.name} is out of date, but ${amount} on it: ${
        latest.name ?? latest.id
      } has been there for ${age(now - since)}`,
      resource,
      since,
      evidence: { amphorae: group.length, newest_image: latest.id, image_known: image !== undefined },
    }];
  });
}

/** The checks of amphorae. */
export const amphoraChecks: readonly Check[] = [failed, masters, certificate, orphans, images];
