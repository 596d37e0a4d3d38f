/** Servers on loopback with scripted answers, for tests. Everything that a request brought is kept.
 *
 * @module
 */
import type { Session } from "./auth/mod.ts";
import type { CloudSettings } from "./settings.ts";

/** A request as it arrived. */
export interface Hit {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Answers the n-th request, counted from zero. */
export type Script = (hit: Hit, index: number) => Response | Promise<Response>;

/** A server that ends with its scope: `await using server = serve(...)`. */
export interface TestServer extends AsyncDisposable {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What arrived, in order. */
  readonly hits: readonly Hit[];
  /** The most requests that were being answered at once. */
  readonly peak: number;
}

/** Options of {@linkcode serve}. */
export interface ServeOptions {
  /** PEM texts; then the server speaks TLS and is called `localhost`. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Starts an HTTP server on a free port of 127.0.0.1. */
export function serve(script: Script, options: ServeOptions = {}): TestServer {
  const hits: Hit[] = [];
  let open = 0;
  let peak = 0;
  const handler = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    peak = Math.max(peak, ++open);
    try {
      const { method } = request;
      const headers = new Headers(request.headers);
      const hit = { method, path: pathname + search, headers, body: await request.text() };
      hits.push(hit);
      return await script(hit, hits.length - 1);
    } finally {
      open--;
    }
  };
  const stop = new AbortController();
  const common = { hostname: "127.0.0.1", port: 0, signal: stop.signal, onListen: () => {}, onError };
  const server = options.tls
    ? Deno.serve({ ...common, ...options.tls }, handler)
    : Deno.serve(common, handler);
  const { port } = server.addr;
  return {
    url: options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    hits,
    get peak() {
      return peak;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.finished;
    },
  };
}

/** A script that fails is a mistake of the test: the status shows it. */
function onError(error: unknown): Response {
  return new Response(String(error), { status: 599 });
}

/** Starts a server that answers each connection with these bytes, as soon as something arrived, and then closes it.
 *
 * @param reply The bytes, undefined for none; `hold` leaves the connection open.
 */
export function serveBytes(
  reply: string | Uint8Array<ArrayBuffer> | undefined,
  options: { readonly hold?: boolean } = {},
): TestServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const held = new Set<Deno.Conn>();
  const hits: Hit[] = [];
  const answer = async (connection: Deno.Conn): Promise<void> => {
    held.add(connection);
    const buffer = new Uint8Array(16_384);
    const read = await connection.read(buffer).catch(() => null);
    const [line = ""] = new TextDecoder().decode(buffer.subarray(0, read ?? 0)).split("\r\n");
    const [method = "", path = ""] = line.split(" ");
    hits.push({ method, path, headers: new Headers(), body: "" });
    const bytes = typeof reply === "string" ? new TextEncoder().encode(reply) : reply;
    if (bytes) await writeAll(connection, bytes).catch(() => {});
    if (!options.hold && held.delete(connection)) connection.close();
  };
  const running = new Set<Promise<void>>();
  const accepting = (async () => {
    for await (const connection of listener) {
      const answered = answer(connection).finally(() => running.delete(answered));
      running.add(answered);
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    port: listener.addr.port,
    hits,
    peak: 0,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const connection of held) connection.close();
      await Promise.allSettled(running);
    },
  };
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) at += await connection.write(bytes.subarray(at));
}

/** A JSON answer. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

/** A port of 127.0.0.1 at which nobody listens. */
export function closedPort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Reads a file of `testdata/`. */
export function testdata(name: string): string {
  return Deno.readTextFileSync(new URL(`testdata/${name}`, import.meta.url));
}

/** Settings of a cloud with a password login. */
export function testSettings(authUrl: string, changes: Partial<CloudSettings> = {}): CloudSettings {
  return {
    name: "test",
    auth: {
      type: "v3password",
      authUrl,
      user: { name: "alice", domainName: "Default" },
      password: "s3cr3t-pass",
      scope: { kind: "project", project: { name: "acme", domainName: "Default" } },
    },
    interfaces: ["public"],
    services: {},
    allowHttpEndpoints: false,
    requestTimeoutMs: 5_000,
    ...changes,
  };
}

/** A session of project `acme` that ends in an hour. */
export function testSession(changes: Partial<Session> = {}): Session {
  const obtainedAt = changes.obtainedAt ?? Date.now();
  return {
    token: "token-1",
    expiresAt: new Date(obtainedAt + 3_600_000).toISOString(),
    obtainedAt,
    user: { id: "u1", name: "alice", domain: { id: "default", name: "Default" } },
    project: { id: "p1", name: "acme", domain: { id: "default", name: "Default" } },
    system: false,
    roles: ["member"],
    catalog: [],
    identityUrl: "http://keystone.example:5000/v3",
    methods: ["password"],
    ...changes,
  };
}
