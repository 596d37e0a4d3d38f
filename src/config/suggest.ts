/** Finding the word that was probably meant.
 *
 * @module
 */

import { editDistance } from "../text/suggest.ts";

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
