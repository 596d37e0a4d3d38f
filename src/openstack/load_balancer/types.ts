/** Resources of the Load Balancer API v2, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text, without a zone.
 *
 * @module
 */
import { count, flag, list, member, number, text, texts, type Wire } from "../read.ts";

/** What every part of a load balancer has. */
export interface LoadBalancerPart {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  /** `ACTIVE`, `ERROR` or one of `PENDING_*`. */
  readonly provisioningStatus: string | undefined;
  /** `ONLINE`, `DEGRADED`, `ERROR`, `OFFLINE`, `NO_MONITOR` or `DRAINING`. */
  readonly operatingStatus: string | undefined;
  readonly adminStateUp: boolean | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  /** Absent until something changed; also a new state is a change. */
  readonly updatedAt: string | undefined;
}

/** A load balancer. */
export interface LoadBalancer extends LoadBalancerPart {
  readonly vipAddress: string | undefined;
  readonly vipPortId: string | undefined;
  readonly vipSubnetId: string | undefined;
  readonly vipNetworkId: string | undefined;
  readonly vipQosPolicyId: string | undefined;
  /** Further addresses (API 2.26). */
  readonly additionalVips: readonly string[] | undefined;
  readonly provider: string | undefined;
  readonly flavorId: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly listenerIds: readonly string[] | undefined;
  readonly poolIds: readonly string[] | undefined;
}

/** A port that a load balancer listens on. */
export interface LoadBalancerListener extends LoadBalancerPart {
  readonly protocol: string | undefined;
  readonly protocolPort: number | undefined;
  readonly defaultPoolId: string | undefined;
  readonly loadBalancerIds: readonly string[] | undefined;
  readonly l7PolicyIds: readonly string[] | undefined;
  /** -1 if there is none. */
  readonly connectionLimit: number | undefined;
  readonly defaultTlsContainerRef: string | undefined;
  readonly sniContainerRefs: readonly string[] | undefined;
  readonly tlsVersions: readonly string[] | undefined;
  readonly tlsCiphers: string | undefined;
  readonly alpnProtocols: readonly string[] | undefined;
  readonly clientAuthentication: string | undefined;
  readonly insertHeaders: Readonly<Record<string, string>>;
  readonly allowedCidrs: readonly string[] | undefined;
  /** Milliseconds, as are the other three. */
  readonly timeoutClientData: number | undefined;
  readonly timeoutMemberConnect: number | undefined;
  readonly timeoutMemberData: number | undefined;
  readonly timeoutTcpInspect: number | undefined;
}

/** A pool of members. */
export interface LoadBalancerPool extends LoadBalancerPart {
  readonly protocol: string | undefined;
  readonly algorithm: string | undefined;
  /** `SOURCE_IP`, `HTTP_COOKIE` or `APP_COOKIE`; absent if sessions do not persist. */
  readonly sessionPersistence: string | undefined;
  /** Of `APP_COOKIE`. */
  readonly cookieName: string | undefined;
  /** Absent if nothing watches its members. */
  readonly healthMonitorId: string | undefined;
  readonly memberIds: readonly string[] | undefined;
  readonly listenerIds: readonly string[] | undefined;
  readonly loadBalancerIds: readonly string[] | undefined;
  /** Whether members are spoken to over TLS. */
  readonly tlsEnabled: boolean | undefined;
}

/** A member of a pool. */
export interface LoadBalancerMember extends LoadBalancerPart {
  readonly address: string | undefined;
  readonly protocolPort: number | undefined;
  /** 0 takes no new connections. */
  readonly weight: number | undefined;
  readonly backup: boolean | undefined;
  /** Absent where the address is reached from the network of the load balancer itself. */
  readonly subnetId: string | undefined;
  readonly monitorAddress: string | undefined;
  readonly monitorPort: number | undefined;
}

/** What watches the members of a pool. */
export interface LoadBalancerHealthMonitor extends LoadBalancerPart {
  readonly type: string | undefined;
  readonly poolIds: readonly string[] | undefined;
  /** Seconds between two checks. */
  readonly delay: number | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  /** Successes in a row that make a member `ONLINE`. */
  readonly maxRetries: number | undefined;
  /** Failures in a row that make it `ERROR`. */
  readonly maxRetriesDown: number | undefined;
  readonly httpMethod: string | undefined;
  readonly urlPath: string | undefined;
  readonly expectedCodes: string | undefined;
  readonly httpVersion: string | undefined;
  readonly domainName: string | undefined;
}

