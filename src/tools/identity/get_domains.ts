import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { DOMAIN_OPERATIONS, DOMAINS, ownDomains } from "./domains.ts";
import { orOwn } from "./own.ts";

/** Domains: all of them for an administrator, for others those of their user and project. */
export const getDomains = tool({
  name: "get_domains",
  toolset: "identity",
  title: "Domains",
  description: "Identity domains with state and description; who is no administrator sees their own.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: DOMAIN_OPERATIONS,
  essential: [],
  compat: { ...LIST_COMPAT, domain_name: renamed("names") },
  readsOf: {
    set_domains: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { domain_name: renamed("names") },
      ignored: ["description", "enabled"],
    },
  },
  run: (args, context) =>
    orOwn(
      context,
      async () => ({ ...await answerList(DOMAINS, args, context), scope: "all domains of this cloud" }),
      async (session, refusal) => ({
        ...await answerList(ownDomains(session, refusal), args, context),
        scope: `domains of user ${session.user.name}`,
      }),
    ),
});
