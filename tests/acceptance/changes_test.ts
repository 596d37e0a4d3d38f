/** What an operator does with changes, over stdio and over HTTP, on the demo and on the real cloud. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ON_REAL_CLOUD, type TestCloud, type User, withAdminInAcme, withCloud } from "./cloud.ts";
import { HttpServer } from "./http_program.ts";
import { type Message, objectOf, rowsOf, run, Server } from "./program.ts";

/** A program that can be asked to call tools, however it is reached. */
interface Speaker {
  call(
    name: string,
    args?: Readonly<Record<string, unknown>>,
  ): Promise<{ answer: Message; isError: boolean }>;
  end(): Promise<unknown>;
}

type Transport = "stdio" | "http";

const TRANSPORTS: readonly Transport[] = ["stdio", "http"];

async function speaker(
  transport: Transport,
  cloud: TestCloud,
  user: User,
  args: readonly string[] = ["--allow-write"],
): Promise<Speaker> {
  const options = { args: [...args, "--timeout", "120"], env: cloud.env(user) };
  if (transport === "http") return await HttpServer.start(options);
  const server = new Server({ ...options, args: ["serve", ...options.args] });
  await server.initialize();
  return server;
}

/** Runs a test with a program that is ended whatever happens. */
async function withSpeaker(
  transport: Transport,
  cloud: TestCloud,
  user: User,
  args: readonly string[],
  test: (speaker: Speaker) => Promise<void>,
): Promise<void> {
  const program = await speaker(transport, cloud, user, args);
  try {
    await test(program);
  } finally {
    await program.end();
  }
}

/** Plans a change and confirms the plan. */
async function confirmed(program: Speaker, args: Readonly<Record<string, unknown>>): Promise<Message> {
  const first = await program.call("set_instance", args);
  const { confirm } = first.answer;
  if (confirm === undefined) return first.answer;
  return (await program.call("set_instance", { ...args, confirm })).answer;
}

function outcomesOf(answer: Message): unknown[] {
  return rowsOf(answer).map(({ outcome }) => outcome);
}

async function statusOf(program: Speaker, name: string): Promise<unknown> {
  const { answer } = await program.call("get_instance", { names: name, fields: ["status"] });
  return objectOf(answer["server"])["status"];
}

const WAIT = { wait_seconds: 90 };
const SMALL = { flavor: "m1.tiny", image: "cirros-0.6.2", networks: "acme-web" };

/** Runs a test with servers of its own, which are gone afterwards. */
async function withServers(
  cloud: TestCloud,
  suffixes: readonly string[],
  test: (names: readonly string[], owner: Speaker) => Promise<void>,
): Promise<void> {
  const prefix = `acc-${crypto.randomUUID().slice(0, 8)}`;
  const names = suffixes.map((suffix) => `${prefix}-${suffix}`);
  await withSpeaker("stdio", cloud, "alice", ["--allow-write", "--confirm", "never"], async (owner) => {
    try {
      await makeRoom(cloud, owner, names.length);
      for (const name of names) {
        const { answer } = await owner.call("set_instance", {
          action: "create",
          names: name,
          ...SMALL,
          ...WAIT,
        });
        assert.deepEqual(outcomesOf(answer), ["done"], JSON.stringify(answer));
      }
      await test(names, owner);
    } finally {
      await owner.call("set_instance", { action: "delete", name_contains: prefix, ...WAIT });
    }
  });
}

/** The demo's project has nearly used its quota up. */
async function makeRoom({ demo }: TestCloud, owner: Speaker, servers: number): Promise<void> {
  if (!demo) return;
  const { answer } = await owner.call("get_instance", { filters: { status: "ERROR" } });
  const old = await owner.call("get_instance", { sort: "name", limit: servers });
  for (const { id } of [...rowsOf(answer), ...rowsOf(old.answer)]) demo.setServer(String(id), null);
}

