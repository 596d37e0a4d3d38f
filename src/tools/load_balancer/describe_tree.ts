/** The status tree of a load balancer in tables, with what was read beside it.
 *
 * @module
 */
import type {
  LoadBalancerL7Policy,
  LoadBalancerListener,
  LoadBalancerMember,
  LoadBalancerPool,
  LoadBalancerState,
  LoadBalancerTree,
  MemberState,
  PoolState,
} from "../../openstack/load_balancer/types.ts";
import { toUtc } from "../../text/time.ts";
import { fit, rowOf, table } from "../list_table.ts";
import type { Column } from "../list_spec.ts";
import { UNKNOWN } from "../parts.ts";
import type { ToolAnswer } from "../tool.ts";
import { targetOf } from "./l7_policies.ts";
import type { ServerAt } from "./member_servers.ts";
import { type Monitors, monitorText } from "./pools.ts";

/** The members of a pool, as they are listed. */
export type Members = readonly LoadBalancerMember[];

/** What the tree does not say; what could not be read is undefined. */
export interface BalancerParts {
  readonly listeners: readonly LoadBalancerListener[] | undefined;
  readonly pools: readonly LoadBalancerPool[] | undefined;
  /** By the id of their pool. */
  readonly members: ReadonlyMap<string, Members>;
  readonly monitors: Monitors | undefined;
  readonly policies: readonly LoadBalancerL7Policy[] | undefined;
  readonly serverAt: ServerAt | undefined;
}

/** A state that may be a problem. */
interface Stated extends LoadBalancerState {
  readonly adminStateUp?: boolean | undefined;
}

interface ListenerRow extends Stated {
  readonly details: LoadBalancerListener | undefined;
  readonly pools: readonly PoolState[];
}

interface PoolRow extends Stated {
  readonly details: LoadBalancerPool | undefined;
  readonly monitor: PoolState["healthMonitor"];
  readonly watched: boolean;
  readonly members: readonly MemberRow[];
}

interface MemberRow extends MemberState {
  readonly adminStateUp?: boolean | undefined;
  readonly details: LoadBalancerMember | undefined;
  readonly pool: string;
}

/** How a part fares: `failed` before `doubtful` before the rest. */
const GRAVE = new Set(["ERROR"]);
const FINE_OPERATING = new Set(["ONLINE", "NO_MONITOR", "DRAINING"]);

function gravity({ operatingStatus, provisioningStatus, adminStateUp }: Stated): 0 | 1 | 2 {
  if (GRAVE.has(operatingStatus ?? "") || GRAVE.has(provisioningStatus ?? "")) return 0;
  const isOff = adminStateUp === false && operatingStatus === "OFFLINE";
  const isFine = isOff || operatingStatus === undefined || FINE_OPERATING.has(operatingStatus);
  return isFine && (provisioningStatus === undefined || provisioningStatus === "ACTIVE") ? 2 : 1;
}

function worstFirst<Item extends Stated>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => gravity(a) - gravity(b));
}

/** The tables below a load balancer.
 *
 * @param tokens Size budget of the answer.
 */
export function describeTree(tree: LoadBalancerTree, parts: BalancerParts, tokens: number): ToolAnswer {
  const pools = poolRows(tree, parts);
  const listeners: ListenerRow[] = tree.listeners.map((listener) => {
    const details = parts.listeners?.find(({ id }) => id === listener.id);
    return { ...listener, details, adminStateUp: details?.adminStateUp };
  });
  const members = pools.flatMap((pool) => pool.members);
  const policies = tree.listeners.flatMap(({ id }) => inTurn(id, parts.policies ?? []));
  const tables = {
    listeners: tableOf(listenerColumns(parts), listeners, tokens / 6),
    pools: tableOf(poolColumns(parts), pools, tokens / 6),
    members: tableOf(memberColumns(parts), members, tokens / 3),
    l7_policies: tableOf(policyColumns(parts), policies, tokens / 6),
  };
  const leftOut = Object.entries(tables).filter(([, { left }]) => left > 0).map(([name, { left }]) =>
    `${left} ${name}`
  );
  return {
    problems: [
      ...problemsOf("load balancer", [tree], nameText),
      ...problemsOf("listener", listeners, nameText),
      ...problemsOf("pool", pools, nameText),
      ...problemsOf("health monitor", pools.flatMap(({ monitor }) => monitor ?? []), nameText),
      ...problemsOf("member", members, (member) => memberText(member, parts)),
      ...problemsOf("L7 policy", policies, nameText),
    ],
    ...Object.fromEntries(
      Object.entries(tables).filter(([name, { shown }]) => name !== "l7_policies" || shown.rows.length > 0)
        .map(([name, { shown }]) => [name, shown]),
    ),
    ...(leftOut.length > 0 ? { left_out: `${leftOut.join(", ")}, as the answer has no room for more` } : {}),
  };
}

