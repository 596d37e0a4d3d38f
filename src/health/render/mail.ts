/** The report as a mail, to be piped to a program that sends it: text for every reader, HTML for those that show it.
 *
 * @module
 */
import type { Report } from "../report.ts";
import { renderHtml } from "./html.ts";
import type { Renderer, RenderOptions } from "./renderer.ts";
import { renderText } from "./text.ts";
import { countWords } from "./words.ts";

/** Renders a message after RFC 5322 with a part in text and one in HTML. */
export function renderMail(report: Report, { mail = {} }: RenderOptions = {}): string {
  const boundary = `part-${idOf(report)}`;
  return [
    ...(mail.from === undefined ? [] : [`From: ${address(mail.from)}`]),
    ...(mail.to === undefined ? [] : [`To: ${address(mail.to)}`]),
    ...header("Subject", subjectOf(report)),
    `Date: ${mailDate(report.generated_at)}`,
    `Message-ID: <${idOf(report)}@openstack-mcp.invalid>`,
    "Auto-Submitted: auto-generated",
    "Precedence: bulk",
    `X-OpenStack-MCP-State: ${report.state}`,
    "MIME-Version: 1.0",
    "Content-Type: multipart/alternative;",
    ` boundary="${boundary}"`,
    "",
    `--${boundary}`,
    ...part("text/plain", renderText(report, { color: false, width: 78 })),
    `--${boundary}`,
    ...part("text/html", renderHtml(report)),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

/** The state first: that is what a list of mails shows. */
function subjectOf(report: Report): string {
  return `${report.state}: ${report.cloud}: ${countWords(report)}`;
}

/** Unique to the run, and the same however often it is rendered. */
function idOf({ generated_at, cloud, duration_ms }: Report): string {
  const hash = [...`${cloud} ${generated_at} ${duration_ms}`].reduce(
    (sum, char) => (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0,
    7,
  );
  return `${generated_at.replace(/\D/g, "")}.${duration_ms}.${hash.toString(16)}`;
}

function mailDate(iso: string): string {
  return new Date(iso).toUTCString().replace("GMT", "+0000");
}

/** A name before an address that is not ASCII is encoded; the address itself is. */
function address(text: string): string {
  const [, name, mailbox] = /^(.*?)\s*<([^<>]+)>$/s.exec(text) ?? [];
  if (name === undefined || mailbox === undefined || isPlain(name)) return text;
  return `${encodedWords(name).join("\r\n ")} <${mailbox}>`;
}

/** Lines that are longer than this may be refused. */
const MAX_LINE = 76;

function header(name: string, value: string): string[] {
  if (!isPlain(value)) return [`${name}: ${encodedWords(value).join("\r\n ")}`];
  return folded(`${name}: ${value}`);
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function folded(line: string): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > MAX_LINE) {
      lines.push(current);
      current = ` ${word}`;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** An encoded word has 75 characters at most; so many bytes in base64 leave room for what stands around them. */
const WORD_BYTES = 42;

/** A text as RFC 2047 puts it into a header; no character is cut in two. */
function encodedWords(text: string): string[] {
  const words: number[][] = [[]];
  for (const char of text) {
    const bytes = [...new TextEncoder().encode(char)];
    const last = words.at(-1) ?? [];
    if (last.length + bytes.length > WORD_BYTES) words.push(bytes);
    else last.push(...bytes);
  }
  return words.map((bytes) => `=?UTF-8?B?${Uint8Array.from(bytes).toBase64()}?=`);
}

function part(type: string, body: string): string[] {
  const encoded = new TextEncoder().encode(body).toBase64();
  return [
    `Content-Type: ${type}; charset=utf-8`,
    "Content-Transfer-Encoding: base64",
    "",
    ...encoded.match(/.{1,76}/g) ?? [],
    "",
  ];
}

/** This format. */
export const mail: Renderer = { extension: "eml", render: renderMail };
