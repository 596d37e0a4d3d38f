import assert from "node:assert/strict";
import type { AccessRulesAnswer } from "../wire/access_rules.ts";
import { errorLine, writeAccessRules } from "./access_rules.ts";
import type { Terminal } from "./terminal.ts";

const ANSWER: AccessRulesAnswer = {
  rules: [
    { service: "compute", method: "GET", path: "/v2.1/servers/*" },
    { service: "compute", method: "GET", path: "/v2.1/servers/detail" },
  ],
  roles: ["reader", "load-balancer_observer"],
  notes: ["Mind this."],
  enforcement: [{ service: "object-store", detail: "may not check" }],
  probed: false,
};

const NOW = Date.UTC(2026, 10, 21, 14, 30);

function written(answer: AccessRulesAnswer, format: "text" | "json") {
  let out = "";
  const notes: string[] = [];
  const terminal: Terminal = {
    write: (text) => out += text,
    note: (line) => notes.push(line),
    progress: () => {},
    color: false,
    showsProgress: false,
    width: 80,
  };
  return { code: writeAccessRules(answer, format, NOW, terminal), out, notes };
}

Deno.test("writeAccessRules() writes nothing but the list to standard output", () => {
  for (const format of ["text", "json"] as const) {
    const { code, out } = written(ANSWER, format);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), ANSWER.rules);
    assert.equal(out.trimEnd().split("\n").length, format === "text" ? 4 : 1);
  }
});

Deno.test("writeAccessRules() tells how to create the credential, with its roles and an expiry", () => {
  const { notes } = written(ANSWER, "text");
  assert.ok(notes.includes(
    "  openstack application credential create --role reader --role load-balancer_observer --expiration 2027-02-19T00:00:00 --access-rules rules.json openstack-mcp",
  ));
  assert.ok(notes.includes("Mind this."));
  assert.match(written({ ...ANSWER, roles: [] }, "text").notes.join("\n"), /--role ROLE /);
});

Deno.test("writeAccessRules() names the services that do not hold to the rules, and whether that was tried", () => {
  const general = written(ANSWER, "text").notes.join("\n");
  assert.match(general, /^Not probed: /m);
  assert.match(general, /^ {2}object-store: may not check$/m);
  const probed = written({ ...ANSWER, probed: true }, "text").notes.join("\n");
  assert.doesNotMatch(probed, /Not probed/);
  assert.match(probed, /each tried with a call/);
});

Deno.test("errorLine() says what failed, why, and what to do", () => {
  assert.equal(
    errorLine({ what: "log in", reason: "login failed", detail: "no", next: "Check it.", status: 401 }),
    "openstack-mcp: log in: login failed: no. Check it.",
  );
  assert.equal(errorLine({}), "openstack-mcp: ");
});
