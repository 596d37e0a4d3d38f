import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getLoadBalancerList } from "./get_load_balancer_list.ts";

Deno.test("get_load_balancer_list shows states, addresses and listeners in few tokens", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerList);
    const { id: _id, ...row } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(row, {
      name: "web-lb",
      operating_status: "ONLINE",
      vip_address: "10.10.0.117",
      floating_ip: "203.0.113.25",
      listeners: "HTTP:80",
    });
    assert.equal(answer["total"], 1);
    // Load balancers, listeners, floating IPs.
    assert.equal(record.requests, 3);
    assert.ok(encode(JSON.stringify(answer)).length <= 141);
  });
});

Deno.test("get_load_balancer_list asks for nothing that is not shown", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getLoadBalancerList, { detail: "basic" })).record.requests, 1);
  });
});

Deno.test("get_load_balancer_list shows one with the names of its network and subnet", async () => {
  await withTools({}, async ({ call }) => {
    const set = { action: "show", lb_name_or_id: "web-lb", name: "", admin_state_up: true, cascade: false };
    const calls = [
      await call(getLoadBalancerList, { names: "web-lb" }),
      await call(getLoadBalancerList, set, { name: "set_load_balancer" }),
    ];
    for (const { answer } of calls) {
      const { vip_network, vip_subnet, provider, provisioning_status } = Object(answer["load_balancer"]);
      assert.deepEqual([vip_network, vip_subnet, provider, provisioning_status], [
        "acme-web",
        "acme-web-v4",
        "amphora",
        "ACTIVE",
      ]);
    }
  });
});

Deno.test("get_load_balancer_list lets Octavia filter and sort", async () => {
  await withTools({}, async ({ call }) => {
    const filters = { operating_status: "online", provider: "amphora" };
    const found = await call(getLoadBalancerList, { filters, sort: "-name", detail: "basic" });
    assert.equal(found.answer["total"], 1);
    assert.match(found.requests[0]?.query ?? "", /operating_status=ONLINE/);
    assert.match(found.requests[0]?.query ?? "", /sort=name%3Adesc|sort=name:desc/);
    const none = await call(getLoadBalancerList, { filters: { vip_address: "10.10.0.1" } });
    assert.equal(none.answer["note"], "no load balancers with vip_address = 10.10.0.1");
  });
});

Deno.test("get_load_balancer_list finds the one behind a floating IP", async () => {
  await withTools({}, async ({ call }) => {
    for (const [address, total] of [["203.0.113.25", 1], ["203.0.113.47", 0], ["192.0.2.9", 0]] as const) {
      const { answer } = await call(getLoadBalancerList, { filters: { floating_ip: address } });
      assert.equal(answer["total"], total, address);
    }
  });
});

Deno.test("get_load_balancer_list finds those of a network or a subnet by its name", async () => {
  for (const user of ["alice", "operator"]) {
    await withTools({ user }, async ({ call }) => {
      const of = async (filters: Readonly<Record<string, string>>) =>
        await call(getLoadBalancerList, { filters });
      assert.equal((await of({ vip_network: "acme-web", vip_subnet: "acme-web-v4" })).answer["total"], 1);
      assert.equal((await of({ vip_subnet: "acme-web-v6" })).answer["total"], 0);
      assert.equal((await of({ vip_network: "x" })).error?.reason, "not found");
    });
  }
});

Deno.test("get_load_balancer_list keeps an administrator to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getLoadBalancerList)).answer["total"], 0);
    assert.equal((await call(getLoadBalancerList, { names: "web-lb" })).error?.reason, "not found");
  });
  await withTools({ user: "operator" }, async ({ call }) => {
    assert.equal((await call(getLoadBalancerList)).answer["total"], 1);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getLoadBalancerList)).answer["total"], 1);
  });
});

Deno.test("get_load_balancer_list says which part it could not read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/listeners", kind: "status", status: 503 }]);
    const { answer } = await call(getLoadBalancerList);
    assert.ok(!("listeners" in (rowsOf(answer)[0] ?? {})));
    assert.match(JSON.stringify(answer["unavailable"]), /"what":"listeners".*HTTP 503/);
  });
});

Deno.test("get_load_balancer_list tells of a cloud without Octavia", async () => {
  await withTools({ demo: { without: ["load-balancer"] } }, async ({ call }) => {
    assert.equal((await call(getLoadBalancerList)).error?.reason, "not deployed");
  });
});

Deno.test("get_load_balancer_list tells whose load balancers are", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getLoadBalancerList, { fields: "name,project" });
    assert.ok(rowsOf(answer).some(({ name, project }) => name === "web-lb" && project === "acme"));
    const acme = await call(getLoadBalancerList, { filters: { project: "acme" }, detail: "basic" });
    assert.ok(rowsOf(acme.answer).some(({ name }) => name === "web-lb"));
    const { answer: globex } = await call(getLoadBalancerList, { filters: { project: "globex" } });
    assert.ok(!rowsOf(globex).some(({ name }) => name === "web-lb"));
  });
});

Deno.test("get_load_balancer_list tells an administrator that other projects were not searched", async () => {
  const nextOf = async (options: ToolsOptions) => {
    let next = "";
    await withTools(options, async ({ call }) => {
      const { error } = await call(getLoadBalancerList, { names: "nope" });
      assert.equal(error?.reason, "not found");
      next = error.next ?? "";
    });
    return next;
  };
  assert.match(
    await nextOf({ user: "operator" }),
    /^name_contains .* Other projects than acme .*--all-projects/,
  );
  assert.doesNotMatch(await nextOf({ user: "operator", allProjects: true }), /--all-projects/);
  assert.doesNotMatch(await nextOf({}), /--all-projects/);
});
