import assert from "node:assert/strict";
import { REDACTED } from "../../text/redact.ts";
import { takeRevealed } from "../../text/reveal.ts";
import { type ToolsOptions, withTools } from "../testing.ts";
import type { Tool } from "../tool.ts";
import { getSecretPayload } from "./get_secret_payload.ts";

const ALLOWED: ToolsOptions = { allowSensitive: true };

/** The tool, noting what it reveals: the answer itself holds the mark of a redacted secret. */
function watched(revealed: string[]): Tool {
  return {
    ...getSecretPayload,
    call: async (args, context) => {
      const answer = await getSecretPayload.call(args, context);
      revealed.push(...takeRevealed(answer)?.values() ?? []);
      return answer;
    },
  };
}

Deno.test("get_secret_payload reveals a text to the caller alone, with its leading zeros", async () => {
  await withTools(ALLOWED, async ({ call }) => {
    const revealed: string[] = [];
    const { answer, audit } = await call(watched(revealed), { secret: "db-password" });
    assert.deepEqual(revealed, ["0123"]);
    assert.equal(answer["payload"], REDACTED);
    assert.deepEqual([answer["encoding"], answer["bytes"]], ["text", 4]);
    assert.ok(!JSON.stringify([answer, audit]).includes("0123"));
  });
});

Deno.test("get_secret_payload is for servers that may show secrets", () => {
  assert.equal(getSecretPayload.sensitive, true);
});

Deno.test("get_secret_payload shows what is too large by its size", async () => {
  await withTools({ ...ALLOWED, answerTokens: 150 }, async ({ call }) => {
    const revealed: string[] = [];
    const { answer } = await call(watched(revealed), { secret: "db-password" });
    assert.deepEqual([revealed, answer["bytes"], "payload" in answer], [[], 4, false]);
  });
});

Deno.test("get_secret_payload never takes a page of a proxy for a payload, nor tells it in an error", async () => {
  await withTools(ALLOWED, async ({ call, demo }) => {
    demo.setFaults([{ path: "/payload", kind: "html", status: 200 }]);
    const { error } = await call(getSecretPayload, { secret: "db-password" });
    assert.equal(error?.reason, "unexpected answer");
    assert.equal(error?.detail, "the answer is not application/octet-stream");
  });
});

Deno.test("get_secret_payload knows no other secrets, and refuses a reader", async () => {
  await withTools(ALLOWED, async ({ call }) => {
    assert.equal((await call(getSecretPayload, { secret: "nothing" })).error?.reason, "not found");
  });
  await withTools({ ...ALLOWED, user: "adam" }, async ({ call }) => {
    assert.equal((await call(getSecretPayload, { secret: "db-password" })).error?.reason, "not permitted");
  });
});
