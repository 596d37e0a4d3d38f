/** `deno task bench`: the table of figures.
 *
 * It measures and judges nothing: a missed target is marked, and the exit code is 1 only if something could not be
 * measured. What must not get worse unnoticed (requests, tokens) is held by tests.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { MEASUREMENTS } from "./measurements/mod.ts";
import { renderJson } from "./render/json.ts";
import { renderText } from "./render/text.ts";
import { runBench } from "./run.ts";

const NAMES = MEASUREMENTS.map(({ name }) => name);

const USAGE = `deno task bench [--only NAME]... [--cloud FILE] [--json]

  --only NAME   one of ${NAMES.join(", ")}
  --cloud FILE  clouds.yaml of a real cloud with the entries alice and admin;
                else REAL_CLOUDS, else OS_CLIENT_CONFIG_FILE, else the real cloud is left out
  --json        for machines
`;

/** Runs the benchmark.
 *
 * @returns The exit code.
 */
async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: "string", multiple: true, default: [] },
      cloud: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const wrong = values.only.find((name) => !NAMES.includes(name));
  if (wrong !== undefined) throw new TypeError(`There is no measurement "${wrong}"`);
  const chosen = MEASUREMENTS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const clouds = values.cloud ?? Deno.env.get("REAL_CLOUDS") ?? Deno.env.get("OS_CLIENT_CONFIG_FILE");
  const result = await runBench(
    chosen,
    // The measured processes run elsewhere.
    { realClouds: clouds === undefined ? undefined : await Deno.realPath(clouds) },
    (title) => console.error(title),
  );
  console.log((values.json ? renderJson(result) : renderText(result)).trimEnd());
  return result.sections.some(({ failure }) => failure !== undefined) ? 1 : 0;
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main(Deno.args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    Deno.exitCode = 2;
  }
}