/** What a listener does with requests that its rules fit. */
export interface LoadBalancerL7Policy extends LoadBalancerPart {
  /** `REDIRECT_TO_POOL`, `REDIRECT_TO_URL`, `REDIRECT_PREFIX` or `REJECT`. */
  readonly action: string | undefined;
  readonly listenerId: string | undefined;
  readonly position: number | undefined;
  readonly redirectPoolId: string | undefined;
  readonly redirectUrl: string | undefined;
  readonly redirectPrefix: string | undefined;
  readonly redirectHttpCode: number | undefined;
  readonly ruleIds: readonly string[] | undefined;
}

/** A condition of an L7 policy. */
export interface LoadBalancerL7Rule extends LoadBalancerPart {
  /** What is compared: `PATH`, `HEADER`, `HOST_NAME` and others. */
  readonly type: string | undefined;
  readonly compareType: string | undefined;
  /** Name of the header or cookie. */
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly invert: boolean | undefined;
}

/** The state of one part, as the status tree has it. */
export interface LoadBalancerState {
  readonly id: string;
  readonly name: string | undefined;
  readonly provisioningStatus: string | undefined;
  readonly operatingStatus: string | undefined;
}

/** A member in the status tree. */
export interface MemberState extends LoadBalancerState {
  readonly address: string | undefined;
  readonly protocolPort: number | undefined;
}

/** A pool in the status tree. */
export interface PoolState extends LoadBalancerState {
  /** Absent if nothing watches its members. */
  readonly healthMonitor: (LoadBalancerState & { readonly type: string | undefined }) | undefined;
  readonly members: readonly MemberState[];
}

/** A listener in the status tree, with the pools that it and its L7 policies lead to. */
export interface ListenerState extends LoadBalancerState {
  readonly pools: readonly PoolState[];
}

/** The status tree of a load balancer. */
export interface LoadBalancerTree extends LoadBalancerState {
  readonly listeners: readonly ListenerState[];
}

/** Counters of a load balancer, a listener or an amphora. */
export interface LoadBalancerStats {
  readonly activeConnections: number | bigint | undefined;
  readonly totalConnections: number | bigint | undefined;
  readonly bytesIn: number | bigint | undefined;
  readonly bytesOut: number | bigint | undefined;
  readonly requestErrors: number | bigint | undefined;
}

/** What carries out load balancers. */
export interface LoadBalancerProvider {
  readonly name: string;
  readonly description: string | undefined;
}

/** What load balancers can be made as. */
export interface LoadBalancerFlavor {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly enabled: boolean | undefined;
  readonly profileId: string | undefined;
}

/** Where load balancers can be placed. */
export interface LoadBalancerZone {
  readonly name: string;
  readonly description: string | undefined;
  readonly enabled: boolean | undefined;
  readonly profileId: string | undefined;
}

/** What a flavor or an availability zone means to its provider. */
export interface LoadBalancerProfile {
  readonly id: string;
  readonly name: string | undefined;
  readonly provider: string | undefined;
  /** JSON as text. */
  readonly data: string | undefined;
}

/** A virtual machine that does a load balancer's work. */
export interface Amphora {
  readonly id: string;
  /** `ALLOCATED`, `READY`, `BOOTING`, `ERROR` and others. */
  readonly status: string | undefined;
  /** `MASTER`, `BACKUP` or `STANDALONE`. */
  readonly role: string | undefined;
  /** Absent for a spare one. */
  readonly loadBalancerId: string | undefined;
  /** Id of its server. */
  readonly serverId: string | undefined;
  readonly imageId: string | undefined;
  readonly managementIp: string | undefined;
  /** Its own address in the network of the VIP. */
  readonly vrrpIp: string | undefined;
  readonly haIp: string | undefined;
  readonly certExpiration: string | undefined;
  /** Whether its certificate is being replaced. */
  readonly certBusy: boolean | undefined;
  readonly zone: string | undefined;
  readonly vrrpPriority: number | undefined;
  readonly computeFlavor: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Reads a load balancer; undefined without an id. */
export function readLoadBalancer(value: unknown): LoadBalancer | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    vipAddress: text(value, "vip_address"),
    vipPortId: text(value, "vip_port_id"),
    vipSubnetId: text(value, "vip_subnet_id"),
    vipNetworkId: text(value, "vip_network_id"),
    vipQosPolicyId: text(value, "vip_qos_policy_id"),
    additionalVips: list(value, "additional_vips")?.flatMap((vip) => text(vip, "ip_address") ?? []),
    provider: text(value, "provider"),
    flavorId: text(value, "flavor_id"),
    availabilityZone: text(value, "availability_zone"),
    listenerIds: idsOf(value, "listeners"),
    poolIds: idsOf(value, "pools"),
  };
}

