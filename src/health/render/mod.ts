/** The formats of a report. A further one is a further file and an entry here.
 *
 * @module
 */
import { json } from "./json.ts";
import { nagios } from "./nagios.ts";
import { text } from "./text.ts";

export type { Renderer, RenderOptions } from "./renderer.ts";

/** The renderers by the name of their format. */
export const RENDERERS = { text, json, nagios } as const;

/** The name of a format. */
export type ReportFormat = keyof typeof RENDERERS;

/** Whether a format exists. */
export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(RENDERERS, name);
}
