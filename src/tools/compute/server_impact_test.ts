import assert from "node:assert/strict";
import { type Bench, withTools } from "../testing.ts";
import { setInstance } from "./set_instance.ts";

const LETTING = { policy: { allowWrite: true } } as const;

interface Told {
  readonly warnings: string;
  readonly unavailable: string;
}

async function planned({ call }: Bench, args: Readonly<Record<string, unknown>>): Promise<Told> {
  const { answer, error } = await call(setInstance, { dry_run: true, ...args });
  assert.equal(error, undefined);
  const { warnings = [], unavailable = [] } = Object.fromEntries(Object.entries(answer["plan"] ?? {}));
  return { warnings: JSON.stringify(warnings), unavailable: JSON.stringify(unavailable) };
}

Deno.test("a stop warns of the addresses and pools that lead to its servers", async () => {
  await withTools(LETTING, async (bench) => {
    const { warnings, unavailable } = await planned(bench, { action: "stop", names: ["web-01", "db-01"] });
    assert.match(warnings, /floating addresses lead to web-01 \(203\.0\.113\.\d+\)/);
    assert.match(warnings, /members of load balancer pools: web-01 \(web-pool\)"/);
    assert.doesNotMatch(warnings, /volumes|disks/);
    assert.equal(unavailable, "[]");
  });
});

Deno.test("a deletion warns of what goes with the server, and of what stays", async () => {
  await withTools(LETTING, async (bench) => {
    const { warnings } = await planned(bench, { action: "delete", names: ["web-01", "pet"] });
    assert.match(warnings, /volumes that stay: web-01 \([-0-9a-f]+\), pet \([-0-9a-f]+\)/);
    assert.match(warnings, /local disks are lost: web-01 \(root 20 GiB\)"/);
    const rebuild = await planned(bench, { action: "rebuild", names: ["web-01", "pet"], image: "debian-12" });
    assert.match(rebuild.warnings, /local disks are lost: web-01/);
    assert.match(rebuild.warnings, /root volumes are overwritten: pet/);
  });
});

Deno.test("what interrupts nothing warns of nothing", async () => {
  await withTools(LETTING, async (bench) => {
    for (const action of ["lock", "unpause", "start"]) {
      const { warnings } = await planned(bench, { action, names: "web-01" });
      assert.equal(warnings, "[]");
    }
  });
});

Deno.test("servers for which nothing is sent are not warned of", async () => {
  await withTools(LETTING, async (bench) => {
    bench.demo.setServer("web-01", { locked: true });
    const { warnings } = await planned(bench, { action: "delete", names: "web-01" });
    assert.equal(warnings, "[]");
  });
});

Deno.test("pools that cannot be read are told, and a cloud without load balancers has none", async () => {
  await withTools(LETTING, async (bench) => {
    bench.demo.setFaults([{ service: "load-balancer", path: "/members", kind: "status", status: 500 }]);
    const members = await planned(bench, { action: "stop", names: "web-01" });
    assert.match(members.unavailable, /members of pool web-pool/);
    bench.demo.setFaults([{ service: "load-balancer", kind: "status", status: 403 }]);
    const pools = await planned(bench, { action: "stop", names: ["web-01", "web-06"] });
    assert.match(pools.warnings, /floating/);
  });
  await withTools(LETTING, async (bench) => {
    bench.demo.setFaults([{ service: "load-balancer", kind: "status", status: 403 }]);
    const pools = await planned(bench, { action: "stop", names: "web-01" });
    assert.match(pools.unavailable, /load balancer pools with these servers.*not permitted/);
  });
  await withTools({ ...LETTING, demo: { without: ["load-balancer"] } }, async (bench) => {
    const { unavailable } = await planned(bench, { action: "stop", names: "web-01" });
    assert.equal(unavailable, "[]");
  });
});

Deno.test("the requests of a plan do not grow with its servers", async () => {
  await withTools(
    { ...LETTING, demo: { servers: 60 }, policy: { allowWrite: true, maxTargets: 100 } },
    async (bench) => {
      const { answer, requests } = await bench.call(setInstance, {
        action: "delete",
        filters: { status: "ACTIVE" },
        dry_run: true,
      });
      assert.match(JSON.stringify(answer), /and \d+ more/);
      assert.ok(requests.length <= 5, `${requests.length} requests`);
    },
  );
});
