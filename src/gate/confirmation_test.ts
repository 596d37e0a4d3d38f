import assert from "node:assert/strict";
import { Confirmations, LIFETIME_MS, type Subject } from "./confirmation.ts";

const SUBJECT: Subject = {
  caller: "ann",
  tool: "set_instance",
  args: { action: "stop", names: ["a", "b"], filters: { status: "ACTIVE", az: "1" } },
  targets: [{ name: "a", id: "1", state: { status: "ACTIVE", size: 9007199254740993n } }],
};

const NOW = Date.UTC(2026, 0, 1);

function confirmations(key = new Uint8Array(32), now = () => NOW): Confirmations {
  return new Confirmations(key, now);
}

async function why(token: string, subject = SUBJECT, own = confirmations()): Promise<string> {
  const verdict = await own.check(token, subject);
  return verdict.kind === "bad" ? verdict.why : verdict.kind;
}

Deno.test("Confirmations takes its own token, and so does another with the same key", async () => {
  const { token, expiresAt } = await confirmations().issue(SUBJECT);
  assert.equal(expiresAt, NOW + LIFETIME_MS);
  const verdict = await confirmations().check(` ${token}\n`, SUBJECT);
  assert.ok(verdict.kind === "good" && verdict.nonce.length > 30);
  assert.equal(verdict.expiresAt, expiresAt);
  assert.equal(await why(token, SUBJECT, confirmations(new Uint8Array(32).fill(1))), "altered");
});

Deno.test("Confirmations makes out another token each time, for the same plan too", async () => {
  const own = confirmations();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => own.issue(SUBJECT)));
  const nonces = await Promise.all(tokens.map(async ({ token }) => {
    const verdict = await own.check(token, SUBJECT);
    return verdict.kind === "good" ? verdict.nonce : "";
  }));
  assert.equal(new Set(nonces).size, 20);
  assert.ok(!nonces.includes(""));
});

Deno.test("Confirmations shows nothing of the plan in its token", async () => {
  const { token } = await confirmations().issue(SUBJECT);
  const body = new TextDecoder().decode(
    Uint8Array.fromBase64(token.split(".")[0] ?? "", { alphabet: "base64url" }),
  );
  assert.doesNotMatch(body, /ann|stop|ACTIVE/);
});

Deno.test("Confirmations refuses a token that was altered anywhere", async () => {
  const { token } = await confirmations().issue(SUBJECT);
  const [body = "", signature = ""] = token.split(".");
  const other = (text: string) => text.startsWith("A") ? `B${text.slice(1)}` : `A${text.slice(1)}`;
  const claims = JSON.stringify({ n: "mine", e: NOW * 2, d: "x" });
  const forged = new TextEncoder().encode(claims).toBase64({ alphabet: "base64url", omitPadding: true });
  const { token: second } = await confirmations().issue(SUBJECT);
  const altered = [
    `${other(body)}.${signature}`,
    `${body}.${other(signature)}`,
    `${body}.${signature.slice(0, -4)}`,
    `${body}.${signature}AAAA`,
    `${body}.`,
    body,
    `.${signature}`,
    `${token}.${signature}`,
    `${body}.${second.split(".")[1]}`,
    `${forged}.${signature}`,
    `${forged}.`,
  ];
  for (const one of altered) assert.equal(await why(one), "altered", one);
});

for (const garbage of ["", ".", "..", "yes", "ä.ö", "a.b", "null.null", `${"x".repeat(2_000)}.y`, "\0.\0"]) {
  Deno.test(`Confirmations refuses ${JSON.stringify(garbage.slice(0, 20))} without failing`, async () => {
    assert.equal(await why(garbage), "altered");
  });
}

Deno.test("Confirmations refuses a token whose time is over, to the millisecond", async () => {
  const { token } = await confirmations().issue(SUBJECT);
  const at = (ms: number) => why(token, SUBJECT, confirmations(undefined, () => NOW + ms));
  assert.equal(await at(LIFETIME_MS - 1), "good");
  assert.equal(await at(LIFETIME_MS), "expired");
});

for (
  const [name, change] of [
    ["caller", { caller: "bob" }],
    ["tool", { tool: "set_volume" }],
    ["arguments", { args: { action: "delete", names: ["a", "b"] } }],
    ["one argument more", { args: { ...Object(SUBJECT["args"]), force: true } }],
    ["order of names", {
      args: { action: "stop", names: ["b", "a"], filters: { status: "ACTIVE", az: "1" } },
    }],
    ["targets", { targets: [] }],
    ["state of a target", { targets: [{ name: "a", id: "1", state: { status: "SHUTOFF" } }] }],
    ["exact size", {
      targets: [{ name: "a", id: "1", state: { status: "ACTIVE", size: 9007199254740992n } }],
    }],
  ] satisfies [string, Subject][]
) {
  Deno.test(`Confirmations takes no token for another ${name}`, async () => {
    const { token } = await confirmations().issue(SUBJECT);
    assert.equal(await why(token, { ...SUBJECT, ...change }), "for another plan");
  });
}

Deno.test("Confirmations does not mind the order of members, nor members that are undefined", async () => {
  const { token } = await confirmations().issue(SUBJECT);
  const same = {
    targets: [{ state: { size: 9007199254740993n, status: "ACTIVE" }, id: "1", name: "a", root: undefined }],
    args: {
      filters: { az: "1", status: "ACTIVE" },
      names: ["a", "b"],
      action: "stop",
      confirm: undefined,
    },
    tool: "set_instance",
    caller: "ann",
  };
  assert.equal(await why(token, same), "good");
});

Deno.test("Confirmations refuses a key that is too short", () => {
  assert.throws(() => new Confirmations(new Uint8Array(31)), RangeError);
});
