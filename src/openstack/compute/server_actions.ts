/** Calls of the Compute API v2.1 that change a server as a whole: "Servers" and "Servers - run an action".
 *
 * One operation an action, although most share a path: what they cost and which role they need differs. What only
 * interrupts a server is disruptive; what cannot be taken back is destructive.
 *
 * @module
 */
import { type Operation, operation, type OperationSpec } from "../operation.ts";

function action(verb: string, effect: OperationSpec["effect"], more: Partial<OperationSpec> = {}): Operation {
  return operation({
    id: `compute.servers.${verb}`,
    method: "POST",
    path: "/servers/{server_id}/action",
    effect,
    needs: "member",
    ...more,
  });
}

/** Start server (`os-start`). */
export const startServer = action("start", "write");

/** Stop server (`os-stop`). */
export const stopServer = action("stop", "disruptive");

/** Reboot server (`reboot`). */
export const rebootServer = action("reboot", "disruptive");

/** Pause server (`pause`). */
export const pauseServer = action("pause", "disruptive");

/** Unpause server (`unpause`). */
export const unpauseServer = action("unpause", "write");

/** Suspend server (`suspend`). */
export const suspendServer = action("suspend", "disruptive");

/** Resume suspended server (`resume`). */
export const resumeServer = action("resume", "write");

/** Lock server (`lock`). 2.73 brings the reason. */
export const lockServer = action("lock", "write", { microversion: "2.73" });

/** Unlock server (`unlock`). */
export const unlockServer = action("unlock", "write");

/** Shelve server (`shelve`). */
export const shelveServer = action("shelve", "disruptive");

/** Shelf-offload server (`shelveOffload`). Disks that no image was made of are gone then. */
export const offloadServer = action("shelve_offload", "destructive", { needs: "admin" });

/** Unshelve server (`unshelve`). 2.77 brings the zone. */
export const unshelveServer = action("unshelve", "write", { microversion: "2.77" });

/** Rescue server (`rescue`). 2.87 takes servers that boot from a volume. The answer holds a password. */
export const rescueServer = action("rescue", "disruptive", { microversion: "2.87" });

/** Unrescue server (`unrescue`). It ends the system that runs, as a reboot does. */
export const unrescueServer = action("unrescue", "disruptive");

/** Rebuild server (`rebuild`). 2.93 takes servers that boot from a volume. The answer may hold a password. */
export const rebuildServer = action("rebuild", "destructive", { microversion: "2.94" });

/** Resize server (`resize`). */
export const resizeServer = action("resize", "disruptive");

/** Confirm resized server (`confirmResize`). The server as it was is deleted, and nothing brings it back. */
export const confirmServerResize = action("confirm_resize", "destructive");

/** Revert resized server (`revertResize`). What was written since the resize is lost. */
export const revertServerResize = action("revert_resize", "destructive");

/** Create image (`createImage`). The image's id stands in the body from 2.45 on, in a `Location` before. */
export const snapshotServer = action("snapshot", "write", { microversion: "2.45" });

/** Force-delete server (`forceDelete`). Also where an operator keeps deleted servers for a while. */
export const forceDeleteServer = action("force_delete", "destructive");

/** Delete server. Answered before it is done. */
export const deleteServer = action("delete", "destructive", {
  method: "DELETE",
  path: "/servers/{server_id}",
});
