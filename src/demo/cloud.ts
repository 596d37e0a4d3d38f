/**
 * The demo cloud as a whole: its services, each behind a port, and what happens to a request on its way.
 *
 * @module
 */

import { Accounts } from "./accounts.ts";
import { Agenda } from "./agenda.ts";
import { Catalog } from "./catalog.ts";
import { changed } from "./change.ts";
import { crowded } from "./crowd.ts";
import { placesOf, withGuests, withHosts, withServerPorts } from "./crowd_hosts.ts";
import { Faults, faultyAnswer } from "./faults.ts";
import { itemOf, itemsOf, textOf } from "./json.ts";
import { type Departure, listen, type Listener, type Outcome } from "./listener.ts";
import { loadSeeds, type Seeds } from "./seed.ts";
import { type Answer, type Arrival, type Call, NOBODY, Refusal, Router, type Service } from "./service.ts";
import { cinder } from "./services/block_storage.ts";
import { compute, type ComputeOptions } from "./services/compute.ts";
import { Lifecycle } from "./services/compute_lifecycle.ts";
import { Neighbours } from "./services/compute_neighbours.ts";
import { Records } from "./services/compute_records.ts";
import { Servers } from "./services/compute_servers.ts";
import { withQuotas } from "./services/compute_usage.ts";
import { designate } from "./services/dns.ts";
import { identity } from "./services/identity.ts";
import { image } from "./services/image.ts";
import { barbican } from "./services/key_manager.ts";
import { octavia } from "./services/load_balancer.ts";
import { neutron } from "./services/network.ts";
import { swift } from "./services/object_store.ts";
import { heat } from "./services/orchestration.ts";
import { placement } from "./services/placement.ts";
import { manila } from "./services/share.ts";
import type { DemoCloud, DemoOptions, DemoRequest } from "./types.ts";

/** The newest microversions by release. */
const RELEASES = {
  "zed": { compute: 93, volume: 70 },
  "2026.2": { compute: 104, volume: 71 },
};

/** The services that listen, by the catalogue type they were recorded under, with further types they answer to. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  "identity": [],
  "compute": [],
  "placement": [],
  "network": [],
  "block-storage": ["volumev3"],
  "image": [],
  "orchestration": [],
  "load-balancer": [],
  "key-manager": [],
  "dns": [],
  "sharev2": [],
  "object-store": [],
};

/** The project of {@linkcode DemoOptions.servers} and {@linkcode DemoOptions.crowd}. */
const CROWDED = "acme";

/** How long transitions take unless told otherwise. */
const TRANSITION_MS = 300;

/** The log is for tests; a demo that runs for weeks must not grow with it. */
const MAX_LOG = 20_000;

/** Nova without its place. */
type Nova = Omit<ComputeOptions, "origin" | "maxVersion">;

