import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getPorts } from "./get_ports.ts";

function devices(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["device"]).sort();
}

Deno.test("get_ports names what ports connect", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getPorts);
    const rows = rowsOf(answer);
    const bastion = rows.find((row) => row["device"] === "bastion" && row["network"] === "acme-web");
    assert.equal(bastion?.["security_groups"], "web");
    assert.match(String(bastion["floating_ips"]), /^203\.0\.113\.\d+$/);
    assert.match(String(bastion["fixed_ips"]), /^10\.10\.0\.\d+, fd00:10::/);
    assert.ok(devices(answer).includes("router acme-router"));
    assert.ok(devices(answer).includes("Octavia"));
    // Ports, and the names of networks, servers, routers, security groups; floating IPs; Nova's version document.
    assert.ok(record.requests <= 7, `${record.requests} requests`);
    const tokens = encode(JSON.stringify(answer)).length;
    assert.ok(tokens / rows.length * 50 <= 3050, `${tokens / rows.length * 50} tokens for 50 ports`);
  });
});

Deno.test("get_ports filters by names of other things, in Neutron", async () => {
  await withTools({}, async ({ call }) => {
    const filtered = async (filters: Record<string, unknown>) => {
      const { answer, error } = await call(getPorts, { filters, fields: ["device", "network", "fixed_ips"] });
      assert.equal(error, undefined);
      assert.ok(!("scanned" in answer), JSON.stringify(filters));
      return answer;
    };
    assert.deepEqual(devices(await filtered({ server: "web-01" })), ["web-01"]);
    assert.deepEqual(devices(await filtered({ router: "acme-router" })), [
      "router acme-router",
      "router acme-router",
    ]);
    const db = rowsOf(await filtered({ network: "acme-db" }));
    assert.ok(db.length > 3 && db.every((row) => row["network"] === "acme-db"));
    assert.equal(rowsOf(await filtered({ subnet: "acme-db-v4" })).length, db.length);
    assert.deepEqual(devices(await filtered({ security_groups: "db" })), ["db-01", "db-02", "db-03"]);
    assert.deepEqual(devices(await filtered({ fixed_ips: "10.10.0.1" })), ["router acme-router"]);
    assert.equal(rowsOf(await filtered({ device_owner: "network:router_interface" })).length, 2);
    assert.deepEqual(devices(await filtered({ status: "down" })), ["report-worker"]);
  });
});

Deno.test("get_ports finds those without a server, router or security group by an empty text", async () => {
  await withTools({}, async ({ call }) => {
    const fields = ["device_owner", "security_groups", "device_id"];
    const all = rowsOf((await call(getPorts, { fields, limit: 1000 })).answer);
    const found = async (filter: string) =>
      rowsOf((await call(getPorts, { filters: { [filter]: "" }, fields, limit: 1000 })).answer);
    const ofServers = all.filter((row) => String(row["device_owner"]).startsWith("compute:"));
    assert.ok(ofServers.length > 0);
    assert.equal((await found("server")).length, all.length - ofServers.length);
    assert.ok((await found("router")).every((row) => !String(row["device_owner"]).includes("router")));
    const open = await found("security_groups");
    assert.ok(open.length > 0 && open.every((row) => (row["security_groups"] ?? "") === ""));
    assert.equal(open.length, all.filter((row) => row["security_groups"] === "").length);
    assert.deepEqual(await found("fixed_ips"), []);
  });
});

Deno.test("get_ports finds the ports of a server that is gone by its id, and none for a router's", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getPorts, { filters: { router: "acme-router" }, fields: ["device_id"] });
    const id = rowsOf(answer)[0]?.["device_id"];
    const routers = await call(getPorts, { filters: { router: id } });
    assert.equal(routers.answer["total"], 2);
    const servers = await call(getPorts, { filters: { server: id } });
    assert.equal(servers.answer["total"], 0);
    assert.match(String(servers.answer["note"]), /no ports with server/);
    assert.equal((await call(getPorts, { filters: { server: "nobody" } })).error?.reason, "not found");
  });
});

Deno.test("get_ports tells an administrator the host, and a member nothing of it", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getPorts, { filters: { host: "cmp-01" }, detail: "full" });
    const rows = rowsOf(answer);
    assert.ok(rows.length > 0 && rows.every((row) => row["host"] === "cmp-01" && row["vif_type"] === "ovs"));
    assert.ok(rows.every((row) => row["project"] === "acme"));
  });
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getPorts, { filters: { host: "cmp-01" } })).error?.reason, "not permitted");
  });
});

Deno.test("get_ports keeps to the project unless all are asked for", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getPorts);
    assert.ok(!("left_out" in answer));
    assert.ok(!devices(answer).includes("router globex-router"));
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getPorts);
    assert.ok(devices(answer).includes("router globex-router"));
    assert.ok(devices(answer).includes("network:floatingip"));
    assert.ok(devices(answer).includes("app-01"));
  });
});

Deno.test("get_ports shows ids where names cannot be read, and no floating IPs where those cannot", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([
      { service: "compute", path: "/servers", kind: "status", status: 500 },
      { service: "network", path: "/floatingips", kind: "status", status: 503 },
    ]);
    const { answer } = await call(getPorts, { filters: { network: "acme-db" } });
    const rows = rowsOf(answer);
    assert.ok(rows.some((row) => /^[0-9a-f-]{36}$/.test(String(row["device"]))));
    assert.ok(rows.every((row) => !("floating_ips" in row)));
    const told = JSON.stringify(answer["unavailable"]);
    assert.match(told, /names of servers/);
    assert.match(told, /floating IPs/);
  });
});

Deno.test("get_ports reads no more than the columns need", async () => {
  await withTools({}, async ({ call }) => {
    const { record } = await call(getPorts, { fields: ["status", "mac"] });
    assert.equal(record.requests, 1);
  });
});

Deno.test("get_ports answers what set_network_ports reads", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_network_ports" };
    const defaults = { description: "", admin_state_up: true, security_groups: "[]" };
    const listed = await call(
      getPorts,
      { action: "list", port_name: "", network_id: "acme-isolated", ...defaults },
      as,
    );
    assert.equal(listed.error, undefined);
    assert.ok(rowsOf(listed.answer).every((row) => row["network"] === "acme-isolated"));
    const { answer } = await call(getPorts, { filters: { server: "web-01" } });
    const shown = await call(
      getPorts,
      { action: "show", port_name: rowsOf(answer)[0]?.["id"], ...defaults },
      as,
    );
    assert.match(JSON.stringify(shown.answer["port"]), /"mac":"fa:16:3e/);
  });
});
