import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { GROUP_OPERATIONS, GROUPS, ownGroups } from "./groups.ts";
import { orOwn, wholeText } from "./own.ts";

/** Groups of users: all of them for an administrator, for others those that they are in. */
export const getGroups = tool({
  name: "get_groups",
  toolset: "identity",
  title: "Groups of users",
  description: "Groups of users; detail=full adds members. Who is no administrator sees their own.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: GROUP_OPERATIONS,
  essential: [],
  compat: { ...LIST_COMPAT, group_name: renamed("names"), domain: filtering("domain") },
  readsOf: {
    set_identity_groups: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { group_name: renamed("names") },
      // Its clients send the default domain with every call, and its list was of all domains.
      ignored: ["description", "domain_id"],
    },
  },
  run: (args, context) =>
    orOwn(
      context,
      async (session) => ({
        ...await answerList(GROUPS, args, context),
        scope: wholeText("groups", session),
      }),
      async (session, refusal) => {
        const answer = await answerList(ownGroups(session, refusal), args, context);
        const none = answer["shown"] === 0 && args.filters === undefined && args.name_contains === undefined;
        return {
          ...answer,
          scope: `groups of user ${session.user.name}`,
          ...(none ? { note: "this user is in no group" } : {}),
        };
      },
    ),
});
