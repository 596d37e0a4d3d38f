import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getInstance } from "./get_instance.ts";

Deno.test("get_instance names the volumes and the project of a server, and tells its size", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getInstance, { names: "db-01" });
    const { volumes, project, flavor, vcpus, ram_mib, disk_gib } = wire(answer["server"]);
    assert.deepEqual({ volumes, project, flavor, vcpus, ram_mib, disk_gib }, {
      volumes: ["db-01-data"],
      project: "acme",
      flavor: "m1.large",
      vcpus: 4,
      ram_mib: 8192,
      disk_gib: 80,
    });
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getInstance, { detail: "full" });
    const projects = new Set(rowsOf(answer).map((row) => row["project"]));
    assert.ok(projects.has("acme") && projects.has("globex"), [...projects].join(" "));
  });
});

Deno.test("get_instance reads names of volumes and projects for full answers alone", async () => {
  await withTools({}, async ({ call }) => {
    const { requests } = await call(getInstance);
    assert.ok(!requests.some(({ path }) => path.includes("/volumes")));
  });
});

Deno.test("get_instance shows ids of volumes where Cinder does not answer", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "block-storage", path: "/volumes", kind: "status", status: 500 }]);
    const { answer } = await call(getInstance, { names: "db-01" });
    assert.match(JSON.stringify(wire(answer["server"])["volumes"]), /^\["[0-9a-f-]{36}"\]$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of volumes/);
  });
});

Deno.test("get_instance filters by what its columns show", async () => {
  await withTools({}, async ({ call }) => {
    const found = async (filters: Record<string, unknown>) =>
      rowsOf((await call(getInstance, { filters })).answer).map((row) => row["name"]).sort();
    const web = rowsOf((await call(getInstance, { filters: { addresses: "acme-web" } })).answer);
    assert.ok(web.some((row) => row["name"] === "web-01") && !web.some((row) => row["name"] === "db-01"));
    const bastion = rowsOf((await call(getInstance, { names: ["bastion", "web-01"] })).answer)[0];
    for (const address of String(bastion?.["addresses"]).match(/\d+\.\d+\.\d+\.\d+/g) ?? []) {
      assert.deepEqual(await found({ addresses: address }), ["bastion"], address);
    }
    assert.deepEqual(await found({ addresses: "10.10.0" }), []);
    assert.deepEqual(await found({ volumes: "db-01-data" }), ["db-01"]);
    assert.deepEqual(await found({ metadata: "role=db" }), ["db-01", "db-02", "db-03"]);
    assert.deepEqual(await found({ image: "(boots from volume)" }), ["pet"]);
    assert.ok((await found({ volumes: "" })).includes("web-02"));
    assert.ok(!(await found({ tags: "" })).includes("web-02"));
    const homeless = await found({ addresses: "" });
    assert.ok(homeless.includes("huge-simulation") && !homeless.includes("web-01"));
  });
});

Deno.test("get_instance tells a login to the system to log in to a project", async () => {
  await withTools({ user: "admin", system: true }, async ({ call }) => {
    const { error } = await call(getInstance);
    assert.equal(error?.reason, "not permitted");
    assert.match(String(error?.next), /--project/);
  });
  await withTools({ user: "adam" }, async ({ call, demo }) => {
    demo.setFaults([{ service: "compute", path: "/servers/detail", kind: "status", status: 403 }]);
    const { error } = await call(getInstance);
    assert.match(String(error?.next), /role/);
  });
});