/** Reads a listener; undefined without an id. */
export function readLoadBalancerListener(value: unknown): LoadBalancerListener | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    protocol: text(value, "protocol"),
    protocolPort: count(value, "protocol_port"),
    defaultPoolId: text(value, "default_pool_id"),
    loadBalancerIds: idsOf(value, "loadbalancers"),
    l7PolicyIds: idsOf(value, "l7policies"),
    connectionLimit: count(value, "connection_limit"),
    defaultTlsContainerRef: text(value, "default_tls_container_ref"),
    sniContainerRefs: texts(value, "sni_container_refs"),
    tlsVersions: texts(value, "tls_versions"),
    tlsCiphers: text(value, "tls_ciphers"),
    alpnProtocols: texts(value, "alpn_protocols"),
    clientAuthentication: text(value, "client_authentication"),
    insertHeaders: textsByName(member(value, "insert_headers")),
    allowedCidrs: texts(value, "allowed_cidrs"),
    timeoutClientData: count(value, "timeout_client_data"),
    timeoutMemberConnect: count(value, "timeout_member_connect"),
    timeoutMemberData: count(value, "timeout_member_data"),
    timeoutTcpInspect: count(value, "timeout_tcp_inspect"),
  };
}

/** Reads a pool; undefined without an id. */
export function readLoadBalancerPool(value: unknown): LoadBalancerPool | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    protocol: text(value, "protocol"),
    algorithm: text(value, "lb_algorithm"),
    sessionPersistence: text(member(value, "session_persistence"), "type"),
    cookieName: text(member(value, "session_persistence"), "cookie_name"),
    healthMonitorId: text(value, "healthmonitor_id"),
    memberIds: idsOf(value, "members"),
    listenerIds: idsOf(value, "listeners"),
    loadBalancerIds: idsOf(value, "loadbalancers"),
    tlsEnabled: flag(value, "tls_enabled"),
  };
}

/** Reads a member; undefined without an id. */
export function readLoadBalancerMember(value: unknown): LoadBalancerMember | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    address: text(value, "address"),
    protocolPort: count(value, "protocol_port"),
    weight: count(value, "weight"),
    backup: flag(value, "backup"),
    subnetId: text(value, "subnet_id"),
    monitorAddress: text(value, "monitor_address"),
    monitorPort: count(value, "monitor_port"),
  };
}

/** Reads a health monitor; undefined without an id. */
export function readLoadBalancerHealthMonitor(value: unknown): LoadBalancerHealthMonitor | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    type: text(value, "type"),
    poolIds: idsOf(value, "pools"),
    delay: count(value, "delay"),
    timeout: count(value, "timeout"),
    maxRetries: count(value, "max_retries"),
    maxRetriesDown: count(value, "max_retries_down"),
    httpMethod: text(value, "http_method"),
    urlPath: text(value, "url_path"),
    expectedCodes: text(value, "expected_codes"),
    httpVersion: text(value, "http_version"),
    domainName: text(value, "domain_name"),
  };
}

/** Reads an L7 policy; undefined without an id. */
export function readLoadBalancerL7Policy(value: unknown): LoadBalancerL7Policy | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    action: text(value, "action"),
    listenerId: text(value, "listener_id"),
    position: count(value, "position"),
    redirectPoolId: text(value, "redirect_pool_id"),
    redirectUrl: text(value, "redirect_url"),
    redirectPrefix: text(value, "redirect_prefix"),
    redirectHttpCode: count(value, "redirect_http_code"),
    ruleIds: idsOf(value, "rules"),
  };
}

/** Reads an L7 rule; undefined without an id. */
export function readLoadBalancerL7Rule(value: unknown): LoadBalancerL7Rule | undefined {
  const part = partOf(value);
  return part && {
    ...part,
    type: text(value, "type"),
    compareType: text(value, "compare_type"),
    key: text(value, "key"),
    value: text(value, "value"),
    invert: flag(value, "invert"),
  };
}

