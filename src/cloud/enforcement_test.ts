import assert from "node:assert/strict";
import type { CallRule } from "../openstack/access_rules.ts";
import { buildAllowlist } from "../openstack/allowlist.ts";
import type { CatalogEntry } from "../openstack/catalog.ts";
import { Client } from "../openstack/client.ts";
import { SessionHolder } from "../openstack/session.ts";
import { type Hit, json, serve, testSession, testSettings } from "../openstack/testing.ts";
import { allowlistGuard, Transport } from "../openstack/transport.ts";
import { probeEnforcement, type Reply, type Verdict, verdict } from "./enforcement.ts";

Deno.test("verdict() follows from the two replies", () => {
  const table: [allowed: Reply | undefined, forbidden: Reply | undefined, expected: Verdict][] = [
    ["let through", "refused", "enforced"],
    ["let through", "let through", "not checked"],
    ["refused", "refused", "refuses all"],
    ["refused", undefined, "refuses all"],
    ["none", "refused", "unknown"],
    ["none", "none", "unknown"],
    ["let through", "none", "unknown"],
    ["let through", undefined, "unknown"],
    [undefined, "refused", "not granted"],
    [undefined, "let through", "not checked"],
    [undefined, undefined, "unknown"],
  ];
  for (const [allowed, forbidden, expected] of table) {
    assert.equal(verdict(allowed, forbidden), expected, `${allowed}, ${forbidden}`);
  }
});

const UNAUTHORIZED = { status: 401 };

/** Tries an image service that behaves as told; what is behind the token middleware knows `/v2/images`. */
async function probe(
  refuses: (path: string) => boolean,
  rules: readonly CallRule[],
): Promise<{ verdict: Verdict | undefined; hits: readonly Hit[]; logins: number }> {
  await using server = serve(({ path }) => {
    if (refuses(path)) return json({ error: { code: 401, message: "no" } }, UNAUTHORIZED);
    return path === "/v2/images" ? json({ images: [] }) : json({ message: "none" }, { status: 404 });
  });
  const catalog: CatalogEntry[] = [
    { type: "image", endpoints: [{ interface: "public", url: server.url }] },
  ];
  const settings = testSettings(`${server.url}/v3`);
  const allowlist = buildAllowlist({ settings, catalog, projectId: "p1" });
  let logins = 0;
  const sessions = new SessionHolder({
    session: testSession({ catalog }),
    login: () => Promise.resolve(testSession({ catalog, token: `token-${++logins + 1}` })),
  });
  using transport = disposable(new Transport({ settings, guard: allowlistGuard(() => allowlist.entries) }));
  const client = new Client({ settings, sessions, transport: transport.value, allowlist: () => allowlist });
  const found = await probeEnforcement(client, rules, AbortSignal.timeout(5_000));
  const image = found.find(({ service }) => service === "image");
  return { verdict: image?.state, hits: server.hits, logins };
}

function disposable(value: Transport): { value: Transport; [Symbol.dispose]: () => void } {
  return { value, [Symbol.dispose]: () => value.close() };
}

const LIST: CallRule = { service: "image", method: "GET", path: "/v2/images" };

Deno.test("probeEnforcement() tells who holds a credential to its rules", async (t) => {
  const table: [name: string, refuses: (path: string) => boolean, rules: CallRule[], expected: Verdict][] = [
    ["it does", (path) => path !== "/v2/images", [LIST], "enforced"],
    ["it lets everything through", () => false, [LIST], "not checked"],
    ["it refuses everything", () => true, [LIST], "refuses all"],
    ["nothing of it is granted", () => true, [], "not granted"],
    ["everything of it is granted", () => false, [{ ...LIST, path: "/v2/**" }], "unknown"],
  ];
  for (const [name, refuses, rules, expected] of table) {
    await t.step(name, async () => assert.equal((await probe(refuses, rules)).verdict, expected));
  }
});

Deno.test("probeEnforcement() only reads, and logs in anew once at most", async () => {
  const { hits, logins } = await probe(() => true, [LIST]);
  assert.deepEqual([...new Set(hits.map(({ method }) => method))], ["GET"]);
  assert.equal(logins, 1);
});
