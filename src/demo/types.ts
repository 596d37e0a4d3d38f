/**
 * The shapes of the demo's face.
 *
 * @module
 */

import type { DemoChange } from "./change.ts";
import type { Crowd } from "./crowd.ts";
import type { DemoFault } from "./faults.ts";
import type { Item } from "./json.ts";

/** Options of {@linkcode startDemo}. */
export interface DemoOptions {
  /** Everybody's password; random if not given. */
  password?: string;
  /** How many servers project acme has; as recorded if not given. More are copies of healthy recorded ones. */
  servers?: number;
  /**
   * How many compute hosts there are; as recorded if not given. More are copies of healthy recorded ones, over which
   * the copies of servers are spread. Copies of ports are theirs then.
   */
  hosts?: number;
  /** How many items other collections have: `{ network: { ports: 10_000 } }`. More are copies of project acme's. */
  crowd?: Crowd;
  /** How the cloud differs from the recorded one, one change after the other. */
  changes?: readonly DemoChange[];
  faults?: DemoFault[];
  /** The address to listen at; default 127.0.0.1. */
  hostname?: string;
  /** Certificate and key in PEM: the services speak HTTPS. */
  tls?: { cert: string; key: string };
  /** Whose newest microversions are offered; default `zed`, the release that was recorded. */
  release?: "zed" | "2026.2";
  tokenTtlSeconds?: number;
  /** How long what was accepted takes (a start, a resize, a build); default 300. */
  transitionMs?: number;
  /** Transitions that will fail, as {@linkcode DemoCloud.failTransitions} takes them. */
  failures?: DemoFailure[];
  /** Service types that are left out of the catalogue. */
  without?: string[];
  /** Service types that stand in the catalogue without endpoints. */
  emptyEndpoints?: string[];
  /** What stands before Keystone's `/v3`, such as `/identity`. */
  path?: string;
}

/** A transition that shall fail: the next one that fits. */
export interface DemoFailure {
  /** Name or id of the server; any if not given. */
  server?: string;
  /** The action as its record names it (`start`, `resize`, `create`, `createImage`, `delete`); any if not given. */
  action?: string;
  /** Whether the server ends in ERROR with a fault, or in the state it had before; the record says "Error" both ways. */
  how: "error" | "back";
  /** What the fault says. */
  message?: string;
  /** How often; default once. */
  times?: number;
}

/** A request as the demo saw it. */
export interface DemoRequest {
  /** Catalogue type. */
  service: string;
  method: string;
  path: string;
  query: string;
  /** 0 when no answer was sent. */
  status: number;
  /** Names in lower case; tokens are replaced by `present`. */
  headers: Record<string, string>;
  /** Milliseconds since 1970. */
  at: number;
}

/** A demo cloud that runs. */
export interface DemoCloud {
  /** Where Keystone's API begins. */
  authUrl: string;
  password: string;
  /** The public URL of each catalogue type, without a project's part. */
  endpoints: Record<string, string>;
  /** Who can log in, with a line for each scope. */
  users: { name: string; project?: string; roles: string[]; systemScope?: boolean }[];
  /** The latest requests. */
  requests: DemoRequest[];
  /** Switches faults on instead of those before. */
  setFaults(faults: DemoFault[]): void;
  /** Makes every token that is out invalid. */
  revokeTokens(): void;
  /** Moves a service or takes it out of the catalogue; tokens issued later show it. */
  changeCatalog(change: { service: string; url?: string; remove?: boolean }): void;
  /** Makes transitions fail that are asked for from now on. */
  failTransitions(failure: DemoFailure | DemoFailure[]): void;
  /**
   * Changes a server as if it happened on its own: fields as the API writes them (`status` brings the matching
   * states with it, `fault` its fault); `null` takes the server away. Throws if there is no such server.
   */
  setServer(idOrName: string, fields: Item | null): void;
  close(): Promise<void>;
}
