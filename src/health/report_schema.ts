/** The JSON Schema of a report, for scripts that read it.
 *
 * @module
 */
import { AREAS, REPORT_FORMAT, TOPICS } from "./report.ts";

const string = { type: "string" } as const;
const boolean = { type: "boolean" } as const;
const count = { type: "integer", minimum: 0 } as const;
const time = { type: "string", format: "date-time" } as const;
const area = { enum: AREAS } as const;
const topic = { enum: TOPICS } as const;
const severity = { enum: ["info", "warning", "critical"] } as const;
const unit = { enum: ["s", "ms", "%", "d", ""] } as const;
const state = { enum: ["OK", "WARNING", "CRITICAL", "UNKNOWN"] } as const;

type Schema = Readonly<Record<string, unknown>>;

/** An object with just these members; a name with a question mark may be absent. */
function object(members: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(members);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace("?", ""), schema])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith("?")),
    additionalProperties: false,
  };
}

function array(items: Schema): Schema {
  return { type: "array", items };
}

const measure = object({
  label: string,
  value: { type: "number" },
  unit,
  "warning?": { type: "number" },
  "critical?": { type: "number" },
  "below?": boolean,
});

const unread = object({
  what: string,
  state: { enum: ["unknown", "not permitted", "not applicable"] },
  reason: string,
  "service?": string,
  "status?": { type: "integer" },
  "detail?": string,
  "request_id?": string,
  "next?": string,
});

const checkResult = object({
  id: string,
  area,
  "topic?": topic,
  "place?": string,
  title: string,
  state: { enum: ["ok", "warning", "critical", "unknown", "not permitted", "not applicable"] },
  "reason?": string,
  "request_id?": string,
  findings: count,
  "measures?": array(measure),
  "unavailable?": array(unread),
});

const finding = object({
  key: string,
  check: string,
  area,
  "topic?": topic,
  "place?": string,
  severity,
  text: string,
  resource: object({
    kind: string,
    id: string,
    name: string,
    "project?": string,
    "project_name?": string,
    "zone?": string,
    "host?": string,
  }),
  "since?": time,
  "since_first_seen?": boolean,
  evidence: {
    type: "object",
    additionalProperties: { anyOf: [string, { type: "number" }, boolean, array(string)] },
  },
  remedy: string,
  "next?": string,
  "change?": { enum: ["new", "worse", "better", "unchanged"] },
  "first_seen?": time,
  "muted?": object({
    why: { enum: ["acknowledged", "ignored", "unconfirmed"] },
    reason: string,
    "until?": time,
  }),
});

const numbers: Schema = { type: "object", additionalProperties: { type: "number" } };

const stock = object({
  group: string,
  name: string,
  used: { type: "number" },
  "total?": { type: "number" },
  unit: string,
  "percent?": { type: "number" },
  "warning_percent?": { type: "number" },
  "critical_percent?": { type: "number" },
  "place?": string,
  "forecast?": object({ full_on: { type: "string", format: "date" }, basis: string }),
});

const holding = object({
  what: string,
  count,
  "oldest?": time,
  holds: numbers,
  "place?": string,
});

const score = object({
  points: { type: "number" },
  of: { type: "number" },
  parts: array(object({ part: string, points: { type: "number" }, of: { type: "number" }, why: string })),
  not_scored: array(object({ part: string, why: string })),
  rule: string,
  "place?": string,
});

const changes = object({
  "since?": time,
  new: count,
  worse: count,
  better: count,
  unchanged: count,
  newly_unknown: array(string),
  resolved: array(object({
    key: string,
    check: string,
    severity,
    text: string,
    first_seen: time,
    last_seen: time,
    "place?": string,
  })),
});

const trend = object({
  label: string,
  unit,
  points: array({ type: "array", prefixItems: [time, { type: "number" }], items: false }),
  "place?": string,
});

const coverage = object({
  ran: count,
  of: count,
  not_permitted: count,
  not_applicable: count,
  unknown: count,
});

/** JSON Schema (draft 2020-12) of a report. A member that is added later keeps the version; any other change does not. */
export const REPORT_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Health report of openstack-mcp",
  ...object({
    schema: { const: REPORT_FORMAT },
    tool: object({ name: string, version: string }),
    cloud: string,
    scope: object({
      text: string,
      "project?": object({ id: string, name: string }),
      "region?": string,
      all_projects: boolean,
    }),
    generated_at: time,
    duration_ms: count,
    state,
    areas: array(
      object({
        area,
        state: { enum: [...state.enum, "NOT CHECKED"] },
        ran: count,
        of: count,
        findings: count,
      }),
    ),
    checks: array(checkResult),
    findings: array(finding),
    coverage,
    requests: object({
      total: count,
      retries: count,
      faults: count,
      by_service: { type: "object", additionalProperties: count },
      slowest: array(object({ what: string, service: string, ms: count })),
    }),
    stocks: array(stock),
    holdings: array(holding),
    "scores?": array(score),
    "changes?": changes,
    "trends?": array(trend),
    "only_changes?": boolean,
    "places?": array(object({
      place: string,
      state,
      scope: string,
      coverage,
      requests: count,
      duration_ms: count,
      "incomplete?": string,
      "error?": string,
    })),
    "incomplete?": string,
  }),
};
