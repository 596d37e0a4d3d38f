import assert from "node:assert/strict";
import { type Bench, withTools } from "../testing.ts";
import { getUserData } from "./get_user_data.ts";

const OPERATOR = { user: "operator" };

function textOf(answer: Readonly<Record<string, unknown>>): string {
  return String(Object.fromEntries(Object.entries(answer["content"] ?? {}))["untrusted_text"]);
}

/** Has the server shown with user data of these bytes. */
async function hold({ call, demo }: Bench, userData: string | Uint8Array): Promise<void> {
  demo.setFaults([]);
  const { requests } = await call(getUserData, { server: "web-01" });
  const id = requests.at(-1)?.path.split("/").at(-1) ?? "";
  const bytes = typeof userData === "string" ? new TextEncoder().encode(userData) : userData;
  const server = { id, name: "web-01", "OS-EXT-SRV-ATTR:user_data": bytes.toBase64() };
  demo.setFaults([{ path: `/servers/${id}$`, kind: "garbage", body: JSON.stringify({ server }) }]);
}

Deno.test("get_user_data shows an administrator the decoded text, marked as data", async () => {
  assert.equal(getUserData.sensitive, true);
  await withTools(OPERATOR, async (bench) => {
    const { call } = bench;
    await hold(bench, "#cloud-config\npassword: hunter2hunter2\npackages: [nginx]\n");
    const text = textOf((await call(getUserData, { server: "web-01" })).answer);
    assert.match(text, /^#cloud-config\n/);
    assert.match(text, /nginx/);
    assert.doesNotMatch(text, /hunter2/);
  });
});

Deno.test("get_user_data says when there is none, when it is no text, and what was cut", async () => {
  await withTools(OPERATOR, async (bench) => {
    const { call } = bench;
    await hold(bench, "");
    assert.equal(
      (await call(getUserData, { server: "web-01" })).answer["note"],
      "the server has no user data",
    );
    await hold(bench, new Uint8Array([0xff, 0xfe, 0x00]));
    assert.equal((await call(getUserData, { server: "web-01" })).answer["bytes"], 3);
    await hold(bench, "a line\n".repeat(2_000));
    const { answer } = await call(getUserData, { server: "web-01" }, { answerTokens: 400 });
    assert.match(String(answer["cut"]), /^\d+ characters at the end$/);
    assert.ok(textOf(answer).length <= 1_100);
  });
});

Deno.test("get_user_data does not tell a member that there is none", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getUserData, { server: "web-01" })).error?.reason, "not permitted");
  });
});
