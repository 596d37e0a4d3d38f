/** The logins that the contract is tried with: on the cloud that the environment names, else on an embedded demo.
 *
 * The variables of OpenStack's clients (`OS_CLOUD`, `OS_AUTH_URL` and the rest) name the member's login. Variables
 * of the suite's own name more; the logins among them are entries of clouds.yaml:
 *
 * - `CONTRACT_CLOUD=demo`: the demo, whatever else the environment names.
 * - `CONTRACT_ADMIN_CLOUD`: an administrator of the cloud, in a project of its own. Without one, the operations
 *   that need it are left out.
 * - `CONTRACT_READER_CLOUD`: a login that may read the member's project and no more. Without one, nothing is tried
 *   as a reader.
 * - `CONTRACT_ISOLATED_CLOUDS`: two logins in two projects, separated by a comma, which must not see each other.
 * - `CONTRACT_SEEDED=1`: the cloud has one of everything, so that an empty list is a failure.
 * - `CONTRACT_CHANGES=1`: the suite may make servers and keypairs of its own in the member's project, change them and
 *   delete them again. Without it, nothing is changed on a cloud that is not the demo.
 *
 * @module
 */
import { resolveSettings, type World } from "../../src/config/mod.ts";
import { startDemo } from "../../src/demo/mod.ts";
import { realWorld } from "../../src/keeper/world.ts";
import { buildAllowlist, loginAllowlist } from "../../src/openstack/allowlist.ts";
import { login, type Session } from "../../src/openstack/auth/mod.ts";
import type { CallClient } from "../../src/openstack/call_client.ts";
import { Client } from "../../src/openstack/client.ts";
import { isRead } from "../../src/openstack/operation.ts";
import { ALL_OPERATIONS } from "../../src/openstack/operations.ts";
import { SessionHolder } from "../../src/openstack/session.ts";
import type { CloudSettings } from "../../src/openstack/settings.ts";
import { allowlistGuard, Transport } from "../../src/openstack/transport.ts";

/** One login on the cloud under test. */
export interface ContractLogin {
  readonly name: string;
  readonly session: Session;
  /** The project that the token is for. */
  readonly projectId: string;
  /** Sends what only reads. */
  readonly cloud: CallClient;
  /** Sends everything. */
  readonly changing: CallClient;
}

/** The cloud under test. Disposing it closes every connection, and the demo if there is one. */
export interface ContractCloud extends AsyncDisposable {
  /** What the run is about, for the names of tests. */
  readonly name: string;
  readonly seeded: boolean;
  readonly member: ContractLogin;
  readonly admin: ContractLogin | undefined;
  /** May read in the member's project, and no more. */
  readonly reader: ContractLogin | undefined;
  /** Two logins in two projects. */
  readonly isolated: readonly [ContractLogin, ContractLogin] | undefined;
}

const DEMO_RELEASES = ["zed", "2026.2"] as const;

/** Long enough to be seen on the way from one state to another. */
const DEMO_TRANSITION_MS = 60;

/** A cloud that can be opened. */
export interface ContractTarget {
  readonly name: string;
  /** Whether anything may be changed there. */
  readonly mayChange: boolean;
  open(): Promise<ContractCloud>;
}

/** The clouds of this run: the configured one, or the demo as an old and as a new release. */
export function contractTargets(): readonly ContractTarget[] {
  const world = realWorld();
  const demo = Deno.env.get("CONTRACT_CLOUD") === "demo";
  if (!demo && Object.entries(world.env).some(([name, value]) => name.startsWith("OS_") && value)) {
    const name = world.env["OS_CLOUD"] ?? "environment";
    const mayChange = Deno.env.get("CONTRACT_CHANGES") === "1";
    return [{ name, mayChange, open: () => openConfigured(name, world) }];
  }
  return DEMO_RELEASES.map((release) => ({
    name: `demo ${release}`,
    mayChange: true,
    open: () => openDemo(release),
  }));
}

