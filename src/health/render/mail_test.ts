import assert from "node:assert/strict";
import { BARE, SAMPLE } from "./_sample_report.ts";
import { renderHtml } from "./html.ts";
import { renderMail } from "./mail.ts";
import { renderText } from "./text.ts";

/** The parts of a message of two parts, decoded. */
function partsOf(message: string): { readonly headers: string; readonly parts: readonly string[] } {
  const [headers = "", ...rest] = message.split("\r\n\r\n");
  const boundary = /boundary="([^"]+)"/.exec(headers)?.[1] ?? "";
  const body = rest.join("\r\n\r\n");
  assert.ok(body.endsWith(`--${boundary}--\r\n`));
  const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => {
    const [, encoded = ""] = part.split("\r\n\r\n");
    return new TextDecoder().decode(Uint8Array.fromBase64(encoded.replaceAll("\r\n", "")));
  });
  return { headers, parts };
}

Deno.test("renderMail() has the text and the HTML of the same report", () => {
  const { headers, parts } = partsOf(renderMail(SAMPLE));
  assert.deepEqual(parts, [renderText(SAMPLE), renderHtml(SAMPLE)]);
  assert.match(headers, /^Subject: /);
  assert.match(headers, /\r\nAuto-Submitted: auto-generated\r\n/);
  assert.match(headers, /\r\nMIME-Version: 1\.0\r\n/);
});

Deno.test("renderMail() writes lines and headers as mail programs take them", () => {
  const message = renderMail({
    ...SAMPLE,
    cloud: "a cloud with a name that is as long as names of clouds can get ".repeat(3),
  });
  assert.doesNotMatch(message.replaceAll("\r\n", ""), /[\r\n]/);
  for (const line of message.split("\r\n")) {
    assert.ok(line.length <= 78, line);
    assert.match(line, /^[\t\x20-\x7e]*$/);
  }
});

Deno.test("renderMail() encodes what is not ASCII, and keeps a name from becoming a header", () => {
  const message = renderMail({ ...BARE, cloud: "Zürich\r\nBcc: eve@example.com" }, {
    mail: { from: "Jürgen <cloud@example.com>", to: "ops@example.com" },
  });
  const { headers } = partsOf(message);
  assert.doesNotMatch(headers, /\r\nBcc:/);
  assert.match(headers, /^From: =\?UTF-8\?B\?[\w+/=]+\?= <cloud@example\.com>\r\nTo: ops@example\.com\r\n/);
  const words = [...headers.slice(headers.indexOf("Subject:")).matchAll(/=\?UTF-8\?B\?([\w+/=]+)\?=/g)];
  const subject = words.map(([, word = ""]) => new TextDecoder().decode(Uint8Array.fromBase64(word))).join(
    "",
  );
  assert.match(subject, /Zürich/);
});

Deno.test("renderMail() dates the mail by the run", () => {
  const message = renderMail({ ...BARE, generated_at: "2026-11-21T06:05:04Z" });
  assert.match(message, /\r\nDate: Sat, 21 Nov 2026 06:05:04 \+0000\r\n/);
});
