import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getNetworkDetails } from "./get_network_details.ts";

const OWN = ["acme-db", "acme-isolated", "acme-web", "staging-net"];
const SEEN = [...OWN, "provider-vlan100", "public"].sort();

function namesOf(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["name"]).sort();
}

function rowOf(answer: unknown, name: string): Record<string, unknown> {
  const row = rowsOf(answer).find((one) => one["name"] === name);
  assert.ok(row, `no row ${name}`);
  return row;
}

Deno.test("get_network_details shows a member its own, shared and external networks", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getNetworkDetails);
    assert.deepEqual(namesOf(answer), SEEN);
    const { id: _id, ...web } = rowOf(answer, "acme-web");
    const subnets = web["subnets"];
    assert.ok(Array.isArray(subnets));
    assert.deepEqual(
      { ...web, subnets: subnets.toSorted() },
      {
        name: "acme-web",
        status: "ACTIVE",
        subnets: ["10.10.0.0/24", "fd00:10::/64"],
        external: false,
        shared: false,
        mtu: 1450,
      },
    );
    // Networks, all their subnets, which of them are external.
    assert.equal(record.requests, 3);
    assert.ok(encode(JSON.stringify(answer)).length <= 450);
  });
});

Deno.test("get_network_details knows an external network though Neutron hides it from members", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getNetworkDetails);
    assert.equal(rowOf(answer, "public")["external"], true);
    assert.equal(rowOf(answer, "provider-vlan100")["external"], false);
    // Its subnet is hidden from members, and not left out.
    assert.match(String(rowOf(answer, "public")["subnets"]), /^[0-9a-f-]{36}$/);
    const only = await call(getNetworkDetails, { filters: { external: true } });
    assert.deepEqual(namesOf(only.answer), ["public"]);
    const others = await call(getNetworkDetails, { filters: { external: [false] } });
    assert.equal(rowsOf(others.answer).length, SEEN.length - 1);
  });
});

Deno.test("get_network_details does not say external where it could not ask", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/networks\\?.*external", kind: "status", status: 500 }]);
    const { answer } = await call(getNetworkDetails);
    assert.equal(rowsOf(answer).length, SEEN.length);
    assert.ok(!("external" in rowOf(answer, "public")));
    assert.match(JSON.stringify(answer["unavailable"]), /external/);
  });
});

Deno.test("get_network_details leaves out subnets that could not be read, and says so", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/subnets", kind: "status", status: 503 }]);
    const { answer } = await call(getNetworkDetails);
    assert.ok(!("subnets" in rowOf(answer, "acme-web")));
    assert.match(JSON.stringify(answer["unavailable"]), /subnets/);
  });
});

Deno.test("get_network_details shows an administrator the project's own, shared and external ones", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getNetworkDetails, { detail: "full" });
    assert.deepEqual(namesOf(answer), SEEN);
    const vlan = rowOf(answer, "provider-vlan100");
    assert.equal(vlan["provider_type"], "vlan");
    assert.equal(vlan["provider_network"], "physnet1");
    assert.equal(vlan["provider_segment"], 100);
    assert.equal(vlan["project"], "admin");
    assert.deepEqual(vlan["dhcp_agents"], ["net-01"]);
    const foreign = await call(getNetworkDetails, { names: "globex-app" });
    assert.equal(foreign.error?.reason, "not found");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getNetworkDetails);
    assert.deepEqual(namesOf(answer), [...SEEN, "globex-app"].sort());
  });
});

Deno.test("get_network_details tells members nothing of providers and agents", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getNetworkDetails, { names: "acme-web" });
    const text = JSON.stringify(answer);
    assert.ok(!text.includes("provider") && !text.includes("dhcp_agents"));
    const denied = await call(getNetworkDetails, { fields: ["dhcp_agents"] });
    assert.match(JSON.stringify(denied.answer["unavailable"]), /not permitted/);
    const filtered = await call(getNetworkDetails, { filters: { provider_type: "vlan" } });
    assert.equal(filtered.error?.reason, "not permitted");
  });
});

Deno.test("get_network_details says when agents are not alive, and when they could not be read", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/dhcp-agents", kind: "status", status: 500 }]);
    const { answer } = await call(getNetworkDetails, { fields: ["dhcp_agents"] });
    assert.equal(rowOf(answer, "acme-web")["dhcp_agents"], "unknown");
    assert.match(JSON.stringify(answer["unavailable"]), /DHCP agents of/);
  });
});

Deno.test("get_network_details is called by older names and arguments", async () => {
  await withTools({}, async ({ call }) => {
    for (const name of ["get_networks", "get_openstack_network_details"]) {
      const all = await call(getNetworkDetails, { network_name: "all" }, { name });
      assert.deepEqual(namesOf(all.answer), SEEN);
      const one = await call(getNetworkDetails, { network_name: "acme-db" }, { name });
      assert.ok("network" in one.answer);
    }
    const set = { name: "set_networks" };
    const defaults = {
      description: "",
      admin_state_up: true,
      shared: false,
      external: false,
      provider_network_type: "",
      provider_physical_network: "",
      provider_segmentation_id: 0,
      mtu: 1500,
    };
    const listed = await call(
      getNetworkDetails,
      { action: "list", network_names: "", name_contains: "acme-", status: "active", ...defaults },
      set,
    );
    assert.deepEqual(namesOf(listed.answer), ["acme-db", "acme-isolated", "acme-web"]);
    const shown = await call(
      getNetworkDetails,
      { action: "show", network_names: "acme-db, acme-web", ...defaults },
      set,
    );
    assert.equal(shown.answer["shown"], 2);
    assert.ok("items" in shown.answer);
  });
});

Deno.test("get_network_details asks for subnets once however many networks there are", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { requests } = await call(getNetworkDetails);
    // Neutron tells an administrator which networks are external.
    assert.deepEqual(
      requests.map(({ path }) => path.split("/").at(-1)).sort(),
      ["networks", "projects", "subnets"],
    );
  });
});
