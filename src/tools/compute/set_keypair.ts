import * as z from "zod";
import type { Change, Plan, Target } from "../../gate/mod.ts";
import type { Answer } from "../../openstack/answer.ts";
import {
  createKeypair,
  deleteKeypair,
  listKeypairs,
  showKeypair,
} from "../../openstack/compute/operations.ts";
import { type Keypair, readKeypair } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { member, text } from "../../openstack/read.ts";
import { reveal } from "../../text/reveal.ts";
import { CHANGE_ARGUMENTS } from "../change_arguments.ts";
import { LIST_ARGUMENTS, optional, renamed } from "../list_arguments.ts";
import { findTargets } from "../list_targets.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { answerKeypairs, KEYPAIRS, withOwner } from "./get_keypair_list.ts";

const { names, name_contains } = LIST_ARGUMENTS;

const INPUT = z.strictObject({
  action: z.enum(["list", "show", "create", "import", "delete"]),
  names,
  name_contains,
  public_key: optional(z.string().max(16_384)),
  type: optional(z.enum(["ssh", "x509"])),
  ...CHANGE_ARGUMENTS,
});

type Arguments = z.output<typeof INPUT>;

/** Keypairs of the user who logged in. */
export const setKeypair = tool({
  name: "set_keypair",
  toolset: "compute",
  title: "Change keypairs",
  description:
    "Imports (public_key), creates and deletes keypairs of the logged-in user; create without public_key answers the private key once.",
  input: INPUT,
  operations: [listKeypairs, showKeypair, createKeypair, deleteKeypair],
  aliases: { manage_keypair: {} },
  compat: {
    keypair_names: renamed("names"),
    keypair_name: renamed("names"),
    name: renamed("names"),
    key_type: renamed("type"),
  },
  run: async ({ action, ...args }, context) => await ACTIONS[action](args, context),
});

type ActionArguments = Omit<Arguments, "action">;

const ACTIONS: Readonly<
  Record<Arguments["action"], (args: ActionArguments, context: ToolContext) => Promise<ToolAnswer>>
> = {
  list: ({ names, name_contains }, context) => answerKeypairs({ names, name_contains }, context),
  show: ({ names }, context) => {
    if (!names) throw invalid("show keypairs", "names must say which keypairs");
    return answerKeypairs({ names, detail: "full" }, context);
  },
  create: (args, context) =>
    args.public_key === undefined ? generate(args, context) : add("create", args, context),
  import: (args, context) => add("import", args, context),
  delete: async (args, context) => {
    const change = changeOf("delete", args, context, [deleteKeypair], () => planDeletion(args, context));
    return await withOwner(await context.gate.change(change), context);
  },
};

function changeOf(
  action: Arguments["action"],
  args: ActionArguments,
  context: ToolContext,
  operations: Change["operations"],
  plan: Change["plan"],
): Change {
  return { action, things: "keypairs", operations, args, scope: () => scopeText(context), plan };
}

/** Gives the service a key whose private half it never sees. */
async function add(
  action: "create" | "import",
  args: ActionArguments,
  context: ToolContext,
): Promise<ToolAnswer> {
  const plan = async () => {
    const { public_key: key, type = "ssh" } = args;
    checkPublicKey(key, type);
    return await planAddition(
      { name: nameOf(args), type, ...(key === undefined ? {} : { public_key: key.trim() }) },
      context,
    );
  };
  const change = changeOf(action, args, context, [createKeypair], plan);
  return await withOwner(await context.gate.change(change), context);
}

/** Has the service make both halves. The private one is in the answer once, and nowhere else ever. */
async function generate(args: ActionArguments, context: ToolContext): Promise<ToolAnswer> {
  let privateKey: string | undefined;
  const plan = async () => {
    if (!context.allowSensitive) throw withoutSecrets();
    const keypair = { name: nameOf(args), type: args.type ?? "ssh" };
    return await planAddition(keypair, context, (key) => privateKey = key);
  };
  const change = changeOf("create", args, context, [createKeypair], plan);
  const answer = await withOwner(await context.gate.change(change), context);
  if (privateKey === undefined) return answer;
  return reveal({ ...answer, note: "private_key is shown this once: keep it" }, "private_key", privateKey);
}

function withoutSecrets(): OpenStackError {
  return new OpenStackError({
    what: "create keypairs",
    reason: "refused by policy",
    detail: "the answer would hold a private key, and the server was started without --allow-sensitive",
    next:
      "Make the pair yourself (ssh-keygen -t ed25519 -f FILE), and use action import with the text of FILE.pub as public_key.",
  });
}

/** From 2.92 on the service makes no keys any more. */
const LAST_GENERATING = "2.91";

interface NewKeypair {
  readonly name: string;
  readonly type: string;
  readonly public_key?: string;
}

