import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import type { Scenario } from "../scenario.ts";
import { zoneless } from "../scenario.ts";
import { amphoraScenarios } from "./amphorae.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const POOL = "560fab11-576a-4c86-9db1-2445acff8eed";
const VIP_PORT = "fc54e48b-7081-45eb-b9d0-acd0690ada96";
const CONTAINER = "1f6dba5e-64be-4b1c-a1f3-7c0c5f1d2b21";
const CERTIFICATE = "2a7c9d10-0d53-4a43-8b9a-6c52a4a0f322";
const KEY = "3b8dae21-1e64-4b54-9cab-7d63b5b1f423";

/** Octavia writes times without a fraction. */
function since(...duration: Parameters<typeof zoneless>): string {
  return zoneless(...duration).slice(0, 19);
}

function balancer(set: Fields): DemoChange {
  return { service: "load_balancer", collection: "loadbalancers", where: { name: "web-lb" }, set };
}

function listener(set: Fields): DemoChange {
  return { service: "load_balancer", collection: "listeners", where: { name: "web-http" }, set };
}

function pool(set: Fields): DemoChange {
  return { service: "load_balancer", collection: "pools", where: { name: "web-pool" }, set };
}

function member(name: string, set: Fields): DemoChange {
  return { service: "load_balancer", collection: "members", under: POOL, where: { name }, set };
}

function another(collection: "listeners" | "pools", like: string, add: Fields): DemoChange {
  return { service: "load_balancer", collection, where: { name: like }, add: { id: "another", ...add } };
}

const DOWN = { operating_status: "ERROR", updated_at: since({ hours: 2 }) };

const DEGRADED: readonly DemoChange[] = [
  pool({ operating_status: "DEGRADED" }),
  member("web-02", DOWN),
];

const PEM = Deno.readTextFileSync(new URL("../../../src/openstack/testdata/server.pem", import.meta.url));

function secret(id: string, type: string, add: Fields): DemoChange {
  return {
    service: "key_manager",
    collection: "secrets",
    under: ACME,
    add: {
      name: type,
      status: "ACTIVE",
      secret_type: type,
      secret_ref: `https://keys.test/v1/secrets/${id}`,
      ...add,
    },
  };
}

/** A listener that ends TLS with a certificate of the year 2126; nobody may read the key. */
const TLS: readonly DemoChange[] = [
  listener({
    protocol: "TERMINATED_HTTPS",
    default_tls_container_ref: `https://keys.test/v1/containers/${CONTAINER}`,
  }),
  secret(CERTIFICATE, "certificate", { payload: PEM }),
  {
    service: "key_manager",
    collection: "containers",
    under: ACME,
    add: {
      name: "web-tls",
      type: "certificate",
      status: "ACTIVE",
      secret_refs: [
        { name: "private_key", secret_ref: `https://keys.test/v1/secrets/${KEY}` },
        { name: "certificate", secret_ref: `https://keys.test/v1/secrets/${CERTIFICATE}` },
      ],
      consumers: [],
      container_ref: `https://keys.test/v1/containers/${CONTAINER}`,
    },
  },
];

/** A bundle, whose end only its owner tells. */
function bundle(expiration: string | null): readonly DemoChange[] {
  return [
    listener({
      protocol: "TERMINATED_HTTPS",
      default_tls_container_ref: `https://keys.test/v1/secrets/${KEY}`,
    }),
    secret(KEY, "opaque", { expiration, content_types: { default: "application/octet-stream" } }),
  ];
}

