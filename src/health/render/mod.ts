/** The formats of a report. A further one is a further file and an entry here.
 *
 * @module
 */
import { csv } from "./csv.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { mail } from "./mail.ts";
import { markdown } from "./markdown.ts";
import { nagios } from "./nagios.ts";
import { prometheus } from "./prometheus.ts";
import { text } from "./text.ts";

export type { Renderer, RenderOptions } from "./renderer.ts";

/** The renderers by the name of their format. */
export const RENDERERS = { text, json, html, nagios, prometheus, junit, csv, markdown, mail } as const;

/** The name of a format. */
export type ReportFormat = keyof typeof RENDERERS;

/** Whether a format exists. */
export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(RENDERERS, name);
}
