import * as z from "zod";
import {
  listLoadBalancerProviders,
  listProviderFlavorCapabilities,
  listProviderZoneCapabilities,
} from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancerProvider, readLoadBalancerProvider } from "../../openstack/load_balancer/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { text } from "../../openstack/read.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { ofPart, type Parts, readParts } from "../parts.ts";
import { tool, type ToolContext } from "../tool.ts";

/** Providers of load balancers. */
export const getLoadBalancerProviders = tool({
  name: "get_load_balancer_providers",
  toolset: "load_balancer",
  title: "Load balancer providers",
  description:
    "Enabled providers of load balancers; a named one with the flavor and zone capabilities it offers (administrators).",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listLoadBalancerProviders, listProviderFlavorCapabilities, listProviderZoneCapabilities],
  compat: { ...LIST_COMPAT, provider_name: renamed("names"), provider: renamed("names") },
  run: (args, context) => answerList(PROVIDERS, args, context),
});

/** What a provider offers, in words, by the name of the capability. */
type Capabilities = Readonly<Record<string, string>>;

/** What was read of providers, by the names of the columns; what nobody asked for is not there. */
type Offers = Readonly<Record<string, ReadonlyMap<string, Capabilities> | undefined>>;

/** The columns, and what lists them. */
const CAPABILITIES: Readonly<Record<string, Operation>> = {
  flavor_capabilities: listProviderFlavorCapabilities,
  zone_capabilities: listProviderZoneCapabilities,
};

const COLUMNS: readonly Column<LoadBalancerProvider, Offers>[] = [
  { name: "name", level: "basic", value: (provider) => provider.name },
  { name: "description", level: "basic", value: (provider) => provider.description },
  ...Object.keys(CAPABILITIES).map((name): Column<LoadBalancerProvider, Offers> => ({
    name,
    level: "full",
    needs: "admin",
    joined: true,
    value: (provider, offers) => ofPart(offers?.[name], provider.name, (capabilities) => capabilities),
  })),
];

/** Providers: Load Balancer API "List enabled providers". */
const PROVIDERS: ListSpec<LoadBalancerProvider, Offers> = {
  noun: ["provider", "providers"],
  place: "in this cloud",
  list: listLoadBalancerProviders,
  read: readLoadBalancerProvider,
  id: (provider) => provider.name,
  name: (provider) => provider.name,
  columns: COLUMNS,
  costly: { columns: Object.keys(CAPABILITIES), rows: 10 },
  join: joinCapabilities,
};

async function joinCapabilities(
  providers: readonly LoadBalancerProvider[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<Offers>> {
  const reads = await Promise.all(
    Object.entries(CAPABILITIES).filter(([column]) => wants(column)).map(async ([column, list]) =>
      [column, await readCapabilities(column, list, providers, context)] as const
    ),
  );
  return {
    joined: Object.fromEntries(reads.map(([column, { values }]) => [column, values])),
    unavailable: reads.flatMap(([, { unavailable }]) => unavailable),
  };
}

function readCapabilities(
  column: string,
  list: Operation,
  providers: readonly LoadBalancerProvider[],
  context: ToolContext,
): Promise<Parts<string, Capabilities>> {
  return readParts(providers.map(({ name }) => name), {
    what: column.replace("_", " "),
    name: (provider) => provider,
    read: async (provider) => {
      const found = await context.cloud.list(list, { path: { provider } });
      return Object.fromEntries(found.flatMap((value) => {
        const name = text(value, "name");
        return name === undefined ? [] : [[name, text(value, "description") ?? ""]];
      }));
    },
  });
}
