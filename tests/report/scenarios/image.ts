import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { ago, type Scenario } from "../scenario.ts";

const ACME = "e42ad6510a4d4d65aeaf37ae950f644d";
const GLOBEX = "ad4aa8bd80aa4721bda7c33f83ec5cdb";
const SERVICE = "ec8bde2224f8468bbe9d27c9a6f8661d";

function image(name: string, set: Fields): DemoChange {
  return { service: "image", collection: "images", where: { name }, set };
}

/** The project's own image. */
function golden(set: Fields): DemoChange {
  return image("acme-golden", set);
}

/** An image that another project offers to the project. */
function offered(status: string): readonly DemoChange[] {
  const id = "105d1f57-a9f0-4508-a648-ca6d3f9b7250";
  return [
    image("dev-box-shelved", { visibility: "shared" }),
    {
      service: "image",
      collection: "members",
      under: id,
      add: {
        member_id: ACME,
        image_id: id,
        status,
        created_at: ago({ days: 1 }),
        updated_at: ago({ days: 1 }),
      },
    },
  ];
}

/** Scenarios of the checks of images. */
export const imageScenarios: readonly Scenario[] = [
  { check: "image-stuck", outcome: "ok", as: "alice" },
  {
    check: "image-stuck",
    outcome: "ok",
    when: "it has not been long",
    as: "alice",
    demo: { changes: [golden({ status: "importing", updated_at: ago({ minutes: 100 }) })] },
  },
  {
    check: "image-stuck",
    outcome: "warning",
    as: "alice",
    demo: { changes: [golden({ status: "saving", updated_at: ago({ hours: 3 }) })] },
    finds: ["acme-golden"],
    says: "image acme-golden has been saving for 3h",
  },
  {
    check: "image-stuck",
    outcome: "critical",
    when: "it is hidden as well",
    as: "adam",
    demo: { changes: [golden({ status: "queued", os_hidden: true, updated_at: ago({ hours: 25 }) })] },
    finds: ["acme-golden"],
  },
  { check: "image-import-failed", outcome: "ok", as: "alice" },
  {
    check: "image-import-failed",
    outcome: "warning",
    as: "alice",
    demo: { changes: [golden({ os_glance_failed_import: "ceph-a,ceph-b" })] },
    finds: ["acme-golden"],
    says: "image acme-golden could not be imported to ceph-a and ceph-b",
  },
  {
    check: "image-import-failed",
    outcome: "warning",
    when: "all projects are looked at, the community's images too",
    demo: { changes: [golden({ os_glance_failed_import: "ceph-a", visibility: "community" })] },
    run: { allProjects: true },
    finds: ["acme-golden"],
  },
  { check: "image-killed", outcome: "ok" },
  {
    check: "image-killed",
    outcome: "ok",
    when: "it has not been deleted for long",
    demo: { changes: [image("tiny-raw", { status: "pending_delete", updated_at: ago({ hours: 23 }) })] },
  },
  {
    check: "image-killed",
    outcome: "warning",
    when: "its data stays",
    demo: { changes: [image("tiny-raw", { status: "pending_delete", updated_at: ago({ hours: 25 }) })] },
    finds: ["tiny-raw"],
    says: "image tiny-raw has been pending_delete for 1d 1h: its data is still there",
  },
  {
    check: "image-killed",
    outcome: "warning",
    when: "its upload failed",
    demo: { changes: [image("tiny-raw", { status: "killed", updated_at: ago({ hours: 1 }) })] },
    finds: ["tiny-raw"],
  },
  { check: "image-old", outcome: "ok", as: "alice" },
  {
    check: "image-old",
    outcome: "ok",
    when: "it is nearly old, or hidden, or the project's own",
    as: "alice",
    demo: {
      changes: [
        image("debian-12", { created_at: ago({ days: 179 }) }),
        image("ubuntu-14.04", { created_at: ago({ days: 4000 }) }),
        golden({ created_at: ago({ days: 900 }) }),
      ],
    },
  },
  {
    check: "image-old",
    outcome: "warning",
    as: "alice",
    demo: { changes: [image("debian-12", { created_at: ago({ days: 181 }) })] },
    finds: ["debian-12"],
    says: "image debian-12 is offered to every project and was made 181d ago",
  },
  { check: "image-public-foreign", outcome: "ok", when: "they are the administrators'" },
  { check: "image-public-foreign", outcome: "not permitted", as: "alice" },
  {
    check: "image-public-foreign",
    outcome: "ok",
    when: "it is the services'",
    demo: { changes: [image("tiny-raw", { owner: SERVICE })] },
  },
  {
    check: "image-public-foreign",
    outcome: "ok",
    when: "the operator trusts the project",
    demo: { changes: [image("tiny-raw", { owner: GLOBEX })] },
    run: { thresholds: { "image-public-foreign": { trusted_projects: ["globex"] } } },
  },
  {
    check: "image-public-foreign",
    outcome: "warning",
    when: "it is public",
    demo: { changes: [image("tiny-raw", { owner: GLOBEX })] },
    finds: ["tiny-raw"],
    says: "image tiny-raw is public and belongs to project globex",
  },
  {
    check: "image-public-foreign",
    outcome: "warning",
    when: "it is the community's",
    demo: { changes: [golden({ visibility: "community" })] },
    finds: ["acme-golden"],
    says: "image acme-golden is community and belongs to project acme",
  },
  {
    check: "image-public-foreign",
    outcome: "warning",
    when: "its project is gone",
    demo: { changes: [image("tiny-raw", { owner: "0a1b2c3d00004000800000000000000f" })] },
    finds: ["tiny-raw"],
    says: "belongs to a project that is gone",
  },
  { check: "image-member-pending", outcome: "ok", as: "alice" },
  {
    check: "image-member-pending",
    outcome: "ok",
    info: true,
    as: "alice",
    demo: { changes: offered("pending") },
    finds: ["dev-box-shelved"],
    says: "image dev-box-shelved is offered by another project and neither accepted nor rejected",
  },
  {
    check: "image-member-pending",
    outcome: "ok",
    when: "it was accepted",
    as: "alice",
    demo: { changes: offered("accepted") },
  },
  {
    check: "image-member-pending",
    outcome: "not permitted",
    when: "an administrator is shown every shared image",
    demo: { changes: offered("pending") },
  },
  { check: "image-no-hash", outcome: "ok", as: "alice" },
  {
    check: "image-no-hash",
    outcome: "ok",
    when: "it has no data, or is not active",
    demo: {
      changes: [
        image("tiny-raw", { os_hash_value: null, size: 0 }),
        image("debian-12", { os_hash_value: null, status: "deactivated" }),
      ],
    },
  },
  {
    check: "image-no-hash",
    outcome: "warning",
    as: "alice",
    demo: { changes: [golden({ os_hash_value: null, os_hash_algo: null })] },
    finds: ["acme-golden"],
    says: "image acme-golden has no hash of its data",
  },
  { check: "image-deactivated-used", outcome: "ok", as: "alice" },
  {
    check: "image-deactivated-used",
    outcome: "ok",
    when: "no server was made from it",
    as: "alice",
    demo: { changes: [image("tiny-raw", { status: "deactivated" })] },
  },
  {
    check: "image-deactivated-used",
    outcome: "warning",
    when: "one server was made from it",
    as: "alice",
    demo: { changes: [golden({ status: "deactivated" })] },
    finds: ["acme-golden"],
    says: "image acme-golden is deactivated, and a server was made from it: legacy",
  },
  {
    check: "image-deactivated-used",
    outcome: "warning",
    when: "several servers were made from another project's",
    as: "alice",
    demo: { changes: [image("debian-12", { status: "deactivated", visibility: "community" })] },
    finds: ["debian-12"],
    says: "8 servers were made from it: ",
  },
];
