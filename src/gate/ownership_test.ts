import assert from "node:assert/strict";
import { OpenStackError } from "../openstack/errors.ts";
import { testSession } from "../openstack/testing.ts";
import type { Owner } from "./change.ts";
import { refuseForeign } from "./ownership.ts";
import type { ChangePolicy } from "./policy.ts";
import { LENIENT, testTarget } from "./testing.ts";

interface Case {
  readonly owner: Owner;
  readonly policy?: Partial<ChangePolicy>;
  readonly roles?: readonly string[];
  /** Undefined if it is let through. */
  readonly refused?: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  "an own object": { owner: { kind: "project", id: "p1" } },
  "another project's": { owner: { kind: "project", id: "p2" }, refused: /another project.*--all-projects/ },
  "another project's, for an admin": {
    owner: { kind: "project", id: "p2" },
    roles: ["admin"],
    refused: /another project/,
  },
  "another project's, with allowAdmin": {
    owner: { kind: "project", id: "p2" },
    roles: ["admin"],
    policy: { allowAdmin: true },
    refused: /another project/,
  },
  "another project's, with allProjects": {
    owner: { kind: "project", id: "p2" },
    policy: { allProjects: true },
  },
  "nobody knows whose, for a member": { owner: { kind: "project" } },
  "nobody knows whose, for an admin": {
    owner: { kind: "project" },
    roles: ["member", "admin"],
    refused: /could not be read.*admin role/,
  },
  "nobody knows whose, for an admin with allProjects": {
    owner: { kind: "project" },
    roles: ["admin"],
    policy: { allProjects: true },
  },
  "an own object of a user": { owner: { kind: "user", id: "u1" } },
  "another user's": { owner: { kind: "user", id: "u2" }, refused: /another user.*as its user/ },
  "another user's, with allProjects": {
    owner: { kind: "user", id: "u2" },
    policy: { allProjects: true },
    refused: /another user/,
  },
  "nobody knows which user's, for an admin": {
    owner: { kind: "user" },
    roles: ["admin"],
    refused: /could not be read/,
  },
  "the cloud's own": { owner: { kind: "cloud" }, roles: ["admin"], refused: /no project.*--allow-admin/ },
  "the cloud's own, with allProjects": {
    owner: { kind: "cloud" },
    roles: ["admin"],
    policy: { allProjects: true },
    refused: /--allow-admin/,
  },
  "the cloud's own, with allowAdmin": { owner: { kind: "cloud" }, policy: { allowAdmin: true } },
};

for (const [name, { owner, policy, roles = ["member"], refused }] of Object.entries(CASES)) {
  Deno.test(`refuseForeign() judges ${name}`, () => {
    const act = () =>
      refuseForeign("stop servers", [testTarget("web", { owner })], testSession({ roles }), {
        ...LENIENT,
        ...policy,
      });
    if (!refused) return act();
    assert.throws(act, (error) => {
      assert.ok(error instanceof OpenStackError);
      assert.equal(error.reason, "refused by policy");
      assert.match(`${error.detail} ${error.next}`, refused);
      assert.match(error.detail ?? "", /web \(id-web\)/);
      return true;
    });
  });
}

Deno.test("refuseForeign() refuses all for one", () => {
  const targets = [testTarget("own"), testTarget("foreign", { owner: { kind: "project", id: "p2" } })];
  assert.throws(() => refuseForeign("x", targets, testSession(), LENIENT), /foreign/);
});

Deno.test("refuseForeign() lets a login without a project touch no project's objects", () => {
  const { project: _project, ...system } = testSession({ roles: ["admin"], system: true });
  assert.throws(() => refuseForeign("x", [testTarget("a")], system, LENIENT), /another project/);
});
