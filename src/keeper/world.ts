/** The real world as the settings see it: environment, files, places.
 *
 * @module
 */
import { ENVIRONMENT_VARIABLES, type FileText, type World } from "../config/mod.ts";

/** Reads the world. The environment is what this process may see of it. */
export function realWorld(): World {
  const env = visibleEnvironment();
  const home = env["HOME"] ?? env["USERPROFILE"];
  const uid = home === undefined ? undefined : ownerOf(home);
  return {
    env,
    readFile,
    cwd: Deno.cwd(),
    home,
    platform: Deno.build.os,
    ...(uid === undefined ? {} : { uid }),
  };
}

/** Only variables of our own names can be seen; asking for all at once would be refused. */
function visibleEnvironment(): Record<string, string | undefined> {
  const all = Deno.env.toObject();
  const patterns = ENVIRONMENT_VARIABLES.map((name) => name.endsWith("*") ? name.slice(0, -1) : undefined);
  const names = new Set(ENVIRONMENT_VARIABLES);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) =>
      names.has(name) || patterns.some((prefix) => prefix !== undefined && name.startsWith(prefix))
    ),
  );
}

/** Who owns the home directory is whose process this is: asking the system needs a permission that we do without. */
function ownerOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).uid ?? undefined;
  } catch {
    return undefined;
  }
}

/** Owner and content come from one open file: between two looks at a path another file could take its place. */
function readFile(path: string): FileText | undefined {
  try {
    using file = Deno.openSync(path);
    const { uid, mode, size } = file.statSync();
    return { text: readAll(file, size), uid, mode };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

function readAll(file: Deno.FsFile, size: number): string {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = new Uint8Array(Math.max(size + 1, 4096));
    const read = file.readSync(chunk);
    if (read === null) return new TextDecoder().decode(concatenated(chunks));
    chunks.push(chunk.subarray(0, read));
  }
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Takes the proxy variables out of the environment. They are settings by now; left there, every thread's requests
 * would go through them whatever its own permissions say. */
export function removeProxyVariables(): void {
  for (const name of ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]) {
    Deno.env.delete(name);
    Deno.env.delete(name.toUpperCase());
  }
}
