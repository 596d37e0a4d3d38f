/** Answers what a client asks besides tools: prompts, resources, completion.
 *
 * @module
 */
import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { parseJson } from "../text/json.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";
import type { Place } from "../wire/places.ts";
import {
  completingCall,
  completingTool,
  type CompletionCache,
  completionResult,
  fitting,
  type Kind,
  type ToolCall,
  valuesIn,
} from "./completion.ts";
import type { Offer } from "./offers.ts";
import { filledPrompt, listedPrompt, SECTION_NAMES } from "./prompts.ts";
import { findResource, listedResources, listedTemplates, templateKind } from "./resources.ts";

/** Sends a tool call to a place. */
export type AskPlace = (place: Place, call: ToolCall) => Promise<PortAnswer>;

/** Makes the {@linkcode AskPlace} of one request. */
export type AskerOf = (context: ServerContext) => AskPlace;

/** Answers `prompts/list` and `prompts/get`. */
export function addPrompts(server: Server, { prompts }: Offer): void {
  server.setRequestHandler("prompts/list", () => ({ prompts: prompts.map(listedPrompt) }));
  server.setRequestHandler("prompts/get", ({ params }) => {
    const prompt = prompts.find(({ name }) => name === params.name);
    if (!prompt) throw invalidParams(`There is no prompt ${params.name.slice(0, 60)}`);
    try {
      return filledPrompt(prompt, params.arguments ?? {});
    } catch (error) {
      throw error instanceof TypeError ? invalidParams(error.message) : error;
    }
  });
}

/** Answers `resources/list`, `resources/templates/list` and `resources/read`. */
export function addResources(server: Server, offer: Offer, askerOf: AskerOf): void {
  server.setRequestHandler("resources/list", () => ({ resources: listedResources(offer) }));
  server.setRequestHandler("resources/templates/list", () => ({ resourceTemplates: listedTemplates(offer) }));
  server.setRequestHandler("resources/read", async ({ params: { uri } }, context) => {
    const target = findResource(uri, offer);
    if (!target) throw new ResourceNotFoundError(uri);
    if (target.kind === "text") return contents(uri, target.mimeType, target.text);
    const answer = await askerOf(context)(target.place, target.call);
    if (!answer.isError) return contents(uri, "application/json", answer.json);
    const { reason, text } = failureOf(answer);
    if (reason === "not found") throw new ResourceNotFoundError(uri, text);
    throw new ProtocolError(ProtocolErrorCode.InternalError, text);
  });
}

function contents(uri: string, mimeType: string, text: string): ReadResourceResult {
  return { contents: [{ uri, mimeType, text }] };
}

/** Answers `completion/complete`. */
export function addCompletion(
  server: Server,
  offer: Offer,
  cache: CompletionCache,
  askerOf: AskerOf,
): void {
  server.setRequestHandler("completion/complete", async ({ params: { ref, argument } }, context) => {
    const found = ref.type === "ref/prompt"
      ? promptKind(offer, ref.name, argument.name)
      : templateKind(ref.uri, offer);
    const { kind, place = offer.places[0] } = found ?? {};
    if (kind === undefined || !place) return completionResult([]);
    const values = await valuesFor(kind, argument.value, offer, (call) => {
      const caller = context.http?.authInfo?.clientId ?? "";
      const key = JSON.stringify([caller, place.key, kind, argument.value]);
      return cache.get(key, async () => {
        const answer = await askerOf(context)(place, call);
        if (!answer.isError) return valuesIn(kind, answer, argument.value);
        throw new ProtocolError(ProtocolErrorCode.InternalError, failureOf(answer).text);
      });
    });
    return completionResult(values);
  });
}

/** @throws {ProtocolError} If there is no such prompt or argument. */
function promptKind({ prompts }: Offer, name: string, argument: string): { kind?: Kind; place?: Place } {
  const prompt = prompts.find((one) => one.name === name);
  if (!prompt) throw invalidParams(`There is no prompt ${name.slice(0, 60)}`);
  const known = prompt.arguments.find((one) => one.name === argument);
  if (!known) throw invalidParams(`${name} has no argument ${argument.slice(0, 60)}`);
  return known.kind ? { kind: known.kind } : {};
}

async function valuesFor(
  kind: Kind,
  value: string,
  { tools }: Offer,
  ask: (call: ToolCall) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (kind === "section") return fitting(SECTION_NAMES, value);
  if (kind === "tool") return fitting([...tools], value);
  const call = completingCall(kind, value);
  return call && tools.has(completingTool(kind) ?? "") ? await ask(call) : [];
}

function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

/** What an answer that is an error says, in a sentence. */
function failureOf(answer: PortAnswer): { readonly reason: string; readonly text: string } {
  const body: unknown = parseJson(answer.json);
  const error: unknown = typeof body === "object" && body !== null && "error" in body ? body.error : {};
  const members: Record<string, unknown> = typeof error === "object" && error !== null ? { ...error } : {};
  const part = (name: string) => typeof members[name] === "string" ? members[name] : "";
  const id = part("request_id");
  const detail = part("detail");
  return {
    reason: part("reason"),
    text: `${part("what")}: ${part("reason")}${detail ? `: ${detail}` : ""}${id ? ` (${id})` : ""}`,
  };
}
