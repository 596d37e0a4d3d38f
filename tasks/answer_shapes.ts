/** The shapes of answers, for whoever reads them with a program: `docs/answers.schema.json` is made of these.
 *
 * Every shape may have further members: a list of a server's volumes names the server, for instance.
 *
 * @module
 */
import * as z from "zod";
import { REASONS } from "../src/openstack/errors.ts";

const count = z.int().min(0);
const absent = z.never().optional();

const scope = z.string().meta({ description: "Whose resources the answer shows." });

const next = z.string().meta({ description: "Cursor: the same call with it gives the following rows." });

/** A part that could not be read. */
export const UNAVAILABLE_PART = z.looseObject({
  what: z.string(),
  reason: z.string().meta({ description: "A reason as in an error, or the status: HTTP 503." }),
  service: z.string().optional(),
  status: z.int().optional(),
  request_id: z.string().optional(),
  detail: z.string().optional(),
  next: z.string().meta({ description: "What can be done about it." }).optional(),
}).meta({
  id: "unavailable_part",
  description: "A part that could not be read; never an empty or zero value.",
});

const unavailable = z.array(UNAVAILABLE_PART).min(1).optional();

const table = {
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())).meta({ description: "As many cells as there are columns." }),
};

function hasWholeRows({ columns, rows }: z.output<z.ZodObject<typeof table>>): boolean {
  return rows.every((row) => row.length === columns.length);
}

/** A list. */
export const LIST = z.looseObject({
  scope,
  total: count.meta({ description: "How many there are; only if they were counted." }).optional(),
  shown: count,
  next: next.optional(),
  scanned: count.meta({ description: "How many were read to find these." }).optional(),
  ...table,
  note: z.string().meta({ description: "What was searched for, if nothing was found." }).optional(),
  left_out: z.string().optional(),
  unavailable,
  error: absent,
  plan: absent,
}).refine(hasWholeRows).meta({ id: "list", description: "A list." });

/** One thing, or a report. */
export const THING = z.looseObject({
  scope,
  unavailable,
  columns: absent,
  rows: absent,
  items: absent,
  plan: absent,
  answers: absent,
  error: absent,
}).meta({
  id: "thing",
  description:
    "One thing, under a member that is called what it is (server, network, ...), or a report whose parts have members.",
});

/** Several things that were named, with everything about them. */
export const THINGS = z.looseObject({
  scope,
  shown: count,
  items: z.array(z.record(z.string(), z.unknown())),
  unavailable,
  error: absent,
}).meta({ id: "things", description: "Several things that were named, with detail=full." });

/** What failed. */
export const ERROR = z.looseObject({
  error: z.looseObject({
    what: z.string(),
    reason: z.enum(REASONS),
    service: z.string().optional(),
    status: z.int().meta({ description: "HTTP status, if there was an answer." }).optional(),
    request_id: z.string().optional(),
    detail: z.string().optional(),
    candidates: z.array(z.unknown()).meta({ description: "What an ambiguous name could have meant." })
      .optional(),
    next: z.string().meta({ description: "What can be done about it." }).optional(),
  }),
}).meta({ id: "error", description: "What was asked for could not be read or done; isError is true." });

/** A change that was planned and not made. */
export const PLAN = z.looseObject({
  scope,
  plan: z.looseObject({
    action: z.string(),
    total: count,
    shown: count.optional(),
    columns: z.tuple([z.literal("name"), z.literal("id"), z.literal("now"), z.literal("will")]),
    rows: z.array(z.tuple([z.string(), z.string(), z.unknown(), z.unknown()])),
    warnings: z.array(z.string()).optional(),
    unavailable,
  }),
  note: z.string().optional(),
  confirm: z.string().meta({ description: "Token: the same call with it makes the change." }).optional(),
  expires: z.iso.datetime().optional(),
  error: absent,
}).meta({ id: "plan", description: "A change that was planned; nothing was sent." });

const OUTCOMES = ["done", "failed", "pending", "unknown", "unchanged", "not sent"] as const;

const CHANGE_COLUMNS = z.tuple([
  z.literal("name"),
  z.literal("id"),
  z.literal("outcome"),
  z.literal("before"),
  z.literal("after"),
  z.literal("request_id"),
  z.literal("reason"),
]);

/** What became of a change. */
export const CHANGE = z.looseObject({
  scope,
  action: z.string(),
  total: count,
  shown: count.optional(),
  outcomes: z.partialRecord(z.enum(OUTCOMES), count).meta({
    description: "How many there are of each outcome, if not all rows are shown.",
  }).optional(),
  columns: CHANGE_COLUMNS,
  rows: z.array(
    z.tuple([
      z.string(),
      z.string(),
      z.enum(OUTCOMES),
      z.unknown(),
      z.unknown(),
      z.string(),
      z.string(),
    ]),
  ),
  warnings: z.array(z.string()).optional(),
  note: z.string().optional(),
  unavailable,
  next: z.string().meta({ description: "What to do about outcomes that are not known." }).optional(),
  error: absent,
}).meta({ id: "change", description: "What became of a change: a row for each target." });

const placed = {
  cloud: z.string().optional(),
  region: z.string().optional(),
};

const unavailablePlaced = z.array(z.looseObject({ ...UNAVAILABLE_PART.shape, ...placed })).min(1).optional();

/** The lists of several clouds or regions as one. */
export const MERGED_LIST = z.looseObject({
  scope,
  total: count.optional(),
  shown: count.optional(),
  next: next.optional(),
  scanned: count.optional(),
  columns: z.tuple([z.enum(["cloud", "region"])], z.string()),
  rows: table.rows,
  also: z.array(z.looseObject(placed)).meta({ description: "What else a cloud says of its list." })
    .optional(),
  unavailable: unavailablePlaced,
  error: absent,
}).refine(hasWholeRows).meta({
  id: "merged_list",
  description: "The lists of several clouds or regions: the first column names the cloud or the region.",
});

/** Other answers of several clouds or regions, side by side. */
export const MERGED_ANSWERS = z.looseObject({
  scope,
  answers: z.array(z.looseObject(placed)),
  unavailable: unavailablePlaced,
  error: absent,
}).meta({ id: "merged_answers", description: "Answers of several clouds or regions that are no lists." });

/** Any answer. */
export const ANSWER = z.union([
  ERROR,
  PLAN,
  CHANGE,
  LIST,
  THINGS,
  MERGED_LIST,
  MERGED_ANSWERS,
  THING,
]);

/** The JSON Schema of {@linkcode ANSWER}. */
export function answersSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(ANSWER);
  return { $schema, title: "Answers of openstack-mcp", ...schema };
}
