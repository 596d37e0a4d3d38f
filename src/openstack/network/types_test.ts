import assert from "node:assert/strict";
import {
  readAddressGroup,
  readAddressScope,
  readAgent,
  readFloatingIp,
  readFloatingIpPool,
  readIpAvailability,
  readNetwork,
  readNetworkAvailabilityZone,
  readNetworkExtension,
  readPort,
  readPortForwarding,
  readQosPolicy,
  readRbacPolicy,
  readRouter,
  readSecurityGroup,
  readSubnet,
  readSubnetPool,
  readTrunk,
} from "./types.ts";

Deno.test("readNetwork() reads what an administrator sees, and less of what others see", () => {
  const own = {
    "id": "22060e01",
    "name": "acme-db",
    "tenant_id": "e42ad651",
    "project_id": "e42ad651",
    "admin_state_up": true,
    "mtu": 1450,
    "status": "ACTIVE",
    "subnets": ["9243f468"],
    "shared": false,
    "router:external": false,
    "description": "",
    "port_security_enabled": true,
    "availability_zones": ["nova"],
    "tags": [],
  };
  const network = readNetwork({
    ...own,
    "provider:network_type": "vxlan",
    "provider:physical_network": null,
    "provider:segmentation_id": 9055,
  });
  assert.equal(network?.external, false);
  assert.equal(network?.providerSegment, 9055);
  assert.equal(network?.providerNetwork, undefined);
  assert.deepEqual(network?.subnetIds, ["9243f468"]);
  const { "router:external": _hidden, ...foreign } = own;
  assert.equal(readNetwork(foreign)?.external, undefined);
  assert.equal(readNetwork(foreign)?.providerType, undefined);
});

Deno.test("the owner is read under its older name too", () => {
  assert.equal(readNetwork({ id: "1", tenant_id: "p" })?.projectId, "p");
  assert.equal(readPort({ id: "1", tenant_id: "p" })?.projectId, "p");
});

Deno.test("readSubnet() reads pools and routes", () => {
  const subnet = readSubnet({
    id: "534e400f",
    network_id: "3c3796f1",
    cidr: "10.10.0.0/24",
    ip_version: 4,
    gateway_ip: null,
    enable_dhcp: true,
    dns_nameservers: ["192.0.2.53"],
    allocation_pools: [{ start: "10.10.0.2", end: "10.10.0.254" }],
    host_routes: [{ destination: "10.0.0.0/8", nexthop: "10.10.0.9" }],
  });
  assert.equal(subnet?.gatewayIp, undefined);
  assert.deepEqual(subnet?.allocationPools, [{ start: "10.10.0.2", end: "10.10.0.254" }]);
  assert.deepEqual(subnet?.hostRoutes, [{ destination: "10.0.0.0/8", nextHop: "10.10.0.9" }]);
});

Deno.test("readPort() reads the binding that administrators see", () => {
  const port = {
    id: "06ce99b1",
    status: "ACTIVE",
    mac_address: "fa:16:3e:1e:16:4f",
    device_id: "70a952a3",
    device_owner: "compute:az1",
    fixed_ips: [{ subnet_id: "9997d4ab", ip_address: "10.30.0.210" }],
    security_groups: ["e3a2c18f"],
    allowed_address_pairs: [{ ip_address: "0.0.0.0/0", mac_address: "fa:16:3e:1e:16:4f" }],
    "binding:vnic_type": "normal",
  };
  assert.equal(readPort(port)?.vifType, undefined);
  assert.equal(readPort({ ...port, "binding:vif_type": "binding_failed" })?.vifType, "binding_failed");
  assert.equal(readPort({ ...port, "binding:host_id": "cmp-01" })?.hostId, "cmp-01");
  assert.deepEqual(readPort(port)?.fixedIps, [{ subnetId: "9997d4ab", address: "10.30.0.210" }]);
  assert.equal(readPort(port)?.allowedAddressPairs?.[0]?.address, "0.0.0.0/0");
});

Deno.test("readRouter() has a gateway only if there is one", () => {
  assert.equal(readRouter({ id: "1", external_gateway_info: null })?.gateway, undefined);
  assert.equal(readRouter({ id: "1", external_gateway_info: {} })?.gateway, undefined);
  const router = readRouter({
    id: "b48ae539",
    status: "ACTIVE",
    routes: [],
    external_gateway_info: {
      network_id: "846a2e5d",
      enable_snat: true,
      external_fixed_ips: [{ subnet_id: "67409d41", ip_address: "203.0.113.159" }],
    },
  });
  assert.deepEqual(router?.gateway, {
    networkId: "846a2e5d",
    enableSnat: true,
    fixedIps: [{ subnetId: "67409d41", address: "203.0.113.159" }],
  });
});

