/** What a renderer is: a pure function from a report to text.
 *
 * @module
 */
import type { Report } from "../report.ts";

/** How a report is to look. */
export interface RenderOptions {
  /** Whether escape sequences may colour it. @default {false} */
  readonly color?: boolean;
  /** Columns that a line should keep to. @default {78} */
  readonly width?: number;
  /** Headers of a mail. */
  readonly mail?: { readonly from?: string; readonly to?: string };
}

/** A format of the report. */
export interface Renderer {
  /** Ending of a file of this format. */
  readonly extension: string;
  /** The report in this format, with a final newline. */
  readonly render: (report: Report, options?: RenderOptions) => string;
}
