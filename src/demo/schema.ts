/**
 * Schemas of bodies, with the messages that `jsonschema` gives them in the OpenStack services.
 *
 * @module
 */

import { isIP } from "node:net";
import { isItem, type Item, type Json } from "./json.ts";

/** The types a schema names. */
export type TypeName = "string" | "integer" | "number" | "boolean" | "object" | "array" | "null";

/** The part of JSON Schema that the services use. */
export interface Schema {
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly Json[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly format?: "uuid" | "base64" | "regex" | "ip" | "name";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Whether there may be others than those named; default true. */
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
}

/** What is wrong with a value. */
export interface Fault {
  /** The last part of the way to it; empty at the root. */
  readonly at: string;
  readonly value: Json;
  readonly message: string;
  /** The message says everything by itself. */
  readonly bare?: true;
}

/** A value as Python writes it. */
export function python(value: Json): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (isItem(value)) {
    return `{${Object.entries(value).map(([key, one]) => `${quoted(key)}: ${python(one)}`).join(", ")}}`;
  }
  return String(value);
}

function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

const IS: Readonly<Record<TypeName, (value: Json) => boolean>> = {
  string: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  object: isItem,
  array: Array.isArray,
  null: (value) => value === null,
};

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** The first thing that is wrong with a value; undefined if it is as it should be. */
export function faultOf(value: Json, schema: Schema, at = ""): Fault | undefined {
  const message = ownFault(value, schema);
  if (message !== undefined) return { at, value, message };
  if (schema.format === "name" && typeof value === "string" && !isName(value)) {
    return { at, value, message: BAD_NAME, bare: true };
  }
  if (isItem(value)) return partFault(value, schema);
  if (Array.isArray(value) && schema.items) {
    for (const [place, one] of value.entries()) {
      const fault = faultOf(one, schema.items, String(place));
      if (fault) return fault;
    }
  }
  return undefined;
}

function partFault(value: Item, { properties, patternProperties }: Schema): Fault | undefined {
  for (const [key, one] of Object.entries(value)) {
    const parts = [
      properties?.[key],
      ...Object.entries(patternProperties ?? {}).filter(([shape]) => new RegExp(shape).test(key))
        .map(([, part]) => part),
    ];
    for (const part of parts) {
      const fault = part && faultOf(one, part, key);
      if (fault) return fault;
    }
  }
  return undefined;
}

function ownFault(value: Json, schema: Schema): string | undefined {
  const { type, enum: allowed, anyOf } = schema;
  if (type !== undefined) {
    const names = typeof type === "string" ? [type] : type;
    if (!names.some((name) => IS[name](value))) {
      return `${python(value)} is not of type ${names.map((name) => `'${name}'`).join(", ")}`;
    }
  }
  if (allowed && !allowed.includes(value)) return `${python(value)} is not one of ${python([...allowed])}`;
  if (anyOf && anyOf.every((one) => faultOf(value, one))) {
    return `${python(value)} is not valid under any of the given schemas`;
  }
  if (typeof value === "string") return textFault(value, schema);
  if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum) {
    return `${value} is less than the minimum of ${schema.minimum}`;
  }
  if (Array.isArray(value)) return listFault(value, schema);
  return isItem(value) ? objectFault(value, schema) : undefined;
}

function textFault(text: string, { minLength, maxLength, pattern, format }: Schema): string | undefined {
  const shown = python(text);
  if (minLength !== undefined && text.length < minLength) return `${shown} is too short`;
  if (maxLength !== undefined && text.length > maxLength) return `${shown} is too long`;
  if (pattern !== undefined && !new RegExp(pattern, "u").test(text)) {
    return `${shown} does not match ${python(pattern)}`;
  }
  if (format === "uuid" && !UUID.test(text)) return `${shown} is not a 'uuid'`;
  if (format === "base64" && !isBase64(text)) return `${shown} is not a 'base64'`;
  if (format === "ip" && isIP(text) === 0) return `${shown} is not a 'ipv4'`;
  return undefined;
}

const BAD_NAME = "An invalid 'name' value was provided. The name must be: printable characters. " +
  "Can not start or end with whitespace.";

function isName(text: string): boolean {
  return !/^\s|\s$|\p{C}/u.test(text);
}

/** Python drops what does not belong to the alphabet and only wants the rest to come out even. */
function isBase64(text: string): boolean {
  return text.replace(/[^A-Za-z0-9+/=]/g, "").length % 4 === 0;
}

function listFault(list: Json[], { minItems, maxItems }: Schema): string | undefined {
  if (minItems !== undefined && list.length < minItems) return `${python(list)} is too short`;
  if (maxItems !== undefined && list.length > maxItems) return `${python(list)} is too long`;
  return undefined;
}

function objectFault(value: Item, schema: Schema): string | undefined {
  const missing = schema.required?.find((key) => value[key] === undefined);
  if (missing !== undefined) return `'${missing}' is a required property`;
  if (schema.additionalProperties !== false) return undefined;
  const shapes = Object.keys(schema.patternProperties ?? {});
  const known = (key: string) =>
    schema.properties?.[key] !== undefined || shapes.some((shape) => new RegExp(shape).test(key));
  const others = Object.keys(value).filter((key) => !known(key)).map((key) => python(key));
  if (others.length === 0) return undefined;
  if (shapes.length > 0) {
    const patterns = shapes.sort().map((shape) => python(shape)).join(", ");
    return `${others.sort().join(", ")} ${
      others.length === 1 ? "does" : "do"
    } not match any of the regexes: ${patterns}`;
  }
  const verb = others.length === 1 ? "was" : "were";
  return `Additional properties are not allowed (${others.join(", ")} ${verb} unexpected)`;
}
