import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { listSecrets, showSecretPayload } from "../../openstack/key_manager/operations.ts";
import type { Secret } from "../../openstack/key_manager/types.ts";
import { reveal } from "../../text/reveal.ts";
import { findOne } from "../list_find.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { SECRETS } from "./secrets.ts";

/** The payload of one secret. */
export const getSecretPayload = tool({
  name: "get_secret_payload",
  toolset: "key_manager",
  title: "Payload of a secret",
  description: "The payload of one secret, in clear: text as it is, anything else as base64.",
  input: z.strictObject({ secret: z.string().min(1).max(255) }),
  operations: [showSecretPayload, listSecrets],
  run: ({ secret }, context) => showPayload(secret, context),
});

async function showPayload(reference: string, context: ToolContext): Promise<ToolAnswer> {
  const own = { ...context, allProjects: false };
  const secret = await findOne(SECRETS, reference, own);
  const contentType = secret.contentTypes?.["default"];
  if (contentType === undefined) throw withoutPayload(secret);
  const answer = await context.cloud.send(showSecretPayload, { path: { secret_id: secret.id } });
  if (!(answer.body instanceof Uint8Array)) throw withoutPayload(secret);
  const about = {
    scope: await scopeText(own),
    // A member called secret would be redacted.
    name: secret.name,
    id: secret.id,
    content_type: contentType,
    bytes: answer.body.length,
  };
  const text = textOf(contentType, answer.body);
  const shown = text ?? answer.body.toBase64();
  if (shown.length > room(context)) return { ...about, note: "the payload is too large for an answer" };
  return reveal({ ...about, encoding: text === undefined ? "base64" : "text" }, "payload", shown);
}

/** A payload that says it is text and is none is shown as its bytes. */
function textOf(contentType: string, bytes: Uint8Array): string | undefined {
  if (!contentType.startsWith("text/")) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const CHARACTERS_PER_TOKEN = 4;
const FRAME_CHARACTERS = 600;

/** A part of a secret is of no use to anybody: it is shown whole or not at all. */
function room({ answerTokens }: ToolContext): number {
  return answerTokens * CHARACTERS_PER_TOKEN - FRAME_CHARACTERS;
}

function withoutPayload({ name, id }: Secret): OpenStackError {
  return new OpenStackError({
    what: `show the payload of secret ${name ?? id}`,
    service: showSecretPayload.service,
    operation: showSecretPayload.id,
    reason: "not found",
    detail: "this secret has no payload",
  });
}
