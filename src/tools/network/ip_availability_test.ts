import assert from "node:assert/strict";
import * as z from "zod";
import { readIpAvailability } from "../../openstack/network/types.ts";
import { rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { tool } from "../tool.ts";
import { ADDRESS_OPERATIONS, addressCounts, availabilityRows, readAddressUse } from "./ip_availability.ts";

const NETWORK = {
  network_id: "n1",
  network_name: "both",
  subnet_ip_availability: [
    { subnet_id: "s4", ip_version: 4, cidr: "10.0.0.0/24", subnet_name: "v4", used_ips: 250, total_ips: 253 },
    { subnet_id: "t4", ip_version: 4, cidr: "10.0.1.0/30", used_ips: 3, total_ips: 2 },
    {
      subnet_id: "s6",
      ip_version: 6,
      cidr: "fd00::/64",
      subnet_name: "v6",
      used_ips: 11,
      total_ips: 18446744073709551615n,
    },
    { subnet_id: "t6", ip_version: 6, cidr: "fd01::/120", used_ips: 64, total_ips: 256 },
  ],
};

function rows() {
  const network = readIpAvailability(NETWORK);
  assert(network);
  return availabilityRows(network);
}

Deno.test("availabilityRows() counts exactly, and gives a wide IPv6 range no percentage", () => {
  const counts = rows().map(({ subnet, left, percent }) => ({ subnet, left, percent }));
  assert.deepEqual(counts, [
    { subnet: "v4", left: 3n, percent: 98.8 },
    { subnet: "t4", left: 0n, percent: 150 },
    { subnet: "v6", left: 18446744073709551604n, percent: undefined },
    { subnet: "t6", left: 192n, percent: 25 },
  ]);
});

Deno.test("addressCounts() adds up one IP version, and nothing that is not known", () => {
  assert.deepEqual(addressCounts(rows(), 4), { total: 255n, used: 253n, left: 2n, percent: 99.2 });
  assert.equal(addressCounts(rows(), 6)?.total, 18446744073709551871n);
  assert.equal(addressCounts(rows(), 6)?.percent, undefined);
  assert.equal(addressCounts([], 4), undefined);
  const [first] = rows();
  assert(first);
  const counts = addressCounts([first, { ...first, used: undefined }], 4);
  assert.deepEqual(counts, { total: 506n, used: undefined, left: undefined, percent: undefined });
});

Deno.test("a percentage is rounded to one decimal, not cut", () => {
  const [network] = rows();
  assert(network);
  const percentOf = (used: bigint) => addressCounts([{ ...network, used }], 4)?.percent;
  assert.deepEqual([5n, 7n, 9n, 253n].map(percentOf), [2, 2.8, 3.6, 100]);
});

const probe = tool({
  name: "get_probe",
  toolset: "network",
  title: "Probe",
  description: "Reads the use of addresses.",
  input: z.strictObject({ networks: z.array(z.string()).optional() }),
  operations: ADDRESS_OPERATIONS,
  run: async ({ networks }, context) => {
    const { rows, unavailable } = await readAddressUse(context, networks);
    return {
      columns: ["network", "subnet", "total", "used"],
      rows: rows.map((row) => [row.network, row.subnet, row.total, row.used ?? "unknown"]),
      unavailable,
    };
  },
});

async function probed(options: ToolsOptions, faults: readonly string[] = []) {
  let found: Awaited<ReturnType<Parameters<Parameters<typeof withTools>[1]>[0]["call"]>> | undefined;
  await withTools(options, async ({ call, demo }) => {
    demo.setFaults(
      faults.map((path) => ({ service: "network", path, kind: "status", status: 503 as const })),
    );
    found = await call(probe);
  });
  assert(found);
  return found;
}

Deno.test("readAddressUse() gives an administrator the project's subnets, or everybody's", async () => {
  const own = await probed({ user: "operator" });
  assert.deepEqual(own.answer["unavailable"], []);
  assert.deepEqual(
    rowsOf(own.answer).map((row) => row["network"]).sort(),
    ["acme-db", "acme-isolated", "acme-web", "acme-web", "staging-net"],
  );
  assert.equal(own.record.requests, 1);
  const all = await probed({ user: "admin", allProjects: true });
  assert.deepEqual(rowsOf(all.answer).find((row) => row["subnet"] === "public-v4"), {
    network: "public",
    subnet: "public-v4",
    total: 241,
    used: 8,
  });
});

Deno.test("readAddressUse() gives a member totals without use, and says why", async () => {
  const { answer } = await probed({});
  assert.deepEqual(rowsOf(answer).find((row) => row["subnet"] === "acme-db-v4"), {
    network: "acme-db",
    subnet: "acme-db-v4",
    total: 253,
    used: "unknown",
  });
  assert.match(JSON.stringify(answer["unavailable"]), /used addresses.*not permitted/);
});

Deno.test("readAddressUse() tells of what could not be read", async () => {
  const use = await probed({ user: "operator" }, ["/network-ip-availabilities"]);
  assert.equal(rowsOf(use.answer).length, 5);
  assert.match(JSON.stringify(use.answer["unavailable"]), /used addresses.*503/);
  const all = await probed({ user: "operator" }, ["/network-ip-availabilities", "/subnets"]);
  assert.deepEqual(rowsOf(all.answer), []);
  assert.match(JSON.stringify(all.answer["unavailable"]), /used addresses.*subnets/);
});
