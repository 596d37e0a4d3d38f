/** How this program was started, so that a client can start it the same way.
 *
 * @module
 */

/** The words that start the program again. */
export function launchedAs(): { readonly command: string; readonly args: readonly string[] } {
  if (Deno.build.standalone) return { command: Deno.execPath(), args: [] };
  const main = new URL(Deno.mainModule);
  if (main.pathname.endsWith("/main.js")) {
    const launcher = Deno.build.os === "windows" ? "openstack-mcp.cmd" : "openstack-mcp";
    return { command: decodeURIComponent(new URL(launcher, main).pathname), args: [] };
  }
  const config = decodeURIComponent(new URL("deno.json", main).pathname);
  return { command: "deno", args: ["task", "--quiet", "--config", config, "start"] };
}
