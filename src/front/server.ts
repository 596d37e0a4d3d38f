/** The MCP server of one connection or request: its list is static, its calls are forwarded.
 *
 * @module
 */
import {
  type CallToolResult,
  type InputRequiredResult,
  type McpRequestContext,
  Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { errorAnswer, type PortAnswer } from "../wire/cloud_port.ts";
import type { FrontOptions } from "../wire/control.ts";
import { mergeAnswers, readMergedCursor } from "../wire/merge.ts";
import { waitMs } from "../wire/messages.ts";
import { choosePlaces, type Place } from "../wire/places.ts";
import type { Admission } from "./admission.ts";
import type { CloudPorts } from "./cloud_ports.ts";
import { askResult, confirmationOf, declaredWith, showsForms } from "./confirm.ts";
import { type Offer, Offers } from "./offers.ts";
import { toolResult } from "./result.ts";
import { addCompletion, addPrompts, addResources, type AskPlace } from "./handlers.ts";
import { CompletionCache } from "./completion.ts";
import { SNAPSHOT } from "./snapshot.ts";
import { traceparentOf } from "./traceparent.ts";

/** What all connections share. */
export interface FrontShared {
  readonly options: FrontOptions;
  readonly clouds: CloudPorts;
  /** Lets calls in. Left out where they are let in before they get here. */
  readonly admission?: Admission;
  /** Hears of every call that was forwarded. */
  readonly onCall?: (call: CallRecord) => void;
  /** Whether clients may be told how far a call is. @default {true} */
  readonly progress?: boolean;
}

/** A call that is over. */
export interface CallRecord {
  /** As the client named it. */
  readonly tool: string;
  /** `asked`: a person is to be asked first. `cancelled`: the client went away. */
  readonly outcome: "ok" | "error" | "asked" | "cancelled";
  readonly durationMs: number;
  /** Requests that the call sent; see {@linkcode PortAnswer.upstream}. */
  readonly upstream?: Readonly<Record<string, number>>;
}

/** Makes the server of a connection (stdio) or of a request (HTTP). */
export type ServerFactory = (context: McpRequestContext) => Server;

/** Makes the factory of servers. What they have in common is put together once, ahead of the first. */
export function serverFactory(shared: FrontShared): ServerFactory {
  const { name, version } = shared.options;
  const offers = new Offers(shared.options);
  const completions = new CompletionCache();
  return (context) => {
    const offer = offers.of(context.authInfo?.clientId);
    const server = new Server({ name, version }, offer.serverOptions);
    const progress = new WeakMap<AbortSignal, number>();
    server.setRequestHandler("tools/list", () => offer.list);
    server.setRequestHandler("tools/call", ({ params }, call) => {
      const { name: tool, arguments: args = {} } = params;
      if (nestsDeeper(args, MAX_DEPTH)) return toolResult(TOO_DEEP);
      const canAsk = showsForms(capabilitiesOf(server, context, call));
      return admitted(shared, () => forward({ shared, offer, tool, args, context: call, canAsk, progress }));
    });
    addPrompts(server, offer);
    addResources(server, offer, (call) => placeAsker(shared, offer, call));
    addCompletion(server, offer, completions, (call) => placeAsker(shared, offer, call));
    return server;
  };
}

/** Asks one place as the caller of a request; a failure is an error of the protocol. */
function placeAsker(shared: FrontShared, offer: Offer, context: ServerContext): AskPlace {
  return async (place, { tool, arguments: args }) => {
    const forwarding = {
      shared,
      offer,
      tool,
      args,
      context,
      canAsk: false,
      progress: new WeakMap<AbortSignal, number>(),
    };
    const leave = shared.admission ? shared.admission.enter(CALLER) : () => {};
    if (!leave) return shared.admission?.closed ? ENDING : BUSY;
    try {
      return await askPlace(forwarding, place, args, 1);
    } finally {
      leave();
    }
  };
}

/** What the client of a call declared. An older one on HTTP declared it in another request: it cannot be asked. */
function capabilitiesOf(
  server: Server,
  { era, requestInfo }: McpRequestContext,
  call: ServerContext,
): unknown {
  if (era === "modern") return declaredWith(call);
  return requestInfo ? undefined : server.getClientCapabilities();
}

/** The one caller where calls are let in here. */
const CALLER = "stdio";

async function admitted<Result>(
  { admission }: FrontShared,
  call: () => Promise<Result>,
): Promise<Result | CallToolResult> {
  if (!admission) return await call();
  const leave = admission.enter(CALLER);
  if (!leave) return toolResult(admission.closed ? ENDING : BUSY);
  try {
    return await call();
  } finally {
    leave();
  }
}

const BUSY = errorAnswer({
  what: "call a tool",
  reason: "unavailable",
  detail: "too many calls are under way",
  next: "Wait for one of them to finish.",
});

/** Arguments nest two or three levels; thousands cannot be posted to another thread. */
const MAX_DEPTH = 64;

const TOO_DEEP = errorAnswer({
  what: "call a tool",
  reason: "invalid argument",
  detail: "the arguments nest too deeply",
  next: `Nest them at most ${MAX_DEPTH} levels.`,
});

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestsDeeper(inner, levels - 1));
}

