/** Questions to the person behind a client, and what came back.
 *
 * One form of question serves modern clients, which repeat the call with the reply, and older ones on stdio, to which the
 * SDK puts it itself before it calls the handler again.
 *
 * @module
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Confirmation, Question } from "../wire/messages.ts";

/** The one question of a form, and the name of its answer. */
const CONFIRM = "confirm";

/** Whether a client with these capabilities can show a form. One that only opens pages cannot. */
export function showsForms(capabilities: unknown): boolean {
  const elicitation = memberOf(capabilities, "elicitation");
  if (typeof elicitation !== "object" || elicitation === null) return false;
  return memberOf(elicitation, "form") !== undefined || Object.keys(elicitation).length === 0;
}

/** The capabilities that a client declared with the request itself, as modern ones do. */
export function declaredWith(context: ServerContext): unknown {
  return memberOf(context.mcpReq.envelope, CLIENT_CAPABILITIES_META_KEY);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** What the cloud's side is to know of the client's person: whether it can be asked, and what it replied. */
export function confirmationOf(context: ServerContext, canAsk: boolean): Confirmation {
  const state = context.mcpReq.requestState();
  const reply = replyOf(context);
  return {
    canAsk,
    ...(typeof state === "string" ? { state } : {}),
    ...(reply === undefined ? {} : { reply }),
  };
}

function replyOf(context: ServerContext): Confirmation["reply"] {
  const response = inputResponse(context.mcpReq.inputResponses, CONFIRM);
  if (response.kind !== "elicit") return undefined;
  // A form that was sent with its box empty is a no.
  if (response.action === "accept" && response.content?.[CONFIRM] !== true) return "decline";
  return response.action;
}

/** The result that puts a question to the client's person. */
export function askResult({ message, state }: Question): InputRequiredResult {
  return inputRequired({
    requestState: state,
    inputRequests: {
      [CONFIRM]: inputRequired.elicit({
        mode: "form",
        message,
        requestedSchema: {
          type: "object",
          properties: { [CONFIRM]: { type: "boolean", title: "Do this" } },
          required: [CONFIRM],
        },
      }),
    },
  });
}
