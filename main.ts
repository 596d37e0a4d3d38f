/** openstack-mcp: an MCP server and health reporter for OpenStack.
 *
 * @module
 */
import { main } from "./src/keeper/mod.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));
