/**
 * Numbers for tests that try many inputs: they look random and are the same in every run.
 *
 * @param seed Any integer; another seed makes another sequence.
 * @returns A function that gives the next number from 0 to below its bound.
 */
export function sequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * bound);
  };
}
