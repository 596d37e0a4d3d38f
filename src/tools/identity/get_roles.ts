import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { scopeText } from "../scope.ts";
import { tool } from "../tool.ts";
import { orOwn } from "./own.ts";
import { ownRoles, ROLE_OPERATIONS, ROLES } from "./roles.ts";

/** Roles: those of the cloud for an administrator, for others those that they have. */
export const getRoles = tool({
  name: "get_roles",
  toolset: "identity",
  title: "Roles",
  description:
    "Roles that exist and which they include; filters.domain lists those of one domain. Who is no administrator sees their own.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: ROLE_OPERATIONS,
  essential: [],
  compat: { ...LIST_COMPAT, role_name: renamed("names") },
  readsOf: {
    set_roles: {
      actions: { list: {}, show: { detail: "full" } },
      compat: {
        role_name: renamed("names"),
        domain_id: (value) => value === "" ? {} : { filters: { domain: value } },
      },
      ignored: ["description"],
    },
  },
  run: (args, context) =>
    orOwn(
      context,
      async () => ({
        ...await answerList(ROLES, args, context),
        scope: args.filters?.["domain"] === undefined
          ? "all roles but those of domains"
          : "roles of a domain",
      }),
      async (session, refusal) => ({
        ...await answerList(ownRoles(session, refusal), args, context),
        scope: `roles of user ${session.user.name} in ${await scopeText(context)}`,
      }),
    ),
});
