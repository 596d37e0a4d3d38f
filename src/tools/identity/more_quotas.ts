/** The quotas of services that not every cloud has, and the use of those whose services tell limits alone.
 *
 * @module
 */
import { listKeypairs } from "../../openstack/compute/operations.ts";
import { listZones, showDnsQuota } from "../../openstack/dns/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { showImageUsage } from "../../openstack/image/operations.ts";
import { readImageUsage } from "../../openstack/image/types.ts";
import {
  listSecretContainers,
  listSecrets,
  showKeyManagerQuota,
} from "../../openstack/key_manager/operations.ts";
import {
  listLoadBalancerHealthMonitors,
  listLoadBalancerL7Policies,
  listLoadBalancerListeners,
  listLoadBalancerPools,
  listLoadBalancers,
  showLoadBalancerQuota,
} from "../../openstack/load_balancer/operations.ts";
import { showAccount } from "../../openstack/object_store/operations.ts";
import { readObjectAccount } from "../../openstack/object_store/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { type QuotaLine, readQuota, UNLIMITED } from "../../openstack/quota.ts";
import {
  DNS_QUOTA,
  IMAGE_QUOTA,
  LOAD_BALANCER_QUOTA,
  type QuotaRow,
  type QuotaSource,
  rowsOfLines,
  SHARE_QUOTA,
} from "../../openstack/quota_source.ts";
import { count, list, text } from "../../openstack/read.ts";
import { showShareQuota } from "../../openstack/shared_file_system/operations.ts";
import type { ToolContext } from "../tool.ts";
import { QUOTA_SOURCES, readQuotaRows } from "./quotas.ts";

/** Whose quota is read. */
export interface QuotaProject {
  readonly id: string;
  readonly name: string;
  /** Whether it is the login's own. */
  readonly own: boolean;
}

/** A service whose quota can be read. */
export interface QuotaService {
  readonly service: string;
  /** Whether a cloud without it is worth a word to who did not ask for it. */
  readonly expected: boolean;
  /** Whether it tells the quota of the login's own project alone. */
  readonly ownOnly?: true;
  readonly read: (project: QuotaProject, context: ToolContext) => Promise<readonly QuotaRow[]>;
  /** What is counted here, because the service tells limits alone. */
  readonly counts?: readonly QuotaCount[];
}

/** Things that one request counts. */
export interface QuotaCount {
  readonly resources: readonly string[];
  /** What is counted is that of the login. */
  readonly ownOnly?: true;
  /** Numbers in the order of {@linkcode resources}. */
  readonly read: (project: QuotaProject, context: ToolContext) => Promise<readonly number[]>;
}

/** The operations that reading these quotas may need. */
export const MORE_QUOTA_OPERATIONS = [
  listKeypairs,
  showLoadBalancerQuota,
  listLoadBalancers,
  listLoadBalancerListeners,
  listLoadBalancerPools,
  listLoadBalancerHealthMonitors,
  listLoadBalancerL7Policies,
  showShareQuota,
  showDnsQuota,
  listZones,
  showKeyManagerQuota,
  listSecrets,
  listSecretContainers,
  showImageUsage,
  showAccount,
];

const KEY_MANAGER: QuotaSource = {
  service: "key-manager",
  operation: showKeyManagerQuota,
  key: "quotas",
};

/** The keypairs of the user, which Nova limits and does not count. */
const KEYPAIRS: QuotaCount = {
  resources: ["key_pairs"],
  ownOnly: true,
  read: async (_project, { cloud }) => [(await cloud.list(listKeypairs)).length],
};

