/** A house of four tiny entries, in a temporary directory that goes with it. */
export interface StandIn extends AsyncDisposable {
  /** Its root. */
  root: string;
  /** Where it is built to; not made yet. */
  outDir: string;
  /** Writes an executable shell script into `tools/` and gives its path. */
  script(name: string, body: string): Promise<string>;
}

const THREADS = ["front", "cloud", "demo"];

/** Starts the threads, says what it sees, and ends with the code it was given; "wait" waits for a signal. */
const MAIN = `
import { entry } from "./src/keeper/entries.ts";
if (Deno.args[0] === "wait") {
  Deno.addSignalListener("SIGTERM", () => Deno.exit(42));
  setInterval(() => {}, 1000);
}
const seen = [];
for (const name of ${JSON.stringify(THREADS)}) {
  const worker = new Worker(entry(name), { type: "module", deno: { permissions: "none" } });
  seen.push(await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data)));
  worker.terminate();
}
console.log(JSON.stringify({
  args: Deno.args,
  threads: seen,
  allowed: Deno.env.get("OS_STAND_IN") ?? "unset",
  ignored: Deno.env.get("STAND_IN") ?? "unset",
}));
if (Deno.args[0] !== "wait") Deno.exit(Number(Deno.args[0]));
`;

const KEEPER = `
export function entry(name) {
  return new URL(import.meta.url.endsWith(".ts") ? \`../\${name}/worker.ts\` : \`./\${name}.js\`, import.meta.url);
}
`;

/**
 * Writes a house with the entries of this one, small enough to be built in a test.
 *
 * @returns The house; disposing of it removes it.
 */
export async function standIn(): Promise<StandIn> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  const write = async (path: string, text: string): Promise<string> => {
    const file = `${root}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(file, text);
    return file;
  };
  await write("main.ts", MAIN);
  await write("src/keeper/entries.ts", KEEPER);
  await write("src/keeper/main.ts", "export function runProgram() {}\n");
  for (const name of THREADS) await write(`src/${name}/worker.ts`, `self.postMessage("${name}");\n`);
  await Deno.mkdir(`${root}/tools`);
  return {
    root,
    outDir: `${root}/dist`,
    async script(name, body) {
      const path = await write(`tools/${name}`, `#!/bin/sh\n${body}\n`);
      await Deno.chmod(path, 0o755);
      return path;
    },
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}
