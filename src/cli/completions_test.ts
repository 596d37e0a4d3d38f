import { deepEqual, equal, match, ok } from "node:assert/strict";
import { COMMAND_NAMES, flagsOf, flagSpec } from "../config/flags.ts";
import { completions } from "./completions.ts";
import { SHELLS } from "./options.ts";

for (const shell of SHELLS) {
  Deno.test(`completions() of ${shell} know every command and flag`, () => {
    const script = completions(shell);
    for (const command of COMMAND_NAMES) {
      ok(script.includes(command), command);
      for (const key of flagsOf(command)) {
        const { flag } = flagSpec(key);
        if (flag === undefined) continue;
        ok(script.includes(shell === "fish" ? `-l ${flag.slice(2)} ` : flag), flag);
      }
    }
  });
}

Deno.test("completions() of fish quote descriptions", () => {
  match(completions("fish"), /-d 'an admin login may see and act on other projects\\' objects'/);
});

const bash = await bashPath();

/** Bash, where it is and tests may run it. */
async function bashPath(): Promise<string | undefined> {
  const path = "/bin/bash";
  const { state } = await Deno.permissions.query({ name: "run", command: path });
  if (state !== "granted") return undefined;
  try {
    const { success } = await new Deno.Command(path, {
      args: ["-c", "type compgen"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success ? path : undefined;
  } catch {
    return undefined;
  }
}

async function complete(...words: string[]): Promise<string[]> {
  const quoted = ["openstack-mcp", ...words].map((word) => `'${word}'`).join(" ");
  const probe =
    `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; compopt() { COMPREPLY+=(files); }; _openstack_mcp; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, success } = await new Deno.Command(bash ?? "", {
    args: ["--norc", "-c", `${completions("bash")}\n${probe}`],
  }).output();
  equal(new TextDecoder().decode(stderr), "");
  ok(success);
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
}

for (
  const [words, expected] of [
    [["rep"], ["report"]],
    [["report", "--fa"], ["--fail-on"]],
    [["report", "--fail-on", ""], ["warning", "critical"]],
    [["report", "--format", "j"], ["json", "junit"]],
    [["clouds", "--format", ""], ["text", "json"]],
    [["--cloud", "acme", "serve", "--confirm", "r"], ["risky"]],
    [["--log-level", "w"], ["warning"]],
    [["tools", "de"], ["describe"]],
    [["client-config", "claude"], ["claude", "claude-code"]],
    [["serve", "--cacert", ""], ["files"]],
    [["serve", "--cloud", ""], []],
    [["nothing-like-it"], []],
  ] satisfies [string[], string[]][]
) {
  Deno.test({
    name: `completions() of bash complete ${words.join(" ")}`,
    ignore: bash === undefined,
    fn: async () => deepEqual(await complete(...words), expected),
  });
}
