/** The report as one HTML file. It asks nobody for anything, and permits itself nothing but its own style and
 * script.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Report } from "../report.ts";
import { capacitySection, holdingsSection, quotaSection, scoreSection } from "./html_amounts.ts";
import { checksSection, footMarkup, skippedSection } from "./html_coverage.ts";
import { exposureSection, findingsSection, mutedSection } from "./html_findings.ts";
import { certificatesSection, measuresSection, trendsSection } from "./html_numbers.ts";
import { areasSection, changesSection, headMarkup, placesSection } from "./html_overview.ts";
import { type Section, sectionMarkup, stateClass } from "./html_parts.ts";
import { SCRIPT } from "./html_script.ts";
import { STYLE } from "./html_style.ts";
import { Markup, markup } from "./markup.ts";
import type { Renderer } from "./renderer.ts";

/** The sections in order; one that has nothing to say is left out. */
const SECTIONS: readonly ((report: Report) => Section | undefined)[] = [
  changesSection,
  placesSection,
  areasSection,
  findingsSection,
  exposureSection,
  capacitySection,
  quotaSection,
  holdingsSection,
  scoreSection,
  trendsSection,
  certificatesSection,
  mutedSection,
  skippedSection,
  measuresSection,
  checksSection,
];

/** Renders for a browser and for paper. Without scripts everything is there to read. */
export function renderHtml(report: Report): string {
  const sections = SECTIONS.flatMap((section) => section(report) ?? []);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${report.state}: health of ${report.cloud}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body class="${stateClass(report.state)}">
<div class="page">
${headMarkup(report)}<nav aria-label="Sections"><ul>
${
    sections.map(({ id, title }) =>
      markup`<li><a href="#${id}">${title}</a></li>
`
    )
  }</ul></nav>
<main>
${sections.map(sectionMarkup)}</main>
${footMarkup(report)}</div>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return String(page);
}

/** Nothing is loaded or sent; only the style and the script that stand here, known by their hashes, count. */
function policy(): string {
  return [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    `script-src '${digest(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** This format. */
export const html: Renderer = { extension: "html", render: renderHtml };
