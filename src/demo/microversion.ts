/**
 * Microversions: what a request asks for and which fields a version has.
 *
 * @module
 */

import type { Item } from "./json.ts";

/** The range of minor versions that a service speaks within its major one. */
export interface Range {
  readonly major: number;
  readonly min: number;
  readonly max: number;
}

/** A version that a request asks for: a minor one, or why it cannot be had. */
export type Asked = { readonly minor: number } | { readonly unsupported: string } | {
  readonly garbled: string;
};

/** Reads the version out of the text of a header. */
export function askedVersion(text: string, range: Range): Asked {
  if (text === "latest") return { minor: range.max };
  const parts = /^([1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
  if (!parts) return { garbled: text };
  const minor = Number(parts[2]);
  if (Number(parts[1]) !== range.major || minor < range.min || minor > range.max) {
    return { unsupported: text };
  }
  return { minor };
}

/** The part of an `OpenStack-API-Version` header that speaks to one service. */
export function versionFor(header: string | undefined, type: string): string | undefined {
  for (const part of (header ?? "").split(",")) {
    const [name, version] = part.trim().split(/\s+/);
    if (name === type) return version;
  }
  return undefined;
}

/** When a field is there: from a minor version on, before another, for administrators only. */
export interface Window {
  readonly since?: number;
  readonly until?: number;
  readonly admin?: boolean;
}

/** Windows by field; a field that is not named is always there. */
export type Windows = Readonly<Record<string, Window>>;

/** The fields of an item that a version shows. */
export function visible(item: Item, windows: Windows, version: number, admin: boolean): Item {
  const shown: Item = {};
  for (const [key, value] of Object.entries(item)) {
    const window = windows[key];
    if (window && !isOpen(window, version, admin)) continue;
    shown[key] = value;
  }
  return shown;
}

function isOpen(window: Window, version: number, admin: boolean): boolean {
  return version >= (window.since ?? 0) && version < (window.until ?? Infinity) && (admin || !window.admin);
}
