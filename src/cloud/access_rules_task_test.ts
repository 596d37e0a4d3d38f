import assert from "node:assert/strict";
import { buildAllowlist } from "../openstack/allowlist.ts";
import type { CatalogEntry } from "../openstack/catalog.ts";
import { type Operation, operation } from "../openstack/operation.ts";
import { testSession, testSettings } from "../openstack/testing.ts";
import { generalKnowledge, notesOn, type NoteSources } from "./access_rules_task.ts";

function op(id: string, path: string, changes: Partial<Operation> = {}): Operation {
  return operation({ id, method: "GET", path, effect: "read", needs: "reader", ...changes });
}

const LIST = op("compute.servers.list", "/servers/detail");

function notes(
  endpoints: Readonly<Record<string, string>>,
  operations: readonly Operation[],
  changes: Partial<NoteSources> = {},
): string[] {
  const catalog = Object.entries(endpoints).map(([type, url]): CatalogEntry => ({
    type,
    endpoints: [{ interface: "public", url }],
  }));
  const settings = testSettings("http://cloud.example:5000/v3");
  const { entries } = buildAllowlist({ settings, catalog, projectId: "p1" });
  const session = testSession({ catalog });
  return notesOn({
    operations,
    entries,
    session,
    roles: ["reader"],
    services: Object.keys(endpoints),
    ...changes,
  });
}

const NOVA = { compute: "http://cloud.example:8774/v2.1" };

Deno.test("notesOn() has nothing to say of plain reads", () => {
  assert.deepEqual(notes(NOVA, [LIST]), []);
});

Deno.test("notesOn() tells what the rules cannot do", async (t) => {
  const hosts = op("compute.hypervisors.list", "/os-hypervisors/detail", { needs: "admin" });
  const action = { method: "POST", path: "/servers/{id}/action" } as const;
  const table: [name: string, expected: RegExp, told: string[]][] = [
    ["what only administrators may ask", /^1 of 2 calls need the role admin/, notes(NOVA, [LIST, hosts])],
    ["no role that is known", /no role/, notes(NOVA, [LIST], { roles: [] })],
    ["what is not deployed", /^No rules for compute:/, notes({}, [LIST])],
    [
      "a read that shares its path with changes",
      /^POST \/v2\.1\/servers\/\*\/action lets every action/,
      notes(NOVA, [op("compute.console_log.show", action.path, { ...action, effect: "sensitive" })]),
    ],
    [
      "changes that share their path with others, once",
      /^POST \/v2\.1\/servers\/\*\/action lets every action/,
      notes(NOVA, [
        op("compute.servers.start", action.path, { ...action, effect: "write" }),
        op("compute.servers.stop", action.path, { ...action, effect: "disruptive" }),
      ]),
    ],
    [
      "several names of a service",
      /^The catalogue lists one service as volumev3 and block-storage:/,
      notes({
        "volumev3": "http://cloud.example:8776/v3/p1",
        "block-storage": "http://cloud.example:8776/v3/p1",
      }, []),
    ],
    [
      "a prefix that a proxy may take away",
      /^Paths begin with \/compute /,
      notes({ compute: "http://cloud.example/compute/v2.1" }, [LIST]),
    ],
    [
      "a login without a project",
      /not scoped to a project/,
      notes(NOVA, [LIST], { session: { catalog: [] } }),
    ],
  ];
  for (const [name, expected, told] of table) {
    await t.step(name, () => {
      assert.equal(told.length, 1, told.join("\n"));
      assert.match(told[0] ?? "", expected);
    });
  }
});

Deno.test("notesOn() does not warn of the role admin who gives it", () => {
  const hosts = op("compute.hypervisors.list", "/os-hypervisors/detail", { needs: "admin" });
  assert.deepEqual(notes(NOVA, [hosts], { roles: ["admin"] }), []);
});

Deno.test("generalKnowledge() names the services that are known to differ, each once", () => {
  const told = generalKnowledge(["compute", "identity", "object-store", "identity"]);
  assert.deepEqual(told.map(({ service }) => service), ["identity", "object-store"]);
});
