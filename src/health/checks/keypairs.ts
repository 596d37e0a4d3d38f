/** Checks of the keypairs of the user who logged in: nobody else's can be listed without asking user by user.
 *
 * @module
 */
import type { Keypair } from "../../openstack/compute/types.ts";
import { type Check, check, type Draft } from "../check.ts";
import { command } from "../command.ts";
import type { FoundResource } from "../report.ts";
import { type PublicKey, readPublicKey } from "../public_key.ts";

/** A keypair has no id: its name is unique among its user's. */
function keypairResource({ name }: Keypair): FoundResource {
  return { kind: "keypair", id: name, name };
}

function showKeypair({ id }: FoundResource): string {
  return command("openstack", "keypair", "show", id);
}

const unused = check({
  id: "keypair-unused",
  area: "instances",
  topic: "leaks",
  title: "Keypairs of this login that no server was made with",
  data: ["keypairs", "servers"],
  severities: ["info"],
  thresholds: {},
  remedy: "Delete it if it is not needed elsewhere: in another project or region, for instance.",
  next: showKeypair,
  run(data, ctx) {
    const { user, project } = ctx.login;
    // Others may have a keypair of the same name.
    const used = new Set(
      data.all("servers").filter(({ userId }) => userId === undefined || userId === user.id)
        .map(({ keyName }) => keyName),
    );
    const where = ctx.allProjects || !project ? "no server" : `no server of project ${project.name}`;
    return data.all("keypairs").filter(({ name }) => !used.has(name)).map((keypair): Draft => ({
      severity: "info",
      text: `keypair ${keypair.name} is used by ${where}`,
      resource: keypairResource(keypair),
      evidence: { type: keypair.type, fingerprint: keypair.fingerprint },
    }));
  },
});

/** What makes a key weak, in words. */
function weakness({ kind, bits }: PublicKey, leastRsaBits: number): string | undefined {
  if (kind === "dsa") return "is a DSA key, which SSH no longer trusts";
  if (kind !== "rsa" || bits === undefined || bits >= leastRsaBits) return undefined;
  return `is an RSA key of ${bits} bits, and fewer than ${leastRsaBits} are weak`;
}

const weak = check({
  id: "keypair-weak",
  area: "instances",
  topic: "exposure",
  title: "Keypairs of this login that are weak",
  data: ["keypairs"],
  severities: ["warning"],
  thresholds: { least_rsa_bits: 2048 },
  remedy:
    "Make an Ed25519 key, put it on the servers that know this one, and take this one away from them and from here.",
  next: showKeypair,
  run(data, ctx) {
    const least = ctx.limit("least_rsa_bits");
    return data.all("keypairs").flatMap((keypair): Draft[] => {
      const key = readPublicKey(keypair.publicKey ?? "");
      if (!key) {
        ctx.incomplete(`keypair ${keypair.name}`, "its public key cannot be read");
        return [];
      }
      const found = weakness(key, least);
      if (found === undefined) return [];
      return [{
        severity: "warning",
        text: `keypair ${keypair.name} ${found}`,
        resource: keypairResource(keypair),
        evidence: {
          type: keypair.type,
          algorithm: key.kind,
          bits: key.bits,
          fingerprint: keypair.fingerprint,
        },
      }];
    });
  },
});

/** The checks of keypairs. */
export const keypairChecks: readonly Check[] = [unused, weak];
