/** What faults on a real cloud are made of. Each maker waits until the thing is there, and leaves its removal on a stack.
 *
 * @module
 */
import { type Hands, member } from "./real_hands.ts";

/** Makes an image with next to no data, offered to every project; gives its id. */
export async function makeImage(alice: Hands, name: string, undo: AsyncDisposableStack): Promise<string> {
  const id = String(member(
    await alice.send("image", "POST", "/images", {
      name,
      disk_format: "raw",
      container_format: "bare",
      visibility: "community",
    }),
    "id",
  ));
  undo.defer(() => alice.remove("image", `/images/${id}`));
  await alice.send("image", "PUT", `/images/${id}/file`, "no disk", {
    "content-type": "application/octet-stream",
  });
  return id;
}

/** Makes a security group with rules for what comes in; gives its id. */
export async function makeGroup(
  hands: Hands,
  name: string,
  rules: readonly Readonly<Record<string, unknown>>[],
  undo: AsyncDisposableStack,
): Promise<string> {
  const made = await hands.send("network", "POST", "/security-groups", { security_group: { name } });
  const id = String(member(made, "security_group", "id"));
  undo.defer(() => hands.remove("network", `/security-groups/${id}`));
  for (const rule of rules) {
    await hands.send("network", "POST", "/security-group-rules", {
      security_group_rule: { security_group_id: id, direction: "ingress", ethertype: "IPv4", ...rule },
    });
  }
  return id;
}

/** Makes a port on the network of that name; gives its id. */
export async function makePort(
  hands: Hands,
  name: string,
  network: string,
  more: Readonly<Record<string, unknown>>,
  undo: AsyncDisposableStack,
): Promise<string> {
  const network_id = await hands.idOf("network", `/networks?name=${network}`, network);
  const made = await hands.send("network", "POST", "/ports", { port: { name, network_id, ...more } });
  const id = String(member(made, "port", "id"));
  undo.defer(() => hands.remove("network", `/ports/${id}`));
  return id;
}

/** Makes a floating IP; gives its address. */
export async function makeFloatingIp(
  hands: Hands,
  more: Readonly<Record<string, unknown>>,
  undo: AsyncDisposableStack,
): Promise<string> {
  const floating_network_id = await hands.idOf("network", "/networks?name=public", "public");
  const made = await hands.send("network", "POST", "/floatingips", {
    floatingip: { floating_network_id, ...more },
  });
  undo.defer(() => hands.remove("network", `/floatingips/${member(made, "floatingip", "id")}`));
  return String(member(made, "floatingip", "floating_ip_address"));
}

/** Makes a server, which is ACTIVE then; gives its id. */
export async function makeServer(
  hands: Hands,
  more: Readonly<Record<string, unknown>>,
  undo: AsyncDisposableStack,
): Promise<string> {
  const made = await hands.send("compute", "POST", "/servers", {
    server: {
      flavorRef: await hands.idOf("compute", "/flavors", "m1.tiny"),
      availability_zone: "az1",
      ...more,
    },
  });
  const id = String(member(made, "server", "id"));
  undo.defer(() => hands.remove("compute", `/servers/${id}`));
  await hands.until("compute", `/servers/${id}`, (read) => {
    const status = member(read, "server", "status");
    if (status === "ERROR") throw new Error(`server ${id} failed: ${JSON.stringify(read)}`);
    return status === "ACTIVE";
  });
  return id;
}

/** Makes a volume, whatever becomes of its status; gives its id. */
export async function makeVolume(
  hands: Hands,
  admin: Hands,
  name: string,
  undo: AsyncDisposableStack,
): Promise<string> {
  const made = await hands.send("volume", "POST", "/volumes", { volume: { name, size: 1 } });
  const id = String(member(made, "volume", "id"));
  undo.defer(async () => {
    await admin.send("volume", "POST", `/volumes/${id}/action`, {
      "os-reset_status": { status: "available", attach_status: "detached" },
    });
    await hands.remove("volume", `/volumes/${id}`);
  });
  await hands.until("volume", `/volumes/${id}`, (read) => member(read, "volume", "status") === "available");
  return id;
}

/** Makes a snapshot, whatever becomes of its status; gives its id. */
export async function makeSnapshot(
  hands: Hands,
  admin: Hands,
  volume_id: string,
  name: string,
  undo: AsyncDisposableStack,
): Promise<string> {
  const made = await hands.send("volume", "POST", "/snapshots", { snapshot: { name, volume_id } });
  const id = String(member(made, "snapshot", "id"));
  const path = `/snapshots/${id}`;
  undo.defer(async () => {
    await admin.send("volume", "POST", `${path}/action`, { "os-reset_status": { status: "available" } });
    await hands.remove("volume", path);
  });
  await hands.until("volume", path, (read) => member(read, "snapshot", "status") === "available");
  return id;
}

/** Makes a load balancer, whose VIP is in project acme; gives its path. */
export async function makeBalancer(
  hands: Hands,
  more: Readonly<Record<string, unknown>>,
  undo: AsyncDisposableStack,
): Promise<string> {
  const made = await hands.send("loadBalancer", "POST", "/loadbalancers", { loadbalancer: more });
  const path = `/loadbalancers/${member(made, "loadbalancer", "id")}`;
  undo.defer(async () => {
    await hands.until("loadBalancer", path, isSettled);
    await hands.remove("loadBalancer", path, `${path}?cascade=true`);
  });
  return path;
}

function isSettled(read: unknown): boolean {
  return !String(member(read, "loadbalancer", "provisioning_status")).startsWith("PENDING");
}

/** Makes a stack of one resource that does nothing but what it is told; gives its path. */
export async function makeStack(
  hands: Hands,
  name: string,
  properties: Readonly<Record<string, unknown>>,
  undo: AsyncDisposableStack,
): Promise<string> {
  const template = {
    heat_template_version: "2018-08-31",
    resources: { thing: { type: "OS::Heat::TestResource", properties } },
  };
  const made = await hands.send("orchestration", "POST", "/stacks", { stack_name: name, template });
  const path = `/stacks/${name}/${member(made, "stack", "id")}`;
  undo.defer(() => hands.remove("orchestration", path));
  return path;
}
