/** What each caller is offered: its list of tools, its instructions, its cloud.
 *
 * @module
 */
import type { ListToolsResult, ServerOptions, Tool as ListedTool } from "@modelcontextprotocol/server";
import type { FrontCaller, FrontOptions } from "../wire/control.ts";
import { ALL, type Choices, choicesOf, type Place } from "../wire/places.ts";
import { instructions } from "./instructions.ts";
import { offeredPrompts, type PromptSpec } from "./prompts.ts";
import { SNAPSHOT, type SnapshotTool, withOlderNames } from "./snapshot.ts";

/** What a caller is offered. */
export interface Offer {
  /** Where its calls can go, the default first. */
  readonly places: readonly Place[];
  /** Names of the tools that are listed. */
  readonly tools: ReadonlySet<string>;
  readonly prompts: readonly PromptSpec[];
  /** The answer to `tools/list`. */
  readonly list: ListToolsResult;
  readonly serverOptions: ServerOptions;
}

/** The list may be kept this long: it changes only when the server is started anew. */
const LIST_TTL_MS = 3_600_000;

/** The offers to all callers, put together once: a server is made for every request. */
export class Offers {
  readonly #anyone: Offer;
  readonly #callers: ReadonlyMap<string, Offer>;

  /** Puts the offers together.
   *
   * @param snapshot Every declared tool; for tests.
   */
  constructor(options: FrontOptions, snapshot: readonly SnapshotTool[] = SNAPSHOT) {
    this.#anyone = makeOffer(options, undefined, snapshot);
    this.#callers = new Map(
      options.callers?.map((caller) => [caller.name, makeOffer(options, caller, snapshot)]),
    );
  }

  /** The offer to a caller, or to the one whom nobody asked for a token.
   *
   * @throws {RangeError} If there is no such caller.
   */
  of(caller: string | undefined): Offer {
    if (caller === undefined) return this.#anyone;
    const offer = this.#callers.get(caller);
    if (!offer) throw new RangeError("There is no such caller");
    return offer;
  }
}

function makeOffer(
  options: FrontOptions,
  caller: FrontCaller | undefined,
  snapshot: readonly SnapshotTool[],
): Offer {
  const canChange = options.allowWrite && !caller?.readOnly;
  const chosen = new Set(caller?.tools ?? options.tools);
  const tools = snapshot.filter((tool) => chosen.has(tool.listed.name) && (tool.readOnly || canChange));
  const listed = options.compat ? withOlderNames(tools) : tools.map((tool) => tool.listed);
  // What depends on who asks is not for a cache that others read.
  const hint = { ttlMs: LIST_TTL_MS, cacheScope: options.callers ? "private" : "public" } as const;
  const places = placesOf(options, caller);
  const choices = choicesOf(places);
  const names = new Set(tools.map((tool) => tool.listed.name));
  return {
    places,
    tools: names,
    prompts: offeredPrompts(names),
    list: { tools: listed.map((tool) => withChoices(tool, choices)) },
    serverOptions: {
      capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
      instructions: instructions(tools, choices),
      cacheHints: {
        "tools/list": hint,
        "prompts/list": hint,
        "resources/list": hint,
        "resources/templates/list": hint,
        "server/discover": hint,
      },
    },
  };
}

function placesOf(options: FrontOptions, caller: FrontCaller | undefined): readonly Place[] {
  const own = { key: caller?.cloud ?? options.cloud, cloud: caller?.cloud ?? options.cloud };
  return caller?.bound ? [own] : options.places ?? [own];
}

/** Says in a tool's schema where it can be sent. A change goes to one cloud. */
function withChoices(tool: ListedTool, { clouds, regions }: Choices): ListedTool {
  const all = tool.annotations?.readOnlyHint === true ? [ALL] : [];
  const properties = {
    ...tool.inputSchema.properties,
    ...(clouds ? { cloud: { enum: [...clouds, ...all] } } : {}),
    ...(regions ? { region: { enum: [...regions, ...all] } } : {}),
  };
  return { ...tool, inputSchema: { ...tool.inputSchema, properties } };
}
