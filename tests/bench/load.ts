/** A server over HTTP with many asking it at once.
 *
 * @module
 */
import { HttpServer } from "../acceptance/http_program.ts";
import { spawn } from "./children.ts";
import type { Login } from "./clouds.ts";
import type { Load, LoadRound } from "./load_process.ts";

const CLIENTS = new URL("load_process.ts", import.meta.url).pathname;

/** Runs a body with a server over HTTP, which is ended whatever happens. */
export async function withHttpServer<T>(
  env: Login,
  body: (server: HttpServer) => Promise<T>,
  args: readonly string[] = [],
): Promise<T> {
  const server = await HttpServer.start({ env, args });
  try {
    return await body(server);
  } finally {
    await server.end();
  }
}

/** Has clients ask as fast as they are answered.
 *
 * @throws {Error} If an answer was not what was expected.
 */
export async function putLoad(load: Load): Promise<readonly LoadRound[]> {
  const child = spawn([Deno.execPath(), "run", "--quiet", "-A", CLIENTS, JSON.stringify(load)], {});
  const [stdout, stderr, { success }] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.status,
    child.stdin.close(),
  ]);
  if (!success) throw new Error(`The clients gave up: ${stderr}`);
  return JSON.parse(stdout);
}
