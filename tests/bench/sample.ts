/** Times of what is done several times over.
 *
 * @module
 */

/** The times of one contender in milliseconds. */
export interface Sample {
  readonly median: number;
  readonly min: number;
}

/** What is timed. It may give the time itself, where not all that it does belongs to it. */
export type Contender = () => Promise<number | void>;

/** Times two in turn, so that what else the machine does falls upon both alike. */
export async function compare(
  ours: Contender,
  theirs: Contender,
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<{ ours: Sample; theirs: Sample }> {
  const times = { ours: new Array<number>(), theirs: new Array<number>() };
  const turn = async (name: "ours" | "theirs", contender: Contender, counts: boolean) => {
    const ms = await timed(contender);
    if (counts) times[name].push(ms);
  };
  for (let round = -warmUps; round < rounds; round++) {
    await turn("ours", ours, round >= 0);
    await turn("theirs", theirs, round >= 0);
  }
  return { ours: sampleOf(times.ours), theirs: sampleOf(times.theirs) };
}

/** Median and minimum of some times. */
export function sampleOf(times: readonly number[]): Sample {
  const sorted = times.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? NaN;
  return { median: (lower + upper) / 2, min: sorted[0] ?? NaN };
}

/** The value that so great a part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * part) - 1] ?? NaN;
}

async function timed(contender: Contender): Promise<number> {
  const started = performance.now();
  const own = await contender();
  return own ?? performance.now() - started;
}
