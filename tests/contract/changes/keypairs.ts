/** Scenarios of keypairs.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createKeypair, deleteKeypair, showKeypair } from "../../../src/openstack/compute/operations.ts";
import { readKeypair } from "../../../src/openstack/compute/types.ts";
import { member, text } from "../../../src/openstack/read.ts";
import type { Act, Scenario } from "../scenario.ts";
import { removeKeypair } from "./leftovers.ts";
import { ownName } from "./names.ts";
import { areRefused, isRefused } from "./refusal.ts";
import type { Stage } from "./stage.ts";

const OPERATIONS = [createKeypair, deleteKeypair] as const;

/** Keypairs that are imported, and one that Nova makes. */
export const keypairScenarios: readonly Scenario[] = [
  { name: "a keypair is imported", operations: OPERATIONS, play: imported },
  { name: "a keypair is made", operations: OPERATIONS, play: made },
  { name: "what no keypair is made of", operations: [createKeypair], play: refused },
  {
    name: "keypairs belong to users, whatever their roles",
    operations: OPERATIONS,
    missing: ({ cloud }) => cloud.reader ? undefined : "no reader's login",
    play: ofReader,
  },
];

/** The microversion after which Nova makes no keys any more. */
const MAKES_KEYS = "2.91";

/** A public key; nobody has its private half. */
function publicKey(): { readonly line: string; readonly fingerprint: string } {
  const kind = "ssh-ed25519";
  const words = [new TextEncoder().encode(kind), crypto.getRandomValues(new Uint8Array(32))];
  const blob = Buffer.concat(words.flatMap((word) => [lengthOf(word), word]));
  const digest = createHash("md5").update(blob).digest("hex");
  return {
    line: `${kind} ${blob.toString("base64")} contract`,
    fingerprint: (digest.match(/../g) ?? []).join(":"),
  };
}

function lengthOf(word: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, word.length);
  return length;
}

/** Imports a keypair that is deleted in the end. */
export async function importKeypair(stage: Stage): Promise<string> {
  const name = ownName();
  const body = { keypair: { name, public_key: publicKey().line } };
  await stage.order(createKeypair, 201, { body });
  stage.defer(() => removeKeypair(stage.member, name));
  return name;
}

async function imported(act: Act, stage: Stage): Promise<void> {
  const name = ownName();
  const path = { keypair_name: name };
  const { line, fingerprint } = publicKey();
  stage.defer(() => removeKeypair(stage.member, name));
  await act("import", async () => {
    const body = { keypair: { name, public_key: line, type: "ssh" } };
    const answer = await stage.order(createKeypair, 201, { body });
    const keypair = readKeypair(member(answer.body, "keypair"));
    assert.deepEqual([keypair?.name, keypair?.fingerprint, keypair?.publicKey, keypair?.type], [
      name,
      fingerprint,
      line,
      "ssh",
    ]);
    assert.equal(text(member(answer.body, "keypair"), "private_key"), undefined);
  });
  await act("show", async () => {
    const { body } = await stage.member.cloud.send(showKeypair, { path });
    const keypair = readKeypair(member(body, "keypair"));
    assert.deepEqual([keypair?.name, keypair?.fingerprint, keypair?.userId], [
      name,
      fingerprint,
      stage.member.session.user.id,
    ]);
  });
  await act("its name is taken", async () => {
    const body = { keypair: { name, public_key: publicKey().line } };
    await isRefused(stage.member.changing.send(createKeypair, { body }), "conflict");
  });
  const { foreigner } = stage;
  if (foreigner) {
    await act("another user does not find it", async () => {
      await isRefused(foreigner.changing.send(deleteKeypair, { path }), "not found");
    });
  }
  await act("delete", async () => {
    await stage.order(deleteKeypair, 204, { path });
    await isRefused(stage.member.cloud.send(showKeypair, { path }), "not found");
    await isRefused(stage.member.changing.send(deleteKeypair, { path }), "not found");
  });
}

async function made(act: Act, stage: Stage): Promise<void> {
  const name = ownName();
  stage.defer(() => removeKeypair(stage.member, name));
  await act("make", async () => {
    const options = { body: { keypair: { name } }, microversion: MAKES_KEYS };
    const answer = await stage.order(createKeypair, 201, options);
    const keypair = member(answer.body, "keypair");
    assert.match(text(keypair, "private_key") ?? "", /PRIVATE KEY/);
    assert.match(text(keypair, "public_key") ?? "", /^ssh-rsa /);
  });
  await act("delete", async () => {
    await stage.order(deleteKeypair, 204, { path: { keypair_name: name } });
  });
}

async function refused(act: Act, stage: Stage): Promise<void> {
  const { line } = publicKey();
  const good = { name: ownName(), public_key: line };
  const bodies: Readonly<Record<string, unknown>> = {
    "an empty body": {},
    "no public key": { keypair: { name: good.name } },
    "no name": { keypair: { public_key: line } },
    "an empty name": { keypair: { ...good, name: "" } },
    "a name with a slash": { keypair: { ...good, name: "contract/slash" } },
    "a name that is too long": { keypair: { ...good, name: "c".repeat(256) } },
    "a key that is none": { keypair: { ...good, public_key: "ssh-rsa AAAA contract" } },
    "words for a key": { keypair: { ...good, public_key: "open sesame" } },
    "a kind that there is not": { keypair: { ...good, type: "pgp" } },
    "a member that there is not": { keypair: { ...good, colour: "blue" } },
  };
  await act("what is wrong with it is said", async () => {
    const trials = Object.entries(bodies).map(([what, body]) =>
      [what, () => stage.member.changing.send(createKeypair, { body })] as const
    );
    await areRefused(trials, "invalid argument");
  });
  const { foreigner } = stage;
  if (foreigner) {
    await act("another user's", async () => {
      const body = { keypair: { ...good, user_id: foreigner.session.user.id } };
      await isRefused(stage.member.changing.send(createKeypair, { body }), "not permitted");
    });
  }
  await importKeypair(stage);
}

/** Nova's policy asks for no role: whoever may log in to a project may have keypairs. */
async function ofReader(act: Act, stage: Stage): Promise<void> {
  const { reader } = stage.cloud;
  assert(reader !== undefined);
  const name = ownName();
  stage.defer(() => removeKeypair(reader, name));
  await act("a reader makes and deletes one", async () => {
    const body = { keypair: { name, public_key: publicKey().line } };
    await stage.order(createKeypair, 201, { body }, reader);
    await stage.order(deleteKeypair, 204, { path: { keypair_name: name } }, reader);
  });
}
