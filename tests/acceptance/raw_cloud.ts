/** A login that asks a cloud by itself, without any of the product's code: what its answers are held against.
 *
 * @module
 */
import { objectOf } from "./program.ts";

type Members = Record<string, unknown>;

/** What came back. */
export interface RawAnswer {
  /** 0 if the catalog has no address for this scope. */
  readonly status: number;
  readonly body: unknown;
}

/** A token and its catalog. */
export class RawCloud {
  readonly token: string;
  readonly #urls: ReadonlyMap<string, string>;
  /** Project of the token; empty without one. */
  readonly projectId: string;
  readonly userId: string;

  private constructor(token: string, body: Members) {
    this.token = token;
    const { project, user, catalog } = body;
    this.projectId = project === undefined ? "" : String(objectOf(project)["id"]);
    this.userId = String(objectOf(user)["id"]);
    this.#urls = new Map(
      Object.values(objectOf(catalog ?? [])).flatMap((service) => {
        const { type, endpoints } = objectOf(service);
        const open = Object.values(objectOf(endpoints)).map(objectOf).find((one) =>
          one["interface"] === "public"
        );
        return open ? [[String(type), String(open["url"]).replace(/\/$/, "")] as const] : [];
      }),
    );
  }

  /** Logs in with the variables that the program is given too. */
  static async logIn(env: Readonly<Record<string, string>>): Promise<RawCloud> {
    const domain = { name: env["OS_USER_DOMAIN_NAME"] };
    const answer = await fetch(`${env["OS_AUTH_URL"]}/auth/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: env["OS_USERNAME"], domain, password: env["OS_PASSWORD"] } },
          },
          scope: env["OS_SYSTEM_SCOPE"]
            ? { system: { all: true } }
            : { project: { name: env["OS_PROJECT_NAME"], domain } },
        },
      }),
    });
    const token = answer.headers.get("x-subject-token");
    const body: unknown = await answer.json();
    if (!answer.ok || token === null) throw new Error(`login of ${env["OS_USERNAME"]}: ${answer.status}`);
    return new RawCloud(token, objectOf(objectOf(body)["token"]));
  }

  /** Sends a GET. `$P` in the path is the project, `$U` the user. */
  async get(
    services: readonly string[],
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawAnswer> {
    return await this.send("GET", services, path, { headers });
  }

  /** Sends any request; a body that is text goes out as it is, any other as JSON. */
  async send(
    method: string,
    services: readonly string[],
    path: string,
    { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<RawAnswer> {
    const base = services.map((service) => this.#urls.get(service)).find((url) => url !== undefined);
    if (base === undefined) return { status: 0, body: undefined };
    const filled = path.replace("$P", this.projectId).replace("$U", this.userId);
    const answer = await fetch(`${base}${filled}`, {
      method,
      headers: {
        "x-auth-token": this.token,
        "accept": "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      redirect: "manual",
    });
    const text = await answer.text();
    return { status: answer.status, body: jsonOf(text) };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
