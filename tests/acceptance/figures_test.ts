/** Figures that must not grow unnoticed: requests of a list, tokens of an answer. `deno task bench` shows them all.
 *
 * @module
 */
import assert from "node:assert/strict";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { type TestCloud, type User, withDemo } from "./cloud.ts";
import { objectOf, Server } from "./program.ts";

/** Servers in one answer of Nova. */
const PAGE = 1_000;

for (const servers of [16, 1_000, 10_000]) {
  Deno.test(`a list of ${servers} servers costs its pages, and little more the first time`, async () => {
    await withDemo({ servers }, async (cloud) => {
      const { requests } = cloud.demo;
      const server = await greeted(cloud);
      const countOf = async (args: Readonly<Record<string, unknown>>) => {
        const before = requests.length;
        const { isError } = await server.call("get_instance", args);
        assert.equal(isError, false);
        return requests.slice(before).filter(({ path }) => !path.endsWith("/auth/tokens")).length;
      };
      const first = await countOf({});
      assert.ok(first <= 1 + 4, `${first} requests for the first page`);
      assert.equal(await countOf({}), 1, "requests for the first page again");
      // The short page at the end tells that it is the last one.
      const pages = Math.floor(servers / PAGE) + 1;
      assert.equal(await countOf({ count: true }), pages, "requests for all pages");
      assert.equal((await server.end()).code, 0);
    });
  });
}

const ANSWERS: readonly {
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly user?: User;
  readonly tokens: number;
}[] = [
  { tool: "get_instance", tokens: 1_200 },
  { tool: "get_instance", args: { names: ["web-01"] }, tokens: 700 },
  { tool: "get_quota", args: { services: ["compute", "network", "block-storage"] }, tokens: 400 },
  // Six services more.
  { tool: "get_quota", tokens: 400 + 6 * 150 },
  { tool: "get_services", tokens: 700 },
  // Nine kinds of parts behind twelve APIs.
  { tool: "get_service_status", user: "admin", tokens: 900 },
];

Deno.test("answers keep to their tokens", async (test) => {
  await withDemo({}, async (cloud) => {
    for (const { tool, args = {}, user = "alice", tokens } of ANSWERS) {
      await test.step(`${tool} ${JSON.stringify(args)} as ${user}`, async () => {
        const server = await greeted(cloud, user);
        const { result } = await server.request("tools/call", { name: tool, arguments: args });
        const { content, isError } = objectOf(result);
        assert.notEqual(isError, true);
        const [item] = Array.isArray(content) ? content : [];
        const counted = countTokens(String(objectOf(item)["text"]));
        assert.ok(counted <= tokens, `${counted} tokens`);
        await server.end();
      });
    }
  });
});

Deno.test("the list of 16 servers tells what the budget is for", async () => {
  await withDemo({}, async (cloud) => {
    const server = await greeted(cloud);
    const { answer } = await server.call("get_instance");
    assert.equal(answer["shown"], answer["total"]);
    for (const column of ["id", "status", "addresses", "flavor", "image"]) {
      assert.ok(Array.isArray(answer["columns"]) && answer["columns"].includes(column), column);
    }
    await server.end();
  });
});

async function greeted({ env }: TestCloud, user: User = "alice"): Promise<Server> {
  const server = new Server({ env: env(user) });
  await server.initialize();
  return server;
}
