/** A cloud for the tests of this room: it answers operations with given wire data, or fails them.
 *
 * @module
 */
import type { AllowEntry } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import type { Answer } from "../openstack/answer.ts";
import type { CallOptions, CallRecord } from "../openstack/call_client.ts";
import type { SendOptions } from "../openstack/request.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { Operation } from "../openstack/operation.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { VersionRange } from "../openstack/version.ts";
import { utc } from "../text/time.ts";
import type { ReportCall, ReportCloud } from "./collector.ts";

/** The moment at which all tests take place. */
export const NOW = Date.UTC(2026, 10, 21, 12);

/** A time before (or, negative, after) {@linkcode NOW}, as services with a zone write it. */
export function ago(duration: { days?: number; hours?: number; minutes?: number; seconds?: number }): string {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return utc(NOW - ms);
}

/** The same without a zone and with microseconds, as Nova's services, Cinder and Octavia write it. */
export function zoneless(...duration: Parameters<typeof ago>): string {
  return ago(...duration).replace("Z", ".000000");
}

/** What an operation answers: the items of a list, a body, or a failure. */
export type FakeAnswer = readonly unknown[] | Readonly<Record<string, unknown>> | Error | FakeReply;

/** An answer that depends on what was sent. */
export type FakeReply = (sent: SendOptions) => readonly unknown[] | Readonly<Record<string, unknown>> | Error;

/** Answers by operation id. */
export type FakeAnswers = Readonly<Record<string, FakeAnswer>>;

/** How the fake differs from a healthy cloud. */
export interface FakeOptions {
  /** Answers by operation id; an operation without one answers as in a healthy, empty cloud. */
  readonly answers?: FakeAnswers;
  readonly session?: Partial<Session>;
  readonly settings?: Partial<CloudSettings>;
  readonly entries?: readonly AllowEntry[];
  readonly refused?: readonly {
    service: string;
    reason: "unavailable" | "refused by policy";
    detail: string;
  }[];
  readonly versions?: Readonly<Record<string, VersionRange | Error>>;
  /** Answers of version documents by service; a number is the time it takes in milliseconds. */
  readonly probes?: Readonly<Record<string, FakeProbe>>;
  /** Operations and services that never answer. */
  readonly hangs?: readonly string[];
  /** Faults that each service's record shows. */
  readonly faults?: Readonly<Record<string, number>>;
}

/** How a version document is answered. */
export interface FakeProbe {
  readonly ms?: number;
  readonly error?: OpenStackError;
  /** Seconds that the service's clock is ahead. */
  readonly ahead?: number;
  /** @default A version document. */
  readonly body?: unknown;
}

/** What was sent to a fake. */
export interface Sent extends SendOptions {
  readonly operation: string;
}

/** A failure as the client makes it of an answer. */
export function failure(status: number, op?: Pick<Operation, "id" | "service">): OpenStackError {
  return new OpenStackError({
    what: "read it",
    reason: status === 403 ? "not permitted" : status === 404 ? "not found" : "unavailable",
    status,
    requestId: `req-${status}`,
    detail: `the service said ${status}`,
    ...(op ? { operation: op.id, service: op.service } : {}),
  });
}

const SERVICES = ["block-storage", "compute", "identity", "image", "network", "placement"];

/** An address of a service. */
export function entry(service: string, origin = "https://cloud.example"): AllowEntry {
  const root = `${origin}/${service}/`;
  return { service, alias: service, origin, pathPrefix: `/${service}/`, root, base: `${root}v1` };
}

const VERSIONS: Readonly<Record<string, VersionRange>> = {
  "compute": { min: "2.1", max: "2.100" },
  "placement": { min: "1.0", max: "1.39" },
  "block-storage": { min: "3.0", max: "3.71" },
};

const ROOM = { limit: 10, in_use: 1, used: 1, reserved: 0 };

/** What a healthy cloud answers where an empty list would not do. */
const HEALTHY: Readonly<Record<string, FakeAnswer>> = {
  "compute.quotas.show": { quota_set: { id: "acme-id", cores: ROOM } },
  "network.quotas.details": { quota: { port: ROOM } },
  "block-storage.quotas.show": { quota_set: { id: "acme-id", volumes: ROOM } },
  "load-balancer.quotas.show": { quota: { load_balancer: -1 } },
  "load-balancer.providers.list": [{ name: "amphora" }],
  "image.usage.show": { usage: {} },
  "dns.quotas.show": { zones: 10 },
  "shared-file-system.quotas.show": { quota_set: { shares: ROOM } },
};

