import assert from "node:assert/strict";
import { command } from "./command.ts";

Deno.test("command() leaves plain words as they are", () => {
  assert.equal(
    command("openstack", "server", "show", "7c0f-12", "--os-compute-api-version=2.96"),
    "openstack server show 7c0f-12 --os-compute-api-version=2.96",
  );
});

Deno.test("command() quotes what a shell could take for more than a word", () => {
  assert.equal(command("echo", "a b", "$(reboot)", "it's", ""), `echo 'a b' '$(reboot)' 'it'\\''s' ''`);
  assert.equal(command("echo", "a\nreboot").includes("\n"), false);
});
