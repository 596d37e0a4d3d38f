/** Settings that are fine alone and not together.
 *
 * @module
 */

import { asksForToken } from "./callers.ts";
import type { FLAG_GROUPS } from "./flags.ts";
import type { FlagSettings } from "./flag_values.ts";
import type { Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import type { TransportSettings } from "./transport_settings.ts";

type ServeFlags = FlagSettings<(typeof FLAG_GROUPS.serve)[number]>;
type ReportFlags = FlagSettings<(typeof FLAG_GROUPS.report)[number]>;

const HTTP_ONLY = [
  "path",
  "authEnable",
  "secretKey",
  "tlsCert",
  "tlsKey",
  "allowedHosts",
  "allowedOrigins",
  "jsonResponse",
  "metrics",
] as const satisfies readonly (keyof ServeFlags)[];

/** Refuses settings of the server that contradict each other or have no effect.
 *
 * @param serve The settings of the server.
 * @throws {SettingsError} On the first one.
 */
export function refuseUnusableServer(
  serve: ServeFlags & { readonly transport: Setting<TransportSettings> },
): void {
  requireOther(
    serve.allowAdmin,
    serve.allowWrite.value,
    "has no effect without --allow-write",
    "Add --allow-write",
  );
  requireOther(serve.tlsCert, serve.tlsKey.value, "is of no use without --tls-key", "Add --tls-key");
  requireOther(serve.tlsKey, serve.tlsCert.value, "is of no use without --tls-cert", "Add --tls-cert");
  if (serve.transport.value.kind === "stdio") return refuseHttpOnly(serve);
  refuseAuthContradiction(serve);
  refuseTakenPath(serve);
  refuseUnmatchable(serve.allowedHosts, HOST_ENTRY, "NAME or NAME:PORT, as a Host header has it");
  refuseUnmatchable(serve.allowedOrigins, ORIGIN_ENTRY, "https://NAME or NAME, with :PORT if it has one");
  const authenticated = asksForToken(serve);
  const hasTokens = serve.secretKey.value !== undefined || serve.authTokensFile.value !== undefined;
  if (authenticated) {
    requireOther(
      serve.authEnable,
      hasTokens,
      "has no token to ask for",
      `Set MCP_AUTH_TOKENS_FILE or --secret-key`,
    );
  }
  refuseOpenListener(serve.transport, authenticated, serve.tlsCert.value !== undefined);
}

function requireOther(setting: Setting<unknown>, other: unknown, problem: string, fix: string): void {
  const wanted = setting.value !== undefined && setting.value !== false;
  if (!wanted || (other !== undefined && other !== false)) return;
  throw new SettingsError({ setting: setting.origin.name, origin: setting.origin, problem, fix });
}

/** A variable may be there for other occasions; a flag is there for this one. */
function refuseHttpOnly(serve: ServeFlags): void {
  for (const key of HTTP_ONLY) {
    const { origin } = serve[key];
    if (origin.kind !== "flag") continue;
    throw new SettingsError({
      setting: origin.name,
      origin,
      problem: "has no effect over stdio",
      fix: "Add --http, or leave it out",
    });
  }
}

function refuseAuthContradiction({ authEnable, authDisable }: ServeFlags): void {
  if (!authDisable.value || !authEnable.value || authEnable.origin.kind !== "flag") return;
  throw new SettingsError({
    setting: authDisable.origin.name,
    origin: authDisable.origin,
    problem: "contradicts --auth-enable",
    fix: "Leave out one of --auth-enable and --auth-disable",
  });
}

/** Where probes and figures are served, the protocol cannot be. */
function refuseTakenPath({ path, metrics }: ServeFlags): void {
  const taken = ["/healthz", "/readyz", ...(metrics.value ? ["/metrics"] : [])];
  if (!taken.includes(path.value)) return;
  throw new SettingsError({
    setting: path.origin.name,
    origin: path.origin,
    problem: `${path.value} is served already, and not for the protocol`,
    fix: "Choose another path",
  });
}

const HOST_ENTRY = /^(?:\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9._-]*)(?::\d{1,5})?\/?$/i;
const ORIGIN_ENTRY = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9._-]*)(?::\d{1,5})?\/?$/i;

/** An entry that no header can be equal to lets nobody in, whoever it was meant for. */
function refuseUnmatchable(
  { value, origin }: Setting<readonly string[]>,
  form: RegExp,
  described: string,
): void {
  const wrong = value.find((entry) => !form.test(entry));
  if (wrong === undefined) return;
  throw new SettingsError({
    setting: origin.name,
    origin,
    problem: `${JSON.stringify(wrong)} can never be met: there are no wildcards and no paths`,
    fix: `Write ${described}`,
  });
}

/** A listener that others can reach asks for a token, and the token travels encrypted. */
function refuseOpenListener(
  transport: Setting<TransportSettings>,
  authenticated: boolean,
  encrypted: boolean,
): void {
  if (transport.value.kind === "stdio" || isLoopback(transport.value.host)) return;
  if (authenticated && encrypted) return;
  const lacks = [...(authenticated ? [] : ["a bearer token"]), ...(encrypted ? [] : ["TLS"])].join(" and ");
  throw new SettingsError({
    setting: transport.origin.name,
    origin: transport.origin,
    problem: `listening on ${transport.value.host}, which is not loopback, needs ${lacks}`,
    fix: "Set --auth-enable with MCP_AUTH_TOKENS_FILE, --tls-cert and --tls-key, or listen on 127.0.0.1",
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Refuses settings of the report that contradict each other or have no effect.
 *
 * @param report The settings of the report.
 * @throws {SettingsError} On the first one.
 */
export function refuseUnusableReport(report: ReportFlags): void {
  requireOther(report.ack, report.reason.value, "needs --reason", "Say why the finding is acknowledged");
  requireOther(report.ack, report.until.value, "needs --until", "Say until when the finding is acknowledged");
  requireOther(report.reason, report.ack.value, "has no effect without --ack", "Name the finding with --ack");
  requireOther(report.until, report.ack.value, "has no effect without --ack", "Name the finding with --ack");
  requireOther(report.ack, report.state.value, "is kept in the state file", "Name that file with --state");
  if (report.state.value !== undefined && report.since.value !== undefined) {
    throw new SettingsError({
      setting: report.since.origin.name,
      origin: report.since.origin,
      problem: `contradicts ${report.state.origin.name}, which names the state to compare with`,
      fix: "Leave out one of them",
    });
  }
  const compared = report.state.value ?? report.since.value;
  requireOther(report.onlyChanges, compared, "has nothing to compare with", "Add --state or --since");
}
