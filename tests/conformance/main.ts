/** Runs the protocol's official conformance suite through the product's HTTP stack: all that a revision requires with the
 * suite's fixtures behind the stack, and what needs no fixtures with the product itself.
 *
 * @module
 */
import { serveProduct } from "../fixtures/serve_product.ts";
import { serveFixtures } from "./serve_fixtures.ts";
import { runRequirements, runScenario, scenarioOf, type SuiteOptions } from "./suite.ts";

/** What the product itself must pass, by revision. What calls tools of given names would only see that there are none. */
const PRODUCT_SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  "2026-07-28": [
    "server-stateless",
    "tools-list",
    "caching",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
    "http-header-validation",
    "input-required-result-unsupported-methods",
  ],
  "2025-11-25": [
    "server-initialize",
    "ping",
    "tools-list",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
  ],
};

/** How many scenarios went well, and how many did not. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
}

async function judgeFixtures(options: SuiteOptions): Promise<Tally> {
  const { good, passed, expected, unexpected, unscored, output } = await runRequirements(options);
  console.log(
    `${verdict(good)}  fixtures, ${options.revision}: ${passed.length} passed, ` +
      `${expected.length} failed as expected, ${unscored.length} failed that do not count`,
  );
  if (good) return { passed: passed.length, failed: 0 };
  if (unexpected.length === 0) console.log(output);
  for (const entry of unexpected) {
    const { output } = await runScenario(options, scenarioOf(entry));
    console.log(`not expected: ${entry}\n${output}`);
  }
  return { passed: passed.length, failed: Math.max(1, unexpected.length) };
}

async function judgeProduct(options: SuiteOptions): Promise<Tally> {
  const scenarios = PRODUCT_SCENARIOS[options.revision] ?? [];
  let passed = 0;
  for (const scenario of scenarios) {
    const { good, output } = await runScenario(options, scenario);
    if (good) passed++;
    else console.log(output);
  }
  const failed = scenarios.length - passed;
  console.log(
    `${verdict(failed === 0)}  product, ${options.revision}: ${passed} of ${scenarios.length} passed`,
  );
  return { passed, failed };
}

function verdict(good: boolean): string {
  return good ? "ok" : "FAILED";
}

const SUBJECTS = [
  { serve: serveFixtures, judge: judgeFixtures, list: "expected_failures.yml" },
  { serve: serveProduct, judge: judgeProduct, list: "product_failures.yml" },
];

let passed = 0;
let failed = 0;
for (const { serve, judge, list } of SUBJECTS) {
  await using served = await serve();
  const expectedFailures = new URL(list, import.meta.url).pathname;
  for (const revision of Object.keys(PRODUCT_SCENARIOS)) {
    const tally = await judge({ url: served.url, revision, expectedFailures });
    passed += tally.passed;
    failed += tally.failed;
  }
}
console.log(`conformance: ok | ${passed} passed | ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
