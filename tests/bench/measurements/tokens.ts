/** How much of a model's context the lists and answers take.
 *
 * @module
 */
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { objectOf } from "../../acceptance/program.ts";
import { type BenchCloud, demoCloud, realCloud, type User } from "../clouds.ts";
import type { BenchContext, Measurement } from "../measurement.ts";
import type { ToolCall } from "../recording.ts";
import type { Figure, Skipped } from "../result.ts";
import { answerText, callText, withServer } from "../speaking.ts";

/** An answer that has a budget. */
interface Budget extends ToolCall {
  readonly user: User;
  readonly mostTokens?: number;
}

const ANSWERS: readonly Budget[] = [
  { tool: "get_instance", arguments: {}, user: "alice", mostTokens: 1_200 },
  { tool: "get_instance", arguments: { names: ["web-01"] }, user: "alice", mostTokens: 700 },
  { tool: "get_quota", arguments: {}, user: "alice", mostTokens: 400 },
  { tool: "get_services", arguments: {}, user: "alice", mostTokens: 700 },
  { tool: "get_service_status", arguments: {}, user: "admin", mostTokens: 700 },
  { tool: "get_flavors", arguments: {}, user: "alice" },
  { tool: "get_hypervisor_details", arguments: {}, user: "admin" },
];

/** Tokens of the list of tools and of answers. */
export const tokens: Measurement = {
  name: "tokens",
  title: "o200k tokens of tools/list and of answers",
  run: measure,
};

async function* measure({ realClouds }: BenchContext): AsyncGenerator<Figure | Skipped> {
  await using demo = await demoCloud();
  yield* listFigures(demo, "default", [], 8_000);
  yield* listFigures(demo, "every read", ["--toolsets", "all"], 12_000);
  yield* answerFigures(demo);
  if (realClouds === undefined) return yield { subject: "real cloud", skipped: "none was given" };
  await using real = realCloud(realClouds);
  yield* answerFigures(real);
}

async function* listFigures(
  cloud: BenchCloud,
  subject: string,
  args: readonly string[],
  mostTokens: number,
): AsyncGenerator<Figure> {
  const { value } = await withServer(
    cloud.login("alice"),
    async (server) => objectOf((await server.request("tools/list")).result)["tools"],
    args,
  );
  const tools = Array.isArray(value) ? value.map(objectOf) : [];
  const read = JSON.stringify(
    tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
  );
  const whole = JSON.stringify(tools);
  const note = `${tools.length} tools, ${(countTokens(read) / tools.length).toFixed(0)} tokens each`;
  const list = `tools/list, ${subject}`;
  yield { subject: list, value: countTokens(read), unit: "tokens", target: mostTokens, note };
  yield { subject: `${list}, whole`, value: countTokens(whole), unit: "tokens" };
  yield { subject: `${list}, whole`, value: bytesOf(whole), unit: "bytes" };
}

async function* answerFigures(cloud: BenchCloud): AsyncGenerator<Figure> {
  for (const [user, calls] of Map.groupBy(ANSWERS, (one) => one.user)) {
    const { value: texts } = await withServer(
      cloud.login(user),
      async (server) => await Array.fromAsync(calls, (call) => answerText(server, call)),
    );
    for (const [index, call] of calls.entries()) {
      const text = texts[index] ?? "";
      yield {
        subject: `${callText(call)}, ${cloud.kind} cloud`,
        value: countTokens(text),
        unit: "tokens",
        ...(call.mostTokens === undefined ? {} : { target: call.mostTokens }),
        note: `${bytesOf(text)} bytes`,
      };
    }
  }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
