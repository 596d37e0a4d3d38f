/** Checks of images.
 *
 * @module
 */
import type { Project } from "../../openstack/identity/types.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, notPermitted } from "../check.ts";
import { command } from "../command.ts";
import { duration, held, lasting, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { listFirst, sayFirst } from "../some_of.ts";

const UNFINISHED = new Set(["queued", "saving", "uploading", "importing"]);

function showImage({ id }: FoundResource): string {
  return command("openstack", "image", "show", id);
}

const stuck = lasting({
  id: "image-stuck",
  area: "image",
  title: "Images that are not finished",
  data: "images",
  limits: { warning_hours: 2, critical_hours: 24 },
  remedy: "Upload its data again, or delete it.",
  next: showImage,
  matches: (image) => UNFINISHED.has(image.status ?? ""),
  since: (image) => image.updatedAt ?? image.createdAt,
  resource: (image) => resourceOf("image", image),
  says: (image) => `has been ${image.status}`,
  evidence: ({ status, createdAt, updatedAt }) => ({ status, created_at: createdAt, updated_at: updatedAt }),
});

const importFailed = check({
  id: "image-import-failed",
  area: "image",
  title: "Images that an import did not bring to every store",
  data: ["images"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Import it to the stores that failed once more, with the method copy-image.",
  next: showImage,
  run: (data) =>
    data.all("images").flatMap((image): Draft[] => {
      const { failedStores = [], status, updatedAt } = image;
      if (failedStores.length === 0) return [];
      const resource = resourceOf("image", image);
      return [{
        severity: "warning",
        text: `image ${resource.name} could not be imported to ${sayFirst(failedStores)}`,
        resource,
        evidence: { os_glance_failed_import: failedStores, status, updated_at: updatedAt },
      }];
    }),
});

const killed = check({
  id: "image-killed",
  area: "image",
  title: "Images without their data, and images whose data is not removed",
  data: ["images"],
  severities: ["warning"],
  thresholds: { pending_delete_hours: 24 },
  remedy: "Delete a killed image and upload it again; for one that is pending_delete, run Glance's scrubber.",
  next: showImage,
  run(data, ctx) {
    const options = { killed: 0, pending_delete: duration(ctx, "pending_delete_hours") };
    return data.all("images").flatMap((image): Draft[] => {
      const { status, createdAt, updatedAt } = image;
      if (status !== "killed" && status !== "pending_delete") return [];
      const found = held(updatedAt ?? createdAt, ctx.now, { warningMs: options[status] });
      if (!found) return [];
      const resource = resourceOf("image", image);
      return [{
        severity: found.severity,
        text: status === "killed"
          ? `image ${resource.name} has been killed ${found.words}: its upload failed`
          : `image ${resource.name} has been pending_delete ${found.words}: its data is still there`,
        resource,
        since: found.since,
        evidence: { status, created_at: createdAt, updated_at: updatedAt },
      }];
    });
  },
});

const old = check({
  id: "image-old",
  area: "image",
  title: "Public images that have grown old",
  data: ["publishedImages"],
  severities: ["warning"],
  thresholds: { warning_days: 180 },
  remedy:
    "Offer a fresh build under its name, and hide this one: what is made from it lacks all later fixes.",
  next: showImage,
  run(data, ctx) {
    const limit = duration(ctx, "warning_days");
    return data.all("publishedImages").flatMap((image): Draft[] => {
      const { visibility, status, createdAt } = image;
      const made = parseTime(createdAt);
      if (visibility !== "public" || status !== "active" || made === undefined) return [];
      const old = ctx.now - made;
      if (old <= limit) return [];
      const resource = resourceOf("image", image);
      return [{
        severity: "warning",
        text: `image ${resource.name} is offered to every project and was made ${age(old)} ago`,
        resource,
        since: made,
        evidence: { visibility, status, created_at: createdAt },
      }];
    });
  },
});

/** Whether a project is the operator's by its name. A name says so only in the domain of the cloud's own users. */
function isTrusted({ id, name, domainId }: Project, trusted: ReadonlySet<string>): boolean {
  return trusted.has(id) || (domainId === "default" && name !== undefined && trusted.has(name));
}

/** The operator's projects are the login's own and those that the limit names, by id or by name. */
const foreign = check({
  id: "image-public-foreign",
  area: "image",
  topic: "exposure",
  title: "Images for every project that are not the operator's",
  data: ["publishedImages", "projects"],
  needs: "admin",
  severities: ["warning"],
  thresholds: { trusted_projects: ["admin", "service", "services"] },
  remedy: "Find out who made it and what is in it; take back what is not meant for everybody.",
  next: showImage,
  run(data, ctx) {
    const projects = new Map(data.all("projects").map((project) => [project.id, project]));
    const trusted = new Set(ctx.words("trusted_projects"));
    return data.all("publishedImages").flatMap((image): Draft[] => {
      const { projectId, visibility, status, createdAt } = image;
      if (projectId === undefined || projectId === ctx.login.project?.id) return [];
      const owner = projects.get(projectId);
      if (owner ? isTrusted(owner, trusted) : trusted.has(projectId)) return [];
      const resource = resourceOf("image", image);
      return [{
        severity: "warning",
        text: `image ${resource.name} is ${visibility} and belongs to ${
          owner ? `project ${owner.name ?? owner.id}` : "a project that is gone"
        }`,
        resource,
        evidence: { visibility, owner: projectId, status, created_at: createdAt },
      }];
    });
  },
});

const memberPending = check({
  id: "image-member-pending",
  area: "image",
  title: "Images that other projects offer, and that nobody has decided on",
  data: ["offeredImages"],
  severities: ["info"],
  thresholds: {},
  remedy: "Accept it if you know and trust who offers it; else reject it.",
  next: ({ id }) => command("openstack", "image", "member", "list", id),
  run(data, ctx) {
    if (ctx.login.roles.includes("admin")) {
      return notPermitted(
        "Glance shows an administrator every shared image, and not which of them are offered to the project",
      );
    }
    return data.all("offeredImages").map((image): Draft => {
      const resource = resourceOf("image", image);
      return {
        severity: "info",
        text: `image ${resource.name} is offered by another project and neither accepted nor rejected`,
        resource,
        evidence: { owner: image.projectId, status: image.status, created_at: image.createdAt },
      };
    });
  },
});

const noHash = check({
  id: "image-no-hash",
  area: "image",
  title: "Images without a hash, so that nobody can tell whether their data is whole",
  data: ["images"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Upload it anew: Glance computes the hash as the data comes in.",
  next: showImage,
  run: (data) =>
    data.all("images").flatMap((image): Draft[] => {
      const { status, hashed, sizeBytes, createdAt } = image;
      // What has no data, as a snapshot of a server that boots from a volume, needs no hash.
      if (status !== "active" || hashed || sizeBytes === 0) return [];
      const resource = resourceOf("image", image);
      return [{
        severity: "warning",
        text: `image ${resource.name} has no hash of its data`,
        resource,
        evidence: { status, size: sizeBytes, created_at: createdAt },
      }];
    }),
});

const deactivated = check({
  id: "image-deactivated-used",
  area: "image",
  title: "Deactivated images that servers were made from",
  data: ["bootImages", "servers"],
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Ask why it was withdrawn, and move to another: these servers can be neither rebuilt nor made again.",
  next: showImage,
  run(data) {
    const servers = Map.groupBy(data.all("servers"), ({ imageId }) => imageId);
    return data.all("bootImages").filter(({ status }) => status === "deactivated").map((image): Draft => {
      const resource = resourceOf("image", image);
      const names = (servers.get(image.id) ?? []).map(({ id, name }) => name ?? id);
      return {
        severity: "warning",
        text: `image ${resource.name} is deactivated, and ${
          names.length === 1 ? "a server was" : `${names.length} servers were`
        } made from it: ${sayFirst(names)}`,
        resource,
        evidence: { status: image.status, servers: listFirst(names), server_count: names.length },
      };
    });
  },
});

/** The checks of this area. */
export const imageChecks: readonly Check[] = [
  stuck,
  importFailed,
  killed,
  old,
  foreign,
  memberPending,
  noHash,
  deactivated,
];