/** Every service with quotas, in the order in which they are shown. */
export const QUOTA_SERVICES: readonly QuotaService[] = [
  ...QUOTA_SOURCES.map((source): QuotaService => ({
    service: source.service,
    expected: true,
    read: ({ id }, context) => readQuotaRows(source, id, context),
    ...(source.service === "compute" ? { counts: [KEYPAIRS] } : {}),
  })),
  {
    service: "load-balancer",
    expected: false,
    read: async ({ id }, context) =>
      withoutReservations(await readQuotaRows(LOAD_BALANCER_QUOTA, id, context)),
    counts: [
      counted(listLoadBalancers, ["load_balancers"], "id", (items) => [items.length]),
      counted(listLoadBalancerListeners, ["listeners"], "id", (items) => [items.length]),
      counted(listLoadBalancerPools, ["pools", "members"], "members", (items) => withParts(items, "members")),
      counted(listLoadBalancerHealthMonitors, ["health_monitors"], "id", (items) => [items.length]),
      counted(
        listLoadBalancerL7Policies,
        ["l7_policies", "l7_rules"],
        "rules",
        (items) => withParts(items, "rules"),
      ),
    ],
  },
  {
    service: "shared-file-system",
    expected: false,
    read: ({ id }, context) => readQuotaRows(SHARE_QUOTA, id, context),
  },
  { service: "dns", expected: false, read: readDns, counts: [{ resources: ["zones"], read: countZones }] },
  {
    service: "key-manager",
    expected: false,
    ownOnly: true,
    read: async ({ id }, context) => withoutReservations(await readQuotaRows(KEY_MANAGER, id, context)),
    counts: [
      { resources: ["secrets"], read: (_project, context) => totalOf(listSecrets, context) },
      { resources: ["containers"], read: (_project, context) => totalOf(listSecretContainers, context) },
    ],
  },
  { service: "image", expected: false, ownOnly: true, read: readImages },
  { service: "object-store", expected: false, ownOnly: true, read: readAccount },
];

function withoutReservations(rows: readonly QuotaRow[]): QuotaRow[] {
  return rows.map((row) => ({ ...row, reserves: false }));
}

/** Octavia filters by project and sends no more than the fields that it is asked for. */
function counted(
  operation: Operation,
  resources: readonly string[],
  field: string,
  numbers: (items: readonly unknown[]) => readonly number[],
): QuotaCount {
  return {
    resources,
    read: async ({ id }, { cloud }) => {
      const items = await cloud.list(operation, {
        query: { project_id: id, fields: [...new Set(["id", "project_id", field])] },
      });
      return numbers(items.filter((item) => (text(item, "project_id") ?? id) === id));
    },
  };
}

function withParts(items: readonly unknown[], part: string): number[] {
  return [items.length, items.reduce((sum: number, item) => sum + (list(item, part)?.length ?? 0), 0)];
}

/** Designate's quota is no object below a key, and limits more than whole projects. */
async function readDns(project: QuotaProject, { cloud }: ToolContext): Promise<QuotaRow[]> {
  const { body } = await cloud.send(showDnsQuota, {
    path: { project_id: project.id },
    headers: asProject(project),
  });
  if (count(body, "zones") === undefined) throw withoutQuota("dns", showDnsQuota);
  return withoutReservations(rowsOfLines(readQuota(body)?.lines ?? {}, DNS_QUOTA));
}

/** Another project's is told to who acts as that project, which an administrator may. */
function asProject({ id, own }: QuotaProject): Readonly<Record<string, string>> {
  return own ? {} : { "X-Auth-Sudo-Project-Id": id };
}

/** The list also has zones that other projects share, which count there. */
async function countZones(project: QuotaProject, { cloud }: ToolContext): Promise<number[]> {
  const zones = await cloud.list(listZones, { headers: asProject(project) });
  return [zones.filter((zone) => text(zone, "project_id") === project.id).length];
}

async function totalOf(operation: Operation, { cloud }: ToolContext): Promise<number[]> {
  const { body } = await cloud.page(operation, { limit: 1 });
  const total = count(body, "total");
  if (total === undefined) throw withoutQuota("key-manager", operation);
  return [total];
}

/** Glance has quotas where unified limits are on; elsewhere this is empty. */
async function readImages(_project: QuotaProject, { cloud }: ToolContext): Promise<QuotaRow[]> {
  const usage = readImageUsage((await cloud.send(showImageUsage)).body);
  if (usage === undefined) throw withoutQuota("image", showImageUsage);
  return withoutReservations(rowsOfLines(usage.lines, IMAGE_QUOTA));
}

async function readAccount(_project: QuotaProject, { cloud }: ToolContext): Promise<QuotaRow[]> {
  const account = readObjectAccount((await cloud.send(showAccount)).headers);
  if (account === undefined) throw withoutQuota("object-store", showAccount);
  const line = (inUse: number | undefined, limit = UNLIMITED): QuotaLine => ({
    limit,
    inUse,
    reserved: undefined,
    allocated: undefined,
  });
  return withoutReservations(rowsOfLines({
    bytes: line(account.bytes, account.quotaBytes),
    containers: line(account.containers),
    objects: line(account.objects, account.quotaObjects),
  }));
}

function withoutQuota(service: string, operation: Operation): OpenStackError {
  return new OpenStackError({
    what: "read the quota",
    service,
    operation: operation.id,
    reason: "unexpected answer",
    detail: "the answer does not tell it",
  });
}