Deno.test("readFloatingIp() reads an address with and without a port", () => {
  const free = readFloatingIp({
    id: "1",
    floating_ip_address: "203.0.113.47",
    floating_network_id: "846a2e5d",
    port_id: null,
    fixed_ip_address: null,
    router_id: null,
    port_details: null,
    status: "DOWN",
  });
  assert.equal(free?.portId, undefined);
  assert.equal(free?.deviceId, undefined);
  const used = readFloatingIp({
    id: "1",
    port_id: "bc352e42",
    fixed_ip_address: "10.10.0.64",
    port_details: { device_id: "440df657", device_owner: "compute:az2", status: "ACTIVE" },
    port_forwardings: [],
  });
  assert.equal(used?.deviceId, "440df657");
  assert.equal(used?.portForwardings, 0);
});

Deno.test("readSecurityGroup() reads rules, open ones too", () => {
  const group = readSecurityGroup({
    id: "1cb66660",
    name: "web",
    stateful: true,
    security_group_rules: [{
      id: "0692a696",
      security_group_id: "1cb66660",
      ethertype: "IPv4",
      direction: "ingress",
      protocol: null,
      port_range_min: null,
      port_range_max: null,
      remote_ip_prefix: null,
      remote_group_id: null,
    }, { id: "380ac1db", protocol: "112", port_range_min: 80, port_range_max: 80 }],
  });
  const [open, other] = group?.rules ?? [];
  assert.equal(open?.protocol, undefined);
  assert.equal(open?.portMin, undefined);
  assert.equal(open?.remoteIpPrefix, undefined);
  assert.equal(other?.protocol, "112");
  assert.equal(other?.portMax, 80);
});

Deno.test("readAgent() does not take silence for alive", () => {
  const agent = {
    id: "c49f32d4",
    agent_type: "L3 agent",
    host: "net-01",
    admin_state_up: true,
    alive: false,
    heartbeat_timestamp: "2026-11-21 11:35:27",
    resources_synced: null,
    configurations: { routers: 0 },
    ha_state: null,
  };
  assert.equal(readAgent(agent)?.alive, false);
  assert.equal(readAgent(agent)?.resourcesSynced, undefined);
  assert.deepEqual(readAgent(agent)?.configurations, { routers: 0 });
  assert.equal(readAgent({ id: "1" })?.alive, undefined);
  assert.equal(readAgent({ ...agent, ha_state: "active" })?.haState, "active");
});

Deno.test("readIpAvailability() reads the counts of a large IPv6 subnet", () => {
  const availability = readIpAvailability({
    network_id: "3c3796f1",
    network_name: "acme-web",
    tenant_id: "e42ad651",
    subnet_ip_availability: [{
      subnet_id: "856eeb5a",
      ip_version: 6,
      cidr: "fd00:10::/64",
      used_ips: 11,
      total_ips: 18446744073709551615n,
    }],
    used_ips: 23,
    total_ips: 18446744073709551868n,
  });
  assert.equal(availability?.projectId, "e42ad651");
  assert.equal(availability?.subnets?.[0]?.usedIps, 11);
  assert.equal(availability?.subnets?.[0]?.totalIps, 18446744073709551615n);
});

Deno.test("readNetworkAvailabilityZone() and readNetworkExtension() need their names", () => {
  assert.deepEqual(readNetworkAvailabilityZone({ state: "available", name: "nova", resource: "router" }), {
    name: "nova",
    resource: "router",
    state: "available",
  });
  assert.equal(readNetworkExtension({ name: "Agent", alias: "agent" })?.alias, "agent");
  assert.equal(readNetworkExtension({ name: "Agent" }), undefined);
});

