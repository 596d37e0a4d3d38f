import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { compile, RuntimeBaseError } from "./compile.ts";
import { findFaults, PROGRAM_FILES, readPayload } from "./probe_payload.ts";
import { standIn } from "./_stand_in.ts";

/** The runtime itself is not needed: any 64-bit ELF executable carries a payload that can be read. */
const BASE = await dummyBase();

const CANARY = "canary-7f3a9c";

Deno.test({
  name: "a compiled program carries our permissions and files, and nothing of the machine that made it",
  ignore: BASE === undefined,
  async fn() {
    await using house = await standIn();
    await Deno.writeTextFile(`${house.root}/.env`, `OS_PASSWORD=${CANARY}\n`);
    await Deno.writeTextFile(`${house.root}/clouds.yaml`, `clouds: {a: {auth: {password: ${CANARY}}}}\n`);
    Deno.env.set("OS_PROBE_SECRET", CANARY);
    try {
      const program = await compile({ root: house.root, outDir: house.outDir, ...runtimeBase() });
      const payload = readPayload(await Deno.readFile(program));
      assert.deepEqual(payload.files, PROGRAM_FILES);
      assert.deepEqual(findFaults(payload, { files: PROGRAM_FILES, absent: absentTexts(house.root) }), []);
    } finally {
      Deno.env.delete("OS_PROBE_SECRET");
    }
  },
});

Deno.test({
  name: "the program of this repository is sound",
  ignore: BASE === undefined,
  async fn() {
    await using house = await standIn();
    const root = fileURLToPath(new URL("../", import.meta.url));
    const program = await compile({ root, outDir: house.outDir, ...runtimeBase() });
    const payload = readPayload(await Deno.readFile(program));
    assert.deepEqual(findFaults(payload, { files: PROGRAM_FILES, absent: [root, house.root] }), []);
  },
});

Deno.test({
  name: "compile() gives the same bytes from any directory",
  ignore: BASE === undefined,
  async fn() {
    await using one = await standIn();
    await using other = await standIn();
    const bytes = [];
    for (const { root, outDir } of [one, other]) {
      bytes.push(await Deno.readFile(await compile({ root, outDir, ...runtimeBase() })));
    }
    assert.deepEqual(bytes[0], bytes[1]);
  },
});

Deno.test({
  name: "findFaults() finds what a careless compile leaves behind",
  ignore: BASE === undefined,
  async fn() {
    await using house = await standIn();
    await Deno.writeTextFile(`${house.root}/.env`, `OS_PASSWORD=${CANARY}\n`);
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "compile",
        "--quiet",
        "--no-config",
        "--no-check",
        "--allow-all",
        "--env-file=.env",
        "--output",
        "careless",
        "main.ts",
      ],
      cwd: house.root,
      env: { DENORT_BIN: BASE ?? "" },
    }).output();
    assert.ok(success);
    const payload = readPayload(await Deno.readFile(`${house.root}/careless`));
    const faults = findFaults(payload, { files: PROGRAM_FILES, absent: ["no such text", CANARY] }).join("\n");
    const parts = [
      "permission allow_run",
      "permission deny_net",
      "permission prompt",
      "unstable",
      "files",
      "environment",
      "text 1 of",
    ];
    for (const part of parts) assert.ok(faults.includes(part), `${part} in:\n${faults}`);
  },
});

Deno.test("compile() names the ways to a runtime base when there is none", async () => {
  await using house = await standIn();
  const nowhere = `${house.root}/nowhere`;
  await assert.rejects(
    compile({ root: house.root, outDir: house.outDir, runtimeBase: nowhere }),
    (error) =>
      error instanceof RuntimeBaseError &&
      /release site[^]*\.zip[^]*DENORT_BIN[^]*Deno said/.test(error.message),
  );
});

Deno.test("readPayload() refuses what is not a compiled program", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (
    const text of [
      "",
      "\x7fELF",
      "d3n0l4nd",
      "d3n0l4ndd3n0l4nd",
      `d3n0l4ndd3n0l4nd\x02\0\0\0\0\0\0\0{}d3n0l4nd`,
    ]
  ) {
    assert.throws(() => readPayload(bytes(text)), /payload|JSON/, text);
  }
});

function runtimeBase(): { runtimeBase?: string } {
  return BASE === undefined ? {} : { runtimeBase: BASE };
}

/** What would betray this machine or its secrets. */
function absentTexts(root: string): string[] {
  const home = Deno.env.get("HOME");
  // A home of "/" stands in every program.
  return [CANARY, root, Deno.cwd(), ...(home !== undefined && home.length > 1 ? [home] : [])];
}

async function dummyBase(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  for (const directory of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${directory}/true`;
    const start = await Deno.readFile(path).then((bytes) => bytes.slice(0, 5), () => undefined);
    if (start?.join() === "127,69,76,70,2") return path;
  }
  return undefined;
}
