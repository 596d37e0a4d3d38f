/** What each caller is offered: its list of tools, its instructions, its cloud.
 *
 * @module
 */
import type { ListToolsResult, ServerOptions } from "@modelcontextprotocol/server";
import type { FrontCaller, FrontOptions } from "../wire/control.ts";
import { instructions } from "./instructions.ts";
import { SNAPSHOT, type SnapshotTool, withOlderNames } from "./snapshot.ts";

/** What a caller is offered. */
export interface Offer {
  /** The cloud that its calls go to. */
  readonly cloud: string;
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
  return {
    cloud: caller?.cloud ?? options.cloud,
    list: { tools: listed },
    serverOptions: {
      capabilities: { tools: {} },
      instructions: instructions(tools),
      cacheHints: { "tools/list": hint, "server/discover": hint },
    },
  };
}
