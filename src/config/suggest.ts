/** Finding the word that was probably meant.
 *
 * @module
 */

/** The number of letters to insert, delete, replace or swap with their neighbour to get from one word to another.
 *
 * @param from One word.
 * @param to The other word.
 */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const steps = [
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      ];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (swapped) steps.push(at(beforePrevious, column - 2) + 1);
      current.push(Math.min(...steps));
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

/** Finds the candidate that a misspelt word stands for.
 *
 * One slip is a near miss in any word of four letters or more, two only in a long one: a shorter word is too
 * easily another word.
 *
 * @param word The word as it was written.
 * @param candidates The words that are known.
 * @returns The nearest candidate, or `undefined` when none is near or the word is one of them.
 */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = word.length >= 9 ? 2 : word.length >= 4 ? 1 : 0;
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    if (candidate === word) return undefined;
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Finds the choice that was probably meant, more generously than {@linkcode nearMiss}: for messages only.
 *
 * @param word The word as it was written.
 * @param choices What can be chosen.
 * @returns The choice, or `undefined` when nothing resembles the word.
 */
export function suggestion(word: string, choices: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = [...choices]
    .map((choice) => ({ choice, distance: distanceForMessage(wanted, choice.toLowerCase()) }))
    .filter(({ choice, distance }) => distance <= Math.max(1, Math.floor(choice.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.choice;
}

function distanceForMessage(word: string, choice: string): number {
  const begun = word.length >= 3 && choice.startsWith(word);
  return begun ? 1 : editDistance(word, choice);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
