import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { member } from "../../openstack/read.ts";
import { type Bench, rowsOf, withTools } from "../testing.ts";
import { getSecurityGroups } from "./get_security_groups.ts";

function namesOf(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["name"]).sort();
}

Deno.test("get_security_groups counts rules and says what is open to the world", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getSecurityGroups);
    const rows = rowsOf(answer).map(({ id: _id, ...row }) => row);
    assert.deepEqual(rows.toSorted((a, b) => String(a["name"]) < String(b["name"]) ? -1 : 1), [
      { name: "db", rule_count: 3, open_to_world: [] },
      { name: "default", rule_count: 4, open_to_world: [] },
      { name: "web", rule_count: 6, open_to_world: ["icmp", "tcp 22", "tcp 443", "tcp 80"] },
    ]);
    assert.equal(record.requests, 1);
    assert.ok(encode(JSON.stringify(answer)).length <= 220);
  });
});

Deno.test("get_security_groups shows rules with the names of remote groups", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getSecurityGroups, { names: "db" });
    const rules = rowsOf(member(answer["security_group"], "rules")).map(({ id: _id, ...rule }) => rule);
    assert.deepEqual(rules, [
      { direction: "egress", family: "IPv4", protocol: "any", ports: "all", remote: "anywhere" },
      { direction: "egress", family: "IPv6", protocol: "any", ports: "all", remote: "anywhere" },
      { direction: "ingress", family: "IPv4", protocol: "tcp", ports: "5432", remote: "group web" },
    ]);
    const several = await call(getSecurityGroups, { names: ["web", "db"], fields: ["rules"] });
    assert.equal(rowsOf(rowsOf(several.answer)[0]?.["rules"]).length, 6);
  });
});

Deno.test("get_security_groups shows the id of a remote group that it cannot name", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/security-groups\\?.*id=", kind: "status", status: 500 }]);
    const { answer } = await call(getSecurityGroups, { names: "db" });
    assert.match(JSON.stringify(answer["security_group"]), /group [0-9a-f-]{36}/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of security groups/);
  });
});

/** Rules that the recorded cloud does not have. */
const RULES = [
  { direction: "ingress", ethertype: "IPv6", protocol: "tcp", port_range_min: 8000, port_range_max: 8080 },
  { direction: "ingress", ethertype: "IPv4", protocol: "icmp", port_range_min: 8, port_range_max: 0 },
  { direction: "ingress", ethertype: "IPv4", protocol: "17", remote_ip_prefix: "0.0.0.0/0" },
  { direction: "ingress", ethertype: "IPv4", protocol: "tcp", remote_address_group_id: "a1" },
  { direction: "ingress", ethertype: "IPv4", protocol: "tcp", remote_ip_prefix: "10.0.0.0/8" },
  { direction: "egress", ethertype: "IPv4", remote_ip_prefix: "0.0.0.0/0" },
].map((rule, index) => ({ id: `rule-${index}`, ...rule }));

function withRules(rules: readonly object[], body: (bench: Bench) => Promise<void>): Promise<void> {
  return withTools({}, async (bench) => {
    const group = { id: "g1", name: "odd", project_id: "p", security_group_rules: rules };
    bench.demo.setFaults([
      {
        service: "network",
        path: "/security-groups",
        kind: "status",
        status: 200,
        body: { security_groups: [group] },
      },
      {
        service: "network",
        path: "/address-groups",
        kind: "status",
        status: 200,
        body: { address_groups: [{ id: "a1", name: "offices" }] },
      },
    ]);
    await body(bench);
  });
}

Deno.test("get_security_groups reads ranges, ICMP types, protocol numbers, families and address groups", async () => {
  await withRules(RULES, async ({ call }) => {
    const { answer } = await call(getSecurityGroups, { fields: ["open_to_world", "rules"] });
    const [group] = rowsOf(answer);
    assert.deepEqual(group?.["open_to_world"], ["icmp type 8 code 0", "tcp 8000-8080 IPv6", "udp"]);
    const texts = rowsOf(group["rules"]).map(({ protocol, ports, remote }) =>
      `${protocol} ${ports} ${remote}`
    );
    assert.deepEqual(texts, [
      "any all 0.0.0.0/0",
      "icmp type 8 code 0 anywhere",
      "tcp all 10.0.0.0/8",
      "tcp all address group offices",
      "udp all 0.0.0.0/0",
      "tcp 8000-8080 anywhere",
    ]);
  });
});

Deno.test("get_security_groups finds what opens a port, wider rules among them", async () => {
  await withRules(RULES, async ({ call }) => {
    const opens = async (what: unknown) =>
      rowsOf((await call(getSecurityGroups, { filters: { open_to_world: what } })).answer).length === 1;
    for (
      const what of ["tcp 8080", "tcp/8000", "8050", "udp 53", "udp", "icmp type 8 code 0", true, "53-60"]
    ) {
      assert.ok(await opens(what), `${what}`);
    }
    for (const what of ["tcp 22", "any", false, "sctp 1", "icmp type 0 code 0"]) {
      assert.ok(!await opens(what), `${what}`);
    }
  });
  await withRules([{ id: "r", direction: "ingress", ethertype: "IPv4" }], async ({ call }) => {
    for (const what of ["tcp 22", "22", "any", "icmp"]) {
      const { answer } = await call(getSecurityGroups, { filters: { open_to_world: what } });
      assert.equal(answer["total"], 1, what);
    }
  });
});

Deno.test("get_security_groups keeps to the project, and says when the service hides those of others", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getSecurityGroups);
    assert.deepEqual(namesOf(answer), ["db", "default", "web"]);
    assert.ok(!("unavailable" in answer));
    // The project's own, and what is shared with it.
    assert.equal(record.requests, 2);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getSecurityGroups);
    assert.deepEqual(namesOf(answer), ["default"]);
    assert.ok(!("total" in answer), "what is hidden was not counted");
    assert.match(JSON.stringify(answer["unavailable"]), /security groups of other projects.*not permitted/);
    const { error } = await call(getSecurityGroups, { names: "web" });
    assert.equal(error?.reason, "not found");
    assert.match(String(error.next), /may be hidden/);
  });
  await withTools({ user: "admin", system: true }, async ({ call }) => {
    const { answer } = await call(getSecurityGroups);
    // Nothing was counted, and that there are none was not said.
    assert.ok(!("total" in answer) && !("note" in answer));
    assert.match(JSON.stringify(answer["unavailable"]), /none at all/);
  });
  await withTools({}, async ({ call }) => {
    const { error } = await call(getSecurityGroups, { names: "nobody" });
    assert.match(String(error?.next), /name_contains/);
  });
});

Deno.test("get_security_groups says of nothing hidden where other projects' groups are shown", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call, demo }) => {
    const groups = ["p1", "p2"].map((project_id) => ({
      id: project_id,
      name: "default",
      project_id,
      security_group_rules: [],
    }));
    demo.setFaults([
      {
        service: "network",
        path: "/security-groups",
        kind: "status",
        status: 200,
        body: { security_groups: groups },
      },
    ]);
    const { answer } = await call(getSecurityGroups);
    assert.equal(answer["total"], 2);
    assert.ok(!("unavailable" in answer));
  });
});

Deno.test("get_security_groups is asked by older arguments", async () => {
  await withTools({}, async ({ call }) => {
    assert.ok("security_group" in (await call(getSecurityGroups, { group_name: "web" })).answer);
    assert.deepEqual(namesOf((await call(getSecurityGroups, { filter: "DEF" })).answer), ["default"]);
  });
});