/** Scenarios of the checks of load balancers. */
export const loadBalancerScenarios: readonly Scenario[] = [
  { check: "lb-provisioning", outcome: "ok", as: "alice" },
  {
    check: "lb-provisioning",
    outcome: "ok",
    when: "it is being changed for less than a quarter of an hour",
    as: "alice",
    demo: {
      changes: [balancer({ provisioning_status: "PENDING_UPDATE", updated_at: since({ minutes: 10 }) })],
    },
  },
  {
    check: "lb-provisioning",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [balancer({ provisioning_status: "PENDING_UPDATE", updated_at: since({ hours: 2 }) })],
    },
    finds: ["web-lb"],
    says: "load balancer web-lb has been in PENDING_UPDATE for 2h",
  },
  {
    check: "lb-provisioning",
    outcome: "critical",
    as: "alice",
    demo: { changes: [balancer({ provisioning_status: "ERROR", updated_at: since({ minutes: 1 }) })] },
    finds: ["web-lb"],
  },
  {
    check: "lb-provisioning",
    outcome: "ok",
    when: "it is another project's",
    demo: { changes: [balancer({ provisioning_status: "ERROR" })] },
  },
  { check: "lb-operating", outcome: "ok", as: "alice" },
  {
    check: "lb-operating",
    outcome: "ok",
    when: "it is switched off",
    as: "alice",
    demo: { changes: [balancer({ operating_status: "OFFLINE", admin_state_up: false })] },
  },
  {
    check: "lb-operating",
    outcome: "warning",
    as: "alice",
    demo: { changes: [balancer({ operating_status: "DEGRADED" })] },
    finds: ["web-lb"],
  },
  {
    check: "lb-operating",
    outcome: "critical",
    run: { allProjects: true },
    demo: { changes: [balancer({ operating_status: "ERROR" })] },
    finds: ["web-lb"],
  },
  { check: "lb-member", outcome: "ok", as: "alice" },
  {
    check: "lb-member",
    outcome: "warning",
    as: "alice",
    demo: { changes: DEGRADED },
    finds: ["web-pool"],
    says: "pool web-pool of load balancer web-lb has had 1 of 3 members down for 2h",
  },
  {
    check: "lb-member",
    outcome: "critical",
    as: "alice",
    demo: {
      changes: [
        pool({ operating_status: "ERROR" }),
        member("web-01", DOWN),
        member("web-02", DOWN),
        member("web-03", DOWN),
      ],
    },
    finds: ["web-pool"],
    says: "has had all 3 members down",
  },
  {
    check: "lb-member",
    outcome: "critical",
    when: "the only one that is up is switched off",
    as: "alice",
    demo: {
      changes: [
        pool({ operating_status: "ERROR" }),
        member("web-01", DOWN),
        member("web-02", DOWN),
        member("web-03", { operating_status: "OFFLINE", admin_state_up: false }),
      ],
    },
    finds: ["web-pool"],
  },
  {
    check: "lb-member",
    outcome: "ok",
    when: "a member is new, and not yet watched",
    as: "alice",
    demo: {
      changes: [
        pool({ operating_status: "OFFLINE" }),
        member("web-03", { operating_status: "OFFLINE", updated_at: since({ minutes: 1 }) }),
      ],
    },
  },
  {
    check: "lb-member",
    outcome: "warning",
    when: "a provider does not add up the states of members",
    as: "alice",
    demo: { changes: [balancer({ provider: "other" }), member("web-02", DOWN)] },
    finds: ["web-pool"],
  },
  {
    check: "lb-member",
    outcome: "ok",
    when: "nothing watches them",
    as: "alice",
    demo: {
      changes: [pool({ operating_status: "NO_MONITOR", healthmonitor_id: null }), member("web-02", DOWN)],
    },
  },
  {
    check: "lb-member",
    outcome: "ok",
    when: "they are another project's",
    demo: { changes: DEGRADED },
  },
  { check: "lb-pool-no-monitor", outcome: "ok", as: "alice" },
  {
    check: "lb-pool-no-monitor",
    outcome: "warning",
    as: "alice",
    demo: { changes: [pool({ healthmonitor_id: null })] },
    finds: ["web-pool"],
    says: "pool web-pool has no health monitor for its 3 members",
  },
  {
    check: "lb-pool-no-monitor",
    outcome: "ok",
    when: "it has no member either",
    as: "alice",
    demo: { changes: [pool({ healthmonitor_id: null, members: [] })] },
  },
  { check: "lb-empty", outcome: "ok", as: "alice" },
  {
    check: "lb-empty",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [
        another("listeners", "web-http", { name: "nowhere", protocol_port: 81, default_pool_id: null }),
        another("pools", "web-pool", { name: "nobody", members: [] }),
      ],
    },
    finds: ["nobody", "nowhere"],
    says: "listener nowhere on port 81 has neither a pool nor an L7 policy",
  },
  {
    check: "lb-empty",
    outcome: "ok",
    when: "a policy says where to, or the listener is for numbers or switched off",
    as: "alice",
    demo: {
      changes: [
        // The demo gives the first listener a policy.
        listener({ default_pool_id: null }),
        another("listeners", "web-http", { name: "numbers", protocol: "PROMETHEUS", default_pool_id: null }),
        another("listeners", "web-http", { id: "off", admin_state_up: false, default_pool_id: null }),
      ],
    },
  },
  { check: "lb-vip-missing", outcome: "ok", as: "alice" },
  { check: "lb-vip-missing", outcome: "ok", run: { allProjects: true } },
  {
    check: "lb-vip-missing",
    outcome: "critical",
    when: "the port is gone",
    run: { allProjects: true },
    demo: { changes: [{ service: "network", collection: "ports", where: { id: VIP_PORT }, remove: true }] },
    finds: ["web-lb"],
    says: "load balancer web-lb has lost the port of its address 10.10.0.117",
  },
  {
    check: "lb-vip-missing",
    outcome: "critical",
    when: "its port has another address",
    as: "alice",
    demo: { changes: [balancer({ vip_address: "10.10.0.250" })] },
    finds: ["web-lb"],
    says: "load balancer web-lb should have 10.10.0.250, but its port has 10.10.0.117",
  },
  {
    check: "lb-vip-missing",
    outcome: "critical",
    when: "its port has not all addresses",
    as: "alice",
    demo: { changes: [balancer({ additional_vips: [{ ip_address: "fd00:10::99", subnet_id: "s" }] })] },
    finds: ["web-lb"],
    says: "should have fd00:10::99",
  },
  {
    check: "lb-vip-missing",
    outcome: "unknown",
    when: "the port may be another project's",
    as: "alice",
    demo: { changes: [balancer({ vip_port_id: "elsewhere" })] },
    finds: [],
    says: "they are gone, or belong to another project",
  },
  { check: "lb-tls-expiry", outcome: "ok", when: "no listener ends TLS", as: "alice" },
  {
    check: "lb-tls-expiry",
    outcome: "ok",
    as: "alice",
    demo: { changes: TLS },
    run: { allowSensitive: true },
  },
  {
    check: "lb-tls-expiry",
    outcome: "not applicable",
    as: "alice",
    demo: { changes: TLS },
    says: "only --allow-sensitive lets them be read",
  },
  {
    check: "lb-tls-expiry",
    outcome: "warning",
    as: "alice",
    demo: { changes: TLS },
    run: { allowSensitive: true, thresholds: { "lb-tls-expiry": { warning_days: 50_000 } } },
    finds: ["web-http"],
    says: "listener web-http shows a certificate for localhost that ends in",
  },
  {
    check: "lb-tls-expiry",
    outcome: "critical",
    as: "alice",
    demo: { changes: TLS },
    run: {
      allowSensitive: true,
      thresholds: { "lb-tls-expiry": { warning_days: 60_000, critical_days: 50_000 } },
    },
    finds: ["web-http"],
  },
  {
    check: "lb-tls-expiry",
    outcome: "critical",
    when: "the end of a bundle is known",
    as: "alice",
    demo: { changes: bundle(since({ days: -6 })) },
    run: { allowSensitive: true },
    finds: ["web-http"],
  },
  {
    check: "lb-tls-expiry",
    outcome: "unknown",
    when: "the end of a bundle is not known",
    as: "alice",
    demo: { changes: bundle(null) },
    run: { allowSensitive: true },
    says: "1 of 1 could not be read",
  },
  {
    check: "lb-tls-expiry",
    outcome: "not permitted",
    when: "the listener is another project's",
    demo: { changes: TLS },
    run: { allowSensitive: true, allProjects: true },
    says: "Barbican does not show those of other projects",
  },
  {
    check: "lb-tls-expiry",
    outcome: "not permitted",
    as: "adam",
    demo: { changes: TLS },
    run: { allowSensitive: true },
  },
  ...amphoraScenarios,
];