const ENDING = errorAnswer({
  what: "call a tool",
  reason: "unavailable",
  detail: "the server is ending",
  next: "Start it again.",
});

interface Forwarding {
  readonly shared: FrontShared;
  readonly offer: Offer;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: ServerContext;
  readonly canAsk: boolean;
  /** How far each call was last said to be. A call that asked a question and goes on keeps its signal. */
  readonly progress: WeakMap<AbortSignal, number>;
}

async function forward(forwarding: Forwarding): Promise<CallToolResult | InputRequiredResult> {
  const { shared, tool, canAsk } = forwarding;
  const start = performance.now();
  const record = (outcome: CallRecord["outcome"], upstream?: PortAnswer["upstream"]) =>
    shared.onCall?.({
      tool,
      outcome,
      durationMs: performance.now() - start,
      ...(upstream === undefined ? {} : { upstream }),
    });
  try {
    const answer = await ask(forwarding);
    if (answer.ask && canAsk) {
      record("asked", answer.upstream);
      return askResult(answer.ask);
    }
    record(answer.isError ? "error" : "ok", answer.upstream);
    return toolResult(answer);
  } catch (error) {
    record("cancelled");
    throw error;
  }
}

/** Asks where the call is to go. Several are asked at once, and their answers merged. */
async function ask(forwarding: Forwarding): Promise<PortAnswer> {
  const { offer, tool, args } = forwarding;
  const chosen = choosePlaces(offer.places, args);
  if (typeof chosen === "string") return invalidPlace(tool, chosen);
  const { places, merged } = chosen;
  const [only] = places;
  if (!merged && only) return await askPlace(forwarding, only, chosen.arguments, 1);
  if (CHANGING.has(tool)) return invalidPlace(tool, "a change goes to one cloud and region at a time");
  const asked = continued(places, chosen.arguments);
  if (!asked) return invalidPlace(tool, "the cursor is not one that this server gave for these clouds");
  const answers = await Promise.all(
    asked.map(async ([place, own]) => ({
      place,
      answer: await askPlace(forwarding, place, own, asked.length),
    })),
  );
  return mergeAnswers(answers, offer.places);
}

/** A merged list goes on where it has more. */
function continued(
  places: readonly Place[],
  args: Readonly<Record<string, unknown>>,
): readonly (readonly [Place, Readonly<Record<string, unknown>>])[] | undefined {
  const { cursor } = args;
  if (typeof cursor !== "string" || cursor === "") return places.map((place) => [place, args] as const);
  const cursors = readMergedCursor(cursor);
  if (![...cursors?.keys() ?? [""]].every((key) => places.some((place) => place.key === key))) {
    return undefined;
  }
  return places.flatMap((place) => {
    const own = cursors?.get(place.key);
    return own === undefined ? [] : [[place, { ...args, cursor: own }] as const];
  });
}

function invalidPlace(tool: string, detail: string): PortAnswer {
  return errorAnswer({ what: `call ${tool.slice(0, 64)}`, reason: "invalid argument", detail });
}

async function askPlace(
  forwarding: Forwarding,
  place: Place,
  args: Readonly<Record<string, unknown>>,
  share: number,
): Promise<PortAnswer> {
  const { shared, tool, context, canAsk } = forwarding;
  const token = context.http?.authInfo?.token;
  const traceparent = traceparentOf(context);
  const onProgress = progressOf(forwarding);
  return await shared.clouds.of(place.key).ask({
    kind: "call",
    tool,
    arguments: args,
    deadlineMs: shared.options.callDeadlineMs + (CHANGING.has(tool) ? waitMs(args) : 0),
    confirmation: confirmationOf(context, canAsk),
    ...(share > 1 ? { share } : {}),
    ...(token === undefined ? {} : { token }),
    ...(traceparent === undefined ? {} : { traceparent }),
  }, { signal: context.mcpReq.signal, ...(onProgress === undefined ? {} : { onProgress }) });
}

/** Names under which something can be changed, older ones included. */
const CHANGING: ReadonlySet<string> = new Set(
  SNAPSHOT.filter((tool) => !tool.readOnly).flatMap((tool) => [tool.listed.name, ...tool.aliases]),
);

/** What tells the client how far its call is, if it wants to hear it. */
function progressOf({ shared, context, progress }: Forwarding) {
  const { signal, notify, _meta } = context.mcpReq;
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined || shared.progress === false) return undefined;
  return ({ done, total, message }: { done: number; total?: number; message: string }) => {
    // The protocol wants progress to grow; a part that is reported again, or anew after a question, is no news.
    if (done <= (progress.get(signal) ?? -1)) return;
    progress.set(signal, done);
    notify({
      method: "notifications/progress",
      params: { progressToken, progress: done, message, ...(total === undefined ? {} : { total }) },
    }).catch(() => {/* the connection is gone; its end is handled where it is read */});
  };
}
