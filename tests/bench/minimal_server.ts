/** The smallest server that the SDK allows: what a start is measured against.
 *
 * @module
 */
import { Server, type Tool } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

const ECHO: Tool = {
  name: "echo",
  description: "Says what it was told.",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
};

serveStdio(() => {
  const server = new Server({ name: "minimal", version: "1.0.0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({ tools: [ECHO] }));
  server.setRequestHandler("tools/call", ({ params }) => ({
    content: [{ type: "text", text: String(params.arguments?.["text"]) }],
  }));
  return server;
});
