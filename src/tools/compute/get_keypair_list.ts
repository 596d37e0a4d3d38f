import * as z from "zod";
import { listKeypairs, showKeypair } from "../../openstack/compute/operations.ts";
import { type Keypair, readKeypair } from "../../openstack/compute/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import type { ListSpec } from "../list_spec.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, type ListArguments, renamed } from "../list_arguments.ts";
import { ofPart, readParts } from "../parts.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";

/** Keypairs whose time of creation one answer reads: each costs a request. */
const MOST_SHOWN = 50;

/** Keypairs of the user who logged in. */
export const getKeypairList = tool({
  name: "get_keypair_list",
  toolset: "compute",
  title: "Keypairs",
  description:
    "SSH and X.509 keypairs of the logged-in user (they belong to users, not projects); detail=full adds the public key.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listKeypairs, showKeypair],
  compat: { ...LIST_COMPAT, keypair_name: renamed("names"), keypair_names: renamed("names") },
  run: (args, context) => answerKeypairs(args, context),
});

/** Answers a list call for keypairs, and says whose they are.
 *
 * @throws As `answerList`.
 */
export async function answerKeypairs(args: ListArguments, context: ToolContext): Promise<ToolAnswer> {
  return await withOwner(await answerList(KEYPAIRS, args, context), context);
}

/** Says whose keypairs an answer is about. */
export async function withOwner(
  { scope, ...answer }: ToolAnswer,
  context: ToolContext,
): Promise<ToolAnswer> {
  const { user } = await context.cloud.session();
  return { scope, owner: `user ${user.name}`, ...answer };
}

/** Keypairs: Compute API "List Keypairs". */
export const KEYPAIRS: ListSpec<Keypair, ReadonlyMap<Keypair, Keypair>> = {
  noun: ["keypair", "keypairs"],
  place: "of this user",
  list: listKeypairs,
  read: readKeypair,
  id: (keypair) => keypair.name,
  name: (keypair) => keypair.name,
  columns: [
    { name: "name", level: "basic", value: (keypair) => keypair.name },
    { name: "type", level: "basic", value: (keypair) => keypair.type },
    { name: "fingerprint", level: "detailed", value: (keypair) => keypair.fingerprint },
    { name: "public_key", level: "full", value: (keypair) => keypair.publicKey },
    {
      name: "created",
      level: "full",
      joined: true,
      value: (keypair, shown) => ofPart(shown, keypair, ({ createdAt }) => toUtc(createdAt)),
    },
  ],
  costly: { columns: ["created"], rows: MOST_SHOWN },
  join: async (keypairs, wants, context) => {
    // Only a keypair that is shown by itself says when it was made.
    const { values, unavailable } = await readParts(wants("created") ? keypairs : [], {
      what: "time of creation",
      name: (keypair) => keypair.name,
      read: async ({ name }) => {
        const answer = await context.cloud.send(showKeypair, { path: { keypair_name: name } });
        return readKeypair(answer.body);
      },
    });
    return { joined: values, unavailable, missing: values.size === 0 ? ["created"] : [] };
  },
};
