/** What a cloud's status says of its health: the parts of the score, and what has failed by name.
 *
 * @module
 */
import type { ToolAnswer } from "../tool.ts";
import { table } from "../list_table.ts";
import { type Capacity, classLines, percentOf } from "./capacity.ts";
import type { Part } from "./infrastructure.ts";
import type { Counted, Kind } from "./inventory.ts";
import type { QuotaUse } from "./quota_use.ts";
import {
  failedShare,
  fullness,
  SCORE_RULE,
  type ScoredPart,
  type ScorePart,
  stateOf,
  sumOf,
  type Unscored,
  workingShare,
} from "./score.ts";

/** What the health is judged by; what could not be read is undefined. */
export interface Evidence {
  /** The services that were asked. */
  readonly asked: ReadonlySet<string>;
  /** Those that did not answer as they should. */
  readonly failing: ReadonlySet<string>;
  readonly kinds: readonly Kind[];
  /** Whether the login has a project, whose inventory this is. */
  readonly inProject: boolean;
  readonly processes: readonly Part[] | undefined;
  /** Whether these are all: a kind that is missing could be the one that is down. */
  readonly complete: boolean;
  readonly capacity: Capacity | undefined;
  readonly quotas: readonly QuotaUse[] | undefined;
}

type Judged = ScorePart | Unscored;

/** Judges the health: state, score, its parts, and what could not be judged. */
export function healthAnswer(evidence: Evidence): ToolAnswer {
  const judged = [
    apis(evidence),
    services(evidence),
    ...FAILING.map((part) => failing(part, evidence)),
    capacity(evidence),
    quotas(evidence),
  ];
  const parts = judged.filter((one) => "points" in one);
  const unscored = judged.filter((one) => !("points" in one));
  const state = stateOf(parts, {
    failures: problemsOf(evidence).length > 0 || evidence.failing.size > 0,
    outage: deadKinds(evidence.processes ?? []).length > 0,
    partly: unscored.some(({ why }) => why === UNREAD),
  });
  return {
    state,
    score: sumOf(parts, "points"),
    of: sumOf(parts, "of"),
    ...table(
      ["part", "points", "of", "why"].map((name) => ({ name })),
      parts.map(({ part, points, of, why }) => [part, points, of, why]),
    ),
    ...(unscored.length === 0
      ? {}
      : { not_scored: Object.fromEntries(unscored.map(({ part, why }) => [part, why])) }),
    rule: SCORE_RULE,
  };
}

const UNREAD = "not read";

/** Everything that has failed, as a line each. */
export function problemsOf({ kinds, processes = [] }: Evidence): string[] {
  return [
    ...deadKinds(processes).map((binary) => `no ${binary} is up`),
    ...processes.filter(isDown).map(({ binary, host, state }) => `${binary} on ${host} is ${state}`),
    ...kinds.flatMap(({ noun, outcome }) =>
      outcome.state !== "ok"
        ? []
        : outcome.items.filter(({ failed }) => failed).map(({ name, state }) => `${noun} ${name} is ${state}`)
    ),
  ];
}

/** What was disabled is down on purpose. */
function isDown({ state, disabled }: Part): boolean {
  return state !== "up" && !disabled;
}

/** Kinds of process of which none works. */
function deadKinds(processes: readonly Part[]): string[] {
  return [...Map.groupBy(processes, ({ binary }) => binary)]
    .filter(([, members]) => members.every(({ state }) => state === "down"))
    .map(([binary]) => binary);
}

function apis({ asked, failing }: Evidence): Judged {
  if (asked.size === 0) return { part: "apis", why: "none" };
  const working = [...asked].filter((service) => !failing.has(service));
  const lost = [...asked].filter((service) => failing.has(service));
  const why = lost.length === 0 ? `all ${asked.size} answer` : `failing: ${lost.join(", ")}`;
  return workingShare("apis", working.length, asked.size, why);
}

function services({ processes, complete }: Evidence): Judged {
  if (!processes || !complete) return { part: "services", why: UNREAD };
  const enabled = processes.filter(({ disabled }) => !disabled);
  if (enabled.length === 0) return { part: "services", why: "none" };
  const up = enabled.length - enabled.filter(isDown).length;
  return workingShare("services", up, enabled.length, `${up} of ${enabled.length} up`);
}

/** Kinds of which a failed one costs points. */
const FAILING = ["servers", "volumes", "load_balancers", "stacks"] as const satisfies readonly ScoredPart[];

function failing(part: typeof FAILING[number], { kinds, inProject }: Evidence): Judged {
  const outcome = kinds.find(({ key }) => key === part)?.outcome;
  if (outcome?.state === "not applicable") return { part, why: inProject ? "not deployed" : UNREAD };
  if (outcome?.state !== "ok") return { part, why: UNREAD };
  const { items } = outcome;
  if (items.length === 0) return { part, why: "none" };
  const failed = items.filter((item: Counted) => item.failed).length;
  return failedShare(part, failed, items.length, `${failed} of ${items.length} failed`);
}

function capacity({ capacity }: Evidence): Judged {
  if (!capacity) return { part: "capacity", why: UNREAD };
  if (capacity.source === "nova") return { part: "capacity", why: "drivers' figures mislead" };
  if (capacity.read.values.size < capacity.providers.length) return { part: "capacity", why: UNREAD };
  const uses = classLines(capacity.read).flatMap(({ resourceClass, used, capacity }) => {
    const percent = percentOf(used, capacity);
    return percent === undefined ? [] : [{ resourceClass, percent }];
  });
  const [fullest] = uses.toSorted((a, b) => b.percent - a.percent);
  if (!fullest) return { part: "capacity", why: "none" };
  return fullness("capacity", fullest.percent, `${fullest.resourceClass} ${fullest.percent} % used`);
}

function quotas({ quotas }: Evidence): Judged {
  if (!quotas) return { part: "quotas", why: UNREAD };
  const [fullest] = quotas;
  if (!fullest) return { part: "quotas", why: "no limits" };
  return fullness("quotas", fullest.percent, `${fullest.resource} ${fullest.percent} % used`);
}
