/** The report as metrics, for the text-file collector of the node exporter: no timestamps, no resource ids.
 *
 * @module
 */
import { sanitizeText } from "../../text/sanitize.ts";
import { exitCode, type Finding, type Measure, type Report, type Severity, type Stock } from "../report.ts";
import type { Renderer } from "./renderer.ts";

type Labels = Readonly<Record<string, string | undefined>>;

type Sample = readonly [labels: Labels, value: number | undefined];

/** A metric. All are gauges: a run counts from nothing. */
interface Metric {
  /** What follows the common prefix. */
  readonly name: string;
  readonly help: string;
  /** A sample without a value is left out. */
  readonly samples: (report: Report) => Iterable<Sample>;
}

const PREFIX = "openstack_mcp_report";

const SEVERITIES: readonly Severity[] = ["critical", "warning", "info"];

const CHANGES = ["new", "worse", "better", "unchanged"] as const;

const METRICS: readonly Metric[] = [
  {
    name: "info",
    help: "The program that made the report; always 1.",
    samples: ({ tool }) => [[{ name: tool.name, version: tool.version }, 1]],
  },
  {
    name: "state",
    help: "State of the whole: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
    samples: (report) => [[{}, exitCode(report)]],
  },
  {
    name: "area_state",
    help: "State of an area: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. An area that was not checked has none.",
    samples: ({ areas }) =>
      areas.map(({ area, state }) => [{ area }, state === "NOT CHECKED" ? undefined : exitCode({ state })]),
  },
  {
    name: "place_state",
    help: "State of one of several clouds or regions: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
    samples: ({ places = [] }) => places.map((one) => [{ place: one.place }, exitCode(one)]),
  },
  {
    name: "findings",
    help: "Findings that count. A check without a verdict has no zeros.",
    samples: findingSamples,
  },
  {
    name: "muted_findings",
    help: "Findings that do not count, by what mutes them.",
    samples: ({ findings }) =>
      (["acknowledged", "ignored", "unconfirmed"] as const)
        .map((why) => [{ why }, findings.filter(({ muted }) => muted?.why === why).length]),
  },
  {
    name: "changed_findings",
    help: "Findings by how they compare with the run before.",
    samples: ({ changes }) =>
      changes
        ? [
          ...CHANGES.map((change): Sample => [{ change }, changes[change]]),
          [{ change: "resolved" }, changes.resolved.length],
        ]
        : [],
  },
  {
    name: "checks",
    help: "Checks by how they ended.",
    samples: ({ checks }) =>
      (["ok", "warning", "critical", "unknown", "not permitted", "not applicable"] as const)
        .map((state) => [{ state }, checks.filter((check) => check.state === state).length]),
  },
  {
    name: "coverage_ratio",
    help: "Share of the checks that came to a verdict.",
    samples: ({ coverage: { ran, of } }) => [[{}, of > 0 ? ran / of : undefined]],
  },
  {
    name: "stock_used",
    help: "How much of something is in use.",
    samples: ({ stocks }) => stocks.map((stock) => [stockLabels(stock), stock.used * factorOf(stock)]),
  },
  {
    name: "stock_limit",
    help: "How much of something there is. What has no limit has none.",
    samples: ({ stocks }) =>
      stocks.map((stock) => [stockLabels(stock), stock.total && stock.total * factorOf(stock)]),
  },
  {
    name: "stock_used_ratio",
    help: "Share of something that is in use.",
    samples: ({ stocks }) =>
      stocks.map((stock) => [stockLabels(stock), stock.total ? stock.used / stock.total : undefined]),
  },
  {
    name: "stock_full_timestamp_seconds",
    help: "When something will be used up if it goes on as it did.",
    samples: ({ stocks }) =>
      stocks.map((stock) => [
        stockLabels(stock),
        stock.forecast && Date.parse(stock.forecast.full_on) / 1000,
      ]),
  },
  {
    name: "held_items",
    help: "What lies about unused, by kind.",
    samples: ({ holdings }) => holdings.map(({ what, place, count }) => [{ what, place }, count]),
  },
  {
    name: "score_points",
    help: "Points for the health.",
    samples: ({ scores = [] }) => scores.map(({ place, points }) => [{ place }, points]),
  },
  {
    name: "score_possible_points",
    help: "The most points that the parts which were read can give.",
    samples: ({ scores = [] }) => scores.map((score) => [{ place: score.place }, score.of]),
  },
  {
    name: "measure_seconds",
    help: "Times that checks measured.",
    samples: (report) => measureSamples(report, { s: 1, ms: 0.001, d: 86_400 }),
  },
  {
    name: "measure_ratio",
    help: "Shares that checks measured.",
    samples: (report) => measureSamples(report, { "%": 0.01 }),
  },
  {
    name: "measure",
    help: "Other numbers that checks measured.",
    samples: (report) => measureSamples(report, { "": 1 }),
  },
  {
    name: "requests",
    help: "Requests of the run, by service.",
    samples: ({ requests }) =>
      Object.entries(requests.by_service).map(([service, count]) => [{ service }, count]),
  },
  {
    name: "retries",
    help: "Requests that were repeated.",
    samples: ({ requests }) => [[{}, requests.retries]],
  },
  {
    name: "faults",
    help: "Answers that were 5xx or 429, and requests without an answer.",
    samples: ({ requests }) => [[{}, requests.faults]],
  },
  {
    name: "duration_seconds",
    help: "How long the run took.",
    samples: ({ duration_ms }) => [[{}, duration_ms / 1000]],
  },
  {
    name: "incomplete",
    help: "1 if the run was cut short, else 0.",
    samples: ({ incomplete }) => [[{}, incomplete === undefined ? 0 : 1]],
  },
  {
    name: "last_run_timestamp_seconds",
    help: "When the run began.",
    samples: ({ generated_at }) => [[{}, Date.parse(generated_at) / 1000]],
  },
  {
    name: "last_success_timestamp_seconds",
    help: "When the run began, if it came to its end. A run that was cut short has none.",
    samples: ({ generated_at, incomplete }) => [
      [{}, incomplete === undefined ? Date.parse(generated_at) / 1000 : undefined],
    ],
  },
];

