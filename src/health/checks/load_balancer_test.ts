import assert from "node:assert/strict";
import { ago, failure, FakeCloud, NOW, zoneless } from "../_fake_cloud.ts";
import { type Report, type RunOptions, runReport } from "../mod.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

function run(cloud: FakeCloud, check: string, options: Partial<RunOptions> = {}): Promise<Report> {
  return runReport({ cloud, tool: TOOL, checks: [check], now: () => NOW, ...options });
}

const TLS = {
  "load-balancer.listeners.list": [{
    id: "l1",
    name: "web",
    project_id: "acme-id",
    protocol: "TERMINATED_HTTPS",
    default_tls_container_ref: "https://keys.test/v1/containers/c1",
    sni_container_refs: ["https://keys.test/v1/secrets/s9"],
  }],
  "key-manager.containers.list": [{
    container_ref: "https://keys.test/v1/containers/c1",
    type: "certificate",
    secret_refs: [
      { name: "private_key", secret_ref: "https://keys.test/v1/secrets/key" },
      { name: "certificate", secret_ref: "https://keys.test/v1/secrets/cert" },
    ],
  }],
};

Deno.test("lb-tls-expiry reads no payload but that of the certificate, and none without leave", async () => {
  const payloads = async (allowSensitive: boolean) => {
    const cloud = new FakeCloud({ answers: TLS });
    await run(cloud, "lb-tls-expiry", { allowSensitive });
    return cloud.sent.filter(({ operation }) => operation === "key-manager.secret_payloads.show")
      .map(({ path }) => path?.["secret_id"]);
  };
  assert.deepEqual(await payloads(true), ["cert"]);
  assert.deepEqual(await payloads(false), []);
});

Deno.test("lb-tls-expiry is unknown where what is read is no certificate, or is refused", async () => {
  const answers = [failure(403), failure(404), { payload: "no bytes" }];
  for (const payload of answers) {
    const cloud = new FakeCloud({ answers: { ...TLS, "key-manager.secret_payloads.show": payload } });
    const [check] = (await run(cloud, "lb-tls-expiry", { allowSensitive: true })).checks;
    assert.equal(check?.state, "unknown");
    assert.match(check?.reason ?? "", /2 of 2 could not be read/);
  }
});

function many<T>(count: number, item: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

Deno.test("lb-member asks pools up to a bound, which is told", async () => {
  for (const [count, state] of [[50, "ok"], [51, "unknown"]] as const) {
    const cloud = new FakeCloud({
      answers: {
        "load-balancer.pools.list": many(count, (index) => ({
          id: `p${index}`,
          operating_status: "DEGRADED",
          healthmonitor_id: "h",
          members: [{ id: "m" }],
        })),
      },
    });
    const [check] = (await run(cloud, "lb-member")).checks;
    assert.equal(check?.state, state, check?.reason);
  }
});

Deno.test("lb-vip-missing asks for a hundred ports at a time", async () => {
  const cloud = new FakeCloud({
    answers: {
      "load-balancer.loadbalancers.list": many(201, (index) => ({
        id: `b${index}`,
        vip_port_id: `p${index}`,
        vip_address: "192.0.2.1",
      })),
      "network.ports.list": ({ query }) => {
        const ids = query?.["id"];
        return (Array.isArray(ids) ? ids : []).map((id) => ({
          id,
          fixed_ips: [{ ip_address: "192.0.2.1" }],
        }));
      },
    },
  });
  const report = await run(cloud, "lb-vip-missing");
  assert.equal(report.checks[0]?.state, "ok");
  assert.equal(cloud.sent.filter(({ operation }) => operation === "network.ports.list").length, 3);
});

function amphorae(count: number) {
  return many(count, (index) => ({
    id: `a${index}`,
    status: "ALLOCATED",
    loadbalancer_id: "b1",
    compute_id: `c${index}`,
    updated_at: zoneless({ hours: 1 }),
  }));
}

Deno.test("amphora-orphan looks for many servers in one list, and asks again for what is not in it", async () => {
  const cloud = new FakeCloud({
    answers: {
      "load-balancer.amphorae.list": amphorae(30),
      "load-balancer.loadbalancers.list": [{ id: "b1", name: "web" }],
      "compute.server_refs.list": many(28, (index) => ({ id: `c${index}` })),
      // A server of a cell that does not answer is not listed, and exists.
      "compute.servers.show": ({ path }) =>
        path?.["server_id"] === "c29" ? failure(404) : { server: { id: "c28" } },
    },
  });
  const report = await run(cloud, "amphora-orphan");
  assert.deepEqual(report.findings.map(({ text }) => text), [
    "amphora a29 (of load balancer web) has no server any more",
  ]);
  assert.equal(cloud.sent.filter(({ operation }) => operation === "compute.servers.show").length, 2);
});

Deno.test("amphora-orphan says nothing of servers that Nova would not tell of", async () => {
  const cloud = new FakeCloud({
    answers: {
      "load-balancer.amphorae.list": amphorae(1),
      "load-balancer.loadbalancers.list": [{ id: "b1", name: "web" }],
      "compute.servers.show": failure(500),
    },
  });
  const report = await run(cloud, "amphora-orphan");
  assert.equal(report.checks[0]?.state, "unknown");
});

Deno.test("amphora-orphan notes what lies about", async () => {
  const [amphora] = amphorae(1);
  const cloud = new FakeCloud({
    answers: {
      "load-balancer.amphorae.list": [{ ...amphora, loadbalancer_id: null, created_at: ago({ days: 9 }) }],
      "compute.servers.show": { server: { id: "c0" } },
    },
  });
  const report = await run(cloud, "amphora-orphan");
  assert.deepEqual(report.holdings, [{
    what: "amphorae without a load balancer",
    count: 1,
    oldest: ago({ days: 9 }),
    holds: { servers: 1 },
  }]);
});
