/** The JSON Schema of a report, for scripts that read it.
 *
 * @module
 */
import { AREAS, REPORT_FORMAT } from "./report.ts";

const string = { type: "string" } as const;
const boolean = { type: "boolean" } as const;
const count = { type: "integer", minimum: 0 } as const;
const time = { type: "string", format: "date-time" } as const;
const area = { enum: AREAS } as const;
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
  unit: { enum: ["s", "ms", "%", "d", ""] },
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
  severity: { enum: ["warning", "critical"] },
  text: string,
  resource: object({ kind: string, id: string, name: string, "project?": string }),
  "since?": time,
  evidence: {
    type: "object",
    additionalProperties: { anyOf: [string, { type: "number" }, boolean, array(string)] },
  },
  remedy: string,
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
    coverage: object({
      ran: count,
      of: count,
      not_permitted: count,
      not_applicable: count,
      unknown: count,
    }),
    requests: object({
      total: count,
      retries: count,
      faults: count,
      by_service: { type: "object", additionalProperties: count },
      slowest: array(object({ what: string, service: string, ms: count })),
    }),
    "incomplete?": string,
  }),
};
