import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { ownProjectOnly } from "../own_project_only.ts";
import { tool } from "../tool.ts";
import { SECRET_OPERATIONS, SECRETS } from "./secrets.ts";

/** Metadata of secrets. */
export const getSecrets = tool({
  name: "get_secrets",
  toolset: "key_manager",
  title: "Secrets",
  description:
    "Secrets' metadata: type, algorithm, content type, expiry; no payloads. Expired ones are not listed.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SECRET_OPERATIONS,
  compat: LIST_COMPAT,
  readsOf: { set_secret: { actions: { list: {}, show: { detail: "full" } } } },
  run: (args, context) => ownProjectOnly("Barbican", context, (own) => answerList(SECRETS, args, own)),
});
