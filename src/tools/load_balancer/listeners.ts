/** Listeners as the tools show them.
 *
 * @module
 */
import {
  listLoadBalancerListeners,
  listLoadBalancerPools,
  showLoadBalancerListener,
} from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerListener, readLoadBalancerListener } from "../../openstack/load_balancer/types.ts";
import { UNLIMITED } from "../../openstack/quota.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf } from "../names.ts";
import { LOAD_BALANCER_OPERATIONS, LOAD_BALANCERS } from "./balancers.ts";
import { belongsTo, COMMON_COLUMNS, nonEmpty, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";
import { loadBalancerNames, poolNames } from "./part_names.ts";

/** The operations that reading listeners may need. */
export const LISTENER_OPERATIONS = [
  ...LOAD_BALANCER_OPERATIONS,
  listLoadBalancerListeners,
  showLoadBalancerListener,
  listLoadBalancerPools,
];

/** Arguments of `set_load_balancer_listener` that only its changes have. */
export const LISTENER_CHANGES = [
  "name",
  "protocol",
  "protocol_port",
  "description",
  "admin_state_up",
  "connection_limit",
  "default_pool_id",
];

const COLUMNS: readonly Column<LoadBalancerListener, NamesOf>[] = [
  ...STATE_COLUMNS,
  {
    name: "protocol",
    level: "basic",
    value: (listener) => listener.protocol,
    filter: "protocol",
    sort: "protocol",
    fold: "upper",
  },
  {
    name: "port",
    level: "basic",
    value: (listener) => listener.protocolPort,
    filter: "protocol_port",
    sort: "protocol_port",
  },
  {
    name: "load_balancer",
    level: "detailed",
    value: (listener, names) =>
      listener.loadBalancerIds?.map((id) => nameOf(names?.["balancers"], id)).join(", "),
    resolve: belongsTo(LOAD_BALANCERS, (listener) => listener.loadBalancerIds, "loadbalancer_id"),
  },
  {
    name: "default_pool",
    level: "detailed",
    joined: true,
    value: (listener, names) => nameOf(names?.["pools"], listener.defaultPoolId),
  },
  { name: "l7_policies", level: "detailed", value: (listener) => listener.l7PolicyIds?.length, usual: 0 },
  {
    name: "connection_limit",
    level: "full",
    value: ({ connectionLimit }) => connectionLimit === UNLIMITED ? "unlimited" : connectionLimit,
  },
  { name: "allowed_cidrs", level: "full", value: (listener) => listener.allowedCidrs },
  { name: "tls_container", level: "full", value: (listener) => listener.defaultTlsContainerRef },
  { name: "sni_containers", level: "full", value: ({ sniContainerRefs }) => nonEmpty(sniContainerRefs) },
  { name: "tls_versions", level: "full", value: (listener) => listener.tlsVersions },
  { name: "tls_ciphers", level: "extra", value: (listener) => listener.tlsCiphers },
  { name: "alpn_protocols", level: "extra", value: (listener) => listener.alpnProtocols },
  {
    name: "client_authentication",
    level: "full",
    value: (listener) => listener.clientAuthentication,
    usual: "NONE",
  },
  {
    name: "insert_headers",
    level: "full",
    value: ({ insertHeaders }) => Object.keys(insertHeaders).length > 0 ? insertHeaders : undefined,
  },
  { name: "timeout_client_data_ms", level: "full", value: (listener) => listener.timeoutClientData },
  { name: "timeout_member_connect_ms", level: "full", value: (listener) => listener.timeoutMemberConnect },
  { name: "timeout_member_data_ms", level: "full", value: (listener) => listener.timeoutMemberData },
  { name: "timeout_tcp_inspect_ms", level: "extra", value: (listener) => listener.timeoutTcpInspect },
  {
    name: "default_pool_id",
    level: "extra",
    value: (listener) => listener.defaultPoolId,
    filter: "default_pool_id",
  },
  { name: "load_balancer_ids", level: "extra", value: (listener) => listener.loadBalancerIds },
  ...COMMON_COLUMNS,
];

/** Listeners: Load Balancer API "List listeners". */
export const LISTENERS: ListSpec<LoadBalancerListener, NamesOf> = {
  ...PART_SPEC,
  noun: ["listener", "listeners"],
  list: listLoadBalancerListeners,
  show: { operation: showLoadBalancerListener, parameter: "listener_id", key: "listener" },
  read: readLoadBalancerListener,
  columns: COLUMNS,
  join: (listeners, wants, context) =>
    joinAll({
      balancers: loadBalancerNames(
        wants("load_balancer") ? listeners.flatMap(({ loadBalancerIds }) => loadBalancerIds ?? []) : [],
        context,
      ),
      pools: poolNames(
        wants("default_pool") ? listeners.map(({ defaultPoolId }) => defaultPoolId) : [],
        context,
      ),
    }),
};
