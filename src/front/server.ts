/** The MCP server of one connection: its list is static, its calls are forwarded.
 *
 * @module
 */
import { type CallToolResult, Server, type ServerContext } from "@modelcontextprotocol/server";
import { type CloudPort, errorAnswer } from "../wire/cloud_port.ts";
import type { FrontOptions } from "../wire/control.ts";
import { Admission } from "./admission.ts";
import { instructions } from "./instructions.ts";
import { toolResult } from "./result.ts";
import { SNAPSHOT, withOlderNames } from "./snapshot.ts";

/** What every connection shares. */
export interface FrontShared {
  readonly options: FrontOptions;
  readonly cloud: CloudPort;
  readonly admission: Admission;
}

/** The list may be kept this long: it changes only when the server is started anew. */
const LIST_TTL_MS = 3_600_000;

/** Makes the server of one connection. */
export function makeServer({ options, cloud, admission }: FrontShared): Server {
  const chosen = new Set(options.tools);
  const tools = SNAPSHOT.filter((tool) => chosen.has(tool.listed.name));
  const listed = options.compat ? withOlderNames(tools) : tools.map((tool) => tool.listed);
  const readOnly = new Map(
    SNAPSHOT.flatMap((tool) =>
      [tool.listed.name, ...tool.aliases].map((name) => [name, tool.readOnly] as const)
    ),
  );
  const server = new Server({ name: options.name, version: options.version }, {
    capabilities: { tools: {} },
    instructions: instructions(tools),
    cacheHints: {
      "tools/list": { ttlMs: LIST_TTL_MS, cacheScope: "public" },
      "server/discover": { ttlMs: LIST_TTL_MS, cacheScope: "public" },
    },
  });
  server.setRequestHandler("tools/list", () => ({ tools: listed }));
  server.setRequestHandler("tools/call", async (request, context) => {
    const { name, arguments: args } = request.params;
    const leave = admission.enter();
    if (!leave) return toolResult(BUSY);
    try {
      return await forward(cloud, {
        tool: name,
        arguments: args ?? {},
        deadlineMs: options.callDeadlineMs,
        repeatable: readOnly.get(name) ?? true,
      }, context);
    } finally {
      leave();
    }
  });
  return server;
}

const BUSY = errorAnswer({
  what: "call a tool",
  reason: "unavailable",
  detail: "too many calls are under way",
  next: "Wait for one of them to finish.",
});

async function forward(
  cloud: CloudPort,
  call: { tool: string; arguments: Record<string, unknown>; deadlineMs: number; repeatable: boolean },
  context: ServerContext,
): Promise<CallToolResult> {
  const { signal, notify } = context.mcpReq;
  const progressToken = context.mcpReq._meta?.progressToken;
  let last = -1;
  return toolResult(
    await cloud.ask({ kind: "call", ...call }, {
      signal,
      ...(progressToken === undefined ? {} : {
        onProgress: ({ done, total, message }) => {
          // The protocol wants progress to grow; a part that is reported again is no news.
          if (done <= last) return;
          last = done;
          notify({
            method: "notifications/progress",
            params: { progressToken, progress: done, message, ...(total === undefined ? {} : { total }) },
          }).catch(() => {/* the connection is gone; its end is handled where it is read */});
        },
      }),
    }),
  );
}