const LIFE: readonly (readonly [Record<string, unknown>, string])[] = [
  [{ action: "stop" }, "SHUTOFF"],
  [{ action: "start" }, "ACTIVE"],
  [{ action: "reboot" }, "ACTIVE"],
  [{ action: "reboot", reboot_type: "HARD" }, "ACTIVE"],
  [{ action: "pause" }, "PAUSED"],
  [{ action: "unpause" }, "ACTIVE"],
  [{ action: "suspend" }, "SUSPENDED"],
  [{ action: "resume" }, "ACTIVE"],
  [{ action: "lock", locked_reason: "in a test" }, "ACTIVE"],
  [{ action: "unlock" }, "ACTIVE"],
  [{ action: "rescue" }, "RESCUE"],
  [{ action: "unrescue" }, "ACTIVE"],
  [{ action: "rebuild", image: "cirros-0.6.2" }, "ACTIVE"],
  [{ action: "resize", flavor: "m1.small" }, "VERIFY_RESIZE"],
  [{ action: "confirm_resize" }, "ACTIVE"],
  [{ action: "resize", flavor: "m1.medium" }, "VERIFY_RESIZE"],
  [{ action: "revert_resize" }, "ACTIVE"],
  [{ action: "shelve" }, "SHELVED_OFFLOADED"],
  [{ action: "unshelve" }, "ACTIVE"],
  // The names that older prompts use.
  [{ action: "power_off" }, "SHUTOFF"],
  [{ action: "boot" }, "ACTIVE"],
  [{ action: "restart" }, "ACTIVE"],
];

for (const [transport, user] of [["stdio", "alice"], ["http", "admin in acme"]] as const) {
  Deno.test(`every action on one server is seen through to its end, by ${user} over ${transport}`, async (test) => {
    await withCloud(async (cloud) => {
      await withAdminInAcme(async () => {
        await withServers(cloud, ["life", "gone"], async ([name = "", other = ""]) => {
          await withSpeaker(transport, cloud, user, ["--allow-write"], async (program) => {
            for (const [args, status] of LIFE) {
              await test.step(Object.values(args).join(" "), async () => {
                const answer = await confirmed(program, { ...args, names: name, ...WAIT });
                assert.deepEqual(outcomesOf(answer), ["done"], JSON.stringify(answer));
                assert.doesNotMatch(JSON.stringify(answer), /adminPass|admin_pass/);
                assert.equal(await statusOf(program, name), status);
              });
            }
            for (const [action, target] of [["delete", name], ["force_delete", other]] as const) {
              await test.step(action, async () => {
                const answer = await confirmed(program, { action, names: target, ...WAIT });
                assert.deepEqual(outcomesOf(answer), ["done"], JSON.stringify(answer));
                const { answer: gone } = await program.call("get_instance", { names: target });
                assert.equal(objectOf(gone["error"])["reason"], "not found");
              });
            }
          });
        });
      });
    });
  });
}

Deno.test("a reader is refused every action, and a snapshot is an image that works", async (test) => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["snap"], async ([name = ""], owner) => {
      await withSpeaker("stdio", cloud, "adam", ["--allow-write", "--confirm", "never"], async (program) => {
        for (const args of LIFE.map(([args]) => args).slice(0, 20)) {
          const { answer } = await program.call("set_instance", { ...args, names: name, wait: false });
          const [row] = rowsOf(answer);
          const isRefused = row?.["outcome"] === "failed" &&
            String(row["reason"]).startsWith("not permitted");
          // Some actions do not fit the server's state, and so are not even sent.
          assert.ok(
            isRefused || row?.["outcome"] === "not sent" || row?.["outcome"] === "unchanged",
            JSON.stringify(answer),
          );
        }
        assert.equal(await statusOf(program, name), "ACTIVE");
      });
      await test.step("snapshot", async () => {
        const { answer } = await owner.call("set_instance", {
          action: "snapshot",
          names: name,
          image_name: `${name}-image`,
          ...WAIT,
        });
        assert.deepEqual(outcomesOf(answer), ["done"], JSON.stringify(answer));
      });
    });
  });
});

Deno.test("a filter hits exactly the servers of its plan", async () => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["web-0", "web-01", "web-010"], async (names) => {
      const [shortest = "", middle = "", longest = ""] = names;
      await withSpeaker("http", cloud, "alice", ["--allow-write"], async (program) => {
        const args = { action: "stop", name_contains: middle, filters: { status: "ACTIVE" } };
        const plan = await program.call("set_instance", args);
        assert.deepEqual(rowsOf(plan.answer).map(({ name }) => name).sort(), [middle, longest]);
        const one = await confirmed(program, { action: "stop", names: middle, ...WAIT });
        assert.deepEqual(rowsOf(one).map(({ name, outcome }) => [name, outcome]), [[middle, "done"]]);
        assert.equal(await statusOf(program, shortest), "ACTIVE");
        assert.equal(await statusOf(program, longest), "ACTIVE");
        // The plan was made when the other one was running too: it is not the same plan any more.
        const again = await program.call("set_instance", { ...args, confirm: plan.answer["confirm"] });
        assert.deepEqual(rowsOf(again.answer).map(({ name }) => name), [longest]);
        assert.match(String(again.answer["note"]), /for another plan/);
        assert.equal(await statusOf(program, longest), "ACTIVE");
      });
    });
  });
});