/** Reads the status tree out of its body; undefined if there is none. */
export function readLoadBalancerTree(body: unknown): LoadBalancerTree | undefined {
  const tree = member(member(body, "statuses"), "loadbalancer");
  const state = stateOf(tree);
  const listeners = list(tree, "listeners");
  return state && listeners &&
    { ...state, listeners: listeners.flatMap((each) => listenerState(each) ?? []) };
}

function listenerState(value: unknown): ListenerState | undefined {
  const state = stateOf(value);
  return state && { ...state, pools: list(value, "pools")?.flatMap((each) => poolState(each) ?? []) ?? [] };
}

function poolState(value: unknown): PoolState | undefined {
  const state = stateOf(value);
  if (!state) return undefined;
  const watch = member(value, "health_monitor");
  const watching = stateOf(watch);
  return {
    ...state,
    healthMonitor: watching && { ...watching, type: text(watch, "type") },
    members: list(value, "members")?.flatMap((each) => memberState(each) ?? []) ?? [],
  };
}

function memberState(value: unknown): MemberState | undefined {
  const state = stateOf(value);
  return state && { ...state, address: text(value, "address"), protocolPort: count(value, "protocol_port") };
}

function stateOf(value: unknown): LoadBalancerState | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    provisioningStatus: text(value, "provisioning_status"),
    operatingStatus: text(value, "operating_status"),
  };
}

/** Reads counters; undefined if the value has none. */
export function readLoadBalancerStats(value: unknown): LoadBalancerStats | undefined {
  const stats = {
    activeConnections: number(value, "active_connections"),
    totalConnections: number(value, "total_connections"),
    bytesIn: number(value, "bytes_in"),
    bytesOut: number(value, "bytes_out"),
    requestErrors: number(value, "request_errors"),
  };
  return Object.values(stats).some((found) => found !== undefined) ? stats : undefined;
}

/** Reads a provider; undefined without a name. */
export function readLoadBalancerProvider(value: unknown): LoadBalancerProvider | undefined {
  const name = text(value, "name");
  return name === undefined ? undefined : { name, description: text(value, "description") };
}

/** Reads a flavor; undefined without an id. */
export function readLoadBalancerFlavor(value: unknown): LoadBalancerFlavor | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    enabled: flag(value, "enabled"),
    profileId: text(value, "flavor_profile_id"),
  };
}

/** Reads an availability zone; undefined without a name. */
export function readLoadBalancerZone(value: unknown): LoadBalancerZone | undefined {
  const name = text(value, "name");
  if (name === undefined) return undefined;
  return {
    name,
    description: text(value, "description"),
    enabled: flag(value, "enabled"),
    profileId: text(value, "availability_zone_profile_id"),
  };
}

/** Reads the profile of a flavor or of an availability zone; undefined without an id. */
export function readLoadBalancerProfile(value: unknown): LoadBalancerProfile | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    provider: text(value, "provider_name"),
    data: text(value, "flavor_data") ?? text(value, "availability_zone_data"),
  };
}

/** Reads an amphora; undefined without an id. */
export function readAmphora(value: unknown): Amphora | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    status: text(value, "status"),
    role: text(value, "role"),
    loadBalancerId: text(value, "loadbalancer_id"),
    serverId: text(value, "compute_id"),
    imageId: text(value, "image_id"),
    managementIp: text(value, "lb_network_ip"),
    vrrpIp: text(value, "vrrp_ip"),
    haIp: text(value, "ha_ip"),
    certExpiration: text(value, "cert_expiration"),
    certBusy: flag(value, "cert_busy"),
    zone: text(value, "cached_zone"),
    vrrpPriority: count(value, "vrrp_priority"),
    computeFlavor: text(value, "compute_flavor"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

function partOf(value: unknown): LoadBalancerPart | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    projectId: text(value, "project_id") ?? text(value, "tenant_id"),
    provisioningStatus: text(value, "provisioning_status"),
    operatingStatus: text(value, "operating_status"),
    adminStateUp: flag(value, "admin_state_up"),
    tags: texts(value, "tags"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

function idsOf(value: unknown, key: string): readonly string[] | undefined {
  return list(value, key)?.map((item) => text(item, "id")).filter((id) => id !== undefined);
}

function textsByName(value: Wire): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(value).flatMap((name) => {
      const found = text(value, name);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}
