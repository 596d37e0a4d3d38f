/** Hands that change a real cloud: raw requests of a login, without any of the product's code.
 *
 * @module
 */
import { objectOf } from "./program.ts";
import { RawCloud } from "./raw_cloud.ts";

type Members = Record<string, unknown>;

/** How a service is asked. */
interface Address {
  readonly types: readonly string[];
  readonly prefix?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const SERVICES = {
  identity: { types: ["identity"] },
  compute: { types: ["compute"], headers: { "openstack-api-version": "compute 2.90" } },
  placement: { types: ["placement"], headers: { "openstack-api-version": "placement 1.38" } },
  network: { types: ["network"], prefix: "/v2.0" },
  volume: { types: ["volumev3", "block-storage"], headers: { "openstack-api-version": "volume 3.60" } },
  image: { types: ["image"], prefix: "/v2" },
  loadBalancer: { types: ["load-balancer"], prefix: "/v2.0/lbaas" },
  orchestration: { types: ["orchestration"] },
  dns: { types: ["dns"], prefix: "/v2" },
  keyManager: { types: ["key-manager"], prefix: "/v1" },
  share: { types: ["sharev2"], headers: { "x-openstack-manila-api-version": "2.65" } },
  objectStore: { types: ["object-store"] },
} satisfies Readonly<Record<string, Address>>;

/** A service that can be asked. */
export type Service = keyof typeof SERVICES;

/** How long anything may take on an idle cloud. */
const PATIENCE_MS = 120_000;

/** The member of nested objects that a path of names leads to. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((found, name) => objectOf(found)[name], value);
}

/** The objects of a list that is a member. */
export function members(value: unknown, ...path: readonly string[]): readonly Members[] {
  return Object.values(objectOf(member(value, ...path))).map(objectOf);
}

/** A login that changes things. */
export class Hands {
  #cloud: RawCloud;
  readonly #login: Readonly<Record<string, string>>;

  private constructor(cloud: RawCloud, login: Readonly<Record<string, string>>) {
    this.#cloud = cloud;
    this.#login = login;
  }

  /** Logs in with the variables that the program is given too. */
  static async of(login: Readonly<Record<string, string>>): Promise<Hands> {
    return new Hands(await RawCloud.logIn(login), login);
  }

  /** Fetches a new token. */
  async logInAgain(): Promise<void> {
    this.#cloud = await RawCloud.logIn(this.#login);
  }

  /** Project of the login. */
  get projectId(): string {
    return this.#cloud.projectId;
  }

  /** User of the login. */
  get userId(): string {
    return this.#cloud.userId;
  }

  /** Sends a request and gives the body of the answer.
   *
   * @throws {Error} If it was refused.
   */
  async send(
    service: Service,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const { status, answer } = await this.#ask(service, method, path, body, headers);
    if (status < 200 || status >= 300) {
      throw new Error(`${service} ${method} ${path}: HTTP ${status}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }

  /** Reads. */
  async read(service: Service, path: string): Promise<unknown> {
    return await this.send(service, "GET", path);
  }

  /** The id of the one thing of that name, or else of the first. */
  async idOf(service: Service, path: string, name: string): Promise<string> {
    const list = Object.values(objectOf(await this.read(service, path))).find(Array.isArray);
    const found = members({ list }, "list").find((item) => item["name"] === name);
    if (!found) throw new Error(`${service} ${path}: nothing is named ${name}`);
    return String(found["id"]);
  }

  /** Removes something, and waits until it is gone; what is not there any more is gone. */
  async remove(service: Service, path: string, by = path): Promise<void> {
    await this.#ask(service, "DELETE", by);
    await waitFor(`${service} ${path} to be gone`, async () => {
      const { status, answer } = await this.#ask(service, "GET", path);
      return status === 404 || /"(DELETED|DELETE_COMPLETE)"/.test(JSON.stringify(answer));
    });
  }

  /** Reads until what is read is as it should be. */
  async until(service: Service, path: string, isThere: (answer: unknown) => boolean): Promise<void> {
    await waitFor(`${service} ${path}`, async () => isThere(await this.read(service, path)));
  }

  async #ask(
    service: Service,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly answer: unknown }> {
    const { types, prefix = "", headers: fixed = {} }: Address = SERVICES[service];
    const sent = await this.#cloud.send(method, types, `${prefix}${path}`, {
      ...(body === undefined ? {} : { body }),
      headers: { ...fixed, ...headers },
    });
    return { status: sent.status, answer: sent.body };
  }
}

/** Waits until something is so.
 *
 * @throws {Error} If it takes too long.
 */
export async function waitFor(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!await isSo()) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
