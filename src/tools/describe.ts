/** Tools in words, for people: the reference page and the documentation resources.
 *
 * @module
 */
import * as z from "zod";
import { isWire } from "../openstack/read.ts";
import { LIST_ARGUMENTS } from "./list_arguments.ts";
import type { Tool } from "./tool.ts";

/** An argument of a tool, in words. */
export interface DescribedArgument {
  readonly name: string;
  /** `string`, `list of string`, `basic | detailed | full`. */
  readonly type: string;
  readonly required: boolean;
  readonly about?: string;
}

/** The arguments of a tool, in its order; those that only older names set are left out. */
export function argumentsOf(tool: Tool): DescribedArgument[] {
  return describedShape(tool.input.shape);
}

/** The arguments that all list tools share. */
export function listArguments(): DescribedArgument[] {
  return describedShape(LIST_ARGUMENTS);
}

/** Whether a tool answers with a list and takes the arguments of one. */
export function isListTool({ readOnly, input }: Tool): boolean {
  return readOnly && Object.hasOwn(input.shape, "fields") && Object.hasOwn(input.shape, "cursor");
}

function describedShape(shape: z.ZodObject["shape"]): DescribedArgument[] {
  const visible = Object.entries(shape).filter(([name]) => !name.startsWith("_"));
  const schema = z.toJSONSchema(z.strictObject(Object.fromEntries(visible)), { io: "output" });
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeText(property),
    required: required.has(name),
    ...(isWire(property) && typeof property["description"] === "string"
      ? { about: property["description"] }
      : {}),
  }));
}

function typeText(schema: unknown): string {
  if (!isWire(schema)) return "anything";
  const { type, enum: choices, items, anyOf } = schema;
  if (Array.isArray(choices)) return choices.join(" | ");
  if (Array.isArray(anyOf)) return anyOf.map(typeText).join(" or ");
  if (type === "array") return `list of ${typeText(items)}`;
  return typeof type === "string" ? type : "anything";
}
