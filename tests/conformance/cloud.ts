/** A cloud thread without a cloud: it answers calls of the suite's tools over the product's own wire.
 *
 * @module
 */
import type {
  CallMessage,
  ProgressMessage,
  RequestMessage,
  ResponseMessage,
  ResultMessage,
} from "../../src/wire/messages.ts";

/** The part of a worker's global scope that this file uses. */
declare const self: DedicatedWorkerGlobalScope;

/** What a call came to. */
type Answer = Omit<ResultMessage, "kind" | "id">;

/** Says how far a call is. */
type Progress = (progress: Omit<ProgressMessage, "kind" | "id">) => void;

/** The suite wants to see that the parts of an answer arrive apart. */
const PAUSE_MS = 50;

/** States that went out with a question. */
const asked = new Set<string>();

const TOOLS = new Map<string, (call: CallMessage, progress: Progress) => Answer | Promise<Answer>>([
  ["test_simple_text", () => text("This is a simple text response for testing.")],
  ["test_streaming_elicitation", () => text("Nothing needs to be asked.")],
  ["test_error_handling", () => failure("This tool intentionally returns an error for testing")],
  ["test_tool_with_progress", reportProgress],
  ["test_input_required_result_request_state", askWithState],
  ["json_schema_2020_12_tool", echo],
]);

function text(text: string): Answer {
  return { json: JSON.stringify({ text }), isError: false };
}

function failure(reason: string): Answer {
  return { json: JSON.stringify({ error: { reason } }), isError: true };
}

function echo(call: CallMessage): Answer {
  return { json: JSON.stringify(call.arguments), isError: false };
}

async function reportProgress(_call: CallMessage, progress: Progress): Promise<Answer> {
  for (const done of [0, 50, 100]) {
    progress({ done, total: 100, message: `${done} of 100` });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return text("Done.");
}

function askWithState({ confirmation }: CallMessage): Answer {
  const { canAsk = false, state, reply } = confirmation ?? {};
  if (!canAsk) return failure("There is nobody to ask");
  if (state !== undefined && !asked.delete(state)) return failure("That was not asked");
  if (state !== undefined && reply !== undefined) return text(`state-ok: ${reply}`);
  const question = { message: "Please confirm", state: crypto.randomUUID() };
  asked.add(question.state);
  return { ...failure("To be confirmed"), ask: question };
}

async function answer(port: MessagePort, call: CallMessage): Promise<void> {
  const say = (message: ResponseMessage) => port.postMessage(message);
  const { id, tool } = call;
  const run = TOOLS.get(tool);
  const progress: Progress = (progress) => {
    if (call.progress) say({ kind: "progress", id, ...progress });
  };
  const result = run ? await run(call, progress) : failure(`There is no tool ${tool}`);
  say({ kind: "result", id, ...result });
}

self.onmessage = ({ data: port }: MessageEvent<MessagePort>) => {
  port.onmessage = ({ data }: MessageEvent<RequestMessage>) => {
    if (data.kind === "call") answer(port, data);
  };
};
