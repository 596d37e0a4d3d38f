/** What a cloud's status says of its health: the parts of the score, and what has failed by name.
 *
 * @module
 */
import type { ToolAnswer } from "../tool.ts";
import { table } from "../list_table.ts";
import type { LimitedQuota } from "../../health/quota_use.ts";
import { SCORE_RULE, stateOf, sumOf } from "../../health/score.ts";
import {
  apisPart,
  capacityPart,
  FAILING_PARTS,
  type FailingPart,
  failingPart,
  type JudgedPart,
  quotasPart,
  servicesPart,
} from "../../health/score_parts.ts";
import { type Capacity, classLines } from "./capacity.ts";
import type { Part } from "./infrastructure.ts";
import type { Counted, Kind } from "./inventory.ts";

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
  readonly quotas: readonly LimitedQuota[] | undefined;
}

/** Judges the health: state, score, its parts, and what could not be judged. */
export function healthAnswer(evidence: Evidence): ToolAnswer {
  const judged = [
    apisPart(evidence.asked, evidence.failing),
    services(evidence),
    ...FAILING_PARTS.map((part) => failing(part, evidence)),
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

function services({ processes, complete }: Evidence): JudgedPart {
  if (!processes || !complete) return { part: "services", why: UNREAD };
  return servicesPart(processes.map(({ state, disabled }) => ({ up: state === "up", disabled })));
}

function failing(part: FailingPart, { kinds, inProject }: Evidence): JudgedPart {
  const outcome = kinds.find(({ key }) => key === part)?.outcome;
  if (outcome?.state === "not applicable") return { part, why: inProject ? "not deployed" : UNREAD };
  if (outcome?.state !== "ok") return { part, why: UNREAD };
  const { items } = outcome;
  return failingPart(part, items.filter((item: Counted) => item.failed).length, items.length);
}

function capacity({ capacity }: Evidence): JudgedPart {
  if (!capacity) return { part: "capacity", why: UNREAD };
  if (capacity.source === "nova") return { part: "capacity", why: "drivers' figures mislead" };
  if (capacity.read.values.size < capacity.providers.length) return { part: "capacity", why: UNREAD };
  return capacityPart(classLines(capacity.read));
}

function quotas({ quotas }: Evidence): JudgedPart {
  return quotas ? quotasPart(quotas) : { part: "quotas", why: UNREAD };
}
