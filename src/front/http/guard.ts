/** Who may be meant by a request, and which pages may send one.
 *
 * A web page can have its own name point to 127.0.0.1 and then speak with whatever listens there as with itself (DNS
 * rebinding). Such a request names the page's host, so only names that are known to mean this server are served.
 *
 * @module
 */
import type { HttpOptions } from "../../wire/control.ts";
import { Refusal } from "./refusal.ts";

/** A name or address, and a port. */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9._-]*)(?::(\d{1,5}))?$/;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
/** Listening on these is listening on all addresses: they name no host. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(["0.0.0.0", "[::]"]);

/** Checks the `Host` and `Origin` of requests. Names are compared whole and without regard to case. */
export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;
  readonly #isTls: boolean;

  /** Makes a guard. An entry without a port stands for all ports; an origin with a scheme is meant as a browser writes it. */
  constructor(
    { host, tls, allowedHosts, allowedOrigins }: Pick<
      HttpOptions,
      "host" | "tls" | "allowedHosts" | "allowedOrigins"
    >,
  ) {
    this.#hosts = new Set([...allowedHosts.map(normalize), ...ownAddress(host)]);
    this.#origins = new Set(allowedOrigins.map(normalize));
    this.#isTls = tls !== undefined;
  }

  /** Lets a request pass whose host and origin are known.
   *
   * @returns The URL of the request.
   * @throws {Refusal} Otherwise.
   */
  check(request: Request): URL {
    const host = request.headers.get("host");
    if (host !== null) this.#checkHost(host);
    // HTTP/2, which is spoken over TLS alone, names the host in the URL instead.
    else if (!this.#isTls) throw new Refusal(400, "The Host header is missing");
    const url = urlOf(request);
    // A request line with a whole URL has a host of its own, and that one counts.
    if (url.host !== host) this.#checkHost(url.host);
    const origin = request.headers.get("origin");
    if (origin !== null && !this.#isKnownOrigin(origin.toLowerCase())) {
      throw new Refusal(403, "The Origin is not allowed");
    }
    return url;
  }

  #checkHost(host: string): void {
    const authority = host.toLowerCase();
    const name = nameOf(authority);
    if (name === undefined) throw new Refusal(400, "The Host header is malformed");
    if (isLoopback(name) || this.#hosts.has(name) || this.#hosts.has(authority)) return;
    throw new Refusal(403, "The Host is not allowed");
  }

  #isKnownOrigin(origin: string): boolean {
    if (this.#origins.has(origin)) return true;
    const [, authority = ""] = /^https?:\/\/([^/]+)$/.exec(origin) ?? [];
    const name = nameOf(authority);
    if (name === undefined) return false;
    return isLoopback(name) || this.#origins.has(name) || this.#origins.has(authority);
  }
}

function normalize(entry: string): string {
  return entry.trim().toLowerCase().replace(/\/$/, "");
}

function urlOf(request: Request): URL {
  const url = URL.parse(request.url);
  if (!url) throw new Refusal(400, "The request target is malformed");
  return url;
}

function nameOf(authority: string): string | undefined {
  return AUTHORITY.exec(authority)?.[1];
}

function isLoopback(name: string): boolean {
  return name === "localhost" || name === "[::1]" || (name.startsWith("127.") && isIpv4(name));
}

function isIpv4(name: string): boolean {
  const parts = IPV4.exec(name);
  return parts !== null && parts.slice(1).every((part) => Number(part) <= 255);
}

/** The address that the server listens on, if it is one. */
function ownAddress(host: string): string[] {
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const isAddress = isIpv4(name) || name.startsWith("[");
  return isAddress && !ANY_ADDRESS.has(name) ? [name.toLowerCase()] : [];
}
