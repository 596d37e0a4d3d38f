/** The command `check`: the doctor's findings, each with its fix.
 *
 * @module
 */
import { type CloudEntry, describeOrigin } from "../config/mod.ts";
import { stringifyJson } from "../text/json.ts";
import type { Diagnosis } from "../wire/diagnosis.ts";
import { EXIT, type Terminal } from "./terminal.ts";

/** What can be said before the cloud is asked: where each setting came from, which files were read, TLS. */
export function settingsDiagnoses(entry: CloudEntry, notes: readonly string[]): Diagnosis[] {
  const { settings, origins, files } = entry;
  return [
    ...Object.entries(origins).map(([key, origin]): Diagnosis => ({
      area: "settings",
      what: key,
      state: "ok",
      detail: describeOrigin(origin),
    })),
    ...files.map((file): Diagnosis => ({ area: "files", what: file, state: "ok", detail: "read" })),
    ...notes.map((note): Diagnosis => ({ area: "settings", what: "note", state: "warning", detail: note })),
    tlsDiagnosis(settings.auth.authUrl, settings.caCerts !== undefined),
  ];
}

function tlsDiagnosis(authUrl: string, hasCa: boolean): Diagnosis {
  if (new URL(authUrl).protocol === "https:") {
    const detail = hasCa
      ? "certificates are verified, with the authority that cacert names besides the usual ones"
      : "certificates are verified";
    return { area: "tls", what: "verification", state: "ok", detail };
  }
  return {
    area: "tls",
    what: "verification",
    state: "warning",
    detail: "auth_url is http: password and token travel in clear",
    fix: "Let Keystone speak TLS and write https into auth_url.",
  };
}

/** What an answer that is an error means to the doctor. */
export function failedDiagnosis(error: Readonly<Record<string, unknown>>): Diagnosis {
  const { what, reason, detail, next } = error;
  return {
    area: what === "log in" ? "login" : "services",
    what: typeof what === "string" ? what : "cloud",
    state: "failed",
    detail: [reason, detail].filter((part) => typeof part === "string").join(": "),
    ...(typeof next === "string" ? { fix: next } : {}),
  };
}

/** Writes the findings.
 *
 * @returns The exit code: 1 if anything failed.
 */
export function writeDiagnoses(
  diagnoses: readonly Diagnosis[],
  format: "text" | "json",
  terminal: Terminal,
): number {
  const code = diagnoses.some((one) => one.state === "failed") ? EXIT.failed : EXIT.done;
  if (format === "json") {
    terminal.write(`${stringifyJson({ diagnoses })}\n`);
    return code;
  }
  let area: string | undefined;
  for (const one of diagnoses) {
    if (one.area !== area) terminal.write(`${area === undefined ? "" : "\n"}${one.area}\n`);
    area = one.area;
    terminal.write(`  ${one.state.padEnd(7)}  ${one.what}: ${one.detail}\n`);
    if (one.fix) terminal.write(`           fix: ${one.fix}\n`);
  }
  const counts = (["ok", "warning", "failed"] as const)
    .map((state) => `${diagnoses.filter((one) => one.state === state).length} ${state}`);
  terminal.write(`\n${counts.join(", ")}\n`);
  return code;
}
