/** Finds out which services hold an application credential to its access rules, by trying.
 *
 * @module
 */
import { type CallRule, isCovered } from "../openstack/access_rules.ts";
import type { AllowEntry } from "../openstack/allowlist.ts";
import type { CallClient } from "../openstack/call_client.ts";
import type { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { type Operation, operation } from "../openstack/operation.ts";
import { ALL_OPERATIONS } from "../openstack/operations.ts";
import { knownServices } from "../openstack/services.ts";
import type { Diagnosis } from "../wire/diagnosis.ts";

/** How a service treats a credential with access rules. */
export interface Enforcement {
  /** Official service type. */
  readonly service: string;
  readonly state: Verdict;
}

/** What two calls tell: `refuses all` refuses even what is granted; `not granted` was granted nothing that could be
 * tried, and refuses the rest; `unknown` did not answer, or was granted all that could be tried.
 */
export type Verdict = "enforced" | "not checked" | "refuses all" | "not granted" | "unknown";

/** What a verdict means to whoever uses the credential. */
export const VERDICTS: Readonly<Record<Verdict, Pick<Diagnosis, "state" | "detail" | "fix">>> = {
  "enforced": { state: "ok", detail: "lets the credential's access rules decide" },
  "not checked": {
    state: "warning",
    detail: "does not check access rules: only the roles limit the credential there",
    fix: "Give the credential the least roles; access rules do not protect this service.",
  },
  "refuses all": {
    state: "warning",
    detail: "refuses even what the access rules grant",
    fix:
      "Ask the operator for service_type in the service's [keystone_authtoken]; it must stand in the catalogue and in the rules.",
  },
  "not granted": { state: "ok", detail: "refuses the credential, whose access rules grant no list of it" },
  "unknown": { state: "warning", detail: "could not be tried: whether it checks access rules is unknown" },
};

/** What came back: a refusal by the token middleware, or anything that stands behind it. */
export type Reply = "refused" | "let through" | "none";

/** Tries, at every service of the catalog that the client knows, a call that the rules cover and one that they do not. Both only read.
 *
 * @param rules The rules of the credential that the client is logged in with.
 */
export async function probeEnforcement(
  client: Client,
  rules: readonly CallRule[],
  signal: AbortSignal,
): Promise<Enforcement[]> {
  const { entries } = client.allowlist;
  // Of a service that the client does not know, no path is sure to stand behind the token middleware.
  const known = entries.filter(({ service }) => KNOWN.has(service));
  const first = new Map(known.toReversed().map((entry) => [entry.service, entry]));
  // All at once: the refusals of the one token then lead to one new login rather than to one for each service.
  const found = await Promise.all([...first.values()].map(async (entry): Promise<Enforcement> => {
    const granted = grantedOperation(entry, rules);
    const other = strangeOperation(entry.service);
    const cloud = client.call({ operations: granted ? [granted, other] : [other], signal });
    const [allowed, forbidden] = await Promise.all([
      granted ? replyTo(granted, cloud) : undefined,
      isGranted(other, entry, rules) ? undefined : replyTo(other, cloud),
    ]);
    return { service: entry.service, state: verdict(allowed, forbidden) };
  }));
  return found.toSorted((a, b) => a.service < b.service ? -1 : 1);
}

const KNOWN = new Set(knownServices().map(({ type }) => type));

/** What the replies to the covered and to the other call mean; undefined if there was no such call to try. */
export function verdict(allowed: Reply | undefined, forbidden: Reply | undefined): Verdict {
  if (forbidden === "let through") return "not checked";
  if (forbidden !== "refused") return allowed === "refused" ? "refuses all" : "unknown";
  if (allowed === undefined) return "not granted";
  return allowed === "let through" ? "enforced" : allowed === "refused" ? "refuses all" : "unknown";
}

/** A read that needs no id and that the rules cover, without the microversion, which would have to be asked for first. */
function grantedOperation(entry: AllowEntry, rules: readonly CallRule[]): Operation | undefined {
  const found = ALL_OPERATIONS.find((op) =>
    op.service === entry.service && op.method === "GET" && op.effect === "read" && !op.path.includes("{") &&
    isGranted(op, entry, rules)
  );
  if (!found) return undefined;
  const { id, method, path, effect, needs } = found;
  return operation({ id, method, path, effect, needs });
}

/** A path that no service has: a service that does not check rules says so, and has nothing to do. */
function strangeOperation(service: string): Operation {
  return operation({
    id: `${service}.access_rules.probe`,
    method: "GET",
    path: "/openstack-mcp-access-rules-probe",
    effect: "read",
    needs: "reader",
  });
}

function isGranted(op: Operation, { base }: AllowEntry, rules: readonly CallRule[]): boolean {
  const path = new URL(base).pathname.replace(/\/$/, "") + op.path;
  return isCovered(rules, { service: op.service, method: op.method, path });
}

async function replyTo(op: Operation, cloud: CallClient): Promise<Reply> {
  try {
    await cloud.send(op);
    return "let through";
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    const { status, requestId } = error;
    if (status === 401) return "refused";
    // A proxy answers in the service's place: that tells nothing of the service.
    const isForeign = error.reason === "unexpected answer" && requestId === undefined;
    return status === undefined || status >= 500 || isForeign ? "none" : "let through";
  }
}