/** The policies of a listener as they are tried. */
function inTurn(listener: string, policies: readonly LoadBalancerL7Policy[]): LoadBalancerL7Policy[] {
  const ofListener = policies.filter(({ listenerId }) => listenerId === listener);
  return ofListener.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

/** The pools that listeners and policies lead to, each once, and those that nothing leads to. */
function poolRows(tree: LoadBalancerTree, parts: BalancerParts): PoolRow[] {
  const inTree = new Map(tree.listeners.flatMap(({ pools }) => pools).map((pool) => [pool.id, pool]));
  const others = (parts.pools ?? []).filter(({ id }) => !inTree.has(id));
  const states: (LoadBalancerState & Partial<PoolState>)[] = [...inTree.values(), ...others];
  return states.map((pool) => {
    const details = parts.pools?.find(({ id }) => id === pool.id);
    const { id, name, operatingStatus, provisioningStatus } = pool;
    return {
      id,
      name,
      operatingStatus,
      provisioningStatus,
      details,
      adminStateUp: details?.adminStateUp,
      monitor: pool.healthMonitor,
      watched: pool.healthMonitor !== undefined || details?.healthMonitorId !== undefined,
      members: memberRows(pool, pool.members ?? [], parts),
    };
  });
}

function memberRows(
  pool: LoadBalancerState,
  inTree: readonly MemberState[],
  parts: BalancerParts,
): MemberRow[] {
  const listed = parts.members.get(pool.id) ?? [];
  const known = new Set(inTree.map(({ id }) => id));
  const states: MemberState[] = [...inTree, ...listed.filter(({ id }) => !known.has(id))];
  return states.map(({ id, name, address, protocolPort, operatingStatus, provisioningStatus }) => {
    const details = listed.find((one) => one.id === id);
    return {
      id,
      name,
      address,
      protocolPort,
      operatingStatus,
      provisioningStatus,
      details,
      adminStateUp: details?.adminStateUp,
      pool: nameText(pool),
    };
  });
}

function tableOf<Item extends Stated>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  tokens: number,
): { shown: ReturnType<typeof table>; left: number } {
  const rows = fit(worstFirst(items).map((item) => rowOf(columns, item, undefined)), tokens);
  return { shown: table(columns, rows), left: items.length - rows.length };
}

function problemsOf<Item extends Stated>(
  kind: string,
  items: readonly Item[],
  name: (item: Item) => string,
): string[] {
  return worstFirst(items).filter((item) => gravity(item) < 2).map((item) => {
    const provisioning = item.provisioningStatus ?? "ACTIVE";
    const states = [
      item.operatingStatus === undefined ? [] : [item.operatingStatus],
      provisioning === "ACTIVE" ? [] : [`provisioning ${provisioning}`],
    ].flat();
    return `${kind} ${name(item)}: ${states.join(", ")}`;
  });
}

function nameText({ name, id }: LoadBalancerState): string {
  return name ?? id;
}

function memberText(member: MemberRow, parts: BalancerParts): string {
  const server = serverOf(member, parts);
  const place = `${placeOf(member)} in pool ${member.pool}`;
  return `${nameText(member)} (${place}${
    server === undefined || server === UNKNOWN ? "" : `, server ${server}`
  })`;
}

/** `10.0.0.5:80`, `[fd00::5]:80`. */
function placeOf({ address, protocolPort }: MemberState): string {
  const host = address?.includes(":") ? `[${address}]` : address ?? "?";
  return `${host}:${protocolPort ?? "?"}`;
}

function serverOf({ address, details }: MemberRow, { serverAt }: BalancerParts): string | undefined {
  return serverAt ? serverAt({ address, subnetId: details?.subnetId }) : UNKNOWN;
}