Deno.test("readPortForwarding() reads single ports and ranges, whole and in brief", () => {
  const whole = readPortForwarding({
    "id": "eb3eb330",
    "external_port": null,
    "external_port_range": "5000:5010",
    "protocol": "udp",
    "internal_port_id": "088a53ce",
    "internal_ip_address": "10.20.0.62",
    "internal_port": null,
    "internal_port_range": "6000:6010",
    "description": "",
  });
  assert.deepEqual([whole?.externalPorts, whole?.internalPorts], ["5000:5010", "6000:6010"]);
  assert.equal(whole?.description, undefined);
  const single = { "id": "d5cef2bb", "external_port": 2222, "external_port_range": "2222:2222" };
  assert.equal(readPortForwarding(single)?.externalPorts, "2222");
  const ip = readFloatingIp({
    "id": "4029ee9c",
    "dns_name": "ssh",
    "dns_domain": "acme.test.",
    "port_forwardings": [
      { "id": "d5cef2bb", "protocol": "tcp", "internal_port": 22, "external_port": 2222 },
      { "id": "eb3eb330", "protocol": "udp" },
    ],
  });
  assert.equal(ip?.portForwardings, 2);
  assert.deepEqual(ip?.forwardings?.map((one) => one.externalPorts), ["2222", undefined]);
  assert.equal(ip?.dnsDomain, "acme.test.");
  assert.equal(readFloatingIp({ "id": "4029ee9c" })?.forwardings, undefined);
  assert.equal(readPortForwarding({ "protocol": "tcp" }), undefined);
});

Deno.test("readQosPolicy() reads rules of every type", () => {
  const policy = readQosPolicy({
    "id": "8cef813f",
    "name": "helper",
    "shared": false,
    "is_default": true,
    "rules": [
      { "id": "1", "type": "bandwidth_limit", "max_kbps": 10000, "max_burst_kbps": 0, "direction": "egress" },
      { "id": "2", "type": "dscp_marking", "dscp_mark": 26 },
      { "id": "3", "type": "minimum_packet_rate", "min_kpps": 5, "direction": "any" },
    ],
    "project_id": "dca76f28",
  });
  assert.equal(policy?.isDefault, true);
  assert.deepEqual(
    policy?.rules?.map((rule) => [rule.type, rule.maxBurstKbps, rule.dscpMark, rule.minKpps]),
    [
      ["bandwidth_limit", 0, undefined, undefined],
      ["dscp_marking", undefined, 26, undefined],
      ["minimum_packet_rate", undefined, undefined, 5],
    ],
  );
  assert.equal(readQosPolicy({ "id": "8cef813f" })?.rules, undefined);
});

Deno.test("readTrunk() reads subports", () => {
  const sub = { "port_id": "01ae8fa3", "segmentation_type": "vlan", "segmentation_id": 101 };
  const trunk = readTrunk({
    "id": "3f108a51",
    "port_id": "b874d160",
    "status": "ACTIVE",
    "sub_ports": [sub],
  });
  assert.deepEqual(trunk?.subPorts, [
    { portId: "01ae8fa3", segmentationType: "vlan", segmentationId: 101 },
  ]);
  assert.equal(trunk?.portId, "b874d160");
  assert.equal(readTrunk({ "id": "3f108a51" })?.subPorts, undefined);
});

Deno.test("readSubnetPool() reads lengths that are texts", () => {
  const pool = readSubnetPool({
    "id": "3ac0bcf9",
    "default_prefixlen": "26",
    "min_prefixlen": "24",
    "max_prefixlen": "28",
    "prefixes": ["10.200.0.0/16"],
    "default_quota": null,
    "tenant_id": "dca76f28",
  });
  assert.deepEqual([pool?.minPrefixLength, pool?.defaultPrefixLength, pool?.maxPrefixLength], [24, 26, 28]);
  assert.equal(pool?.defaultQuota, undefined);
  assert.equal(pool?.projectId, "dca76f28");
});

Deno.test("what shares and what is shared is read with its owner", () => {
  const policy = readRbacPolicy({
    "id": "16d24055",
    "project_id": "dca76f28",
    "action": "access_as_shared",
    "object_id": "2f80ffba",
    "object_type": "network",
    "target_tenant": "*",
  });
  assert.deepEqual([policy?.targetProjectId, policy?.objectType], ["*", "network"]);
  const group = readAddressGroup({ "id": "836bb6c5", "tenant_id": "dca76f28", "addresses": ["10.1.0.0/16"] });
  assert.deepEqual([group?.projectId, group?.addresses], ["dca76f28", ["10.1.0.0/16"]]);
  assert.equal(readAddressScope({ "id": "3a82a3f3", "shared": true, "ip_version": 4 })?.shared, true);
  assert.equal(
    readFloatingIpPool({ "network_id": "34cf42f4", "cidr": "203.0.113.0/24" })?.cidr,
    "203.0.113.0/24",
  );
  for (const read of [readRbacPolicy, readAddressGroup, readAddressScope, readFloatingIpPool]) {
    assert.equal(read({ "name": "no id" }), undefined);
  }
});
