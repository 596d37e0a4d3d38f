import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getTrunks } from "./get_trunks.ts";

const TRUNK = {
  name: "bastion-trunk",
  status: "ACTIVE",
  server: "bastion",
  parent_port: "10.10.0.64",
  subports: ["vlan 101 = 10.20.0.193"],
};

Deno.test("get_trunks names the server and shows ports and segmentation ids", async () => {
  for (const user of ["alice", "operator"]) {
    await withTools({ user }, async ({ call }) => {
      const { answer, record } = await call(getTrunks);
      const { id: _id, ...trunk } = rowsOf(answer)[0] ?? {};
      assert.deepEqual(trunk, TRUNK);
      assert.equal(record.requests, 4, "trunks, ports, version, servers");
      assert.equal("note" in answer, false);
    });
  }
});

Deno.test("get_trunks finds by name and state, which Neutron does not filter by", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getTrunks, { filters: { status: "active" } })).answer["total"], 1);
    assert.equal((await call(getTrunks, { filters: { status: "DOWN" } })).answer["total"], 0);
    const shown = await call(getTrunks, { action: "show", trunk_name: "bastion-trunk" }, {
      name: "set_trunk",
    });
    assert.match(JSON.stringify(shown.answer), /"subport_ids":\["bd050ff5/);
  });
});

Deno.test("get_trunks keeps to the project, and says what other projects' trunks may miss", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getTrunks)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getTrunks);
    assert.equal(answer["total"], 1);
    assert.match(String(answer["note"]), /older policies of Neutron hide the trunks of other projects/);
  });
});

Deno.test("get_trunks shows ids of ports that cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/ports", kind: "status", status: 500 }]);
    const { answer } = await call(getTrunks);
    const [trunk] = rowsOf(answer);
    assert.match(String(trunk?.["parent_port"]), /^bc352e42-/);
    assert.equal(trunk !== undefined && "server" in trunk, false);
    assert.match(JSON.stringify(answer["unavailable"]), /"ports"/);
  });
});
