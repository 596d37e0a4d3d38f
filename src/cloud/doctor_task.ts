/** The cloud's side of the command `check`: login, catalogue, reachability, versions, what the tools can do here.
 *
 * @module
 */
import type { AllowEntry } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import type { CallClient } from "../openstack/call_client.ts";
import type { Client } from "../openstack/client.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { serviceInfo } from "../openstack/services.ts";
import { stringifyJson } from "../text/json.ts";
import { toUtc } from "../text/time.ts";
import type { Diagnosis } from "../wire/diagnosis.ts";
import { probeEnforcement, VERDICTS } from "./enforcement.ts";
import type { Task } from "./thread.ts";

/** Answers with a list of diagnoses. */
export const doctorTask: Task = async (client, { settings }, _message, { signal, progress, guard }) => {
  const cloud = client.call({ operations: [], signal });
  const session = await cloud.session();
  const { entries, net, refused } = cloud.allowlist;
  let done = 0;
  const probed = await Promise.all(entries.map(async (entry) => {
    const diagnosis = await probe(entry, cloud);
    progress(++done, entries.length, entry.service);
    return diagnosis;
  }));
  const diagnoses: Diagnosis[] = [
    ...loginDiagnoses(session),
    ...refused.map(({ service, reason, detail }): Diagnosis => ({
      area: "catalogue",
      what: service,
      state: reason === "refused by policy" ? "failed" : "warning",
      detail: `${reason}: ${detail}`,
      fix:
        "Correct the endpoint in Keystone's catalogue, or name another with the service's endpoint override.",
    })),
    ...probed,
    ...await ruleDiagnoses(client, session, signal),
    {
      area: "permissions",
      what: "addresses",
      state: "ok",
      detail: `this cloud's thread may reach ${net.join(", ")}`,
    },
    ...settings.proxy
      ? [
        {
          area: "permissions",
          what: "proxy",
          state: "warning",
          detail: "the proxy resolves names itself: addresses behind them are not checked here",
          fix: "Let the proxy refuse link-local and metadata addresses.",
        } as const,
      ]
      : [],
  ];
  return { json: stringifyJson(guard({ diagnoses })), isError: false };
};

function loginDiagnoses(session: Session): Diagnosis[] {
  const scope = session.project
    ? `project ${session.project.name}`
    : session.domain
    ? `domain ${session.domain.name}`
    : "the system";
  const isAdmin = session.roles.includes("admin");
  return [
    {
      area: "login",
      what: session.user.name,
      state: "ok",
      detail: `${scope}, roles ${session.roles.join(", ") || "none"}, token until ${
        toUtc(session.expiresAt) ?? session.expiresAt
      }`,
    },
    ...isAdmin
      ? [
        {
          area: "login",
          what: "role admin",
          state: "warning",
          detail: "this login could change every project of the cloud",
          fix: "For daily use, create an application credential with the role reader.",
        } as const,
      ]
      : [],
    ...session.applicationCredential?.restricted === false
      ? [
        {
          area: "login",
          what: "application credential",
          state: "warning",
          detail: "it is unrestricted: it can create other credentials and trusts",
          fix: "Create it without --unrestricted.",
        } as const,
      ]
      : [],
    ...clockDiagnosis(session),
  ];
}

/** Only a credential with access rules can tell who checks them. */
async function ruleDiagnoses(client: Client, session: Session, signal: AbortSignal): Promise<Diagnosis[]> {
  const rules = session.applicationCredential?.accessRules;
  if (!rules) return [];
  return (await probeEnforcement(client, rules, signal)).map(({ service, state }) => ({
    area: "permissions",
    what: `access rules, ${service}`,
    ...VERDICTS[state],
  }));
}

const TOLERATED_SKEW_MS = 5_000;

function clockDiagnosis({ clockSkewMs }: Session): Diagnosis[] {
  if (clockSkewMs === undefined || Math.abs(clockSkewMs) < TOLERATED_SKEW_MS) return [];
  return [{
    area: "login",
    what: "clock",
    state: "warning",
    detail: `Keystone's clock is ${Math.round(Math.abs(clockSkewMs) / 1000)} s ${
      clockSkewMs > 0 ? "ahead" : "behind"
    }`,
    fix: "Let both machines keep time with NTP.",
  }];
}

async function probe(entry: AllowEntry, cloud: CallClient): Promise<Diagnosis> {
  const { service } = entry;
  try {
    const { elapsedMs } = await cloud.probe(entry);
    const range = serviceInfo(service).microversionType ? await cloud.versions(service) : {};
    const versions = range.max ? `, microversions ${range.min ?? "?"} to ${range.max}` : "";
    return {
      area: "services",
      what: service,
      state: "ok",
      detail: `${entry.base} answers in ${Math.round(elapsedMs)} ms${versions}`,
    };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    return {
      area: "services",
      what: service,
      state: "failed",
      detail: `${entry.base}: ${error.reason}${error.detail ? `: ${error.detail}` : ""}`,
      ...(error.next ? { fix: error.next } : {}),
    };
  }
}
