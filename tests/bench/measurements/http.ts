/** How much a server over HTTP answers when several ask at once.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { HttpServer } from "../../acceptance/http_program.ts";
import { demoCloud } from "../clouds.ts";
import { putLoad, withHttpServer } from "../load.ts";
import type { LoadRound, Revision } from "../load_process.ts";
import type { Measurement } from "../measurement.ts";
import type { Figure } from "../result.ts";
import { quantile, sampleOf } from "../sample.ts";

/** As the peers were measured. */
const SERVERS = 100;
const DELAY_MS = 5;
const CLIENTS = 8;
const ROUNDS = 7;
const WARM_UPS = 2;
const REVISIONS: readonly Revision[] = ["2026-07-28", "2025-11-25"];

interface Case {
  readonly subject: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: string;
  /** Requests in one round: about a second of them. */
  readonly requests: number;
  /** The least that should be answered in a second. */
  readonly least: number;
  /** What the fastest peer, notque, answered in a second. */
  readonly peer: number;
}

const FULL_LIST = { name: "get_instance", arguments: { limit: 1_000 } };

const CASES: readonly Case[] = [
  {
    subject: "tools/list",
    method: "tools/list",
    params: {},
    expected: '"tools":[',
    requests: 2_000,
    least: 1_000,
    peer: 612,
  },
  {
    subject: `get_instance limit=1000, all ${SERVERS} servers`,
    method: "tools/call",
    params: FULL_LIST,
    expected: `"shown":${SERVERS},`,
    requests: 150,
    least: 50,
    peer: 46,
  },
];

/** Answers in a second over HTTP. */
export const http: Measurement = {
  name: "http",
  title:
    `${CLIENTS} clients over HTTP, at a demo cloud of ${SERVERS} servers that takes ${DELAY_MS} ms a request`,
  run: measure,
};

async function* measure(): AsyncGenerator<Figure> {
  await using cloud = await demoCloud({ servers: SERVERS, delayMs: DELAY_MS });
  yield* await withHttpServer(cloud.login("alice"), async (server) => {
    await checkList(server);
    const figures: Figure[] = [];
    for (const one of CASES) {
      for (const revision of REVISIONS) figures.push(await figureOf(server, one, revision));
    }
    return figures;
  });
}

/** A list that was cut would be the quicker one. */
async function checkList(server: HttpServer): Promise<void> {
  const { answer } = await server.call(FULL_LIST.name, FULL_LIST.arguments);
  assert.ok(Array.isArray(answer["rows"]));
  assert.equal(answer["rows"].length, SERVERS);
}

async function figureOf({ url }: HttpServer, one: Case, revision: Revision): Promise<Figure> {
  const { subject, method, params, expected, requests, least, peer } = one;
  const load = { url, revision, method, params, expected, clients: CLIENTS, requests };
  const rounds = (await putLoad({ ...load, rounds: WARM_UPS + ROUNDS })).slice(WARM_UPS);
  const rates = rounds.map(rateOf);
  const times = rounds.flatMap((round) => round.times);
  return {
    subject: `${subject}, ${revision}`,
    value: sampleOf(rates).median,
    unit: "/s",
    least,
    note: `fastest round ${Math.max(...rates).toFixed(0)} /s; p50 ${quantile(times, 0.5).toFixed(1)} ms, ` +
      `p99 ${quantile(times, 0.99).toFixed(1)} ms; notque ${peer} /s`,
  };
}

function rateOf({ ms, times }: LoadRound): number {
  return times.length / ms * 1_000;
}
