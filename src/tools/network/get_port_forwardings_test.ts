import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type Called, rowsOf, withTools } from "../testing.ts";
import { getPortForwardings } from "./get_port_forwardings.ts";

const ADDRESS = "203.0.113.201";

function withoutIds({ answer }: Called) {
  return rowsOf(answer).map(({ id: _id, ...row }) => row);
}

const SSH = {
  floating_ip: ADDRESS,
  protocol: "tcp",
  external_ports: "2222",
  internal_ip: "10.10.0.64",
  internal_ports: "22",
  server: "bastion",
};

Deno.test("get_port_forwardings shows those of all floating IPs, and asks for ranges alone", async () => {
  await withTools({}, async ({ call }) => {
    const called = await call(getPortForwardings);
    const [ssh, range] = withoutIds(called);
    assert.deepEqual(ssh, SSH);
    assert.deepEqual(range, {
      ...SSH,
      protocol: "udp",
      external_ports: "5000:5010",
      internal_ports: "6000:6010",
    });
    assert.equal(called.record.requests, 5, "floating IPs, one's forwardings, ports, version, servers");
    assert.ok(encode(JSON.stringify(called.answer)).length < 200);
    const full = await call(getPortForwardings, { detail: "full" });
    assert.equal(rowsOf(full.answer)[0]?.["description"], "ssh to the bastion");
  });
});

Deno.test("get_port_forwardings takes a floating IP by address or id, and filters", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getPortForwardings, { floating_ip: ADDRESS });
    assert.equal(answer["total"], 2);
    const none = await call(getPortForwardings, { floating_ip: "203.0.113.134" });
    assert.match(String(none.answer["note"]), /no port forwardings of this floating IP/);
    const filtered = await call(getPortForwardings, { filters: { protocol: "TCP", external_ports: 2222 } });
    assert.deepEqual(withoutIds(filtered), [SSH]);
    assert.equal(
      (await call(getPortForwardings, { floating_ip: "203.0.113.89" })).error?.reason,
      "not found",
    );
  });
});

Deno.test("get_port_forwardings asks each floating IP that leads nowhere where the list shows none", async () => {
  await withTools({}, async ({ call, demo }) => {
    const { answer } = await call(getPortForwardings, { detail: "full" });
    const id = rowsOf(answer)[0]?.["floating_ip_id"];
    const floatingips = [
      { id, floating_ip_address: ADDRESS, port_id: null },
      { id: "f2", floating_ip_address: "203.0.113.7", port_id: "p1", fixed_ip_address: "10.0.0.1" },
    ];
    demo.setFaults([
      { service: "network", path: "/floatingips(\\?|$)", kind: "status", status: 200, body: { floatingips } },
    ]);
    // They are taken for the project's, because they name no owner.
    const called = await call(getPortForwardings);
    assert.equal(called.answer["total"], 2);
    assert.equal(called.requests.filter(({ path }) => path.includes("port_forwardings")).length, 1);
  });
});

Deno.test("get_port_forwardings does not take what older policies hide for nothing", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const called = await call(getPortForwardings, { fields: ["external_ports"] });
    assert.deepEqual(withoutIds(called), [{ external_ports: "2222" }, { external_ports: "unknown" }]);
    assert.match(JSON.stringify(called.answer["unavailable"]), /203\.0\.113\.201.*not permitted/);
  });
});

Deno.test("get_port_forwardings tells of what could not be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/port_forwardings", kind: "status", status: 503 }]);
    const called = await call(getPortForwardings, { fields: ["external_ports"] });
    assert.deepEqual(withoutIds(called), [{ external_ports: "2222" }, { external_ports: "unknown" }]);
    assert.match(JSON.stringify(called.answer["unavailable"]), /port forwardings of 203\.0\.113\.201.*503/);
    demo.setFaults([{ service: "network", path: "/ports\\?", kind: "status", status: 503 }]);
    const unnamed = await call(getPortForwardings);
    assert.equal("server" in (withoutIds(unnamed)[0] ?? {}), false);
    assert.match(JSON.stringify(unnamed.answer["unavailable"]), /"ports".*503/);
  });
});

Deno.test("get_port_forwardings answers the reading actions of set_floating_ip_port_forwarding", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_floating_ip_port_forwarding" };
    const defaults = {
      protocol: "tcp",
      external_port: 0,
      internal_port: 0,
      internal_ip_address: "",
      internal_port_id: "",
      description: "",
    };
    const listed = await call(getPortForwardings, {
      action: "list",
      floating_ip_address: ADDRESS,
      floating_ip_id: "",
      ...defaults,
    }, as);
    assert.equal(listed.answer["total"], 2);
    const id = rowsOf(listed.answer)[1]?.["id"];
    const shown = await call(getPortForwardings, {
      action: "show",
      floating_ip_address: ADDRESS,
      port_forwarding_id: id,
      ...defaults,
    }, as);
    assert.deepEqual(rowsOf(shown.answer).map((row) => row["id"]), [id]);
  });
});
