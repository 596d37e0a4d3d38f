/**
 * Faults on purpose: what a test switches on to see how a client takes it.
 *
 * @module
 */

import { pattern } from "./collection.ts";
import type { Json } from "./json.ts";
import { type Arrival, Refusal, type Service } from "./service.ts";
import type { Departure } from "./listener.ts";

/** One fault. A request must fit every given condition. */
export interface DemoFault {
  /** Catalogue type, such as `compute`. */
  service?: string;
  method?: string;
  /** A regular expression, matched on path and query. */
  path?: string;
  kind: "status" | "latency" | "hang" | "reset" | "garbage" | "html" | "redirect";
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** How late a late answer is. */
  ms?: number;
  /** Where a redirect leads. */
  location?: string;
  /** How often it happens before it heals; for ever if not given. */
  times?: number;
}

/** The faults that are switched on. */
export class Faults {
  #active: { fault: DemoFault; path: RegExp | undefined; left: number }[] = [];

  set(faults: readonly DemoFault[]): void {
    this.#active = faults.map((fault) => ({
      fault,
      path: fault.path === undefined ? undefined : pattern(fault.path),
      left: fault.times ?? Infinity,
    }));
  }

  /** The faults that hit a request, each counted: late answers, then at most one that replaces the answer. */
  take(types: readonly string[], arrival: Arrival): DemoFault[] {
    const target = arrival.query === "" ? arrival.path : `${arrival.path}?${arrival.query}`;
    const hit: DemoFault[] = [];
    for (const active of this.#active) {
      const { fault, path } = active;
      if (active.left <= 0 || (fault.service !== undefined && !types.includes(fault.service))) continue;
      if (fault.method !== undefined && fault.method.toUpperCase() !== arrival.method) continue;
      if (path && !path.test(target)) continue;
      active.left -= 1;
      hit.push(fault);
      if (fault.kind !== "latency") break;
    }
    return hit;
  }
}

const PROXY_PAGE =
  "<html><body><h1>STATUS Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n";

/** The answer that a fault puts in the place of the real one. */
export function faultyAnswer(fault: DemoFault, service: Service, arrival: Arrival): Departure {
  const json = { "Content-Type": "application/json" };
  switch (fault.kind) {
    case "html": {
      const status = fault.status ?? 503;
      const body = typeof fault.body === "string" ? fault.body : PROXY_PAGE.replace("STATUS", String(status));
      return { status, headers: { "Content-Type": "text/html", ...fault.headers }, body };
    }
    case "garbage":
      return {
        status: fault.status ?? 200,
        headers: { ...json, ...fault.headers },
        // The beginning of an answer whose rest was lost.
        body: typeof fault.body === "string" ? fault.body : '{"servers": [{"id": "db2f1ad7-3b91',
      };
    case "redirect":
      return {
        status: fault.status ?? 302,
        headers: { Location: fault.location ?? "http://127.0.0.1:1/", ...fault.headers },
        body: "",
      };
    default: {
      const status = fault.status ?? 500;
      if (fault.body !== undefined) {
        const text = typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body);
        return { status, headers: { ...json, ...fault.headers }, body: text };
      }
      const own = service.fault(
        new Refusal(status, "A fault that was switched on."),
        arrival,
        `req-${crypto.randomUUID()}`,
      );
      const body: Json = own.body ?? null;
      return {
        status,
        headers: { ...json, ...own.headers, ...fault.headers },
        body: own.text ?? JSON.stringify(body),
      };
    }
  }
}
