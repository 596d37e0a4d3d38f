/** Whether the services of the catalog answer, and how fast.
 *
 * @module
 */
import type { AllowEntry } from "../../openstack/allowlist.ts";
import type { Answer } from "../../openstack/answer.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { member, text } from "../../openstack/read.ts";
import { serviceInfo } from "../../openstack/services.ts";
import {
  compareVersions,
  isVersionAnswer,
  readVersionRange,
  versionDocuments,
} from "../../openstack/version.ts";
import type { ToolContext } from "../tool.ts";

/** How an API was found. */
export interface ApiState {
  /** Official service type. */
  readonly service: string;
  /** `refused` if it answers and lets this login not even ask; `not checked` if it has no address that may be asked. */
  readonly state: "up" | "failed" | "refused" | "not checked";
  readonly latencyMs?: number;
  /** The newest microversion, or version of the API, that it offers. */
  readonly version?: string;
  readonly httpStatus?: number;
  /** Why it is not up. */
  readonly problem?: string;
  readonly requestId?: string;
}

/** Asks the version document of every service, all at once. Those without a usable address are told as such.
 *
 * @param wanted Which services are of interest.
 */
export async function probeApis(
  wanted: (service: string) => boolean,
  context: ToolContext,
): Promise<readonly ApiState[]> {
  const { entries, refused } = context.cloud.allowlist;
  const answered = await Promise.all(
    entries.filter(({ service }) => wanted(service)).map((entry) => probe(entry, context)),
  );
  const unasked = refused.filter(({ service }) => wanted(service)).map(({ service, reason, detail }) => ({
    service,
    state: "not checked" as const,
    problem: `${reason}: ${detail}`,
  }));
  return [...answered, ...unasked];
}

async function probe(entry: AllowEntry, context: ToolContext): Promise<ApiState> {
  const { service } = entry;
  try {
    const answer = await askVersions(entry, context);
    const version = newestVersion(service, answer);
    return {
      service,
      state: "up",
      latencyMs: Math.round(answer.elapsedMs),
      httpStatus: answer.status,
      ...(version === undefined ? {} : { version }),
    };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    const { status, requestId } = error;
    return {
      service,
      state: error.reason === "not permitted" ? "refused" : "failed",
      problem: `${error.reason}: ${error.detail ?? error.message}`,
      ...(status === undefined ? {} : { httpStatus: status }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}

/** Asks a service what it is.
 *
 * @throws {OpenStackError} If it does not answer, or with something that no such service says.
 */
export async function askVersions(entry: AllowEntry, context: ToolContext): Promise<Answer> {
  const answer = await context.cloud.probe(entry);
  if (isVersionAnswer(entry.service, answer.body)) return answer;
  throw new OpenStackError({
    what: `read the versions of ${entry.service}`,
    service: entry.service,
    reason: "unexpected answer",
    status: answer.status,
    ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
    detail: "the answer is not a version document",
  });
}

/** What a service says of its versions: its newest microversion, else its newest API; Swift tells its release. */
function newestVersion(service: string, { body, headers }: Answer): string | undefined {
  if (service === "object-store") return text(member(body, "swift"), "version");
  const { max } = readVersionRange(body, serviceInfo(service).versionPath, headers);
  return max ?? newestApi(body);
}

/** The newest API that a version document lists: of services that count their versions instead of microversions. */
export function newestApi(body: unknown): string | undefined {
  const ids = versionDocuments(body).flatMap((document) =>
    /^v?(\d[\d.]*)$/.exec(text(document, "id") ?? "")?.[1] ?? []
  );
  return ids.toSorted(compareVersions).at(-1);
}
