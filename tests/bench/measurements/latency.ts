/** Warm tools against the same requests without them.
 *
 * @module
 */
import { type BenchCloud, demoCloud, realCloud, type User } from "../clouds.ts";
import type { BenchContext, Measurement } from "../measurement.ts";
import { recordWarm, replay, type ToolCall, wavesText } from "../recording.ts";
import { compare } from "../sample.ts";
import type { Figure, Skipped } from "../result.ts";
import { answerText, callText, withServer } from "../speaking.ts";

const ROUNDS = 15;
const WARM_UPS = 2;
const MOST_TIMES = 1.15;
const MOST_MS_MORE = 5;

/** Another server that answered the same question in full on the real cloud. */
interface Peer {
  readonly name: string;
  /** Its time, on another day. */
  readonly ms: number;
  /** The time of a plain request on that day, by which the days can be compared. */
  readonly plainMs?: number;
}

interface Case extends ToolCall {
  readonly user: User;
  /** The fastest one. */
  readonly peer?: Peer;
}

const CASES: readonly Case[] = [
  {
    tool: "get_instance",
    arguments: {},
    user: "alice",
    peer: { name: "rhos", ms: 460, plainMs: 232 },
  },
  {
    tool: "get_instance",
    arguments: { names: ["web-01"] },
    user: "alice",
    peer: { name: "call518", ms: 356, plainMs: 134 },
  },
  { tool: "get_flavors", arguments: {}, user: "alice", peer: { name: "notque", ms: 11, plainMs: 10 } },
  { tool: "get_quota", arguments: {}, user: "alice", peer: { name: "rhos", ms: 183, plainMs: 31 } },
  { tool: "get_keypair_list", arguments: {}, user: "alice" },
  { tool: "get_availability_zones", arguments: {}, user: "alice" },
  { tool: "get_server_volumes", arguments: { server: "web-01" }, user: "alice" },
  { tool: "get_service_status", arguments: {}, user: "admin", peer: { name: "notque", ms: 52 } },
  { tool: "get_hypervisor_details", arguments: {}, user: "admin", peer: { name: "notque", ms: 20 } },
];

/** A warm tool call against plain requests for the same pages. */
export const latency: Measurement = {
  name: "latency",
  title: "warm tool call, against plain fetches of the very requests that it sends",
  run: measure,
};

async function* measure({ realClouds }: BenchContext): AsyncGenerator<Figure | Skipped> {
  await using cloud = realClouds === undefined ? await demoCloud() : realCloud(realClouds);
  if (realClouds === undefined) yield { subject: "real cloud", skipped: "none was given; this is the demo" };
  for (const one of CASES) yield* figuresOf(one, cloud);
}

async function* figuresOf(one: Case, cloud: BenchCloud): AsyncGenerator<Figure> {
  const login = cloud.login(one.user);
  const waves = await recordWarm(login, one);
  const { value: { ours, theirs } } = await withServer(login, (server) =>
    compare(
      () => answerText(server, one).then(() => {}),
      () => replay(waves),
      { rounds: ROUNDS, warmUps: WARM_UPS },
    ));
  const subject = callText(one);
  yield {
    subject,
    value: ours.median,
    unit: "ms",
    target: theirs.median * MOST_TIMES + MOST_MS_MORE,
    note: `plain ${theirs.median.toFixed(1)} ms, ${wavesText(waves)}; ` +
      `fastest ${ours.min.toFixed(1)} and ${theirs.min.toFixed(1)} ms`,
  };
  if (one.peer && cloud.kind === "real") yield againstPeer(subject, ours.median, theirs.median, one.peer);
}

/** The peer was measured on another day: where it can be, both are taken as multiples of a plain request. */
function againstPeer(subject: string, ms: number, plainMs: number, peer: Peer): Figure {
  if (peer.plainMs === undefined) {
    return { subject: `${subject}, against ${peer.name}`, value: ms, unit: "ms", target: peer.ms };
  }
  return {
    subject: `${subject}, against ${peer.name}`,
    value: ms / plainMs,
    unit: "×",
    target: peer.ms / peer.plainMs,
    note: "of a plain request",
  };
}
