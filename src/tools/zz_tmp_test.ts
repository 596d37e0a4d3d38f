/** The requests of a list do not grow with its rows.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type DemoOptions, startDemo } from "../demo/mod.ts";
import { TOOLS } from "./mod.ts";
import { rowsOf, withClient } from "./testing.ts";

/** Rows of the larger of two clouds; names are asked for by up to a hundred ids a request. */
const ROWS = 3500;

const CROWD: DemoOptions["crowd"] = {
  block_storage: { volumes: ROWS, snapshots: ROWS, backups: ROWS, types: ROWS },
  compute: { flavors: ROWS, aggregates: ROWS, services: ROWS, hypervisors: ROWS, server_groups: ROWS },
  dns: { zones: ROWS, recordsets: ROWS },
  identity: { projects: ROWS, users: ROWS, roles: ROWS, domains: ROWS, application_credentials: ROWS },
  image: { images: ROWS },
  key_manager: { secrets: ROWS },
  load_balancer: {
    loadbalancers: ROWS,
    listeners: ROWS,
    pools: ROWS,
    healthmonitors: ROWS,
    amphorae: ROWS,
  },
  network: {
    networks: ROWS,
    subnets: ROWS,
    ports: ROWS,
    routers: ROWS,
    floatingips: ROWS,
    security_groups: ROWS,
    agents: ROWS,
  },
  orchestration: { listed: ROWS },
  placement: { resource_providers: ROWS },
  share: { shares: ROWS, share_types: ROWS },
};

/** Lists. */
const LISTS = TOOLS.filter(({ readOnly, input }) => readOnly && "cursor" in input.shape);

Deno.test("the requests of a list", async () => {
  const counts = async (demo: DemoOptions) => {
    const found = new Map<string, { requests: number; rows: number; paths: string[] }>();
    const cloud = await startDemo(demo);
    try {
      for (const user of ["alice","operator","admin"]) {
        await withClient(cloud, { user, ...(user==="admin"?{allProjects:true}:{}) }, async ({ call }) => {
          for (const tool of LISTS) {
            for (const detail of ["detailed"]) {
              const args = "server" in tool.input.shape && tool.input.safeParse({}).success === false ? { server: "web-01" } : {};
              const { answer, error, requests } = await call(tool, { ...args, detail });
              const rows = error ? 0 : "rows" in answer ? rowsOf(answer).length : -1;
              found.set(`${tool.name} ${detail} ${user}`, { requests: requests.length, rows, paths: requests.map((r) => r.path + "?" + r.query.slice(0, 80)) });
              
            }
          }
        });
      }
    } finally {
      await cloud.close();
    }
    return found;
  };
  const few = await counts({});
  const many = await counts({ servers: ROWS, crowd: CROWD });
  for (const [name, one] of few) {
    const other = many.get(name);
    assert.ok(other);
    if (other.requests > one.requests) console.log(name, one.requests, other.requests, "rows", one.rows, other.rows, other.paths.slice(0,9));
    else if (other.rows <= one.rows) console.log("  no growth", name, one.rows, other.rows);
  }
});
