import assert from "node:assert/strict";
import { createOutputGuard } from "../../text/guard_output.ts";
import { Redactor } from "../../text/redact.ts";
import { type Called, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import type { Tool } from "../tool.ts";
import { getKeypairList } from "./get_keypair_list.ts";
import { setKeypair } from "./set_keypair.ts";

const WRITING: ToolsOptions = { policy: { allowWrite: true } };
const REVEALING: ToolsOptions = { ...WRITING, allowSensitive: true };
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIkbpkPgmP7L7K/sg4sfkXZh0Gqrxp1KtEQyCtXD7psA test";

/** The tool, with what it answered before anything else had it. */
function spied(tool: Tool): { readonly tool: Tool; readonly answers: Readonly<Record<string, unknown>>[] } {
  const answers: Readonly<Record<string, unknown>>[] = [];
  const call: Tool["call"] = async (args, context) => {
    const answer = await tool.call(args, context);
    answers.push(answer);
    return answer;
  };
  return { tool: { ...tool, call }, answers };
}

function posts({ requests }: Called): number {
  return requests.filter(({ method }) => method === "POST").length;
}

Deno.test("set_keypair imports a key under today's and older names", async () => {
  await withTools(WRITING, async ({ call }) => {
    const args = { action: "import", keypair_names: "test-key", public_key: `${PUBLIC_KEY}\n` };
    const { answer, error } = await call(setKeypair, args, { name: "manage_keypair" });
    assert.equal(error, undefined);
    assert.equal(answer["owner"], "user alice");
    const [row] = rowsOf(answer);
    assert.equal(row?.["outcome"], "done");
    assert.equal(row?.["id"], "test-key");
    assert.match(String(row?.["after"]), /^ssh [0-9a-f:]+$/);
    const shown = await call(setKeypair, { action: "show", names: "test-key" });
    assert.ok(JSON.stringify(shown.answer).includes(PUBLIC_KEY));
    const again = await call(setKeypair, args);
    assert.equal(rowsOf(again.answer)[0]?.["outcome"], "unchanged");
    const other = await call(setKeypair, { ...args, public_key: PUBLIC_KEY.replace("IIkb", "IIkc") });
    assert.match(String(rowsOf(other.answer)[0]?.["reason"]), /exists already/);
    assert.equal(posts(again) + posts(other), 0);
  });
});

Deno.test("set_keypair never sends what is no public key", async () => {
  await withTools(WRITING, async ({ call }) => {
    const refusal = async (public_key: string | undefined, more: Record<string, unknown> = {}) => {
      const called = await call(setKeypair, { action: "import", names: "k", public_key, ...more });
      assert.equal(called.requests.length, 0);
      assert.equal(called.error?.reason, "invalid argument");
      return called.error?.detail ?? "";
    };
    const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----";
    assert.match(await refusal(privateKey), /holds a private key/);
    assert.match(await refusal("hello"), /not of the form/);
    assert.match(await refusal(undefined), /public_key is required/);
    assert.match(await refusal(PUBLIC_KEY, { type: "x509" }), /certificate/);
    assert.match(await refusal(PUBLIC_KEY, { names: ["a", "b"] }), /the one name/);
  });
});

Deno.test("set_keypair shows a private key once, to the caller alone, and only where that is allowed", async () => {
  await withTools(WRITING, async ({ call }) => {
    const refused = await call(setKeypair, { action: "create", names: "made" });
    assert.equal(refused.error?.reason, "refused by policy");
    assert.match(refused.error?.next ?? "", /ssh-keygen .* import/);
    assert.equal(refused.requests.length, 0);
  });
  await withTools(REVEALING, async ({ call }) => {
    const { tool, answers } = spied(setKeypair);
    const made = await call(tool, { action: "create", names: "made" });
    assert.equal(rowsOf(made.answer)[0]?.["outcome"], "done");
    const [answer] = answers;
    assert.ok(answer);
    assert.equal(answer["private_key"], "[redacted]");
    assert.equal(JSON.stringify([made.answer, made.audit, made.record]).includes("PRIVATE KEY"), false);
    const guard = createOutputGuard({ redactor: new Redactor() });
    assert.match(String(guard({ ...answer })["private_key"]), /^\[redacted\]$/);
    assert.match(
      String(guard(answer)["private_key"]),
      /^-----BEGIN [^]+-----END [A-Z ]*PRIVATE KEY-----\n?$/,
    );
    assert.equal(guard(answer)["private_key"], "[redacted]");
    const version = made.requests.find(({ method }) => method === "POST")?.headers["openstack-api-version"];
    assert.equal(version, "compute 2.91");
  });
});

Deno.test("set_keypair gives a plan before it deletes", async () => {
  await withTools(WRITING, async ({ call }) => {
    const args = { action: "delete", name_contains: "alice" };
    const { answer } = await call(setKeypair, args);
    assert.deepEqual(rowsOf(answer["plan"]).map(({ name, will }) => [name, will]), [[
      "alice-key",
      "deleted",
    ]]);
    const done = await call(setKeypair, { ...args, confirm: answer["confirm"] });
    assert.equal(rowsOf(done.answer)[0]?.["outcome"], "done");
    assert.deepEqual(rowsOf((await call(getKeypairList)).answer), []);
    assert.equal(
      (await call(setKeypair, { action: "delete", names: "alice-key" })).error?.reason,
      "not found",
    );
    assert.equal((await call(setKeypair, { action: "delete" })).error?.reason, "invalid argument");
  });
});

Deno.test("set_keypair does not know what became of a request without an answer", async () => {
  await withTools(REVEALING, async ({ call, demo }) => {
    demo.setFaults([{ kind: "reset", service: "compute", method: "POST", path: "/os-keypairs" }]);
    const { answer } = await call(setKeypair, { action: "create", names: "made" });
    assert.equal(rowsOf(answer)[0]?.["outcome"], "unknown");
    assert.equal("private_key" in answer, false);
  });
});

Deno.test("set_keypair lists without any leave to write", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(setKeypair, { action: "list" });
    assert.deepEqual(rowsOf(answer).map(({ name }) => name), ["alice-key"]);
    assert.equal((await call(setKeypair, { action: "show" })).error?.reason, "invalid argument");
    assert.equal(
      (await call(setKeypair, { action: "delete", names: "alice-key" })).error?.reason,
      "refused by policy",
    );
  });
});
