/** Compiles the program upon a runtime base that npm has, and runs it: a proof that the compiled form works.
 *
 * The base is taken out of somebody else's compiled program, of an older Deno: good for a proof, not for a release.
 * Its hash is pinned. Where npm or this platform has no such base, the proof is left out and says so.
 *
 * @module
 */
import { compile } from "../../tasks/compile.ts";

const PACKAGES = ["deno@2.7.11", "@stdy/cli-linux-x64@0.22.2"];
const BASE = "node_modules/@stdy/cli-linux-x64/bin/steady";
const BASE_SHA256 = "9716bb192746f093b86a280c5e30f87b5461fcefde4c275648357273b468bc8b";
const CLI = "node_modules/@deno/linux-x64-glibc/deno";

const HELLO = [
  {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "smoke", version: "1" } },
  },
  { jsonrpc: "2.0", method: "notifications/initialized" },
  { jsonrpc: "2.0", id: 2, method: "tools/list" },
];

/** Nobody answers there: what is tried needs no cloud. */
const ENV = {
  OS_AUTH_URL: "http://127.0.0.1:2/v3",
  OS_USERNAME: "smoke",
  OS_PASSWORD: "not-a-password",
  OS_PROJECT_NAME: "smoke",
};

async function run(
  program: string,
  args: readonly string[],
  input = "",
): Promise<{ code: number; stdout: string }> {
  const child = new Deno.Command(program, {
    args: [...args],
    env: ENV,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  // The server ends with its input; it gets the time to answer first.
  setTimeout(() => writer.close().catch(() => {/* it ended by itself */}), input === "" ? 0 : 2_000);
  const { code, stdout } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

async function fetchBase(directory: string): Promise<boolean> {
  if (Deno.build.target !== "x86_64-unknown-linux-gnu") return false;
  await Deno.writeTextFile(`${directory}/package.json`, "{}");
  const npm = new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...PACKAGES],
    cwd: directory,
    stdout: "null",
    stderr: "null",
  });
  return await npm.output().then(({ success }) => success, () => false);
}

async function sha256(path: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await Deno.readFile(path)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function smoke(directory: string): Promise<number> {
  if (!await fetchBase(directory)) {
    console.log("left out: there is no runtime base to be had here");
    return 0;
  }
  if (await sha256(`${directory}/${BASE}`) !== BASE_SHA256) {
    console.log("FAILED  the runtime base is not the one that was pinned");
    return 1;
  }
  const program = await compile({
    root: new URL("../../", import.meta.url).pathname,
    outDir: `${directory}/dist`,
    runtimeBase: `${directory}/${BASE}`,
    deno: `${directory}/${CLI}`,
  });
  const version = await run(program, ["--version"]);
  const list = await run(program, ["tools", "list"]);
  const call = await run(program, ["tools", "call", "get_instance"]);
  const serve = await run(
    program,
    ["serve"],
    HELLO.map((message) => `${JSON.stringify(message)}\n`).join(""),
  );
  const outcomes: [string, boolean][] = [
    ["--version", version.code === 0 && version.stdout.startsWith("openstack-mcp ")],
    ["tools list", list.code === 0 && list.stdout.includes("get_instance")],
    ["tools call, through a cloud thread", call.code === 3 && call.stdout.includes('"unavailable"')],
    ["serve, through the front", serve.code === 0 && serve.stdout.includes('"tools":[')],
  ];
  for (const [name, good] of outcomes) console.log(`${good ? "ok" : "FAILED"}  ${name}`);
  const failed = outcomes.filter(([, good]) => !good).length;
  console.log(`compiled: ok | ${outcomes.length - failed} passed | ${failed} failed`);
  return failed;
}

const directory = await Deno.makeTempDir();
let failed = 1;
try {
  failed = await smoke(directory);
} finally {
  await Deno.remove(directory, { recursive: true });
}
Deno.exit(failed === 0 ? 0 : 1);
