/** The product's server with what the suite calls besides.
 *
 * @module
 */
import {
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  isCallToolResult,
  isInputRequiredResult,
  type McpServerFactory,
  Server,
  type ServerContext,
  type Tool,
} from "@modelcontextprotocol/server";
import { type FrontShared, serverFactory } from "../../src/front/server.ts";
import { getPrompt, PROMPT_LIST } from "./fixtures/prompts.ts";
import { readResource, RESOURCE_LIST, TEMPLATE_LIST } from "./fixtures/resources.ts";
import { TOOLS } from "./fixtures/tools.ts";

/** Opens what the SDK keeps to subclasses: the product's handler has to be reached behind the fixture's. */
class OpenServer extends Server {
  /** The handler of tool calls that a server has. */
  static callHandler(server: OpenServer) {
    return server._getRequestHandler("tools/call");
  }
}

const TOOL_LIST: Tool[] = Object.entries(TOOLS).map(([name, { description, inputSchema }]) => ({
  name,
  description,
  inputSchema: inputSchema ?? { type: "object", additionalProperties: false },
}));

/** Makes the factory of servers: the product's own, to which the suite's fixtures are added. */
export function fixtureServerFactory(shared: FrontShared): McpServerFactory {
  const makeServer = serverFactory(shared);
  return (context) => {
    const server = makeServer(context);
    const forward = forwarder(server);
    server.registerCapabilities({
      prompts: {},
      resources: { subscribe: true },
      completions: {},
      logging: {},
    });
    server.setRequestHandler("tools/list", () => ({ tools: TOOL_LIST }));
    server.setRequestHandler("tools/call", async (request, context) => {
      const { name, arguments: args = {} } = request.params;
      return await (TOOLS[name]?.call?.(args, context) ?? forward(request, context));
    });
    server.setRequestHandler("prompts/list", () => ({ prompts: PROMPT_LIST }));
    server.setRequestHandler("prompts/get", ({ params }, context) => getPrompt(params, context));
    server.setRequestHandler("resources/list", () => ({ resources: RESOURCE_LIST }));
    server.setRequestHandler("resources/templates/list", () => ({ resourceTemplates: TEMPLATE_LIST }));
    server.setRequestHandler("resources/read", ({ params }) => readResource(params.uri));
    server.setRequestHandler("resources/subscribe", () => ({}));
    server.setRequestHandler("resources/unsubscribe", () => ({}));
    server.setRequestHandler("completion/complete", () => ({ completion: { values: [], total: 0 } }));
    server.setRequestHandler("logging/setLevel", () => ({}));
    return server;
  };
}

/** What passes a call on to the product, and so over the wire. */
function forwarder(server: Server) {
  const handle = OpenServer.callHandler(server);
  return async (
    request: CallToolRequest,
    context: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult> => {
    const result = await handle?.({ jsonrpc: "2.0", id: context.mcpReq.id, ...request }, context);
    if (isInputRequiredResult(result) || isCallToolResult(result)) return result;
    throw new TypeError("The product gave no result of a tool");
  };
}