/** What the headers of healthy answers tell, where they do. */
const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "object-store.accounts.show": { "x-account-container-count": "0", "x-account-bytes-used": "0" },
  "object-store.containers.show": { "x-container-object-count": "0", "x-container-bytes-used": "0" },
};

/** A cloud in memory. It refuses operations that a call did not declare, as the real client does. */
export class FakeCloud implements ReportCloud {
  readonly sent: Sent[] = [];
  readonly #options: FakeOptions;

  /** Makes a cloud. */
  constructor(options: FakeOptions = {}) {
    this.#options = options;
  }

  /** The session that every call has. */
  get session(): Session {
    return {
      token: "secret-token",
      expiresAt: ago({ hours: -1 }),
      obtainedAt: NOW,
      user: { id: "user-1", name: "alice" },
      project: { id: "acme-id", name: "acme" },
      system: false,
      roles: ["admin", "member", "reader"],
      catalog: SERVICES.map((type) => ({
        type,
        endpoints: [{ interface: "public", url: `https://cloud.example/${type}`, region: "RegionOne" }],
      })),
      identityUrl: "https://cloud.example/identity/v3",
      methods: ["password"],
      ...this.#options.session,
    };
  }

  /** See `Client.call`. */
  call({ operations, signal }: CallOptions): ReportCall {
    const options = this.#options;
    const declared = new Set(operations.map((op) => op.id));
    const [service = ""] = operations.map((op) => op.service);
    const record: CallRecord = { requests: 0, retries: 0, faults: 0, requestIds: [], statuses: {} };
    const answerOf = async (op: Operation, sent: SendOptions) => {
      if (!declared.has(op.id)) throw new TypeError(`Operation "${op.id}" was not declared by this call`);
      record.requests++;
      record.faults = options.faults?.[service] ?? 0;
      this.sent.push({ operation: op.id, ...sent });
      if (options.hangs?.includes(op.id)) await forever(signal);
      const given = options.answers?.[op.id] ?? HEALTHY[op.id] ?? [];
      const answer = typeof given === "function" ? given(sent) : given;
      if (answer instanceof OpenStackError && answer.operation === undefined) {
        throw failure(answer.status ?? 500, op);
      }
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return {
      record,
      settings: {
        name: "test",
        auth: {
          type: "v3password",
          authUrl: "https://cloud.example/identity/v3",
          user: { name: "alice" },
          password: "secret",
          scope: { kind: "unscoped" },
        },
        region: "RegionOne",
        interfaces: ["public"],
        services: {},
        allowHttpEndpoints: false,
        requestTimeoutMs: 1000,
        ...options.settings,
      },
      allowlist: {
        entries: options.entries ?? SERVICES.map((service) => entry(service)),
        providers: [],
        net: [],
        refused: options.refused ?? [],
      },
      session: () => Promise.resolve(this.session),
      send: async (op, sent = {}) => reply(await answerOf(op, sent), HEADERS[op.id]),
      pages: (op, sent = {}) => onePage(() => answerOf(op, sent)),
      versions: (service) => {
        const found = { ...VERSIONS, ...options.versions }[service] ?? {};
        return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
      },
      probe: async (entry) => {
        record.requests++;
        if (options.hangs?.includes(entry.service)) await forever(signal);
        const { ms = 10, error, ahead = 0, body = { versions: [{ id: "v1.0" }] } } =
          options.probes?.[entry.service] ?? {};
        if (error) throw error;
        const date = new Date(NOW + ahead * 1000).toUTCString();
        return { ...reply(body), elapsedMs: ms, headers: new Headers({ date }) };
      },
    };
  }
}

async function* onePage(read: () => Promise<readonly unknown[] | Readonly<Record<string, unknown>>>) {
  const items = await read();
  if (!Array.isArray(items)) throw new TypeError("The answer is not a list");
  yield { items, body: {} };
}

function reply(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers: new Headers(headers), requestId: "req-1", elapsedMs: 10 };
}

function forever(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}
