/** Looks at the server with the protocol's own Inspector: the list must be portable to every client, a call must work.
 *
 * The Inspector has a configuration and a lock of its own, so that none of its many packages is ours.
 *
 * @module
 */
import { ENTRIES, PERMISSION_FLAGS } from "../../tasks/permissions.ts";

const HERE = new URL(".", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;

/** What is asked, and the words that the answer must hold. */
const QUESTIONS: readonly {
  readonly args: readonly string[];
  readonly holds: string;
}[] = [
  { args: ["--method", "tools/list", "--strict"], holds: '"get_instance"' },
  {
    args: [
      "--method",
      "tools/call",
      "--tool-name",
      "get_instance",
      "--tool-arg",
      "limit=2",
    ],
    holds: '"shown": 2',
  },
];

async function ask(
  era: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const server = [
    Deno.execPath(),
    "run",
    "--quiet",
    ...PERMISSION_FLAGS,
    `${ROOT}${ENTRIES.main}`,
    "serve",
    "--demo",
  ];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      "--config",
      `${HERE}deno.json`,
      "npm:@modelcontextprotocol/inspector@2.12.0",
      "--cli",
      "--protocol-era",
      era,
      ...args,
      "--",
      ...server,
    ],
    cwd: HERE,
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

let failed = 0;
let passed = 0;
for (const era of ["legacy", "modern"]) {
  for (const { args, holds } of QUESTIONS) {
    const { code, stdout, stderr } = await ask(era, args);
    const good = code === 0 && stdout.includes(holds);
    if (good) passed++;
    else failed++;
    console.log(
      `${good ? "ok" : "FAILED"}  ${era}  ${args.join(" ")}${
        good ? "" : `\n${stdout.slice(0, 500)}${stderr.slice(0, 500)}`
      }`,
    );
  }
}
console.log(`inspector: ok | ${passed} passed | ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
