/**
 * A visitor of the demo for its own tests.
 *
 * @module
 */

import { isItem, type Item, itemsOf, type Json, parse, textOf } from "./json.ts";
import { startDemo } from "./mod.ts";
import type { DemoCloud, DemoOptions } from "./types.ts";

/** An answer as a visitor sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  /** The body if it is a JSON object, else an empty one. */
  readonly body: Item;
  readonly text: string;
}

/** How a visitor asks. */
export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: Json;
}

/** Sends a request and reads the whole answer. */
export async function ask(url: string, question: Question = {}): Promise<Seen> {
  const headers: Record<string, string> = { Accept: "application/json", ...question.headers };
  const init: RequestInit = { method: question.method ?? "GET", headers, redirect: "manual" };
  if (question.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(question.body);
  }
  const answer = await fetch(url, init);
  const text = await answer.text();
  const body = parse(text);
  return { status: answer.status, headers: answer.headers, body: isItem(body) ? body : {}, text };
}

/** What to log in to: a project by name, the system, or nothing. */
export type Target = { project: string } | "system" | "unscoped";

/** The body of a login with a password. */
export function passwordLogin(user: string, password: string, target: Target): Item {
  const domain = { id: "default" };
  const scope: Json = target === "system"
    ? { system: { all: true } }
    : target === "unscoped"
    ? "unscoped"
    : { project: { name: target.project, domain } };
  return {
    auth: {
      identity: { methods: ["password"], password: { user: { name: user, domain, password } } },
      scope,
    },
  };
}

/** Somebody who has logged in. */
export class Visitor {
  readonly #demo: DemoCloud;
  readonly token: string;
  readonly body: Item;

  private constructor(demo: DemoCloud, token: string, body: Item) {
    this.#demo = demo;
    this.token = token;
    this.body = body;
  }

  static async login(demo: DemoCloud, user: string, target: Target): Promise<Visitor> {
    const body = passwordLogin(user, demo.password, target);
    const seen = await ask(`${demo.authUrl}/auth/tokens`, { method: "POST", body });
    if (seen.status !== 201) throw new Error(`login of ${user}: ${seen.status} ${seen.text}`);
    return new Visitor(demo, seen.headers.get("X-Subject-Token") ?? "", seen.body);
  }

  /** Asks a service by its catalogue type. */
  ask(service: string, path: string, question: Question = {}): Promise<Seen> {
    const headers = { "X-Auth-Token": this.token, ...question.headers };
    return ask((this.#demo.endpoints[service] ?? "") + path, { ...question, headers });
  }

  /** Asks Nova in a version. */
  nova(path: string, version = "2.93", question: Question = {}): Promise<Seen> {
    return this.ask("compute", path, {
      ...question,
      headers: { "OpenStack-API-Version": `compute ${version}` },
    });
  }

  /** The ids or names in a list. */
  async names(service: string, path: string, plural: string, key = "name"): Promise<string[]> {
    const seen = await this.ask(service, path);
    if (seen.status !== 200) throw new Error(`${path}: ${seen.status} ${seen.text}`);
    return itemsOf(seen.body[plural]).map((item) => textOf(item[key]));
  }
}

/** People of every kind, logged in to one demo. */
export interface Cast {
  readonly demo: DemoCloud;
  /** A member of acme. */
  readonly alice: Visitor;
  /** A reader in acme. */
  readonly adam: Visitor;
  /** The administrator of the cloud. */
  readonly admin: Visitor;
  /** A member of another project. */
  readonly gina: Visitor;
}

/** Runs a test on a demo of its own. */
export async function withCast(options: DemoOptions, test: (cast: Cast) => Promise<void>): Promise<void> {
  const demo = await startDemo(options);
  try {
    const login = (user: string, project: string) => Visitor.login(demo, user, { project });
    const [alice, adam, admin, gina] = await Promise.all([
      login("alice", "acme"),
      login("adam", "acme"),
      login("admin", "admin"),
      login("gina", "globex"),
    ]);
    await test({ demo, alice, adam, admin, gina });
  } finally {
    await demo.close();
  }
}