async function openConfigured(name: string, world: World): Promise<ContractCloud> {
  const admin = Deno.env.get("CONTRACT_ADMIN_CLOUD");
  const reader = Deno.env.get("CONTRACT_READER_CLOUD");
  const isolated = Deno.env.get("CONTRACT_ISOLATED_CLOUDS")?.split(",").map((part) => part.trim());
  return await openAll({
    name,
    seeded: Deno.env.get("CONTRACT_SEEDED") === "1",
    member: configured(world),
    admin: admin ? configured(world, admin) : undefined,
    reader: reader ? configured(world, reader) : undefined,
    isolated: isolated?.map((each) => configured(world, each)),
  });
}

function configured(world: World, cloud?: string): CloudSettings {
  const named = cloud === undefined ? world : { ...world, env: { ...world.env, OS_CLOUD: cloud } };
  const [entry] = resolveSettings({ command: "check", flags: {} }, named).clouds;
  if (entry === undefined) throw new Error(`No cloud ${cloud ?? ""} is configured`);
  return entry.settings;
}

async function openDemo(release: typeof DEMO_RELEASES[number]): Promise<ContractCloud> {
  const demo = await startDemo({ release, transitionMs: DEMO_TRANSITION_MS });
  const as = (user: string, project: string): CloudSettings => ({
    name: `${user}@${project}`,
    auth: {
      type: "v3password",
      authUrl: demo.authUrl,
      user: { name: user, domainName: "Default" },
      password: demo.password,
      scope: { kind: "project", project: { name: project, domainName: "Default" } },
    },
    interfaces: ["public"],
    services: {},
    allowHttpEndpoints: true,
    requestTimeoutMs: 30_000,
  });
  try {
    const cloud = await openAll({
      name: `demo ${release}`,
      seeded: true,
      member: as("alice", "acme"),
      admin: as("admin", "admin"),
      reader: as("adam", "acme"),
      isolated: [as("bob", "acme"), as("bob", "globex")],
    });
    return {
      ...cloud,
      async [Symbol.asyncDispose]() {
        await cloud[Symbol.asyncDispose]();
        await demo.close();
      },
    };
  } catch (error) {
    await demo.close();
    throw error;
  }
}

interface Wanted {
  readonly name: string;
  readonly seeded: boolean;
  readonly member: CloudSettings;
  readonly admin: CloudSettings | undefined;
  readonly reader: CloudSettings | undefined;
  readonly isolated: readonly CloudSettings[] | undefined;
}

async function openAll(wanted: Wanted): Promise<ContractCloud> {
  const { name, seeded, member, admin, reader, isolated } = wanted;
  const transports: Transport[] = [];
  const open = (settings: CloudSettings) => openLogin(settings, transports);
  const close = () => transports.forEach((transport) => transport.close());
  try {
    const [first, second] = isolated ?? [];
    return {
      name,
      seeded,
      member: await open(member),
      admin: admin && await open(admin),
      reader: reader && await open(reader),
      isolated: first && second && [await open(first), await open(second)],
      [Symbol.asyncDispose]() {
        close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function openLogin(settings: CloudSettings, transports: Transport[]): Promise<ContractLogin> {
  let allowlist = loginAllowlist(settings);
  const transport = new Transport({ settings, guard: allowlistGuard(() => allowlist.entries) });
  transports.push(transport);
  const sessions = new SessionHolder({
    login: (signal) => login(settings, transport, signal),
    onSession: ({ catalog, project }) => {
      allowlist = buildAllowlist({ settings, catalog, ...(project ? { projectId: project.id } : {}) });
    },
  });
  const client = new Client({ settings, sessions, transport, allowlist: () => allowlist, mayChange: true });
  const session = await sessions.get();
  if (session.project === undefined) throw new Error(`The login ${settings.name} is not for a project`);
  return {
    name: `${session.user.name} in ${session.project.name}`,
    session,
    projectId: session.project.id,
    cloud: client.call({ operations: ALL_OPERATIONS.filter(isRead) }),
    changing: client.call({ operations: ALL_OPERATIONS }),
  };
}