/** @param keep Gets the private key, if the service is to make one. */
async function planAddition(
  keypair: NewKeypair,
  context: ToolContext,
  keep?: (privateKey: string) => void,
): Promise<Plan> {
  const [{ user }, values] = await Promise.all([context.cloud.session(), context.cloud.list(listKeypairs)]);
  const { name, type } = keypair;
  const present = values.flatMap((value) => readKeypair(value) ?? []).find((one) => one.name === name);
  return {
    targets: [{
      name,
      owner: { kind: "user", id: user.id },
      now: present ? inWords(present) : "does not exist",
      will: keep ? `a new ${type} key, whose private half is answered once` : `the given ${type} key`,
      state: { ...keypair, fingerprint: present?.fingerprint },
      ...conflictOf(keypair, present),
      apply: async (send) => {
        const answer = await send(createKeypair, {
          body: { keypair },
          what: `create keypair ${name}`,
          ...(keep ? { microversion: LAST_GENERATING } : {}),
        });
        const privateKey = text(member(answer.body, "keypair"), "private_key");
        if (privateKey !== undefined) keep?.(privateKey);
        const made = readKeypair(answer.body);
        if (!made) throw notOfNova(`create keypair ${name}`, answer);
        return {
          id: name,
          after: inWords(made),
          ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
        };
      },
    }],
  };
}

function conflictOf(
  wanted: NewKeypair,
  present: Keypair | undefined,
): Pick<Target, "refused" | "unchanged"> {
  if (!present) return {};
  if (wanted.public_key !== undefined && present.publicKey?.trim() === wanted.public_key) {
    return { unchanged: true };
  }
  return { refused: "a keypair of this name exists already" };
}

function inWords({ type, fingerprint }: Keypair): string {
  return [type, fingerprint].filter((part) => part !== undefined).join(" ") || "exists";
}

async function planDeletion(args: ActionArguments, context: ToolContext): Promise<Plan> {
  const { names, name_contains } = args;
  const [{ user }, keypairs] = await Promise.all([
    context.cloud.session(),
    findTargets(KEYPAIRS, { names, name_contains }, context),
  ]);
  return {
    targets: keypairs.map((keypair) => ({
      name: keypair.name,
      id: keypair.name,
      owner: { kind: "user", id: user.id },
      now: inWords(keypair),
      will: "deleted",
      state: { fingerprint: keypair.fingerprint },
      apply: async (send) => {
        const answer = await send(deleteKeypair, {
          path: { keypair_name: keypair.name },
          what: `delete keypair ${keypair.name}`,
        });
        // Nova has nothing to say about what is gone.
        if (answer.body !== undefined) throw notOfNova(`delete keypair ${keypair.name}`, answer);
        return {
          after: "deleted",
          ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
        };
      },
    })),
    warnings: keypairs.length > 0 ? ["servers that were made with a keypair keep its public key"] : [],
  };
}

/** A success that is none of Nova's: nobody knows then what became of the change. */
function notOfNova(what: string, { status, requestId }: Answer): OpenStackError {
  return new OpenStackError({
    what,
    service: "compute",
    reason: "unexpected answer",
    status,
    ...(requestId === undefined ? {} : { requestId }),
    detail: "the answer is not what Nova says",
  });
}

function nameOf({ names, name_contains }: ActionArguments): string {
  const [name, ...more] = names ?? [];
  if (name === undefined || more.length > 0 || name_contains !== undefined) {
    throw invalid("create keypairs", "names must be the one name of the new keypair");
  }
  return name;
}

const SSH_KEY = /^(?:ssh|ecdsa|sk)-[\w@.-]+\s+[A-Za-z0-9+/]{16,}={0,3}(?:\s.*)?$/;
const CERTIFICATE = /^-----BEGIN CERTIFICATE-----\s[^]*-----END CERTIFICATE-----$/;

/** What is no public key is never sent: it may be the private one. */
function checkPublicKey(key: string | undefined, type: "ssh" | "x509"): void {
  const what = "import keypairs";
  if (key === undefined) throw invalid(what, "public_key is required");
  if (/PRIVATE KEY/.test(key)) {
    throw invalid(
      what,
      "public_key holds a private key, which now counts as known to others: make a new pair",
    );
  }
  if (type === "ssh" ? SSH_KEY.test(key.trim()) : CERTIFICATE.test(key.trim())) return;
  throw invalid(
    what,
    type === "ssh"
      ? "public_key is not of the form `ssh-ed25519 AAAA… comment`"
      : "public_key of type x509 must be a certificate (PEM)",
  );
}

function invalid(what: string, detail: string): OpenStackError {
  return new OpenStackError({ what, reason: "invalid argument", detail });
}
