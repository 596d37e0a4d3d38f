/** What a list costs does not grow with its rows, and its first page not with the pages behind it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type DemoOptions, startDemo } from "../demo/mod.ts";
import { TOOLS } from "./mod.ts";
import { rowsOf, withClient, withTools } from "./testing.ts";
import type { Tool } from "./tool.ts";

/** Things of every kind that the demo can have more of. */
function crowdOf(rows: number): DemoOptions {
  return {
    servers: rows,
    crowd: {
      block_storage: { volumes: rows, snapshots: rows, backups: rows, types: rows },
      compute: { flavors: rows, aggregates: rows, services: rows, hypervisors: rows, server_groups: rows },
      dns: { zones: rows, recordsets: rows },
      identity: { projects: rows, users: rows, roles: rows, domains: rows },
      image: { images: rows },
      key_manager: { secrets: rows },
      load_balancer: {
        loadbalancers: rows,
        listeners: rows,
        pools: rows,
        healthmonitors: rows,
        amphorae: rows,
      },
      network: {
        networks: rows,
        subnets: rows,
        ports: rows,
        routers: rows,
        floatingips: rows,
        security_groups: rows,
        agents: rows,
      },
      orchestration: { listed: rows },
      placement: { resource_providers: rows },
      share: { shares: rows, share_types: rows },
    },
  };
}

/** Names are asked for by up to a hundred ids a request: not so many that it takes two. */
const MANY = 60;

/** What the services tell of one thing at a time: so many requests at most, whatever there is. */
const ONE_BY_ONE: Readonly<Record<string, { readonly most: number; readonly why: string }>> = {
  get_hypervisor_details: { most: 104, why: "Placement has no bulk read of inventories and usages" },
  get_resource_providers: { most: 104, why: "Placement has no bulk read of inventories and usages" },
  get_network_details: { most: 26, why: "the DHCP agents of a network (detail=full)" },
  get_routers: { most: 26, why: "the L3 agents of a router (detail=full)" },
  get_volume_types: { most: 30, why: "the encryption of a volume type (detail=full)" },
  get_load_balancer_pool_members: { most: 30, why: "Octavia lists members pool by pool" },
  get_load_balancer_amphorae: { most: 26, why: "the host of an amphora's server (detail=full)" },
  get_heat_stacks: { most: 30, why: "the details of a stack (detail=full)" },
  get_shares: { most: 46, why: "exports and access rules of a share (detail=full)" },
};

/** Lists that can be asked for without saying of what. */
const LISTS = TOOLS.filter(({ readOnly, input }) =>
  readOnly && "cursor" in input.shape && "detail" in input.shape && input.safeParse({}).success
);

interface Cost {
  readonly requests: number;
  readonly rows: number;
}

/** The requests of warm calls, by tool, detail and user. */
async function costs(demo: DemoOptions): Promise<ReadonlyMap<string, Cost>> {
  const found = new Map<string, Cost>();
  const cloud = await startDemo(demo);
  try {
    for (const user of ["alice", "operator"]) {
      await withClient(cloud, { user, answerTokens: 100_000 }, async ({ call }) => {
        for (const tool of LISTS) {
          for (const detail of ["detailed", "full"]) {
            await call(tool, { detail });
            const { answer, error, requests } = await call(tool, { detail });
            if (error?.reason === "not permitted") continue;
            assert.equal(error, undefined, tool.name);
            found.set(`${tool.name} ${detail} ${user}`, {
              requests: requests.length,
              rows: rowsOf(answer).length,
            });
          }
        }
      });
    }
  } finally {
    await cloud.close();
  }
  return found;
}

Deno.test("no list sends a request for each row, but where the service knows no other way", async () => {
  const few = await costs({});
  const many = await costs(crowdOf(MANY));
  const grown = new Set<string>();
  const dearer = new Set<string>();
  for (const [name, { requests, rows }] of few) {
    const [tool = ""] = name.split(" ");
    const other = many.get(name);
    assert.ok(other, name);
    if (other.rows > rows) grown.add(tool);
    if (other.requests <= requests) continue;
    dearer.add(tool);
    const most = ONE_BY_ONE[tool]?.most ?? requests;
    assert.ok(other.requests <= most, `${name}: ${other.requests} requests for ${other.rows} rows`);
  }
  assert.ok(grown.size >= 25, `only ${[...grown].join(", ")} have more rows`);
  // What is no exception any more is none.
  assert.deepEqual([...dearer].sort(), Object.keys(ONE_BY_ONE).sort());
});

/** More than a service gives in one answer. */
const PAGES = 2_500;

/** Lists that the services page, and that a project has very many of. */
const PAGED = [
  "get_instance",
  "get_server_groups",
  "get_flavors",
  "get_network_details",
  "get_subnets",
  "get_ports",
  "get_routers",
  "get_floating_ips",
  "get_volume_list",
  "get_volume_types",
  "get_volume_snapshots",
  "get_volume_backups",
  "get_image_detail_list",
  "get_load_balancer_listeners",
  "get_load_balancer_health_monitors",
  "get_heat_stacks",
  "get_dns_zones",
  "get_dns_recordsets",
  "get_secrets",
  "get_shares",
];

function named(name: string): Tool {
  const found = TOOLS.find((tool) => tool.name === name);
  assert.ok(found, name);
  return found;
}

for (const user of ["alice", "operator"]) {
  Deno.test(`the first page of a list costs ${user} no second one of the service`, () =>
    withTools({ user, demo: crowdOf(PAGES) }, async ({ call }) => {
      for (const name of PAGED) {
        const { answer, requests } = await call(named(name));
        assert.ok("next" in answer, name);
        const pages = requests.filter(({ query }) => /(?:^|&)(?:marker|offset)=/.test(query));
        assert.deepEqual(pages.map(({ path, query }) => `${path}?${query}`), [], name);
      }
    }));
}

/** They name a place by its number, or have two parts for an administrator. */
const TOLD_IN_PARTS = [
  "get_server_groups",
  "get_volume_types",
  "get_secrets",
  "get_shares",
  "get_network_details",
  "get_subnets",
  "get_image_detail_list",
];

for (const [user, limit] of [["alice", 70], ["operator", 70], ["operator", 2]] as const) {
  Deno.test(`a list that ${user} reads by ${limit} is told whole and once`, () =>
    withTools({ user, demo: crowdOf(limit * 4 - 2) }, async ({ call }) => {
      for (const name of TOLD_IN_PARTS) {
        const tool = named(name);
        const ids: unknown[] = [];
        let cursor: unknown;
        do {
          const { answer } = await call(tool, {
            fields: ["id"],
            limit,
            ...cursor === undefined ? {} : { cursor },
          });
          ids.push(...rowsOf(answer).map((row) => row["id"]));
          cursor = answer["next"];
        } while (cursor !== undefined);
        const { answer: whole } = await call(tool, { fields: ["id"], count: true, limit: 1 });
        assert.equal(ids.length, whole["total"], name);
        assert.equal(new Set(ids).size, ids.length, name);
      }
    }));
}
