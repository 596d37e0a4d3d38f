/** What a change of many costs.
 *
 * @module
 */
import assert from "node:assert/strict";
import { loginEnv } from "../../acceptance/program.ts";
import { type DemoRequest, startDemo } from "../../../src/demo/mod.ts";
import { withHttpServer } from "../load.ts";
import type { Measurement } from "../measurement.ts";
import type { Figure } from "../result.ts";

const SERVERS = 100;
const DELAY_MS = 5;
/** As many as one change may touch. */
const STOPPED = 25;
const MOST_REQUESTS = 30;
/** How long each of them takes to stop. */
const TRANSITIONS_MS = [2_000, 5_000];
/** How much longer than the slowest of them the whole may take: it is seen to have stopped a little later. */
const MOST_TIMES = 1.5;

const CHANGE = {
  action: "stop",
  names: Array.from({ length: STOPPED }, (_, at) => `farm-${String(at + 1).padStart(5, "0")}`),
  wait_seconds: 60,
};

/** Requests and time of one confirmed stop of many servers. */
export const change: Measurement = {
  name: "change",
  title: `a confirmed stop of ${STOPPED} servers over HTTP, at the demo cloud with ${DELAY_MS} ms a request`,
  run: measure,
};

async function* measure(): AsyncGenerator<Figure> {
  for (const transitionMs of TRANSITIONS_MS) yield* await figuresOf(transitionMs);
}

async function figuresOf(transitionMs: number): Promise<Figure[]> {
  const demo = await startDemo({
    servers: SERVERS,
    transitionMs,
    faults: [{ kind: "latency", ms: DELAY_MS }],
  });
  // Some are copies of a locked one.
  for (const name of CHANGE.names) demo.setServer(name, { locked: false });
  try {
    return await withHttpServer(loginEnv(demo), async (server) => {
      // The login is no part of a change.
      await server.call("get_instance");
      const before = demo.requests.length;
      const planned = await server.call("set_instance", CHANGE);
      const { confirm } = planned.answer;
      const started = performance.now();
      const { answer } = await server.call("set_instance", { ...CHANGE, confirm });
      const ms = performance.now() - started;
      assert.equal(JSON.stringify(answer).match(/"done"/g)?.length, STOPPED, JSON.stringify(answer));
      const { others, polls } = sorted(demo.requests.slice(before));
      const subject = `each stops within ${transitionMs} ms`;
      return [
        {
          subject: `${subject}, requests`,
          value: others.length,
          unit: "requests",
          target: MOST_REQUESTS,
          note: `and ${polls.length} to see them stopped`,
        },
        {
          subject: `${subject}, time`,
          value: ms,
          unit: "ms",
          target: transitionMs * MOST_TIMES,
          note: `${(ms / transitionMs).toFixed(2)} × a stop`,
        },
      ];
    }, ["--allow-write", "--timeout", "120"]);
  } finally {
    await demo.close();
  }
}

const SERVER = /\/servers\/[0-9a-f-]{36}$/;

/** Single servers that are read once the first was told to stop are read to see them stopped. */
function sorted(requests: readonly DemoRequest[]): { others: DemoRequest[]; polls: DemoRequest[] } {
  const first = requests.findIndex(({ method }) => method === "POST");
  const isPoll = ({ method, path }: DemoRequest, at: number) =>
    method === "GET" && at > first && SERVER.test(path);
  return {
    others: requests.filter((request, at) => !isPoll(request, at)),
    polls: requests.filter(isPoll),
  };
}
