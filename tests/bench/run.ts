/** Makes measurements, whatever becomes of each.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import type { BenchContext, Measurement } from "./measurement.ts";
import type { BenchResult, Figure, Section, Skipped } from "./result.ts";

/** Makes measurements one after the other.
 *
 * @param onSection Called before each, with its title.
 */
export async function runBench(
  measurements: readonly Measurement[],
  context: BenchContext,
  onSection: (title: string) => void = () => {},
): Promise<BenchResult> {
  const at = new Date().toISOString();
  const sections: Section[] = [];
  for (const measurement of measurements) {
    onSection(`${measurement.name}: ${measurement.title}`);
    sections.push(await sectionOf(measurement, context));
  }
  return {
    version: config.version,
    deno: Deno.version.deno,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    cores: navigator.hardwareConcurrency,
    at,
    realCloud: context.realClouds !== undefined,
    sections,
  };
}

async function sectionOf({ name, title, run }: Measurement, context: BenchContext): Promise<Section> {
  const figures: Figure[] = [];
  const skipped: Skipped[] = [];
  try {
    for await (const one of run(context)) {
      if ("skipped" in one) skipped.push(one);
      else figures.push(one);
    }
    return { name, title, figures, skipped };
  } catch (error) {
    return { name, title, figures, skipped, failure: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}
