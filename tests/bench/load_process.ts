/** Clients that ask a server over HTTP as fast as it answers. They have a process of their own, so that the measuring
 * one does not slow them down.
 *
 * @module
 */

/** The newest revision of the protocol, and the last one of the older kind. */
export type Revision = "2026-07-28" | "2025-11-25";

/** What the process is told on its command line, as JSON. */
export interface Load {
  readonly url: string;
  readonly revision: Revision;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What must stand in every answer: a refusal would be quicker than an answer. */
  readonly expected: string;
  /** Clients, each with one request under way. */
  readonly clients: number;
  readonly rounds: number;
  /** Requests of all clients together in one round. */
  readonly requests: number;
}

/** What the process says of a round. */
export interface LoadRound {
  /** Milliseconds from the first request to the last answer. */
  readonly ms: number;
  /** Milliseconds of every request. */
  readonly times: readonly number[];
}

async function play(load: Load): Promise<LoadRound> {
  const init = requestOf(load);
  const times: number[] = [];
  let left = load.requests;
  const client = async () => {
    while (left-- > 0) {
      const started = performance.now();
      const answer = await fetch(load.url, init);
      const text = await answer.text();
      times.push(performance.now() - started);
      if (!text.includes(load.expected)) throw new Error(`HTTP ${answer.status}: ${text.slice(0, 500)}`);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: load.clients }, client));
  return { ms: performance.now() - started, times };
}

/** Every request is answered on its own, so that all may have the same id. */
function requestOf({ revision, method, params }: Load): RequestInit {
  const headers = {
    "content-type": "application/json",
    "accept": "application/json, text/event-stream",
    "mcp-protocol-version": revision,
  };
  if (revision === "2025-11-25") {
    return { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) };
  }
  const { name } = params;
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": revision,
    "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return {
    method: "POST",
    headers: { ...headers, "mcp-method": method, ...(typeof name === "string" ? { "mcp-name": name } : {}) },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } }),
  };
}

if (import.meta.main) {
  const load: Load = JSON.parse(Deno.args[0] ?? "{}");
  const rounds: LoadRound[] = [];
  for (let round = 0; round < load.rounds; round++) rounds.push(await play(load));
  console.log(JSON.stringify(rounds));
}
