/** From the settings of `serve` to a running server.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { UsageError } from "../cli/options.ts";
import { EXIT } from "../cli/terminal.ts";
import { absolutePath, type CallerSettings, readProblem } from "../config/mod.ts";
import { chooseTools } from "../front/snapshot.ts";
import type { FrontOptions, HttpOptions } from "../wire/control.ts";
import { makeWorker } from "./entries.ts";
import { changeKeeping, policyOf, type Run, type RunPlace, withPlaces } from "./run.ts";
import { serve, type ServedCloud } from "./serve.ts";
import { VERSION } from "./version.ts";

/** A caller with what its bounds come to. */
interface Caller extends CallerSettings {
  /** Names of the tools that it may call. */
  readonly tools: readonly string[];
  readonly cloud: string;
  /** Present if it can go to no other cloud. */
  readonly bound?: true;
}

/** Serves as the settings say.
 *
 * @param ahead A front worker without any permission that was made ahead; used over stdio.
 * @returns The exit code.
 * @throws {UsageError} If a setting cannot be used.
 */
export async function runServer(run: Run, ahead?: Worker): Promise<number> {
  const { settings } = run;
  const http = httpOptions(run);
  // One that listens needs a permission, and so cannot be made ahead.
  if (http) ahead?.terminate();
  const changes = await changeKeeping(run);
  const isDefaultNeeded = settings.clouds.length > 0 || settings.common.demo.value;
  const start = async (own: readonly RunPlace[]) => {
    const [first] = own;
    const front = http ? makeWorker("front", [listenPermission(http)]) : ahead ?? makeWorker("front", []);
    const callers = settings.callers?.map((caller) => boundCaller(caller, run, first?.key ?? ""));
    try {
      const orderly = await serve({
        front,
        frontOptions: frontOptions(run, first?.key ?? callers?.[0]?.cloud ?? "", own, callers),
        ...(http ? { http } : {}),
        clouds: servedClouds(run, own, callers),
        changes,
        log: run.log,
        stop: run.stop,
      });
      return orderly ? EXIT.done : EXIT.failed;
    } finally {
      front.terminate();
    }
  };
  return isDefaultNeeded ? await withPlaces(run, start) : await start([]);
}

function frontOptions(
  run: Run,
  cloud: string,
  places: readonly RunPlace[],
  callers: readonly Caller[] | undefined,
): FrontOptions {
  const { serve, common } = run.settings;
  return {
    name: "openstack-mcp",
    version: VERSION,
    tools: run.tools.map((tool) => tool.listed.name),
    compat: serve.compat.value,
    callDeadlineMs: common.timeoutMs.value,
    allowWrite: serve.allowWrite.value,
    cloud,
    // The settings have secrets, and are none of the front's business.
    ...(places.length > 1
      ? {
        places: places.map(({ key, cloud, region }) => ({
          key,
          cloud,
          ...(region === undefined ? {} : { region }),
        })),
      }
      : {}),
    ...(callers
      ? {
        callers: callers.map(({ name, sha256, cloud, bound, readOnly, tools }) => ({
          name,
          sha256,
          cloud,
          ...(bound ? { bound } : {}),
          readOnly,
          tools,
        })),
      }
      : {}),
  };
}

/** The tools that were chosen at start are the most; a caller's toolsets take some away. */
function boundCaller(caller: CallerSettings, { tools, settings }: Run, ownCloud: string): Caller {
  const { toolsets } = caller;
  const goes = caller.cloud === undefined
    ? { cloud: ownCloud }
    : { cloud: caller.cloud, bound: true as const };
  if (!toolsets) return { ...caller, ...goes, tools: tools.map((tool) => tool.listed.name) };
  const allowSensitive = settings.serve.allowSensitive.value;
  try {
    const bounds = new Set(chooseTools({ toolsets, tools: [], excluded: [], allowSensitive }));
    return {
      ...caller,
      ...goes,
      tools: tools.filter((tool) => bounds.has(tool)).map((tool) => tool.listed.name),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`MCP_AUTH_TOKENS_FILE: caller ${caller.name}: ${why}`);
  }
}

/** Each cloud knows the callers that are bound to it, and no others. */
function servedClouds(
  run: Run,
  own: readonly RunPlace[],
  callers: readonly Caller[] | undefined,
): ServedCloud[] {
  const settings = new Map([...run.settings.callerClouds].map(([name, entry]) => [name, entry.settings]));
  for (const place of own) settings.set(place.key, place.settings);
  const keys = new Set(own.map(({ key }) => key));
  const policy = policyOf(run, run.settings.serve.transport.value.kind);
  return [...settings].map(([name, settings]) => ({
    name,
    settings,
    policy: {
      ...policy,
      ...(callers
        ? {
          callers: callers.filter(({ cloud, bound }) => cloud === name || (!bound && keys.has(name)))
            .map(({ name, sha256, readOnly, tools }) => ({ name, sha256, readOnly, tools })),
        }
        : {}),
    },
  }));
}

function httpOptions({ settings: { serve }, world }: Run): HttpOptions | undefined {
  const transport = serve.transport.value;
  if (transport.kind === "stdio") return undefined;
  const read = (flag: string, name: string) => {
    const path = absolutePath(world, name);
    const file = readOrRefuse(() => world.readFile(path), `${flag} ${path}`);
    if (file.text.includes("-----BEGIN ")) return file.text;
    throw new UsageError(`${flag} ${path}: it is no PEM file`);
  };
  const { tlsCert, tlsKey } = serve;
  return {
    host: transport.host,
    port: transport.port,
    path: serve.path.value,
    ...(tlsCert.value === undefined || tlsKey.value === undefined
      ? {}
      : { tls: matching(read("--tls-cert", tlsCert.value), read("--tls-key", tlsKey.value)) }),
    allowedHosts: serve.allowedHosts.value,
    allowedOrigins: serve.allowedOrigins.value,
    jsonResponse: serve.jsonResponse.value,
    metrics: serve.metrics.value,
  };
}

/** What the listener could not use is told as what it is: a setting. */
function matching(cert: string, key: string): { readonly cert: string; readonly key: string } {
  let isMatching: boolean;
  try {
    isMatching = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new UsageError(
      "--tls-cert and --tls-key cannot be read as a certificate and its unencrypted private key",
    );
  }
  if (isMatching) return { cert, key };
  throw new UsageError("--tls-key does not belong to the certificate of --tls-cert");
}

function readOrRefuse<T>(read: () => T | undefined, named: string): T {
  let found: T | undefined;
  try {
    found = read();
  } catch (error) {
    throw new UsageError(`${named}: ${readProblem(error)}`);
  }
  if (found === undefined) throw new UsageError(`${named}: it does not exist`);
  return found;
}

/** The only address that the front may use: its own. */
function listenPermission({ host, port }: HttpOptions): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === 0 ? name : `${name}:${port}`;
}
