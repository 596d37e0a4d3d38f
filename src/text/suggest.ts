/** Longer words are not names that a person or a model mistyped. */
const MAX_LENGTH = 64;

const MAX_DISTANCE = 3;

/**
 * Finds the candidate that a mistyped word most likely means: the nearest by the Damerau-Levenshtein distance
 * (letters inserted, left out, exchanged, or swapped with their neighbour), regardless of case.
 *
 * One edit in three letters is allowed, three at most. Of two that are equally near the first wins.
 *
 * @param word The word as it was given.
 * @param candidates The words that would have been right.
 * @returns The nearest candidate, or `undefined` if none is near.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length === 0 || wanted.length > MAX_LENGTH) return undefined;
  const limit = Math.min(MAX_DISTANCE, Math.max(1, Math.floor(wanted.length / 3)));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const bound = best === undefined ? limit : best.distance - 1;
    if (bound < 0) break;
    const distance = editDistance(wanted, candidate.toLowerCase(), bound);
    if (distance <= bound) best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * The Damerau-Levenshtein distance of two words: letters inserted, left out, exchanged, or swapped with their
 * neighbour.
 *
 * @param bound Above this the distance does not matter.
 * @returns The distance, or any number above the bound once it is certain that the distance is above it.
 */
export function editDistance(a: string, b: string, bound = Infinity): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let lowest = row;
    for (let column = 1; column <= b.length; column++) {
      const cost = cell({ a, b, row, column, twoAbove, above, current });
      current.push(cost);
      lowest = Math.min(lowest, cost);
    }
    if (lowest > bound) return bound + 1;
    twoAbove = above;
    above = current;
  }
  return above[b.length] ?? bound + 1;
}

interface Cell {
  a: string;
  b: string;
  row: number;
  column: number;
  twoAbove: readonly number[];
  above: readonly number[];
  current: readonly number[];
}

function cell({ a, b, row, column, twoAbove, above, current }: Cell): number {
  const same = a[row - 1] === b[column - 1];
  const edits = Math.min(
    at(above, column) + 1,
    at(current, column - 1) + 1,
    at(above, column - 1) + (same ? 0 : 1),
  );
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return swapped ? Math.min(edits, at(twoAbove, column - 2) + 1) : edits;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
