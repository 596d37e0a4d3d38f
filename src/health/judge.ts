/** Brings a check and what was collected for it to a verdict. Nothing is lost on the way: what could not be read, and
 * a check that fails itself, are UNKNOWN with the reason.
 *
 * @module
 */
import { OpenStackError, unavailablePart } from "../openstack/errors.ts";
import { sanitizeText, truncateText } from "../text/sanitize.ts";
import { utc } from "../text/time.ts";
import type { Check, Data, Draft, RunContext, Skipped } from "./check.ts";
import type { Outcome } from "./collection.ts";
import { type CollectionName, COLLECTIONS } from "./collections/mod.ts";
import type { Collector } from "./collector.ts";
import type {
  CheckResult,
  CheckState,
  EvidenceValue,
  Finding,
  FoundResource,
  Measure,
  Unread,
} from "./report.ts";

/** A check's result with its findings. */
export interface Judged {
  readonly result: CheckResult;
  readonly findings: readonly Finding[];
}

/** What {@linkcode judge} works on. */
export interface JudgeOptions {
  readonly check: Check;
  /** Has given all that the check reads. */
  readonly collector: Pick<Collector, "settled">;
  readonly context: RunContext;
  /** Where the context notes what the check measures. */
  readonly measures: readonly Measure[];
  /** Where the context notes what the check finds missing. */
  readonly gaps: readonly Unread[];
  /** Completes a finding with what earlier runs and the operator say of it. */
  readonly complete: (finding: Finding) => Finding;
  readonly requireAll: boolean;
}

/** Comes to a check's verdict. Never throws. */
export function judge(options: JudgeOptions): Judged {
  const { check, collector } = options;
  const required = unreadOf(check.data, collector);
  const optional = unreadOf(check.optional, collector);
  const nothing = check.data.length === 0 && check.optional.length > 0 &&
    optional.length === check.optional.length;
  const missing = nothing ? optional : required;
  if (missing.length > 0) return unread(options, missing);
  const verdict = tried(options);
  if (verdict instanceof Error) return failed(check, verdict);
  if ("skipped" in verdict) return skipped(options, verdict);
  return found(options, verdict, [...optional, ...incompleteOf(check, collector), ...options.gaps]);
}

/** Which of several reasons decides: a failure hides more than a refusal, and that more than an absence. */
const DECIDING = ["unknown", "not permitted", "not applicable"] as const;

function unread({ check, requireAll }: JudgeOptions, missing: readonly Unread[]): Judged {
  const state = DECIDING.find((state) => missing.some((part) => part.state === state)) ?? "unknown";
  const part = missing.find((part) => part.state === state);
  return {
    result: {
      ...headOf(check),
      state: demanded(state, requireAll),
      reason: part ? reasonOf(part) : "nothing could be read",
      ...(part?.request_id === undefined ? {} : { request_id: part.request_id }),
      findings: 0,
      unavailable: missing,
    },
    findings: [],
  };
}

function skipped({ check, requireAll }: JudgeOptions, verdict: Skipped): Judged {
  const { skipped, reason } = verdict;
  return {
    result: {
      ...headOf(check),
      state: demanded(skipped, requireAll),
      reason: sanitizeText(reason),
      findings: 0,
    },
    findings: [],
  };
}

function failed(check: Check, error: Error): Judged {
  const reason = `a defect of openstack-mcp: ${sanitizeText(error.message)}`;
  return { result: { ...headOf(check), state: "unknown", reason, findings: 0 }, findings: [] };
}

function found(
  { check, measures, complete, requireAll }: JudgeOptions,
  drafts: readonly Draft[],
  unavailable: readonly Unread[],
): Judged {
  const findings = drafts.map((draft) => complete(findingOf(check, draft)));
  const counting = findings.filter(({ muted }) => !muted);
  const doubt = unavailable.find((part) => demanded(part.state, requireAll) === "unknown");
  const critical = counting.some(({ severity }) => severity === "critical");
  const warning = counting.some(({ severity }) => severity === "warning");
  const found = critical ? "critical" : warning ? "warning" : "ok";
  const inDoubt = doubt !== undefined && !critical;
  return {
    result: {
      ...headOf(check),
      state: inDoubt ? "unknown" : found,
      ...(doubt ? { reason: reasonOf(doubt) } : {}),
      ...(doubt?.request_id === undefined ? {} : { request_id: doubt.request_id }),
      findings: counting.length,
      ...(measures.length > 0 ? { measures: [...measures] } : {}),
      ...(unavailable.length > 0 ? { unavailable } : {}),
    },
    findings,
  };
}

