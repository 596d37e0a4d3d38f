/** Tools in words, for people: the reference page and `tools describe`.
 *
 * @module
 */
import * as z from "zod";
import { isWire } from "../openstack/read.ts";
import type { Tool } from "./tool.ts";

/** What is said once about the arguments that lists share. */
export const COMMON_INPUT_NOTE =
  "Lists share `names` (ids or exact names), `name_contains`, `filters` (column to value), `fields`, `detail`, `limit`, `cursor`, `sort` (`column` or `-column`) and `count`; arguments in brackets are optional.";

/** One line an argument: name, type, whether it may be left out. */
export function describeArguments(tool: Tool): string[] {
  const visible = Object.entries(tool.input.shape).filter(([name]) => !name.startsWith("_"));
  if (visible.length === 0) return ["No arguments."];
  const schema = z.toJSONSchema(z.strictObject(Object.fromEntries(visible)), { io: "output" });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const shown = required.has(name) ? name : `[${name}]`;
    const about = isWire(property) && typeof property["description"] === "string"
      ? `: ${property["description"]}`
      : "";
    return `- \`${shown}\` ${typeText(property)}${about}`;
  });
}

function typeText(schema: unknown): string {
  if (!isWire(schema)) return "anything";
  const { type, enum: choices, items, anyOf } = schema;
  if (Array.isArray(choices)) return choices.join(" | ");
  if (Array.isArray(anyOf)) return anyOf.map(typeText).join(" or ");
  if (type === "array") return `list of ${typeText(items)}`;
  return typeof type === "string" ? type : "anything";
}
