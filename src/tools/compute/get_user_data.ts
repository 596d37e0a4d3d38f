import * as z from "zod";
import { showServerUserData } from "../../openstack/compute/operations.ts";
import { readUserData } from "../../openstack/compute/types.ts";
import { nextStep, OpenStackError } from "../../openstack/errors.ts";
import { member } from "../../openstack/read.ts";
import { Redactor } from "../../text/redact.ts";
import { fence, sanitizeText, truncateText } from "../../text/sanitize.ts";
import { findOne } from "../list_find.ts";
import { scopeText } from "../scope.ts";
import { tool } from "../tool.ts";
import { SERVER_ARGUMENT, SERVER_COMPAT } from "./server_argument.ts";
import { SERVER_OPERATIONS, SERVERS } from "./servers.ts";

const CHARACTERS_PER_TOKEN = 4;
/** Room for what stands beside the text. */
const FRAME_CHARACTERS = 600;

/** What a server was given to configure itself with at its first boot. */
export const getUserData = tool({
  name: "get_user_data",
  toolset: "compute",
  title: "User data",
  description:
    "User data (cloud-init) of a server, decoded; Nova shows it to administrators. May hold secrets.",
  input: z.strictObject({ server: SERVER_ARGUMENT }),
  operations: [...SERVER_OPERATIONS, showServerUserData],
  essential: [showServerUserData],
  compat: SERVER_COMPAT,
  run: async ({ server: reference }, context) => {
    const server = await findOne(SERVERS, reference, context);
    const { body } = await context.cloud.send(showServerUserData, { path: { server_id: server.id } });
    const data = readUserData(member(body, "server"));
    if (!data) throw notShown();
    const about = { scope: await scopeText(context), server: server.name ?? server.id };
    if ("bytes" in data) return { ...about, bytes: data.bytes, note: "the user data is no text" };
    if (data.text === "") return { ...about, note: "the server has no user data" };
    // Redacted before it is cut: half a secret is not known for one.
    const readable = new Redactor().text(sanitizeText(data.text, { multiline: true }));
    const most = Math.max(0, context.answerTokens * CHARACTERS_PER_TOKEN - FRAME_CHARACTERS);
    return {
      ...about,
      ...(readable.length > most ? { cut: `${readable.length - most} characters at the end` } : {}),
      content: fence(truncateText(readable, most)),
    };
  },
});

function notShown(): OpenStackError {
  const next = nextStep("not permitted", undefined);
  return new OpenStackError({
    what: "read the user data",
    service: showServerUserData.service,
    operation: showServerUserData.id,
    reason: "not permitted",
    detail: "the service does not tell this login the user data of servers",
    ...(next ? { next } : {}),
  });
}
