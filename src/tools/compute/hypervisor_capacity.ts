/** The capacity of hypervisors as Placement knows it: Nova took its own, misleading figures out with 2.88.
 *
 * @module
 */
import type { Hypervisor } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listResourceProviders } from "../../openstack/placement/operations.ts";
import { readResourceProvider, type ResourceProvider } from "../../openstack/placement/types.ts";
import { type Parts, readParts } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { readResources, RESOURCE_OPERATIONS, type ResourceLine, sumResources } from "./provider_resources.ts";

/** The operations that {@linkcode readCapacities} sends. */
export const CAPACITY_OPERATIONS = [listResourceProviders, ...RESOURCE_OPERATIONS];

/** What a hypervisor has, by resource class. */
export type Capacity = ReadonlyMap<string, ResourceLine>;

/** Providers that one answer reads, those inside hypervisors among them. */
const MOST_PROVIDERS = 200;

/** Reads the capacity of each hypervisor: one request for all, then two for each provider in its tree.
 *
 * @throws {OpenStackError} If the list of providers cannot be read.
 */
export async function readCapacities(
  hypervisors: readonly Hypervisor[],
  context: ToolContext,
): Promise<Parts<Hypervisor, Capacity>> {
  if (hypervisors.length === 0) return { values: new Map(), unavailable: [] };
  const values = await context.cloud.list(listResourceProviders);
  const trees = new Trees(values.flatMap((value) => readResourceProvider(value) ?? []));
  let left = MOST_PROVIDERS;
  return await readParts(hypervisors, {
    what: "capacity",
    name: (hypervisor) => hypervisor.hostname ?? hypervisor.id,
    read: async (hypervisor) => {
      const tree = trees.of(hypervisor);
      if (tree.length === 0) throw withoutProvider();
      if ((left -= tree.length) < 0) throw tooManyProviders();
      const lines = await Promise.all(tree.map(({ id }) => readResources(id, context)));
      if (lines.includes(undefined)) return undefined;
      return new Map(
        sumResources(lines.flatMap((own) => own ?? [])).map((line) => [line.resourceClass, line]),
      );
    },
  });
}

/** Providers by the compute node whose parts they are: GPUs and network cards stand below it. */
class Trees {
  readonly #byRoot: ReadonlyMap<string, readonly ResourceProvider[]>;
  readonly #rootsByName: ReadonlyMap<string | undefined, string>;

  constructor(providers: readonly ResourceProvider[]) {
    const rootOf = (provider: ResourceProvider) => provider.rootId ?? provider.id;
    this.#byRoot = Map.groupBy(providers, rootOf);
    const roots = providers.filter((provider) => rootOf(provider) === provider.id);
    this.#rootsByName = new Map(roots.map((provider) => [provider.name, provider.id]));
  }

  /** The provider of a hypervisor bears its id from 2.53 on, and its name ever since. */
  of({ id, hostname }: Hypervisor): readonly ResourceProvider[] {
    const byName = hostname === undefined ? undefined : this.#rootsByName.get(hostname);
    return this.#byRoot.get(id) ?? this.#byRoot.get(byName ?? "") ?? [];
  }
}

function withoutProvider(): OpenStackError {
  return new OpenStackError({
    what: "find its resource provider",
    service: listResourceProviders.service,
    reason: "not found",
    detail: "Placement has no provider with its id or name",
  });
}

function tooManyProviders(): OpenStackError {
  return new OpenStackError({
    what: "read its resource providers",
    service: listResourceProviders.service,
    reason: "refused by policy",
    detail: `one answer reads ${MOST_PROVIDERS} resource providers at most`,
    next: "Name fewer hypervisors, or use limit and cursor.",
  });
}
