/** The health score of a run, out of whatever its checks have read anyway.
 *
 * @module
 */
import type { Login } from "./check.ts";
import type { Outcome } from "./collection.ts";
import { type CollectionName, COLLECTIONS, type Item } from "./collections/mod.ts";
import type { Collector } from "./collector.ts";
import { limitedQuotas } from "./quota_use.ts";
import type { Score } from "./report.ts";
import { SCORE_RULE, type ScoredPart, sumOf } from "./score.ts";
import {
  apisPart,
  balancerState,
  capacityPart,
  type ClassUse,
  FAILED_STATES,
  type FailingPart,
  failingPart,
  type JudgedPart,
  quotasPart,
  type ScoredProcess,
  servicesPart,
  type Unscored,
} from "./score_parts.ts";

/** What a run has read; see {@linkcode Collector.settled}. */
export type Settled = Pick<Collector, "settled">;

/** Scores a run.
 *
 * A part that was not read, was refused or failed takes no points, and none are expected of it.
 *
 * @returns Undefined if nothing that the score is made of was read.
 */
export function reportScore(collected: Settled, login: Pick<Login, "project" | "roles">): Score | undefined {
  const judged = [
    apis(collected, login),
    services(collected),
    failing("servers", "servers", collected, ({ status }) => status),
    failing("volumes", "volumes", collected, ({ status }) => status),
    failing("load_balancers", "loadBalancers", collected, balancerState),
    failing("stacks", "stacks", collected, ({ status }) => status),
    capacity(collected),
    quotas(collected, login),
  ];
  const parts = judged.filter((one) => "points" in one);
  if (parts.length === 0) return undefined;
  return {
    points: sumOf(parts, "points"),
    of: sumOf(parts, "of"),
    parts,
    not_scored: judged.filter((one) => !("points" in one)),
    rule: SCORE_RULE,
  };
}

const UNREAD = "not read in this run";

/** The items of a collection, or why they do not count. */
type Found<T> = { readonly items: readonly T[] } | { readonly why: string };

function foundIn<N extends CollectionName>(name: N, collected: Settled): Found<Item<N>> {
  const outcome: Outcome<Item<N>> | undefined = collected.settled(name);
  if (outcome?.state === "ok") return outcome;
  return { why: outcome ? whyOf(COLLECTIONS[name].title, outcome) : UNREAD };
}

function whyOf(title: string, outcome: Exclude<Outcome<unknown>, { state: "ok" }>): string {
  switch (outcome.state) {
    case "not applicable":
      return "not deployed";
    case "not permitted":
      return `${title}: not permitted`;
    case "failed":
      return `${title} could not be read`;
  }
}

/** The services that make the score, Placement for those who may ask it; others have no part of their own in it. */
const SCORED_SERVICES = ["compute", "block-storage", "network", "image", "orchestration", "load-balancer"];

/** Reads whose failure is one of their service, although its version document is fine. */
const TELLING: readonly CollectionName[] = [
  "servers",
  "volumes",
  "loadBalancers",
  "stacks",
  "routers",
  "floatingIps",
  "images",
  "computeServices",
  "agents",
  "volumeServices",
  "providers",
];

function apis(collected: Settled, { roles }: Pick<Login, "roles">): JudgedPart {
  const probes = foundIn("probes", collected);
  if (!("items" in probes)) return { part: "apis", why: probes.why };
  const scored = new Set([...SCORED_SERVICES, ...roles.includes("admin") ? ["placement"] : []]);
  const asked = probes.items.filter(({ service }) => scored.has(service));
  const failed = TELLING.flatMap((name) => {
    const outcome: Outcome<unknown> | undefined = collected.settled(name);
    return outcome?.state === "failed" ? outcome.error.service ?? [] : [];
  });
  const unreached = asked.flatMap(({ service, error }) => error ? service : []);
  return apisPart(new Set(asked.map(({ service }) => service)), new Set([...unreached, ...failed]));
}

function services(collected: Settled): JudgedPart {
  const found = [
    processesIn("computeServices", collected, ({ state, status }) => ({
      up: state === "up",
      disabled: status === "disabled",
    })),
    processesIn("agents", collected, ({ alive, adminStateUp }) => ({
      up: alive === true,
      disabled: adminStateUp === false,
    })),
    processesIn("volumeServices", collected, ({ state, status }) => ({
      up: state === "up",
      disabled: status === "disabled",
    })),
  ];
  const [unread] = found.flatMap((one) => "why" in one ? one.why : []);
  if (unread !== undefined) return { part: "services", why: unread };
  return servicesPart(found.flatMap((one) => "items" in one ? one.items : []));
}

/** Of a service that is not there, there are none. That Neutron names no agent may be a refusal, whoever asks. */
function processesIn<N extends "computeServices" | "agents" | "volumeServices">(
  name: N,
  collected: Settled,
  read: (item: Item<N>) => ScoredProcess,
): Found<ScoredProcess> {
  const outcome: Outcome<Item<N>> | undefined = collected.settled(name);
  if (outcome?.state === "not applicable") return { items: [] };
  const found = foundIn(name, collected);
  if ("why" in found) return found;
  if (name === "agents" && found.items.length === 0) return { why: "no network agents are told" };
  return { items: found.items.map(read) };
}

function failing<N extends "servers" | "volumes" | "loadBalancers" | "stacks">(
  part: FailingPart,
  name: N,
  collected: Settled,
  stateOf: (item: Item<N>) => string | undefined,
): JudgedPart {
  const found = foundIn(name, collected);
  if ("why" in found) return { part, why: found.why };
  const failed = found.items.filter((item) => FAILED_STATES[part].test(stateOf(item) ?? "")).length;
  return failingPart(part, failed, found.items.length);
}

/** Sums over part of the hosts would say nothing of the cloud. */
function capacity(collected: Settled): JudgedPart {
  const outcome = collected.settled("providers");
  if (outcome?.state === "ok" && outcome.incomplete !== undefined) {
    return { part: "capacity", why: outcome.incomplete };
  }
  const found = foundIn("providers", collected);
  if ("why" in found) return { part: "capacity", why: found.why };
  const lines = found.items.flatMap(({ classes }): readonly ClassUse[] => classes);
  return capacityPart([...Map.groupBy(lines, ({ resourceClass }) => resourceClass)].map(([name, own]) => ({
    resourceClass: name,
    used: own.reduce((sum, { used }) => sum + used, 0),
    capacity: own.reduce((sum, { capacity }) => sum + capacity, 0),
  })));
}

const SCORED_QUOTAS = ["computeQuota", "networkQuota", "volumeQuota"] as const;

/** Those of the login's own project, whatever else was read: another project's are its own affair. */
function quotas(collected: Settled, { project }: Pick<Login, "project">): JudgedPart {
  const unscored = (why: string): Unscored => ({ part: "quotas" satisfies ScoredPart, why });
  const found = SCORED_QUOTAS.map((name) => foundIn(name, collected));
  const [unread] = found.flatMap((one) => "why" in one ? one.why : []);
  if (unread !== undefined) return unscored(unread);
  const own = found.map((one) =>
    "items" in one ? one.items.filter(({ projectId }) => projectId === project?.id) : []
  );
  if (own.some((uses) => uses.length === 0)) return unscored("those of the login's project: not read");
  return quotasPart(limitedQuotas(own.flat()));
}