Deno.test("a confirmation is good once, for its plan and its caller", async (test) => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["once"], async ([name = ""]) => {
      const tokens = ["tok-one-0123456789", "tok-two-0123456789"];
      const file = await Deno.makeTempFile({ suffix: ".yaml" });
      await Deno.writeTextFile(
        file,
        tokensFile(tokens.map((token, at) => ({ name: `caller-${at}`, token }))),
      );
      const env = { ...cloud.env("alice"), MCP_AUTH_TOKENS_FILE: file };
      const server = await HttpServer.start({ args: ["--allow-write"], env });
      const [own = "", other = ""] = tokens;
      const stop = { action: "stop", names: name, ...WAIT };
      const planFor = async (token: string, args: Readonly<Record<string, unknown>> = stop) =>
        String((await server.call("set_instance", args, { token })).answer["confirm"]);
      const isNewPlan = ({ answer }: { answer: Message }, why: RegExp) => {
        assert.match(String(answer["note"]), why, JSON.stringify(answer));
        assert.ok(answer["confirm"], "no new token");
      };
      try {
        await test.step("of another caller, it confirms nothing", async () => {
          const confirm = await planFor(own);
          isNewPlan(
            await server.call("set_instance", { ...stop, confirm }, { token: other }),
            /for another plan/,
          );
        });
        await test.step("altered, it confirms nothing", async () => {
          const confirm = await planFor(own);
          const altered = `${confirm.startsWith("a") ? "b" : "a"}${confirm.slice(1)}`;
          isNewPlan(
            await server.call("set_instance", { ...stop, confirm: altered }, { token: own }),
            /altered/,
          );
        });
        await test.step("for other arguments, it confirms nothing", async () => {
          const confirm = await planFor(own, { ...stop, action: "suspend" });
          isNewPlan(
            await server.call("set_instance", { ...stop, confirm }, { token: own }),
            /for another plan/,
          );
        });
        await test.step("used by two calls at once, it acts once", async () => {
          const confirm = await planFor(own);
          const both = await Promise.all(
            [1, 2].map(() => server.call("set_instance", { ...stop, confirm }, { token: own })),
          );
          // The other one gets a new plan, or finds the server stopped.
          const acted = both.filter(({ answer }) => "rows" in answer && outcomesOf(answer).includes("done"));
          assert.equal(acted.length, 1, JSON.stringify(both));
        });
        await test.step("used before, it confirms nothing", async () => {
          await confirmedAs(server, own, { action: "start", names: name, ...WAIT });
          const confirm = await planFor(own);
          const first = await server.call("set_instance", { ...stop, confirm }, { token: own });
          assert.deepEqual(outcomesOf(first.answer), ["done"]);
          await confirmedAs(server, own, { action: "start", names: name, ...WAIT });
          isNewPlan(await server.call("set_instance", { ...stop, confirm }, { token: own }), /used before/);
        });
      } finally {
        await server.end();
        await Deno.remove(file);
      }
    });
  });
});

async function confirmedAs(server: HttpServer, token: string, args: Readonly<Record<string, unknown>>) {
  const { answer } = await server.call("set_instance", args, { token });
  if (answer["confirm"] === undefined) return answer;
  return (await server.call("set_instance", { ...args, confirm: answer["confirm"] }, { token })).answer;
}

function tokensFile(
  callers: readonly { name: string; token: string; [member: string]: unknown }[],
): string {
  return JSON.stringify({
    tokens: callers.map(({ token, ...rest }) => ({
      ...rest,
      sha256: createHash("sha256").update(token).digest("hex"),
    })),
  });
}

