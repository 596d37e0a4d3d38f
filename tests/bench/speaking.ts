/** The program as its client sees it, for figures of its answers.
 *
 * @module
 */
import { objectOf, Server } from "../acceptance/program.ts";
import type { Login } from "./clouds.ts";
import type { ToolCall } from "./recording.ts";

/** Runs a body with a server that has been greeted, and gives what the body gave and what the server logged. */
export async function withServer<T>(
  env: Login,
  body: (server: Server) => Promise<T>,
  args: readonly string[] = [],
): Promise<{ readonly value: T; readonly log: string }> {
  const server = new Server({ env, args: ["--log-format", "json", ...args] });
  try {
    await server.initialize();
    const value = await body(server);
    return { value, log: (await server.end()).stderr };
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** Calls a tool and gives the text of its answer.
 *
 * @throws {Error} If the answer is an error: it would be too quick and too small a figure.
 */
export async function answerText(server: Server, { tool, arguments: args }: ToolCall): Promise<string> {
  const { result } = await server.request("tools/call", { name: tool, arguments: args });
  const { content, isError } = objectOf(result);
  const [item] = Array.isArray(content) ? content : [];
  const { text } = objectOf(item);
  if (isError === true || typeof text !== "string") throw new Error(`${tool}: ${JSON.stringify(result)}`);
  return text;
}

/** How many requests each call sent, in the order of the calls, as the log says. */
export function requestsOf(log: string): number[] {
  return log.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const { text, requests } = objectOf(JSON.parse(line));
    return text === "call" ? [Number(requests)] : [];
  });
}

/** A call as it is written in tables. */
export function callText({ tool, arguments: args }: ToolCall): string {
  const words = Object.entries(args).map(([name, value]) => `${name}=${value}`);
  return [tool, ...words].join(" ");
}
