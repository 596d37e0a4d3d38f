import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getApplicationCredentials } from "./get_application_credentials.ts";

Deno.test("get_application_credentials lists those of the user", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getApplicationCredentials);
    assert.equal(answer["scope"], "application credentials of user alice");
    const [only] = rowsOf(answer);
    assert.deepEqual([only?.["name"], only?.["project"], only?.["expires"]], [
      "nightly-report",
      "acme",
      "never",
    ]);
    assert.deepEqual(only?.["roles"], ["load-balancer_member", "member", "creator", "reader"]);
    assert.equal(requests.length, 1);
    const one = (await call(getApplicationCredentials, { names: "nightly-report" })).answer;
    assert.match(
      JSON.stringify(one["application_credential"]),
      /"unrestricted":false,"access_rules":"none: every/,
    );
  });
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getApplicationCredentials);
    assert.equal(answer["note"], "there are no application credentials of this user");
  });
});

const CREDENTIALS = [{
  id: "c1",
  name: "ci",
  project_id: "ad4aa8bd80aa4721bda7c33f83ec5cdb",
  expires_at: "2027-01-01T00:00:00.000000",
  unrestricted: true,
  roles: [{ id: "r", name: "reader" }],
  access_rules: [{ id: "a", service: "compute", method: "GET", path: "/v2.1/servers" }],
  secret: "never-to-be-shown",
}];

Deno.test("get_application_credentials counts access rules, and never shows a secret", async () => {
  await withTools({ user: "bob", project: "acme" }, async ({ call, demo }) => {
    const body = { application_credentials: CREDENTIALS };
    const listing = { path: "application_credentials", kind: "status", status: 200, body } as const;
    demo.setFaults([listing]);
    const { answer } = await call(getApplicationCredentials);
    assert.deepEqual(rowsOf(answer), [{
      name: "ci",
      project: "globex",
      roles: ["reader"],
      expires: "2027-01-01T00:00:00Z",
      unrestricted: true,
      access_rules: 1,
      id: "c1",
    }]);
    const full = await call(getApplicationCredentials, { names: "ci" });
    assert.match(JSON.stringify(full.answer), /"rules":\["compute GET \/v2\.1\/servers"\]/);
    assert.ok(!JSON.stringify([answer, full.answer]).includes("never-to-be-shown"));
    demo.setFaults([listing, { path: "/v3/auth/projects", kind: "status", status: 500 }]);
    const unnamed = (await call(getApplicationCredentials)).answer;
    assert.equal(rowsOf(unnamed)[0]?.["project"], CREDENTIALS[0]?.project_id);
    assert.match(JSON.stringify(unnamed["unavailable"]), /names of projects/);
  });
});

Deno.test("get_application_credentials answers the list of its tool for changes", async () => {
  await withTools({}, async ({ call }) => {
    const listed = await call(
      getApplicationCredentials,
      { action: "list", credential_name: "", unrestricted: false },
      { name: "set_application_credential" },
    );
    assert.deepEqual(listed.answer, (await call(getApplicationCredentials)).answer);
  });
});