function stateColumns<Item extends Stated>(): readonly Column<Item>[] {
  return [
    { name: "name", level: "basic", value: ({ name }) => name },
    { name: "operating_status", level: "basic", value: ({ operatingStatus }) => operatingStatus },
    {
      name: "provisioning_status",
      level: "basic",
      value: ({ provisioningStatus }) => provisioningStatus,
      usual: "ACTIVE",
    },
    { name: "admin_state_up", level: "basic", value: ({ adminStateUp }) => adminStateUp, usual: true },
  ];
}

/** When something changed last, also its state; and its id. */
function lastColumns<Item extends Stated>(
  updated: (item: Item) => string | undefined,
): readonly Column<Item>[] {
  return [
    { name: "updated", level: "basic", value: (item) => toUtc(updated(item)) },
    { name: "id", level: "basic", value: ({ id }) => id },
  ];
}

function listenerColumns({ listeners, policies }: BalancerParts): readonly Column<ListenerRow>[] {
  const policiesOf = ({ details }: ListenerRow) =>
    policies
      ? policies.filter(({ listenerId }) => listenerId === details?.id).length
      : details?.l7PolicyIds?.length;
  return [
    ...stateColumns<ListenerRow>(),
    { name: "protocol", level: "basic", value: ({ details }) => details?.protocol ?? unread(listeners) },
    { name: "port", level: "basic", value: ({ details }) => details?.protocolPort ?? unread(listeners) },
    { name: "pools", level: "basic", value: ({ pools }) => pools.map(nameText).join(", ") },
    { name: "l7_policies", level: "basic", value: policiesOf, usual: 0 },
    ...lastColumns<ListenerRow>(({ details }) => details?.updatedAt),
  ];
}

/** A part that was listed has what it has; in what could not be read, a column has nothing and is left out. */
function unread(found: readonly unknown[] | undefined): string | undefined {
  return found ? UNKNOWN : undefined;
}

function poolColumns({ pools, monitors }: BalancerParts): readonly Column<PoolRow>[] {
  const monitorOf = ({ id, monitor, watched }: PoolRow) => {
    if (!watched) return undefined;
    const found = monitors?.get(id);
    return found ? monitorText(found) : monitor?.type ?? UNKNOWN;
  };
  const online = ({ members }: PoolRow) =>
    `${members.filter(({ operatingStatus }) => operatingStatus === "ONLINE").length} of ${members.length}`;
  return [
    ...stateColumns<PoolRow>(),
    { name: "protocol", level: "basic", value: ({ details }) => details?.protocol ?? unread(pools) },
    { name: "algorithm", level: "basic", value: ({ details }) => details?.algorithm ?? unread(pools) },
    { name: "members_online", level: "basic", value: online },
    { name: "health_monitor", level: "basic", value: monitorOf },
    ...lastColumns<PoolRow>(({ details }) => details?.updatedAt),
  ];
}

function memberColumns(parts: BalancerParts): readonly Column<MemberRow>[] {
  const weightOf = ({ details }: MemberRow) => {
    if (details) return details.weight;
    return parts.members.size > 0 ? UNKNOWN : undefined;
  };
  return [
    ...stateColumns<MemberRow>(),
    { name: "address", level: "basic", value: placeOf },
    { name: "server", level: "basic", value: (member) => serverOf(member, parts) },
    { name: "pool", level: "basic", value: ({ pool }) => pool },
    { name: "weight", level: "basic", value: weightOf, usual: 1 },
    { name: "backup", level: "basic", value: ({ details }) => details?.backup, usual: false },
    ...lastColumns<MemberRow>(({ details }) => details?.updatedAt),
  ];
}

function policyColumns({ pools, listeners }: BalancerParts): readonly Column<LoadBalancerL7Policy>[] {
  const names = new Map((pools ?? []).map((pool) => [pool.id, nameText(pool)]));
  const listenerOf = ({ listenerId }: LoadBalancerL7Policy) =>
    listeners?.find(({ id }) => id === listenerId)?.name ?? listenerId;
  return [
    ...stateColumns<LoadBalancerL7Policy>(),
    { name: "listener", level: "basic", value: listenerOf },
    { name: "position", level: "basic", value: ({ position }) => position },
    { name: "action", level: "basic", value: ({ action }) => action },
    { name: "target", level: "basic", value: (policy) => targetOf(policy, names) },
    { name: "rules", level: "basic", value: ({ ruleIds }) => ruleIds?.length },
    ...lastColumns<LoadBalancerL7Policy>(({ updatedAt }) => updatedAt),
  ];
}
