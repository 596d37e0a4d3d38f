/** How the server is reached, out of the several ways to say it.
 *
 * @module
 */

import { FLAG_GROUPS } from "./flags.ts";
import type { FlagSettings } from "./flag_values.ts";
import { defaultOrigin, type Origin, type Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";

/** How the server is reached. */
export type TransportSettings =
  | { readonly kind: "stdio" }
  | { readonly kind: "http"; readonly host: string; readonly port: number };

type ServeFlags = FlagSettings<(typeof FLAG_GROUPS.serve)[number]>;

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 8080;

/** Combines `--stdio`, `--http`, `--type`, `--host` and `--port`.
 *
 * @param flags The flags of `serve`.
 * @throws {SettingsError} When they contradict each other.
 */
export function transportSettings(flags: ServeFlags): Setting<TransportSettings> {
  const wish = transportWish(flags);
  if (wish.value === "stdio") {
    refuseListening(flags.host);
    refuseListening(flags.port);
    return { value: { kind: "stdio" }, origin: wish.origin };
  }
  const host = agreed(flags.http.value?.host, flags.http, unbracketed(flags.host)) ?? DEFAULT_HOST;
  const port = agreed(flags.http.value?.port, flags.http, flags.port) ?? DEFAULT_PORT;
  return { value: { kind: "http", host, port }, origin: wish.origin };
}

function transportWish({ stdio, http, type }: ServeFlags): Setting<"stdio" | "http"> {
  const wishes: Setting<"stdio" | "http">[] = [];
  if (stdio.value) wishes.push({ value: "stdio", origin: stdio.origin });
  if (http.value !== undefined) wishes.push({ value: "http", origin: http.origin });
  if (type.value !== undefined) {
    wishes.push({ value: type.value === "stdio" ? "stdio" : "http", origin: type.origin });
  }
  // A flag decides against any variable; within one kind of origin they have to agree.
  const [first, second] = wishes.sort((a, b) => strength(a.origin) - strength(b.origin));
  if (first === undefined) return { value: "stdio", origin: defaultOrigin("--stdio") };
  const other = wishes.find(({ value, origin }) =>
    value !== first.value && origin.kind === first.origin.kind
  );
  if (second === undefined || other === undefined) return first;
  throw contradiction(other.origin, first.origin);
}

function strength(origin: Origin): number {
  return ["flag", "environment", "env file", "default"].indexOf(origin.kind);
}

function contradiction(origin: Origin, other: Origin): SettingsError {
  return new SettingsError({
    setting: origin.name,
    origin,
    problem: `contradicts ${other.name}`,
    fix: `Leave out one of ${other.name} and ${origin.name}`,
  });
}

/** On the command line `--port` without HTTP is a mistake; a variable may be there for other occasions. */
function refuseListening({ origin }: Setting<unknown>): void {
  if (origin.kind !== "flag") return;
  throw new SettingsError({
    setting: origin.name,
    origin,
    problem: "has no effect over stdio",
    fix: "Add --http, or leave it out",
  });
}

/** An IPv6 address may be written as it stands in a URL. */
function unbracketed({ value, origin }: Setting<string | undefined>): Setting<string | undefined> {
  return { value: value?.replace(/^\[(.*)\]$/, "$1"), origin };
}

function agreed<T>(
  inAddress: T | undefined,
  http: Setting<unknown>,
  alone: Setting<T | undefined>,
): T | undefined {
  if (inAddress === undefined) return alone.value;
  if (alone.value === undefined || alone.value === inAddress) return inAddress;
  if (strength(http.origin) < strength(alone.origin)) return inAddress;
  if (strength(http.origin) > strength(alone.origin)) return alone.value;
  throw contradiction(alone.origin, http.origin);
}
