/** The period of a usage report, as Nova wants it in a request.
 *
 * @module
 */

/** A period; milliseconds since the epoch. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** The query that asks for a period. Nova wants times without a zone, and means UTC. */
export function periodQuery({ start, end }: Period): { start: string; end: string } {
  const text = (time: number) => new Date(time).toISOString().slice(0, 19);
  return { start: text(start), end: text(end) };
}
