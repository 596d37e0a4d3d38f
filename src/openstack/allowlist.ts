/** Derives, from Keystone's catalog, the addresses that a thread may reach. Pure: both sides compute it.
 *
 * @module
 */
import { type CatalogEntry, catalogServices, expandMarkers, findEndpoint, serviceBase } from "./catalog.ts";
import { asksKeystone, type CloudSettings } from "./settings.ts";

/** One address that requests of a service may go to. */
export interface AllowEntry {
  /** Official service type. */
  readonly service: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Requests stay below this path; ends with a slash. */
  readonly pathPrefix: string;
  /** Versioned base of the service's operations. */
  readonly base: string;
  /** Unversioned root, where version documents stand. */
  readonly root: string;
  readonly region?: string;
  /** Type as the catalog spells it. */
  readonly alias: string;
  readonly interface?: string;
}

/** A service whose endpoint may not be used, and why. */
export interface RefusedEndpoint {
  readonly service: string;
  readonly reason: "refused by policy" | "unavailable";
  readonly detail: string;
}

/** What {@linkcode buildAllowlist} derives. */
export interface Allowlist {
  readonly entries: readonly AllowEntry[];
  /** Where only a login goes: the identity provider. */
  readonly providers: readonly AllowEntry[];
  /** `host:port` entries for a thread's net permission, sorted, without duplicates. */
  readonly net: readonly string[];
  readonly refused: readonly RefusedEndpoint[];
}

/** What the list is derived from. */
export interface AllowlistOptions {
  readonly settings: CloudSettings;
  readonly catalog: readonly CatalogEntry[];
  /** Project of the token, for endpoints that carry it. */
  readonly projectId?: string;
}

/** Derives the allowlist of a logged-in cloud: Keystone, then every usable endpoint of the catalog. */
export function buildAllowlist(options: AllowlistOptions): Allowlist {
  const { settings, catalog, projectId } = options;
  const entries: AllowEntry[] = [];
  const refused: RefusedEndpoint[] = [];
  const secureKeystone = new URL(settings.auth.authUrl).protocol === "https:";
  const overridden = Object.keys(settings.services).filter((service) =>
    settings.services[service]?.endpointOverride
  );
  for (const service of new Set([...catalogServices(catalog), ...overridden])) {
    const found = findEndpoint(catalog, service, settings);
    if (found.kind === "not deployed") continue;
    if (found.kind === "no endpoint") {
      refused.push({ service, reason: "unavailable", detail: found.detail });
      continue;
    }
    const url = expandMarkers(found.url, projectId);
    if (url === undefined) {
      refused.push({
        service,
        reason: "unavailable",
        detail: "no endpoint for this scope: its URL names a project",
      });
      continue;
    }
    const problem = urlProblem(url, secureKeystone && !settings.allowHttpEndpoints);
    if (problem) {
      refused.push({ service, reason: "refused by policy", detail: problem });
      continue;
    }
    const { root, base } = serviceBase(url, service, projectId);
    entries.push({
      service,
      origin: root.origin,
      pathPrefix: root.pathname,
      base: base.href.replace(/\/$/, ""),
      root: root.href,
      alias: found.alias,
      ...(found.region === undefined ? {} : { region: found.region }),
      ...(found.interface === undefined ? {} : { interface: found.interface }),
    });
  }
  const providers = providerEntries(settings);
  if (!asksKeystone(settings.auth)) return { entries, providers, net: netList(entries, settings), refused };
  // The next login goes where the first one went, wherever the catalog says that Keystone is.
  const login = loginEntry(settings);
  const covered = entries.some(({ service, origin, pathPrefix }) =>
    service === "identity" && origin === login.origin && login.pathPrefix.startsWith(pathPrefix)
  );
  const all = covered ? entries : [...entries, login];
  return { entries: all, providers, net: netList([...all, ...providers], settings), refused };
}

/** Everything that a thread may send a request to. */
export function permitted({ entries, providers }: Allowlist): readonly AllowEntry[] {
  return [...entries, ...providers];
}

/** The allowlist of a thread that only logs in: Keystone's address, and the proxy's if there is one.
 *
 * @throws {TypeError} If the auth URL may not be used; the message says why.
 */
export function loginAllowlist(settings: CloudSettings): Allowlist {
  const problem = urlProblem(settings.auth.authUrl, false);
  if (problem) throw new TypeError(`auth_url: ${problem}`);
  const entries = asksKeystone(settings.auth) ? [loginEntry(settings)] : [];
  const providers = providerEntries(settings);
  return { entries, providers, net: netList([...entries, ...providers], settings), refused: [] };
}

/** The identity provider's addresses.
 *
 * @throws {TypeError} If one may not be used; the message says why.
 */
function providerEntries({ auth, allowHttpEndpoints }: CloudSettings): AllowEntry[] {
  if (!("access" in auth) || "token" in auth.access) return [];
  const { tokenEndpoint, discoveryEndpoint } = auth.access.grant;
  const httpsOnly = new URL(auth.authUrl).protocol === "https:" && !allowHttpEndpoints;
  // Where tokens are given is known: the discovery document is not asked.
  const [name, url] = tokenEndpoint === undefined
    ? ["discovery_endpoint", discoveryEndpoint]
    : ["access_token_endpoint", tokenEndpoint];
  if (url === undefined) return [];
  const problem = urlProblem(url, httpsOnly);
  if (problem) throw new TypeError(`${name}: ${problem}`);
  const { origin } = new URL(url);
  return [{
    service: "identity",
    alias: "identity provider",
    origin,
    pathPrefix: "/",
    base: origin,
    root: `${origin}/`,
  }];
}

