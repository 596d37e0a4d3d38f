/** Figures of the front in the text format of Prometheus.
 *
 * @module
 */
import type { CallRecord } from "../server.ts";
import { SNAPSHOT, type SnapshotTool } from "../snapshot.ts";

/** Upper bounds of the durations, in seconds. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
/** Service and status of a request that a call sent. */
const UPSTREAM = /^([a-z0-9-]{1,32}) (\d{3}|none)$/;

/** Figures that are looked up when they are asked for. */
export interface Gauges {
  readonly inFlight: number;
  readonly waiting: number;
  readonly restarts: number;
}

interface Histogram {
  /** Calls that took no longer than the bound with the same index. */
  readonly counts: number[];
  sum: number;
  total: number;
}

/** Counts calls. Labels come from lists that are known beforehand, so that no client can add to their number. */
export class Metrics {
  readonly #names: ReadonlyMap<string, string>;
  readonly #calls = new Counter("openstack_mcp_calls_total", "Tool calls that were forwarded, by outcome.");
  readonly #upstream = new Counter("openstack_mcp_upstream_requests_total", "Requests that calls sent.");
  readonly #refused = new Counter("openstack_mcp_rejected_total", "Requests that were refused, by status.");
  readonly #durations = new Map<string, Histogram>();

  /** Makes figures of which none is counted yet.
   *
   * @param tools Every declared tool; for tests.
   */
  constructor(tools: readonly SnapshotTool[] = SNAPSHOT) {
    this.#names = new Map(
      tools.flatMap(({ listed, aliases, reads }) =>
        [...reads.map(({ name }) => name), ...aliases, listed.name].map((name) =>
          [name, listed.name] as const
        )
      ),
    );
  }

  /** Counts a call that is over. */
  call({ tool, outcome, durationMs, upstream = {} }: CallRecord): void {
    const name = this.#names.get(tool) ?? "unknown";
    this.#calls.add({ tool: name, outcome });
    this.#observe(name, durationMs / 1000);
    for (const [key, count] of Object.entries(upstream)) {
      const [, service = "unknown", status = "unknown"] = UPSTREAM.exec(key) ?? [];
      this.#upstream.add({ service, status }, count);
    }
  }

  /** Counts a request that was refused with a status. */
  refused(status: number): void {
    this.#refused.add({ status: `${status}` });
  }

  /** Writes all figures. */
  text({ inFlight, waiting, restarts }: Gauges): string {
    return [
      ...this.#calls.lines(),
      ...this.#histogramLines(),
      ...this.#upstream.lines(),
      ...this.#refused.lines(),
      ...single("openstack_mcp_calls_in_flight", "gauge", "Tool calls under way.", inFlight),
      ...single("openstack_mcp_calls_waiting", "gauge", "Tool calls that wait for a login.", waiting),
      ...single("openstack_mcp_worker_restarts_total", "counter", "Cloud threads that died.", restarts),
      "",
    ].join("\n");
  }

  #observe(tool: string, seconds: number): void {
    const histogram = this.#durations.get(tool) ?? { counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
    this.#durations.set(tool, histogram);
    histogram.sum += seconds;
    histogram.total++;
    for (const [index, bound] of BUCKETS.entries()) {
      if (seconds <= bound) histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
    }
  }

  #histogramLines(): string[] {
    const name = "openstack_mcp_call_duration_seconds";
    const lines = [...this.#durations].flatMap(([tool, { counts, sum, total }]) => [
      ...BUCKETS.map((bound, index) => line(`${name}_bucket`, { tool, le: `${bound}` }, counts[index] ?? 0)),
      line(`${name}_bucket`, { tool, le: "+Inf" }, total),
      line(`${name}_sum`, { tool }, sum),
      line(`${name}_count`, { tool }, total),
    ]);
    return [...head(name, "histogram", "How long tool calls took."), ...lines];
  }
}

type Labels = Readonly<Record<string, string>>;

class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels, count = 1): void {
    const key = Object.values(labels).join(" ");
    const entry = this.#values.get(key) ?? { labels, value: 0 };
    entry.value += count;
    this.#values.set(key, entry);
  }

  lines(): string[] {
    const values = [...this.#values.values()].map(({ labels, value }) => line(this.#name, labels, value));
    return [...head(this.#name, "counter", this.#help), ...values];
  }
}

function head(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function single(name: string, type: string, help: string, value: number): string[] {
  return [...head(name, type, help), `${name} ${value}`];
}

/** No label needs escaping: all come from names of tools, services and numbers. */
function line(name: string, labels: Labels, value: number): string {
  return `${name}{${Object.entries(labels).map(([key, text]) => `${key}="${text}"`).join(",")}} ${value}`;
}