/** Everything a running demo consists of. */
class Demo {
  readonly requests: DemoRequest[] = [];
  readonly faults = new Faults();
  readonly #options: DemoOptions;
  readonly #password: string;
  readonly #listeners = new Map<string, Listener>();
  readonly #services = new Map<string, { service: Service; router: Router }>();
  readonly #timers = new Map<ReturnType<typeof setTimeout>, () => void>();
  readonly #origins: Record<string, string> = {};
  readonly #agenda = new Agenda();
  #accounts: Accounts | undefined;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#password = options.password ?? crypto.randomUUID();
    this.faults.set(options.faults ?? []);
  }

  async start(): Promise<DemoCloud> {
    try {
      await this.#open();
      return this.#furnish();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  #furnish(): DemoCloud {
    const origins = this.#origins;
    const path = this.#options.path ?? "";
    const recorded = loadSeeds({
      origins: { ...origins, identity: origins["identity"] + path },
      now: Date.now(),
    });
    const { seeds, servers } = this.#populated(recorded);
    const accounts = new Accounts(seeds.identity, {
      password: this.#password,
      tokenTtlSeconds: this.#options.tokenTtlSeconds ?? 3600,
    });
    const catalog = new Catalog(seeds.identity, {
      without: this.#options.without ?? [],
      empty: this.#options.emptyEndpoints ?? [],
    });
    this.#accounts = accounts;
    const nova = this.#nova(seeds, servers);
    nova.lifecycle.fail(this.#options.failures ?? []);
    for (const service of this.#build(seeds, accounts, catalog, nova)) {
      this.#services.set(service.type, { service, router: new Router(service.routes, service.heads) });
    }
    return {
      authUrl: `${origins["identity"]}${path}/v3`,
      password: this.#password,
      endpoints: catalog.urls(),
      users: accounts.people(),
      requests: this.requests,
      setFaults: (faults) => this.faults.set(faults),
      revokeTokens: () => accounts.revokeAll(),
      changeCatalog: (change) => catalog.change(change),
      failTransitions: (failure) => nova.lifecycle.fail(Array.isArray(failure) ? failure : [failure]),
      setServer: (idOrName, fields) => {
        const now = Date.now();
        this.#agenda.advance(now);
        nova.lifecycle.set(idOrName, fields, now);
      },
      close: () => this.close(),
    };
  }

  /** The recorded state with the crowds and changes that are wanted, and the servers in it. */
  #populated(recorded: Seeds): { seeds: Seeds; servers: Servers } {
    const { crowd = {}, hosts, changes = [], servers: count } = this.#options;
    const projectId = crowdedProject(recorded);
    const { ports, ...network } = crowd.network ?? {};
    const spread = hosts !== undefined;
    const crowds = crowded(recorded, spread ? { ...crowd, network } : crowd, projectId);
    const start = changed(withHosts(crowds, hosts), changes);
    const places = spread ? placesOf(start.compute) : [];
    const servers = new Servers(start.compute, { count, projectId, places });
    const lodged = withGuests(start, servers.copies);
    return { seeds: spread ? withServerPorts(lodged, servers.copies, ports) : lodged, servers };
  }

  /** What Nova knows and does, apart from how it is asked. */
  #nova(seeds: Seeds, servers: Servers): Nova {
    const projectId = crowdedProject(seeds);
    const records = new Records(itemOf(seeds.compute["actions"]), (id) => servers.modelOf(id));
    const neighbours = new Neighbours({
      network: seeds.network,
      image: seeds.image,
      blockStorage: seeds.block_storage,
      imageOrigin: this.#origins["image"] ?? "",
    });
    const lifecycle = new Lifecycle({
      servers,
      records,
      agenda: this.#agenda,
      transitionMs: this.#options.transitionMs ?? TRANSITION_MS,
      leave: (server, at) => neighbours.leave(server, at),
    });
    const seed = withQuotas(seeds.compute, itemsOf(seeds.identity["projects"]));
    return { seed, projectId, servers, records, neighbours, lifecycle };
  }

  /** Opens the ports first: the seed is full of addresses. */
  async #open(): Promise<void> {
    const { hostname = "127.0.0.1", tls } = this.#options;
    const host = hostname.includes(":") ? `[${hostname}]` : hostname;
    for (const [type, others] of Object.entries(TYPES)) {
      const listener = await listen({ hostname, tls, handle: (arrival) => this.#handle(type, arrival) });
      this.#listeners.set(type, listener);
      const origin = `${tls ? "https" : "http"}://${host}:${listener.port}`;
      for (const name of [type, ...others]) this.#origins[name] = origin;
    }
  }

  #build(seeds: Seeds, accounts: Accounts, catalog: Catalog, nova: Nova): Service[] {
    const max = RELEASES[this.#options.release ?? "zed"];
    const origin = (type: string) => this.#origins[type] ?? "";
    return [
      identity({
        accounts,
        catalog,
        seed: seeds.identity,
        path: this.#options.path ?? "",
        origin: origin("identity"),
      }),
      compute({ ...nova, origin: origin("compute"), maxVersion: max.compute }),
      image({ seed: seeds.image, origin: origin("image") }),
      placement({ seed: seeds.placement }),
      neutron({ seed: seeds.network, origin: origin("network") }),
      heat({ seed: seeds.orchestration, origin: origin("orchestration") }),
      octavia({ seed: seeds.load_balancer }),
      barbican({ seed: seeds.key_manager, origin: origin("key-manager") }),
      designate({ seed: seeds.dns, origin: origin("dns") }),
      manila({ seed: seeds.share, origin: origin("sharev2") }),
      swift({ seed: seeds.object_store }),
      cinder({ seed: seeds.block_storage, origin: origin("block-storage"), maxVersion: max.volume }),
    ];
  }

  async close(): Promise<void> {
    for (const [timer, wake] of this.#timers) {
      clearTimeout(timer);
      wake();
    }
    this.#timers.clear();
    await Promise.all([...this.#listeners.values()].map((listener) => listener.close()));
    this.#listeners.clear();
  }

  async #handle(type: string, arrival: Arrival): Promise<Outcome> {
    const entry = this.#services.get(type);
    if (!entry) return "reset";
    const outcome = await this.#withFaults(entry.service, entry.router, arrival);
    this.#log(type, arrival, typeof outcome === "string" ? 0 : outcome.status);
    return outcome;
  }

  async #withFaults(service: Service, router: Router, arrival: Arrival): Promise<Outcome> {
    const types = [service.type, ...TYPES[service.type] ?? []];
    for (const fault of this.faults.take(types, arrival)) {
      if (fault.kind === "latency") await this.#wait(fault.ms ?? 1000);
      else if (fault.kind === "hang") return "silence";
      else if (fault.kind === "reset") return "reset";
      else return faultyAnswer(fault, service, arrival);
    }
    return this.#answer(service, router, arrival);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.set(timer, resolve);
    });
  }

  #answer(service: Service, router: Router, arrival: Arrival): Departure {
    const requestId = `req-${crypto.randomUUID()}`;
    const { answer, routed } = this.#judge(service, router, arrival, requestId);
    const headers = { ...service.headers({ arrival, answer, requestId, routed }), ...answer.headers };
    if (answer.text !== undefined) return { status: answer.status, headers, body: answer.text };
    if (answer.body === undefined) return { status: answer.status, headers, body: "" };
    return {
      status: answer.status,
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(answer.body),
    };
  }

  #judge(
    service: Service,
    router: Router,
    arrival: Arrival,
    requestId: string,
  ): { answer: Answer; routed: boolean } {
    const now = Date.now();
    this.#agenda.advance(now);
    const token = this.#accounts?.find(arrival.headers["x-auth-token"], now);
    if (!token && !service.open(arrival)) return { answer: this.#stranger(service, arrival), routed: false };
    const found = router.find(arrival.method, service.rewrite?.(arrival.path) ?? arrival.path);
    if (!found) return { answer: service.missing(arrival, requestId), routed: false };
    try {
      const call: Call = {
        ...arrival,
        origin: this.#origins[service.type] ?? "",
        params: found.params,
        search: new URLSearchParams(arrival.query),
        caller: token?.caller ?? NOBODY,
        version: service.negotiate(arrival),
        now,
        requestId,
      };
      return { answer: found.route.handle(call), routed: true };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { answer: service.fault(error, arrival, requestId), routed: true };
    }
  }

  /** What the token middleware says before a service sees the request. */
  #stranger(service: Service, arrival: Arrival): Answer {
    const uri = this.#origins["identity"] + (this.#options.path ?? "");
    if (service.stranger) return service.stranger(arrival, uri);
    const message = "The request you have made requires authentication.";
    return {
      status: 401,
      headers: { "WWW-Authenticate": `Keystone uri="${uri}"` },
      body: { error: { code: 401, title: "Unauthorized", message } },
    };
  }

  #log(service: string, arrival: Arrival, status: number): void {
    const headers = { ...arrival.headers };
    for (const name of SECRET_HEADERS) if (headers[name] !== undefined) headers[name] = "present";
    const { method, path, query } = arrival;
    this.requests.push({ service, method, path, query, status, headers, at: Date.now() });
    if (this.requests.length > MAX_LOG) this.requests.splice(0, MAX_LOG / 2);
  }
}

const SECRET_HEADERS = ["x-auth-token", "x-subject-token"];

function crowdedProject(seeds: Seeds): string {
  const project = itemsOf(seeds.identity["projects"]).find((one) => one["name"] === CROWDED);
  return textOf(project?.["id"]);
}

/** Starts a demo cloud. */
export function startDemoCloud(options: DemoOptions): Promise<DemoCloud> {
  return new Demo(options).start();
}