/** Zeros are told only where a verdict stands behind them: what could not be read is absent. */
function findingSamples({ checks, findings }: Report): Sample[] {
  const counts = Map.groupBy(
    findings.filter(({ muted }) => !muted),
    ({ check, place, severity }) => seriesKey(check, place, severity),
  );
  return checks.flatMap(({ id, area, place, state }) =>
    SEVERITIES.map((severity): Sample => {
      const count = counts.get(seriesKey(id, place, severity))?.length ?? 0;
      const told = count > 0 || VERDICTS.has(state);
      return [{ area, check: id, severity, place }, told ? count : undefined];
    })
  );
}

const VERDICTS: ReadonlySet<string> = new Set(["ok", "warning", "critical"]);

function seriesKey(check: string, place: string | undefined, severity: Finding["severity"]): string {
  return JSON.stringify([check, place, severity]);
}

/** Prometheus counts in bytes. */
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

function factorOf({ unit }: Stock): number {
  return BYTES[unit] ?? 1;
}

function stockLabels({ group, name, unit, place }: Stock): Labels {
  return { group, name, unit: unit in BYTES ? "bytes" : unit, place };
}

/** The measures of some units, each with what makes its base unit of it. */
function* measureSamples(
  { checks }: Report,
  factors: Partial<Record<Measure["unit"], number>>,
): Iterable<Sample> {
  for (const { place, measures = [] } of checks) {
    for (const { label, value, unit } of measures) {
      const factor = factors[unit];
      if (factor !== undefined) yield [{ name: label, place }, Number((value * factor).toPrecision(12))];
    }
  }
}

/** Renders for the text-file collector. Every series names the cloud, so that several files fit together. */
export function renderPrometheus(report: Report): string {
  return METRICS.map((metric) => metricText(metric, report)).join("");
}

function metricText({ name, help, samples }: Metric, report: Report): string {
  const full = `${PREFIX}_${name}`;
  // A series that stands there twice makes the collector refuse the whole file.
  const series = new Map<string, number>();
  for (const [labels, value] of samples(report)) {
    if (value !== undefined) series.set(labelText({ cloud: report.cloud, ...labels }), value);
  }
  if (series.size === 0) return "";
  const lines = [...series].map(([labels, value]) => `${full}${labels} ${value}`);
  return [`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, ...lines, ""].join("\n");
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [`${name}="${labelValue(value)}"`]
  );
  return `{${pairs.join(",")}}`;
}

function labelValue(value: string): string {
  return sanitizeText(value, { multiline: true })
    .replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** This format. The collector reads files of this ending alone. */
export const prometheus: Renderer = { extension: "prom", render: renderPrometheus };
