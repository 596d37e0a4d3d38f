/** Services that stand alone, without Keystone: there is nothing to log in to.
 *
 * @module
 */
import type { CatalogEntry } from "../catalog.ts";
import { knownServices } from "../services.ts";
import type { StandaloneAuth } from "../settings.ts";
import type { Session } from "./session.ts";

/** A session that ends with the process: the catalog is what the settings say, and nobody tells roles or a project. */
export function standaloneSession(auth: StandaloneAuth): Session {
  const name = auth.username ?? "nobody";
  return {
    token: "",
    ...(auth.type === "http_basic" ? { authorization: basicAuthorization(auth) } : {}),
    expiresAt: "9999-12-31T23:59:59Z",
    obtainedAt: Date.now(),
    user: { id: name, name },
    system: false,
    roles: [],
    catalog: auth.isEndpoint ? catalogAt(auth.authUrl) : [],
    identityUrl: auth.authUrl,
    methods: [],
  };
}

/** The endpoint stands for every service but Keystone, which there is none of. */
function catalogAt(url: string): CatalogEntry[] {
  return knownServices().filter(({ type }) => type !== "identity").map(({ type }) => ({
    type,
    endpoints: [{ interface: "public", url }, { interface: "internal", url }, { interface: "admin", url }],
  }));
}

function basicAuthorization({ username = "", password = "" }: StandaloneAuth): string {
  return `Basic ${new TextEncoder().encode(`${username}:${password}`).toBase64()}`;
}
