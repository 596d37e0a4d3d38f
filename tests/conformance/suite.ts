/** Runs of the protocol's official conformance suite, and what they came to.
 *
 * The suite has a configuration and a lock of its own (`tests/tools`), so that none of its many packages is ours.
 *
 * @module
 */

/** Whom the suite speaks with, and how it judges. */
export interface SuiteOptions {
  readonly url: string;
  /** Revision of the protocol that is spoken. */
  readonly revision: string;
  /** Path of the list of failures that are expected. */
  readonly expectedFailures: string;
}

/** What a set of scenarios came to, in names of scenarios or `scenario:check`. */
export interface SetOutcome {
  readonly passed: readonly string[];
  /** What failed as the list says. */
  readonly expected: readonly string[];
  /** What failed although the list does not say so, or passed although it says otherwise. */
  readonly unexpected: readonly string[];
  /** What failed and counts for nothing: extensions, and scenarios that came after the revision. */
  readonly unscored: readonly string[];
  readonly good: boolean;
  /** What the suite printed. */
  readonly output: string;
}

/** What one scenario came to. */
export interface ScenarioOutcome {
  readonly good: boolean;
  /** What the suite printed. */
  readonly output: string;
}

const SUITE = "npm:@modelcontextprotocol/conformance@0.2.0-alpha.12";
const CONFIG = new URL("../tools/deno.json", import.meta.url).pathname;
// deno-lint-ignore no-control-regex -- colors are control characters
const COLORS = /\x1b\[\d+m/g;

/** Runs all that a revision requires. */
export async function runRequirements(options: SuiteOptions): Promise<SetOutcome> {
  const { good, output } = await run(options, ["--requirements", options.revision]);
  const [, summary = "", baseline = ""] = output.split(/^=== SUMMARY ===$|^Total: .*$/m);
  const expected = [...baseline.matchAll(/^ {2}~ (\S+)$/gm)].map(([, entry = ""]) => entry);
  const unexpected = [...baseline.matchAll(/^ {2}[✓✗] (\S+)$/gm)].map(([, entry = ""]) => entry);
  const judged = new Set([...expected, ...unexpected].map(scenarioOf));
  const lines = [...summary.matchAll(/^([✓✗]) (\S+): /gm)]
    .map(([, mark, scenario = ""]) => ({ mark, scenario }))
    .filter(({ scenario }) => !judged.has(scenario));
  const passed = lines.filter(({ mark }) => mark === "✓").map(({ scenario }) => scenario);
  return {
    passed,
    expected,
    unexpected,
    unscored: lines.filter(({ mark }) => mark === "✗").map(({ scenario }) => scenario),
    // A suite that ran nothing has found no fault either.
    good: good && passed.length > 0,
    output,
  };
}

/** Runs one scenario. */
export async function runScenario(options: SuiteOptions, scenario: string): Promise<ScenarioOutcome> {
  return await run(options, ["--scenario", scenario, "--spec-version", options.revision]);
}

/** The scenario of an entry in a list of failures. */
export function scenarioOf(entry: string): string {
  return entry.split(":")[0] ?? entry;
}

async function run(
  { url, expectedFailures }: SuiteOptions,
  chosen: readonly string[],
): Promise<ScenarioOutcome> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-read",
      "--allow-env",
      "--allow-net=127.0.0.1",
      "--config",
      CONFIG,
      SUITE,
      "server",
      "--url",
      url,
      ...chosen,
      "--expected-failures",
      expectedFailures,
    ],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  const output = `${decoder.decode(stdout)}${decoder.decode(stderr)}`.replaceAll(COLORS, "");
  return { good: success, output };
}