Deno.test("who may only read changes nothing", async (test) => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["kept"], async ([name = ""], owner) => {
      const stop = { action: "stop", names: name };
      await test.step("a server that was started to read", async () => {
        for (const transport of TRANSPORTS) {
          await withSpeaker(transport, cloud, "alice", [], async (program) => {
            const { answer, isError } = await program.call("set_instance", stop);
            assert.equal(isError, true);
            const error = objectOf(answer["error"]);
            assert.equal(error["reason"], "refused by policy");
            assert.match(JSON.stringify(error), /--allow-write/);
            const list = await program.call("set_instance", { action: "list", names: name });
            assert.equal(list.isError, false, JSON.stringify(list.answer));
          });
        }
      });
      await test.step("a login that only reads", async () => {
        for (const transport of TRANSPORTS) {
          await withSpeaker(transport, cloud, "adam", ["--allow-write"], async (program) => {
            const answer = await confirmed(program, stop);
            const [row] = rowsOf(answer);
            assert.equal(row?.["outcome"], "failed", JSON.stringify(answer));
            assert.match(String(row?.["reason"]), /^not permitted/);
          });
        }
      });
      await test.step("a token that only reads", async () => {
        const file = await Deno.makeTempFile({ suffix: ".yaml" });
        const token = "tok-reader-0123456789";
        await Deno.writeTextFile(file, tokensFile([{ name: "dashboards", token, read_only: true }]));
        const env = { ...cloud.env("alice"), MCP_AUTH_TOKENS_FILE: file };
        const server = await HttpServer.start({ args: ["--allow-write"], env });
        try {
          const { answer, isError } = await server.call("set_instance", stop, { token });
          assert.equal(isError, true);
          assert.match(JSON.stringify(answer), /refused by policy.*dashboards/);
          const { tools } = objectOf((await server.request("tools/list", {}, { token }))["result"]);
          assert.ok(Array.isArray(tools));
          assert.deepEqual(tools.filter((tool) => String(objectOf(tool)["name"]).startsWith("set_")), []);
        } finally {
          await server.end();
          await Deno.remove(file);
        }
      });
      assert.equal(await statusOf(owner, name), "ACTIVE");
    });
  });
});

Deno.test("an administrator in one project cannot touch a server of another by its id", async () => {
  await withCloud(async (cloud) => {
    await withAdminInAcme(async () => {
      await withSpeaker("stdio", cloud, "bob in globex", [], async (globex) => {
        const { answer: found } = await globex.call("get_instance", {
          filters: { status: "ACTIVE" },
          limit: 1,
        });
        const [foreign] = rowsOf(found);
        assert.ok(foreign);
        const before = await globex.call("get_instance", { names: foreign["id"] });
        for (const transport of TRANSPORTS) {
          await withSpeaker(
            transport,
            cloud,
            "admin in acme",
            ["--allow-write", "--confirm", "never"],
            async (program) => {
              for (const action of ["stop", "delete", "lock"]) {
                const { answer, isError } = await program.call("set_instance", {
                  action,
                  names: foreign["id"],
                });
                assert.equal(isError, true, JSON.stringify(answer));
                assert.equal(objectOf(answer["error"])["reason"], "refused by policy");
              }
            },
          );
        }
        assert.deepEqual(await globex.call("get_instance", { names: foreign["id"] }), before);
      });
    });
  });
});

Deno.test("the audit log tells the story of a change, line by line", async () => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["told"], async ([name = ""]) => {
      const audit = await Deno.makeTempFile();
      await Deno.remove(audit);
      try {
        await withSpeaker(
          "stdio",
          cloud,
          "alice",
          ["--allow-write", "--audit-log", audit],
          async (program) => {
            await confirmed(program, { action: "stop", names: name, ...WAIT });
          },
        );
        assert.equal(((await Deno.stat(audit)).mode ?? 0) & 0o777, 0o600);
        const entries = (await Deno.readTextFile(audit)).trim().split("\n").map((line) =>
          objectOf(JSON.parse(line))
        );
        assert.deepEqual(entries.map(({ event }) => event), [
          ...["asked", "planned"],
          ...["asked", "planned", "confirmed", "sent", "outcome"],
        ]);
        assert.deepEqual(entries.map(({ seq }) => seq), entries.map((_, at) => at + 1));
        const outcome = entries.at(-1) ?? {};
        assert.equal(outcome["outcome"], "done");
        assert.equal(outcome["caller"], "stdio");
        assert.match(String(outcome["request_id"]), /^req-/);
      } finally {
        await Deno.remove(audit);
      }
    });
  });
});