function demanded(state: CheckState, requireAll: boolean): CheckState {
  return state === "not permitted" && requireAll ? "unknown" : state;
}

function headOf({ id, area, topic, title }: Check): Pick<CheckResult, "id" | "area" | "topic" | "title"> {
  return { id, area, ...(topic ? { topic } : {}), title };
}

function tried({ check, collector, context }: JudgeOptions): readonly Draft[] | Skipped | Error {
  const data: Data<CollectionName, CollectionName> = {
    all: (name) => {
      const outcome = collector.settled(name);
      if (outcome?.state === "ok") return outcome.items;
      throw new TypeError(`Check "${check.id}" did not declare that it reads "${name}"`);
    },
    maybe: (name) => {
      const outcome = collector.settled(name);
      return outcome?.state === "ok" ? outcome.items : undefined;
    },
  };
  try {
    return check.run(data, context);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function unreadOf(names: readonly CollectionName[], collector: Pick<Collector, "settled">): Unread[] {
  return names.flatMap((name): Unread[] => {
    const outcome: Outcome<unknown> | undefined = collector.settled(name);
    return outcome?.state === "ok" ? [] : [unreadPart(COLLECTIONS[name].title, outcome)];
  });
}

function unreadPart(what: string, outcome: Exclude<Outcome<unknown>, { state: "ok" }> | undefined): Unread {
  if (!outcome) return { what, state: "unknown", reason: "unexpected answer", detail: "it was never read" };
  if (outcome.state === "not applicable") {
    return { what, state: "not applicable", reason: "not deployed", detail: sanitizeText(outcome.reason) };
  }
  const state = outcome.state === "failed" ? "unknown" : "not permitted";
  return { what, state, ...errorParts(what, outcome.error) };
}

function errorParts(what: string, error: OpenStackError): Omit<Unread, "what" | "state"> {
  const { reason } = unavailablePart(what, error);
  const { service, status, detail, requestId, next } = error;
  return {
    reason: typeof reason === "string" ? reason : error.reason,
    ...(service === undefined ? {} : { service }),
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail: sanitizeText(detail) }),
    ...(requestId === undefined ? {} : { request_id: sanitizeText(requestId) }),
    ...(next === undefined ? {} : { next }),
  };
}

function incompleteOf(check: Check, collector: Pick<Collector, "settled">): Unread[] {
  return [...check.data, ...check.optional].flatMap((name): Unread[] => {
    const outcome: Outcome<unknown> | undefined = collector.settled(name);
    if (outcome?.state !== "ok" || outcome.incomplete === undefined) return [];
    return [{
      what: COLLECTIONS[name].title,
      state: "unknown",
      reason: "incomplete",
      detail: sanitizeText(outcome.incomplete),
    }];
  });
}

function reasonOf({ what, reason, detail }: Unread): string {
  if (reason === "not deployed" && detail !== undefined) return detail;
  return `${what}: ${reason}${detail === undefined ? "" : `: ${detail}`}`;
}

function findingOf(check: Check, draft: Draft): Finding {
  const { since } = draft;
  const resource = cleanedResource(draft.resource);
  const next = draft.next ?? check.next?.(resource);
  return {
    key: `${check.id}/${draft.key ?? resource.id}`,
    check: check.id,
    area: check.area,
    ...(check.topic ? { topic: check.topic } : {}),
    severity: draft.severity,
    text: sanitizeText(draft.text),
    resource,
    ...(since === undefined ? {} : { since: utc(since) }),
    ...(since !== undefined && draft.sinceFirstSeen ? { since_first_seen: true } : {}),
    evidence: Object.fromEntries(
      Object.entries(draft.evidence).flatMap(([field, value]): [string, EvidenceValue][] =>
        value === undefined ? [] : [[field, cleaned(value)]]
      ),
    ),
    remedy: draft.remedy ?? check.remedy,
    ...(next === undefined ? {} : { next }),
  };
}

function cleanedResource(resource: FoundResource): FoundResource {
  return {
    ...resource,
    name: sanitizeText(resource.name),
    ...(resource.project_name === undefined ? {} : { project_name: sanitizeText(resource.project_name) }),
  };
}

/** A fault's message can be a page long. */
const EVIDENCE_LENGTH = 300;

function cleaned(value: EvidenceValue): EvidenceValue {
  if (typeof value === "string") return truncateText(sanitizeText(value), EVIDENCE_LENGTH);
  return typeof value === "object" ? value.map((word) => sanitizeText(word)) : value;
}
