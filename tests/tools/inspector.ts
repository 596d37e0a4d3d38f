/** Looks at the server with the protocol's own Inspector: the list must be portable to every client, a call must work.
 *
 * The Inspector has a configuration and a lock of its own, so that none of its many packages is ours.
 *
 * @module
 */
import { ENTRIES, PERMISSION_FLAGS } from "../../tasks/permissions.ts";
import { serveProduct } from "../fixtures/serve_product.ts";

const HERE = new URL(".", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;

/** What is asked, and the words that the answer must hold. */
interface Question {
  readonly args: readonly string[];
  readonly holds: string;
}

const CALL: Question = {
  args: [
    "--method",
    "tools/call",
    "--tool-name",
    "get_instance",
    "--tool-arg",
    "limit=2",
  ],
  holds: '"shown": 2',
};

const PROMPTS: Question = {
  args: ["--method", "prompts/list"],
  holds: '"triage_instance"',
};
const PROMPT: Question = {
  args: [
    "--method",
    "prompts/get",
    "--prompt-name",
    "prompt_template_section",
    "--prompt-args",
    "section=truth",
  ],
  holds: "unavailable",
};
const RESOURCES: Question = {
  args: ["--method", "resources/list"],
  holds: '"openstack://demo/catalog"',
};
const TEMPLATES: Question = {
  args: ["--method", "resources/templates/list"],
  holds: '"openstack://demo/server/{id}"',
};
const RESOURCE: Question = {
  args: [
    "--method",
    "resources/read",
    "--uri",
    "openstack://demo/server/web-01",
  ],
  holds: "web-01",
};

/** Ways to start the server, and what is asked of it then. */
const STARTS: readonly {
  readonly args: readonly string[];
  readonly questions: readonly Question[];
}[] = [
  {
    args: [],
    questions: [
      list("get_instance"),
      CALL,
      PROMPTS,
      PROMPT,
      RESOURCES,
      TEMPLATES,
      RESOURCE,
    ],
  },
  { args: ["--toolsets", "all"], questions: [list("get_dns_zones")] },
  { args: ["--allow-write"], questions: [list("set_instance"), CALL] },
];

/** Asks for the list, in which a tool must stand. */
function list(tool: string): Question {
  return { args: ["--method", "tools/list", "--strict"], holds: `"${tool}"` };
}

/** Asks a server that is a command or an address.
 *
 * @returns What is wrong with the answer; nothing if it is good.
 */
async function complaint(
  { args, holds }: Question,
  era: string,
  server: readonly string[],
): Promise<string | undefined> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
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
  const [text, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success && text?.includes(holds)) return undefined;
  return `${text?.slice(0, 500)}${errors?.slice(0, 500)}`;
}

let failed = 0;
let passed = 0;

/** Asks everything in both eras, and says what came of it. */
async function askAll(
  transport: string,
  server: readonly string[],
  { args, questions }: typeof STARTS[number],
): Promise<void> {
  for (const era of ["legacy", "modern"]) {
    for (const question of questions) {
      const wrong = await complaint(question, era, server);
      if (wrong === undefined) passed++;
      else failed++;
      const words = [transport, era, ...args, ...question.args].join(" ");
      console.log(
        wrong === undefined ? `ok  ${words}` : `FAILED  ${words}\n${wrong}`,
      );
    }
  }
}

for (const start of STARTS) {
  const command = [
    Deno.execPath(),
    "run",
    "--quiet",
    ...PERMISSION_FLAGS,
    `${ROOT}${ENTRIES.main}`,
  ];
  await askAll("stdio", [...command, "serve", "--demo", ...start.args], start);
  await using served = await serveProduct(start.args);
  await askAll("http", [served.url], start);
}
console.log(`inspector: ok | ${passed} passed | ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
