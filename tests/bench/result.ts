/** What a run of the benchmark found, free of how it is shown.
 *
 * @module
 */

/** What figures are counted in. */
export type Unit = "ms" | "×" | "requests" | "tokens" | "bytes" | "MB" | "/s";

/** One figure. */
export interface Figure {
  /** What was measured. */
  readonly subject: string;
  readonly value: number;
  readonly unit: Unit;
  /** The most that it should be. */
  readonly target?: number;
  /** The least that it should be. */
  readonly least?: number;
  /** What else was measured of the same subject. */
  readonly beside?: readonly Quantity[];
  /** What the figure was made of. */
  readonly note?: string;
}

/** A number and what it is counted in. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** A figure that was left out. */
export interface Skipped {
  readonly subject: string;
  /** Why. */
  readonly skipped: string;
}

/** What one measurement found. */
export interface Section {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly skipped: readonly Skipped[];
  /** Why it could not be brought to its end; the figures before that hold. */
  readonly failure?: string;
}

/** What a run found. */
export interface BenchResult {
  readonly version: string;
  readonly deno: string;
  readonly platform: string;
  readonly cores: number;
  /** When it began, ISO 8601. */
  readonly at: string;
  /** Whether a real cloud took part. */
  readonly realCloud: boolean;
  readonly sections: readonly Section[];
}

/** How a figure stands to its target. */
export type Verdict = "ok" | "missed";

/** Judges a figure; one without a target is not judged. */
export function verdictOf({ value, target, least }: Figure): Verdict | undefined {
  if (target === undefined && least === undefined) return undefined;
  return value <= (target ?? Infinity) && value >= (least ?? -Infinity) ? "ok" : "missed";
}
