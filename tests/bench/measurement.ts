/** What a measurement is, and what it is given.
 *
 * @module
 */
import type { Figure, Skipped } from "./result.ts";

/** What every measurement is given. */
export interface BenchContext {
  /** `clouds.yaml` of a real cloud with the entries `alice` and `admin`, if there is one. */
  readonly realClouds: string | undefined;
}

/** One measurement. It gives its figures as it finds them, so that a failure leaves those before it. */
export interface Measurement {
  readonly name: string;
  readonly title: string;
  readonly run: (context: BenchContext) => AsyncIterable<Figure | Skipped>;
}
