import assert from "node:assert/strict";
import { listNetworks } from "../../openstack/network/operations.ts";
import { text, texts } from "../../openstack/read.ts";
import { type Bench, rowsOf, withTools } from "../testing.ts";
import { getShareNetworks } from "./get_share_networks.ts";

/** Has Manila show a share network that lies in a network of Neutron's. */
async function placeIn(name: string, { client, demo }: Bench): Promise<void> {
  const networks = await client.call({ operations: [listNetworks] }).list(listNetworks, { query: { name } });
  const subnet = {
    neutron_net_id: text(networks[0], "id"),
    neutron_subnet_id: texts(networks[0], "subnets")?.[0],
  };
  const { project } = await client.sessions.get();
  const network = { id: "1", name: "nfs", project_id: project?.id, share_network_subnets: [subnet] };
  const body = { share_networks: [network] };
  demo.setFaults([{ path: "/share-networks/detail", kind: "status", status: 200, body }]);
}

Deno.test("get_share_networks names networks and subnets", async () => {
  await withTools({}, async (bench) => {
    await placeIn("acme-web", bench);
    const { answer, record } = await bench.call(getShareNetworks);
    const [row] = rowsOf(answer);
    assert.deepEqual(row?.["networks"], ["acme-web"]);
    assert.match(String(row?.["subnets"]), /^acme-web/);
    // Version document, share networks, names of networks and subnets.
    assert.equal(record.requests, 4);
  });
});

Deno.test("get_share_networks finds those of a network by its name", async () => {
  await withTools({}, async (bench) => {
    await placeIn("acme-web", bench);
    const { answer } = await bench.call(getShareNetworks, { filters: { networks: "acme-web" } });
    assert.equal(answer["total"], 1);
    const { error } = await bench.call(getShareNetworks, { filters: { networks: "nothing" } });
    assert.equal(error?.reason, "not found");
  });
});

Deno.test("get_share_networks shows ids of networks that are gone or cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    const { answer } = await call(getShareNetworks);
    assert.match(String(rowsOf(answer)[0]?.["networks"]), /^[0-9a-f-]{36}$/);
    assert.ok(!("unavailable" in answer));
    demo.setFaults([{ service: "network", kind: "status", status: 503 }]);
    const broken = (await call(getShareNetworks)).answer;
    assert.match(JSON.stringify(broken["unavailable"]), /names of networks.*names of subnets/);
  });
});

Deno.test("get_share_networks reads the form of an old Manila", async () => {
  const settings = { services: { "shared-file-system": { defaultMicroversion: "2.50" } } };
  await withTools({ settings }, async ({ call }) => {
    assert.match(String(rowsOf((await call(getShareNetworks)).answer)[0]?.["networks"]), /^[0-9a-f-]{36}$/);
  });
});

Deno.test("get_share_networks keeps to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getShareNetworks)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getShareNetworks)).answer["total"], 1);
  });
});

Deno.test("get_share_networks shows a login to the system those of all projects", async () => {
  await withTools({ user: "admin", system: true }, async ({ call }) => {
    assert.equal((await call(getShareNetworks)).answer["total"], 1);
  });
});