function loginEntry(settings: CloudSettings): AllowEntry {
  const { root, base } = serviceBase(settings.auth.authUrl, "identity", undefined);
  return {
    service: "identity",
    alias: "identity",
    origin: root.origin,
    pathPrefix: root.pathname,
    base: base.href.replace(/\/$/, ""),
    root: root.href,
  };
}

function netList(entries: readonly AllowEntry[], settings: CloudSettings): string[] {
  const urls = entries.map((entry) => entry.origin);
  if (settings.proxy) urls.push(settings.proxy);
  return [...new Set(urls.map(netEntry))].sort();
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  "http:": "80",
  "https:": "443",
  "socks5:": "1080",
  "socks5h:": "1080",
};

/** `host:port` as a net permission wants it: the default port written out, brackets kept around IPv6. */
export function netEntry(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname}:${parsed.port || DEFAULT_PORTS[parsed.protocol] || "443"}`;
}

/** Why a URL may not be used as an endpoint, or undefined if it may.
 *
 * The URL parser has already folded the odd spellings of IPv4 (octal, hexadecimal, one number), so the
 * canonical host is what is judged.
 */
export function urlProblem(url: string, httpsOnly: boolean): string | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return "not a URL";
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    return `scheme ${parsed.protocol} is not http or https`;
  }
  if (parsed.username !== "" || parsed.password !== "") return "the URL carries a user name or password";
  const host = hostProblem(parsed.hostname);
  if (host) return host;
  if (httpsOnly && parsed.protocol === "http:") {
    return "http endpoint under an https Keystone: the token would travel in clear (--allow-http-endpoints permits it)";
  }
  return undefined;
}

function hostProblem(hostname: string): string | undefined {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  if (host === "") return "no host";
  if (host.startsWith("[")) return ipv6Problem(host.slice(1, -1));
  const octets = ipv4Octets(host);
  if (octets) return ipv4Problem(octets);
  // A net permission takes a star for every name below, and the whole list is refused for a name that is none.
  if (host.length > 253 || !host.split(".").every((label) => /^[a-z0-9_-]{1,63}$/.test(label))) {
    return `${host.slice(0, 80)} is not a host name`;
  }
  return /^(metadata|metadata\.goog|(.*\.)?metadata\.google\.internal|instance-data(\..*)?)$/.test(host)
    ? `${host} names a metadata service`
    : undefined;
}

function ipv4Octets(host: string): number[] | undefined {
  const parts = host.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  return parts.map(Number);
}

function ipv4Problem(octets: readonly number[]): string | undefined {
  const [a = 0, b = 0] = octets;
  const address = octets.join(".");
  if (a === 0) return `${address} is the unspecified address`;
  if (a === 169 && b === 254) return `${address} is link-local, where metadata services stand`;
  if (a >= 224) return `${address} is a multicast or reserved address`;
  return undefined;
}

function ipv6Problem(host: string): string | undefined {
  const groups = ipv6Groups(host);
  if (!groups) return `${host} is not an IPv6 address`;
  const embedded = embeddedIpv4(groups);
  if (embedded) return ipv4Problem(embedded);
  const [first = 0] = groups;
  if (groups.every((group) => group === 0)) return "[::] is the unspecified address";
  if ((first & 0xffc0) === 0xfe80) return `[${host}] is link-local`;
  if ((first & 0xff00) === 0xff00) return `[${host}] is a multicast address`;
  if (METADATA_PREFIXES.has(`${first}:${groups[1]}`)) return `[${host}] is where a metadata service stands`;
  return undefined;
}

/** Amazon's fd00:ec2::254 and Google's fd20:ce::254. */
const METADATA_PREFIXES = new Set([`${0xfd00}:${0x0ec2}`, `${0xfd20}:${0x00ce}`]);

function ipv6Groups(host: string): number[] | undefined {
  const [head = "", tail] = host.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array(Math.max(0, gap)).fill("0"), ...right].map((part) => parseInt(part, 16));
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : undefined;
}

/** The IPv4 address inside `::a.b.c.d`, `::ffff:a.b.c.d`, `::ffff:0:a.b.c.d`, NAT64's `64:ff9b::a.b.c.d` and
 * `64:ff9b:1:…:a.b.c.d`, and 6to4's `2002:ab:cd::`; `::` and `::1` are not such.
 */
function embeddedIpv4(groups: readonly number[]): number[] | undefined {
  const [a, b, c, d, e, f, g = 0, h = 0] = groups;
  const zeros = c === 0 && d === 0 && e === 0;
  const mapped = a === 0 && b === 0 && zeros && f === 0xffff;
  const compatible = a === 0 && b === 0 && zeros && f === 0 && g !== 0;
  const translated = a === 0 && b === 0 && c === 0 && d === 0 && e === 0xffff && f === 0;
  const nat64 = a === 0x64 && b === 0xff9b && (c === 1 || (zeros && f === 0));
  if (a === 0x2002) return ipv4Of(b, c);
  return mapped || compatible || translated || nat64 ? ipv4Of(g, h) : undefined;
}

function ipv4Of(high = 0, low = 0): number[] {
  return [high >> 8, high & 255, low >> 8, low & 255];
}
