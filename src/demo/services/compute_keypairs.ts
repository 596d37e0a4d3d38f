/**
 * Nova's keypairs, which belong to users.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { type Item, itemOf, itemsOf, pick, textOf } from "../json.ts";
import { visible } from "../microversion.ts";
import type { Schema } from "../schema.ts";
import {
  type Answer,
  type Call,
  get,
  isAdmin,
  post,
  Refusal,
  remove,
  reply,
  type Route,
} from "../service.ts";
import { stamp } from "../time.ts";
import { checkBody, forbidden, needsAdmin, notFound, novaBody, novaPage, since } from "./nova.ts";

const LISTED = ["name", "public_key", "fingerprint", "type"];
const SHOWN_WHEN_MADE = ["type", "name", "public_key", "fingerprint", "user_id"];

function view(row: Item, call: Call): Item {
  return visible(row, { "type": { since: 2 } }, call.version, true);
}

/** The user that a request is about: whoever sends it, or, for administrators, anybody. */
function userOf(call: Call, rule: string, asked: string | null): string {
  const user = call.version >= 10 && asked !== null ? asked : call.caller.userId;
  if (user !== call.caller.userId) needsAdmin(call, `os_compute_api:os-keypairs:${rule}`);
  return user;
}

function missing(name: string, user: string): Refusal {
  return notFound(`Keypair ${name} not found for user ${user}`);
}

/** The routes of keypairs. */
export function keypairRoutes(seed: Item): Route[] {
  const keypairs = itemOf(seed["keypairs"]);
  const rows = (user: string) => itemsOf(keypairs[user]);
  const asked = (call: Call) => call.search.get("user_id");
  return [
    get("/os-keypairs", (call) => {
      const found = rows(userOf(call, "index", asked(call)));
      const wrap = (row: Item): Item => ({ keypair: view(pick(row, LISTED), call) });
      if (call.version < 35) return reply({ keypairs: found.map(wrap) });
      return novaPage(call, found, { plural: "keypairs", key: "name" }, wrap);
    }),
    get("/os-keypairs/{name}", (call) => {
      const name = call.params["name"] ?? "";
      const user = userOf(call, "show", asked(call));
      const row = rows(user).find((one) => one["name"] === name);
      if (!row) throw missing(name, user);
      return reply({ keypair: view(row, call) });
    }),
    post("/os-keypairs", (call) => create(call, seed, keypairs)),
    remove("/os-keypairs/{name}", (call) => {
      const name = call.params["name"] ?? "";
      const user = userOf(call, "delete", asked(call));
      const left = rows(user).filter((one) => one["name"] !== name);
      if (left.length === rows(user).length) throw missing(name, user);
      keypairs[user] = left;
      return { status: call.version < 2 ? 202 : 204 };
    }),
  ];
}

function schema(version: number): Schema {
  return {
    type: "object",
    properties: {
      keypair: {
        type: "object",
        properties: {
          name: { type: "string", minLength: 1, maxLength: 255 },
          public_key: { type: "string" },
          ...since(version, 2, { type: { type: "string", enum: ["ssh", "x509"] } }),
          ...since(version, 10, { user_id: { type: "string" } }),
        },
        required: version >= 92 ? ["name", "public_key"] : ["name"],
        additionalProperties: false,
      },
    },
    required: ["keypair"],
    additionalProperties: false,
  };
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Names may hold few characters; the schema looks at that before it looks at anything else. */
function checkName(name: string, version: number): void {
  const safe = `${version >= 92 ? "@._- " : "_- "}${LETTERS}`;
  if ([...name].every((char) => safe.includes(char))) return;
  const reason = `Only expected characters: [${safe}]`;
  throw new Refusal(400, `An invalid 'name' value was provided. The name must be: ${reason}`);
}

function create(call: Call, seed: Item, keypairs: Item): Answer {
  const body = novaBody(call);
  const asked = itemOf(itemOf(body)["keypair"]);
  checkName(textOf(asked["name"]), call.version);
  checkBody(body, schema(call.version));
  const user = userOf(call, "create", typeof asked["user_id"] === "string" ? asked["user_id"] : null);
  // A token for the system belongs to somebody too, but Nova's policy wants an owner or an administrator.
  if (call.caller.system && !isAdmin(call.caller)) throw forbidden("os_compute_api:os-keypairs:create");
  const name = textOf(asked["name"]);
  const own = itemsOf(keypairs[user]);
  const made = typeof asked["public_key"] === "string" ? undefined : generate();
  const publicKey = made?.publicKey ?? textOf(asked["public_key"]);
  const type = textOf(asked["type"]) || "ssh";
  const fingerprint = fingerprintOf(publicKey, type);
  const limit = Number(itemOf(seed["quota_defaults"])["key_pairs"] ?? 100);
  if (limit >= 0 && own.length >= limit) {
    throw new Refusal(403, "Maximum number of key pairs exceeded");
  }
  if (own.some((one) => one["name"] === name)) {
    throw new Refusal(409, `Key pair '${name}' already exists.`);
  }
  const row: Item = {
    name,
    public_key: publicKey,
    fingerprint,
    user_id: user,
    created_at: `${stamp(call.now)}.000000`,
    deleted: false,
    deleted_at: null,
    id: Object.values(keypairs).reduce<number>((sum, list) => sum + itemsOf(list).length, 1),
    updated_at: null,
    type,
  };
  keypairs[user] = [...own, row];
  const shown = view(pick(row, SHOWN_WHEN_MADE), call);
  const secret = made ? { private_key: made.privateKey } : {};
  return reply({ keypair: { ...shown, ...secret } }, call.version < 2 ? 200 : 201);
}

const KEY_KINDS = /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) /;

function fingerprintOf(publicKey: string, type: string): string {
  const [kind = "", data = ""] = publicKey.trim().split(/\s+/);
  const bytes = Buffer.from(data, "base64");
  const named = bytes.length > 4 && bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString() === kind;
  const good = type === "x509" ? publicKey.includes("BEGIN CERTIFICATE") : KEY_KINDS.test(publicKey) && named;
  if (!good) throw new Refusal(400, "Keypair data is invalid: failed to generate fingerprint");
  const hash = createHash(type === "x509" ? "sha1" : "md5");
  return (hash.update(bytes).digest("hex").match(/../g) ?? []).join(":");
}

/** A word of the SSH protocol: its length, then it. */
function word(bytes: Uint8Array): Uint8Array[] {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return [length, bytes];
}

/** A keypair that looks like one; its halves do not belong together. */
function generate(): { publicKey: string; privateKey: string } {
  const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));
  const modulus = new Uint8Array([0, 0xc1, ...random(255)]);
  const parts = [new TextEncoder().encode("ssh-rsa"), new Uint8Array([1, 0, 1]), modulus].flatMap(word);
  const publicKey = `ssh-rsa ${Buffer.concat(parts).toString("base64")} Generated-by-Nova`;
  const lines = Buffer.from(random(1190)).toString("base64").match(/.{1,64}/g) ?? [];
  const mark = (which: string) => `-----${which} RSA ${"PRIVATE"} KEY-----`;
  return { publicKey, privateKey: [mark("BEGIN"), ...lines, mark("END"), ""].join("\n") };
}
