/** The command `access-rules`: the rules for a pipe or a file, everything else for the person who asks.
 *
 * @module
 */
import type { AccessRulesAnswer } from "../wire/access_rules.ts";
import { stringifyJson } from "../text/json.ts";
import { EXIT, type Terminal } from "./terminal.ts";

/** A credential that nobody renews should not outlive its use. */
const DAYS_OF_LIFE = 90;

/** Writes the rules to standard output, as `openstack application credential create --access-rules` takes them, and what
 * a person must know to standard error.
 *
 * @param format `text` has a rule a line, `json` all in one line; both are JSON.
 * @param now Milliseconds since the epoch; the suggested expiry counts from it.
 * @returns The exit code.
 */
export function writeAccessRules(
  answer: AccessRulesAnswer,
  format: "text" | "json",
  now: number,
  terminal: Terminal,
): number {
  const lines = answer.rules.map(({ service, method, path }) => stringifyJson({ service, method, path }));
  terminal.write(format === "json" ? `[${lines.join(",")}]\n` : `[\n  ${lines.join(",\n  ")}\n]\n`);
  for (const line of guidance(answer, now)) terminal.note(line);
  return EXIT.done;
}

function guidance({ rules, roles, notes, enforcement, probed }: AccessRulesAnswer, now: number): string[] {
  const roleFlags = (roles.length === 0 ? ["ROLE"] : roles).map((role) => `--role ${role}`).join(" ");
  return [
    `${rules.length} rules. With them in rules.json, and a login that is no application credential:`,
    `  openstack application credential create ${roleFlags} --expiration ${
      expiry(now)
    } --access-rules rules.json openstack-mcp`,
    "Then log in with OS_AUTH_TYPE=v3applicationcredential, OS_APPLICATION_CREDENTIAL_ID and OS_APPLICATION_CREDENTIAL_SECRET.",
    ...notes,
    probed
      ? "How the services of this cloud treat the credential of this login, each tried with a call that its rules grant and one that they do not:"
      : 'Not probed: only a credential that has access rules can show who checks them; "openstack-mcp check" with it tells. Each service checks them if its operator set service_type in [keystone_authtoken] to a type of the catalogue, and else refuses every call. Known to differ:',
    ...enforcement.map(({ service, detail }) => `  ${service}: ${detail}`),
  ];
}

/** As the openstack client wants it: UTC, without a zone. */
function expiry(now: number): string {
  return new Date(now + DAYS_OF_LIFE * 86_400_000).toISOString().slice(0, 10) + "T00:00:00";
}

/** An answer that is an error, in a line. */
export function errorLine(error: Readonly<Record<string, unknown>>): string {
  const parts = ["what", "reason", "detail"].map((key) => error[key]).filter((part) =>
    typeof part === "string"
  );
  const { next } = error;
  return `openstack-mcp: ${parts.join(": ")}${typeof next === "string" ? `. ${next}` : ""}`;
}
