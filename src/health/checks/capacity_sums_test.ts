import assert from "node:assert/strict";
import type { Aggregate, ComputeService, Hypervisor } from "../../openstack/compute/types.ts";
import { readAggregate, readComputeService, readHypervisor } from "../../openstack/compute/types.ts";
import type { ProviderCapacity } from "../collections/placement.ts";
import { hostsOf, sumsOf, unitOf } from "./capacity_sums.ts";

function hypervisor(host: string): Hypervisor {
  const read = readHypervisor({
    id: `${host}-id`,
    hypervisor_hostname: host,
    state: "up",
    service: { host },
  });
  assert.ok(read);
  return read;
}

function service(host: string, zone: string, set: Record<string, unknown> = {}): ComputeService {
  const read = readComputeService({
    id: host,
    host,
    zone,
    binary: "nova-compute",
    status: "enabled",
    state: "up",
    ...set,
  });
  assert.ok(read);
  return read;
}

function aggregate(name: string, ...hosts: readonly string[]): Aggregate {
  const read = readAggregate({ id: 1, uuid: `${name}-id`, name, hosts });
  assert.ok(read);
  return read;
}

function provider(id: string, rootId: string, resourceClass: string, used: number): ProviderCapacity {
  const line = { resourceClass, total: 10, reserved: 0, allocationRatio: 1, capacity: 10, maxUnit: 10, used };
  return { id, name: id, rootId, classes: [line] };
}

const HOSTS = hostsOf(
  [hypervisor("a"), hypervisor("b"), hypervisor("c")],
  [service("a", "z1"), service("b", "z1"), service("c", "z2")],
);

function told(providers: readonly ProviderCapacity[], hosts = HOSTS, aggregates: readonly Aggregate[] = []) {
  return sumsOf(providers, hosts, aggregates).map(({ place, resourceClass, used, capacity }) =>
    `${resourceClass} of ${place.words}: ${used} of ${capacity}`
  );
}

Deno.test("parts of a host count where the host stands", () => {
  const found = told([provider("gpu", "a-id", "VGPU", 3), provider("c-id", "c-id", "VGPU", 1)]);
  assert.deepEqual(found, [
    "VGPU of the cloud: 4 of 20",
    "VGPU of zone z1: 3 of 10",
    "VGPU of zone z2: 1 of 10",
  ]);
});

Deno.test("shared storage counts once, and for the cloud alone", () => {
  assert.deepEqual(told([provider("shared", "shared", "DISK_GB", 5)]), ["DISK_GB of the cloud: 5 of 10"]);
});

Deno.test("an aggregate of the hosts of a zone is that zone, one of other hosts is told of", () => {
  const aggregates = [
    aggregate("like-z1", "b", "a"),
    aggregate("fast", "b", "gone"),
    aggregate("all", "a", "b", "c"),
  ];
  assert.deepEqual(told([provider("b-id", "b-id", "VCPU", 1)], HOSTS, aggregates), [
    "VCPU of the cloud: 1 of 10",
    "VCPU of aggregate fast: 1 of 10",
    "VCPU of zone z1: 1 of 10",
  ]);
});

Deno.test("what is out of service on purpose counts nowhere, what is down still does", () => {
  const hosts = hostsOf([hypervisor("a"), hypervisor("b"), hypervisor("c")], [
    service("a", "z1", { status: "disabled" }),
    service("b", "z1", { forced_down: true }),
    service("c", "z1", { state: "down" }),
  ]);
  const providers = ["a", "b", "c"].map((host) => provider(`${host}-id`, `${host}-id`, "VCPU", 1));
  assert.deepEqual(told(providers, hosts), ["VCPU of the cloud: 1 of 10"]);
});

Deno.test("without Nova all counts for the cloud", () => {
  const hosts = hostsOf(undefined, undefined);
  assert.deepEqual(told([provider("a-id", "a-id", "VCPU", 1)], hosts), ["VCPU of the cloud: 1 of 10"]);
});

Deno.test("unitOf() leaves counts without a unit", () => {
  assert.deepEqual(["PCPU", "MEMORY_MB", "CUSTOM_FPGA"].map(unitOf), ["cores", "MiB", ""]);
});