Deno.test("in a script a plan is confirmed by --yes, or by its token and a shared key", async () => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["script"], async ([name = ""]) => {
      const key = await Deno.makeTempFile();
      await Deno.writeTextFile(key, crypto.getRandomValues(new Uint8Array(32)).toBase64());
      const flags = ["--allow-write", "--confirm-key-file", key, "--format", "json"];
      const call = async (...args: string[]) => {
        const finished = await run({ args: ["tools", "call", "set_instance", ...args], env: cloud.env() });
        return { ...finished, answer: objectOf(JSON.parse(finished.stdout)) };
      };
      try {
        const plan = await call("action=stop", `names=${name}`, ...flags);
        assert.equal(plan.code, 1);
        assert.match(plan.stderr, /Nothing was changed/);
        const token = String(plan.answer["confirm"]);
        const stopped = await call("action=stop", `names=${name}`, ...flags, "--confirm", token);
        assert.deepEqual([stopped.code, outcomesOf(stopped.answer)], [0, ["done"]], stopped.stdout);
        const planned = await call("action=delete", `names=${name}`, ...flags, "dry_run=true");
        assert.equal(planned.code, 0);
        const started = await call("action=start", `names=${name}`, ...flags, "--yes");
        assert.deepEqual([started.code, outcomesOf(started.answer)], [0, ["done"]], started.stdout);
      } finally {
        await Deno.remove(key);
      }
    });
  });
});

Deno.test({
  name: "a stop of 25 servers takes at most 30 requests besides reading back",
  ignore: ON_REAL_CLOUD,
  fn: async () => {
    const { withDemo } = await import("./cloud.ts");
    await withDemo({ servers: 44 }, async (cloud) => {
      await withSpeaker("stdio", cloud, "alice", ["--allow-write"], async (program) => {
        const args = {
          action: "stop",
          name_contains: "farm-",
          filters: { status: "ACTIVE", locked: false },
          ...WAIT,
        };
        const plan = await program.call("set_instance", args);
        const before = cloud.demo.requests.length;
        const confirm = plan.answer["confirm"];
        const { answer } = await program.call("set_instance", { ...args, confirm });
        const outcomes = outcomesOf(answer);
        assert.ok(
          outcomes.length >= 20 && outcomes.every((outcome) => outcome === "done"),
          JSON.stringify(answer),
        );
        const sent = cloud.demo.requests.slice(before)
          .filter(({ method, path }) => method !== "GET" || !/\/servers\/[0-9a-f-]{36}$/.test(path));
        assert.ok(
          sent.length <= outcomes.length + 5,
          `${sent.length} requests for ${outcomes.length} servers`,
        );
      });
    });
  },
});

Deno.test("an older client over stdio is asked to show a form, and nothing happens before", async (test) => {
  await withCloud(async (cloud) => {
    await withServers(cloud, ["asked"], async ([name = ""], owner) => {
      const server = new Server({
        args: ["serve", "--allow-write", "--confirm", "human"],
        env: cloud.env("alice"),
      });
      try {
        await server.request("initialize", {
          protocolVersion: "2025-11-25",
          capabilities: { elicitation: {} },
          clientInfo: { name: "acceptance", version: "1" },
        });
        server.notify("notifications/initialized");
        for (const [answer, outcome] of [["decline", undefined], ["accept", "done"]] as const) {
          await test.step(answer, async () => {
            const call = server.begin("tools/call", {
              name: "set_instance",
              arguments: { action: "stop", names: name, ...WAIT },
            });
            const form = await formOf(server, call.id);
            assert.match(
              JSON.stringify(form),
              new RegExp(`stop servers in project acme.*${name}.*ACTIVE -> SHUTOFF`),
            );
            assert.equal(await statusOf(owner, name), "ACTIVE");
            const content = answer === "accept" ? { content: { confirm: true } } : {};
            server.send({ jsonrpc: "2.0", id: form["id"], result: { action: answer, ...content } });
            const { structuredContent } = objectOf((await call.response)["result"]);
            const told = objectOf(structuredContent);
            if (outcome) assert.deepEqual(outcomesOf(told), [outcome], JSON.stringify(told));
            else assert.match(JSON.stringify(told), /needs confirmation.*did not agree/);
          });
        }
        await test.step("a token is no person", async () => {
          await owner.call("set_instance", { action: "start", names: name, ...WAIT });
          const plan = await owner.call("set_instance", { action: "stop", names: name, dry_run: true });
          assert.equal(plan.answer["confirm"], undefined);
        });
      } finally {
        await server.end();
      }
    });
  });
});

/** Waits for the form that the server wants to have shown. */
async function formOf(server: Server, call: number): Promise<Message> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const at = server.notifications.findIndex(({ method }) => method === "elicitation/create");
    const [form] = at < 0 ? [] : server.notifications.splice(at, 1);
    if (form) return form;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no form came for call ${call}`);
}
