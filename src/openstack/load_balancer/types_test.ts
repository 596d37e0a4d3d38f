import assert from "node:assert/strict";
import {
  readAmphora,
  readLoadBalancer,
  readLoadBalancerFlavor,
  readLoadBalancerHealthMonitor,
  readLoadBalancerL7Policy,
  readLoadBalancerL7Rule,
  readLoadBalancerListener,
  readLoadBalancerMember,
  readLoadBalancerPool,
  readLoadBalancerProfile,
  readLoadBalancerProvider,
  readLoadBalancerStats,
  readLoadBalancerTree,
  readLoadBalancerZone,
} from "./types.ts";

Deno.test("readLoadBalancer() reads the ids of its parts", () => {
  const balancer = readLoadBalancer({
    id: "cb74d04f",
    name: "web-lb",
    provisioning_status: "ACTIVE",
    operating_status: "DEGRADED",
    admin_state_up: true,
    tenant_id: "e42ad651",
    listeners: [{ id: "27c8a4da" }],
    pools: [],
    availability_zone: null,
  });
  assert.equal(balancer?.projectId, "e42ad651");
  assert.deepEqual(balancer?.listenerIds, ["27c8a4da"]);
  assert.deepEqual(balancer?.poolIds, []);
  assert.equal(readLoadBalancer({ id: "1" })?.poolIds, undefined);
});

Deno.test("readLoadBalancerPool() has a monitor only if there is one", () => {
  const pool = { id: "560fab11", members: [{ id: "6bb0eed5" }], healthmonitor_id: "" };
  assert.equal(readLoadBalancerPool(pool)?.healthMonitorId, undefined);
  assert.equal(readLoadBalancerPool({ ...pool, healthmonitor_id: "a3a360ae" })?.healthMonitorId, "a3a360ae");
  assert.deepEqual(readLoadBalancerPool(pool)?.memberIds, ["6bb0eed5"]);
});

Deno.test("readAmphora() reads a spare one", () => {
  const amphora = readAmphora({ id: "01887bc4", loadbalancer_id: null, status: "READY", cert_busy: false });
  assert.equal(amphora?.loadBalancerId, undefined);
  assert.equal(amphora?.certBusy, false);
});

Deno.test("readLoadBalancer() reads further addresses", () => {
  const additional_vips = [{ ip_address: "10.0.0.9", subnet_id: "1" }, { subnet_id: "2" }];
  assert.deepEqual(readLoadBalancer({ id: "1", additional_vips })?.additionalVips, ["10.0.0.9"]);
});

Deno.test("readLoadBalancerListener() reads limits, headers and what TLS needs", () => {
  const listener = readLoadBalancerListener({
    id: "27c8a4da",
    protocol: "TERMINATED_HTTPS",
    protocol_port: 443,
    connection_limit: -1,
    insert_headers: { "X-Forwarded-For": "true", "X-None": null },
    default_tls_container_ref: "https://kms/v1/containers/1",
    tls_versions: ["TLSv1.3"],
    allowed_cidrs: null,
    l7policies: [{ id: "0f9ef6d3" }],
  });
  assert.equal(listener?.connectionLimit, -1);
  assert.deepEqual(listener?.insertHeaders, { "X-Forwarded-For": "true" });
  assert.deepEqual(listener?.l7PolicyIds, ["0f9ef6d3"]);
  assert.equal(listener?.allowedCidrs, undefined);
  assert.deepEqual(readLoadBalancerListener({ id: "1" })?.insertHeaders, {});
});

Deno.test("readLoadBalancerPool() reads how sessions persist", () => {
  const session_persistence = { type: "APP_COOKIE", cookie_name: "sid" };
  const pool = readLoadBalancerPool({ id: "1", session_persistence });
  assert.deepEqual([pool?.sessionPersistence, pool?.cookieName], ["APP_COOKIE", "sid"]);
  assert.equal(readLoadBalancerPool({ id: "1", session_persistence: null })?.sessionPersistence, undefined);
});

Deno.test("readers of parts need an id, and tell zero from nothing", () => {
  for (
    const read of [
      readLoadBalancerListener,
      readLoadBalancerMember,
      readLoadBalancerHealthMonitor,
      readLoadBalancerL7Policy,
      readLoadBalancerL7Rule,
      readLoadBalancerFlavor,
      readLoadBalancerZone,
      readLoadBalancerProfile,
      readLoadBalancerProvider,
      readLoadBalancerTree,
      readLoadBalancerStats,
    ]
  ) {
    assert.equal(read({ description: "x" }), undefined);
    assert.equal(read(null), undefined);
  }
  assert.equal(readLoadBalancerMember({ id: "1", weight: 0 })?.weight, 0);
  assert.equal(readLoadBalancerMember({ id: "1" })?.weight, undefined);
  assert.equal(readLoadBalancerL7Rule({ id: "1", invert: false })?.invert, false);
});

Deno.test("readLoadBalancerTree() reads listeners, pools, monitors and members", () => {
  const members = [{ id: "m", address: "10.0.0.5", protocol_port: 80, operating_status: "ERROR" }, {}];
  const pools = [{ id: "p", health_monitor: { id: "h", type: "TCP" }, members }, {
    id: "q",
    health_monitor: {},
  }];
  const tree = readLoadBalancerTree({
    statuses: { loadbalancer: { id: "b", operating_status: "DEGRADED", listeners: [{ id: "l", pools }] } },
  });
  assert.equal(tree?.operatingStatus, "DEGRADED");
  const [watched, unwatched] = tree?.listeners[0]?.pools ?? [];
  assert.equal(watched?.healthMonitor?.type, "TCP");
  assert.deepEqual(watched?.members.map(({ address, operatingStatus }) => [address, operatingStatus]), [
    ["10.0.0.5", "ERROR"],
  ]);
  assert.equal(unwatched?.healthMonitor, undefined);
  assert.equal(readLoadBalancerTree({ statuses: { loadbalancer: { id: "b" } } }), undefined);
});

Deno.test("readLoadBalancerStats() keeps large counters exact", () => {
  assert.equal(readLoadBalancerStats({ bytes_in: 9007199254740993n })?.bytesIn, 9007199254740993n);
  assert.equal(readLoadBalancerStats({ request_errors: 0 })?.requestErrors, 0);
});

Deno.test("readLoadBalancerProfile() reads the data of flavors and of zones", () => {
  const flavor = readLoadBalancerProfile({ id: "1", provider_name: "amphora", flavor_data: "{}" });
  const zone = readLoadBalancerProfile({ id: "2", availability_zone_data: '{"compute_zone":"az1"}' });
  assert.deepEqual([flavor?.provider, flavor?.data, zone?.data], ["amphora", "{}", '{"compute_zone":"az1"}']);
});
