import assert from "node:assert/strict";
import { escapeMarkup, markup } from "./markup.ts";

Deno.test("markup`` escapes what it is given, and leaves markup as it is", () => {
  const name = `<script>alert("1")</script>&'`;
  assert.equal(
    String(markup`<b title="${name}">${markup`<i>${1}</i>`}</b>`),
    `<b title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;"><i>1</i></b>`,
  );
});

Deno.test("markup`` puts lists together and makes nothing of nothing", () => {
  assert.equal(String(markup`${["<", markup`<br>`, [undefined, false]]}`), "&lt;<br>");
});

Deno.test("escapeMarkup() leaves no character that XML forbids or that nobody sees", () => {
  assert.equal(
    escapeMarkup("a\u0000b\u001b[31mc\u202Ed\u200Be\uD800f\uFFFFg\nh\ti"),
    "abcde\uFFFDf\uFFFDg\nh\ti",
  );
});
