/** The one builder of tool results.
 *
 * @module
 */
import type { CallToolResult } from "@modelcontextprotocol/server";
import { parseJson, prepareForJson } from "../text/json.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";

/** Makes the result of an answer: one value, structured and as the same compact JSON text. */
export function toolResult(answer: PortAnswer): CallToolResult {
  const value = prepareForJson(parseJson(answer.json));
  const structured = typeof value === "object" && value !== null ? { ...value } : {};
  return {
    content: [{ type: "text", text: answer.json }],
    structuredContent: structured,
    ...(answer.isError ? { isError: true } : {}),
  };
}
