/** Scenarios of what servers are made of, of what would be lost with them, and of keypairs.
 *
 * @module
 */
import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { ago, type Scenario, zoneless } from "../scenario.ts";
import { server } from "./instances.ts";

/** Alice's user, whose keypairs are hers. */
const ALICE = "32f1b62a63e2481e97f7c111e948b5c2";

/** An RSA key of 1024 bits. */
const RSA_1024 = [
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDAZFES9f8FcUflZI74oZHUbmgmbnfMz435Hh/trjm4UElPUAfw",
  "bJxvwc2q/QkrvbIsC8pd5lD4GX9yXSOb8ZshB7HVG7Zg/jC9gMPMzBJ2R6Ax7j2PaNdGijBa5PywdVsS190XDAEe",
  "ZRyhdUjPlGd4OjAM5jQRPwabGVkoYAQ7/Q== old",
].join("");

/** An RSA key of 2048 bits. */
const RSA_2048 = [
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDN2ngdD34+UR4t6vkc1Zz09ie5jzqv2WwbOM2JNBzJeT+pUqKP",
  "LQwyBw7JifmBzTVNCAU/tBvbF/bxb2K18k+gwwsafNYSVR/KNbXIMW84G//GYfYvOXVz6Jy9ASV6Jcck6roWxBbf",
  "1EPtrhwmgoA9KaxvDKPjFUNIV+h8Gvn5cXbTH+sb8Tr9kpztFMYUSajkL2Ec1jXZgBYgspSpMA9/r5b5rjPTs/Up",
  "CxZQ2EAfb64wvH9qN5ZdtZxPebgyhPuC3Zh7Nhln7Pe0Trv5k3nbnzgPwhuQ5rRqd6v/fCs/WY/ZnUekLYXcvkCC",
  "BjI71LyjkzgE9T4Be+Cy/XtmsYhN good",
].join("");

/** A DSA key. */
const DSA = [
  "ssh-dss AAAAB3NzaC1kc3MAAACBAMF55/fmGgXq4cxqexalosgtQW431Bggv/H+Gqmu/vgTVC0566KtHb1L57Y7",
  "x+vYuNgxHzGTLUgNeXA+/8SpPL0kjFEM3CLuxDKN8iCAPo5Hw8TsVtIf6LRNwaOCWuIfblCx6GmOqcopQSV0rs+5",
  "PY3M8Htd1ojDuzZM++9Ak94YAAAAFQDBF7orH+KWF/KbS59uvkygDmnMdwAAAIEAwXnn9+YaBerhzGp7FqWiyC1B",
  "bjfUGCC/8f4aqa7++BNULTnroq0dvUvntjvH69i42DEfMZMtSA15cD7/xKk8vSSMUQzcIu7EMo3yIIA+jkfDxOxW",
  "0h/otE3Bo4Ja4h9uULHoaY6pyilBJXSuz7k9jczwe13WiMO7Nkz770CT3hgAAACBAMF55/fmGgXq4cxqexalosgt",
  "QW431Bggv/H+Gqmu/vgTVC0566KtHb1L57Y7x+vYuNgxHzGTLUgNeXA+/8SpPL0kjFEM3CLuxDKN8iCAPo5Hw8Ts",
  "VtIf6LRNwaOCWuIfblCx6GmOqcopQSV0rs+5PY3M8Htd1ojDuzZM++9Ak94Y older",
].join("");

/** The metadata of the six web servers. */
const WEB = { role: "web", env: "prod" };

function webServers(set: Fields): DemoChange {
  return { service: "compute", collection: "servers", where: { metadata: WEB }, set };
}

function image(name: string, set: Fields): DemoChange {
  return { service: "image", collection: "images", where: { name }, set };
}

function keypair(name: string, publicKey: string): DemoChange {
  return {
    service: "compute",
    collection: "keypairs",
    under: ALICE,
    add: { name, public_key: publicKey, type: "ssh", fingerprint: "00:11", user_id: ALICE },
  };
}

const ZONE = "OS-EXT-AZ:availability_zone";
const WEB_01 = "db2f1ad7-3b91-4117-9885-ff3081044870";
/** The volume of web-01. */
const LOGS = "db99a8eb-5d32-48d3-9747-e5569903e627";

/** A server that is old enough to have been backed up. */
const OLD_WEB = server("web-01", { created: ago({ days: 40 }) });

/** An image that was made of web-01. */
function webImage(days: number, set: Fields = {}): DemoChange {
  return {
    service: "image",
    collection: "images",
    where: { name: "acme-golden" },
    add: {
      id: "00000000-0000-4000-8000-000000000001",
      name: "web-01-nightly",
      visibility: "private",
      instance_uuid: WEB_01,
      image_type: "backup",
      created_at: ago({ days }),
      ...set,
    },
  };
}

/** Scenarios of the checks of backups and of what would fail together. */
const RESILIENCE: readonly Scenario[] = [
  { check: "server-no-backup", outcome: "ok", when: "no server is old enough", as: "alice" },
  {
    check: "server-no-backup",
    outcome: "ok",
    when: "one of its volumes has a snapshot",
    as: "alice",
    demo: { changes: [server("db-01", { created: ago({ days: 40 }) })] },
  },
  {
    check: "server-no-backup",
    outcome: "ok",
    when: "an image was made of it six days ago",
    as: "alice",
    demo: { changes: [OLD_WEB, webImage(6)] },
  },
  {
    check: "server-no-backup",
    outcome: "warning",
    as: "alice",
    demo: { changes: [OLD_WEB, webImage(8)] },
    finds: ["web-01"],
    says: "server web-01 has had no new backup, snapshot or image for 8d: the newest is image web-01-nightly",
  },
  {
    check: "server-no-backup",
    outcome: "warning",
    when: "the data of a new backup is old",
    as: "alice",
    demo: {
      changes: [OLD_WEB, {
        service: "block_storage",
        collection: "backups",
        where: { name: "archive-backup" },
        set: { volume_id: LOGS, data_timestamp: zoneless({ days: 9 }) },
      }],
    },
    finds: ["web-01"],
    says: "the newest is backup archive-backup",
  },
  {
    check: "server-no-backup",
    outcome: "critical",
    as: "alice",
    demo: { changes: [server("web-01", { created: ago({ days: 400 }) })] },
    finds: ["web-01"],
  },
  {
    check: "server-no-backup",
    outcome: "warning",
    when: "there is no copy at all",
    as: "alice",
    demo: { changes: [OLD_WEB] },
    finds: ["web-01"],
    says: "server web-01 has existed for 40d and has no backup, snapshot or image of its own",
  },
  {
    check: "server-no-backup",
    outcome: "warning",
    when: "the only image of it was never finished",
    as: "alice",
    demo: { changes: [OLD_WEB, webImage(1, { status: "queued" })] },
    finds: ["web-01"],
  },
  {
    check: "server-no-backup",
    outcome: "unknown",
    when: "backups of its volumes cannot be read",
    as: "alice",
    demo: { changes: [OLD_WEB], faults: [{ path: "/backups/detail", kind: "status", status: 500 }] },
    finds: [],
    says: "backups: HTTP 500",
  },
  {
    check: "server-no-backup",
    outcome: "warning",
    when: "an administrator looks at all projects",
    demo: { changes: [server("app-01", { created: ago({ days: 40 }) })] },
    run: { allProjects: true },
    finds: ["app-01"],
  },

  { check: "server-single-az", outcome: "ok", as: "alice" },
  { check: "server-single-az", outcome: "ok", when: "of all projects", run: { allProjects: true } },
  {
    check: "server-single-az",
    outcome: "warning",
    when: "servers of one name are in one of two zones",
    as: "alice",
    demo: { changes: [webServers({ [ZONE]: "az1" })] },
    finds: ["web-*"],
    says: "servers web-*: all 6 of them stand in zone az1, and the cloud has 2",
  },
  {
    check: "server-single-az",
    outcome: "ok",
    when: "the cloud has one zone",
    as: "alice",
    demo: {
      changes: [
        { service: "compute", collection: "servers", set: { [ZONE]: "az1" } },
        { service: "compute", collection: "availability_zones", where: { zoneName: "az2" }, remove: true },
      ],
    },
  },
  {
    check: "server-single-az",
    outcome: "warning",
    when: "servers of one name are on one host",
    as: "alice",
    demo: { changes: [webServers({ hostId: "5b126a79" })] },
    finds: ["web-*"],
    says: "servers web-*: all 6 of them stand on one host",
  },
  {
    check: "server-single-az",
    outcome: "warning",
    when: "a server group stands in one zone",
    as: "alice",
    demo: { changes: [server("db-01", { [ZONE]: "az1" })] },
    finds: ["db-apart"],
    says: "server group db-apart: all 3 of them stand in zone az1",
  },
  {
    check: "server-single-az",
    outcome: "ok",
    when: "its group wants them together",
    as: "alice",
    demo: {
      changes: [
        server("db-01", { [ZONE]: "az1" }),
        {
          service: "compute",
          collection: "server_groups",
          where: { name: "db-apart" },
          set: { policy: "affinity" },
        },
      ],
    },
  },
];

/** Scenarios of the checks of what servers are made of. */
const HYGIENE: readonly Scenario[] = [
  { check: "server-flavor-gone", outcome: "ok", as: "alice" },
  {
    check: "server-flavor-gone",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [{ service: "compute", collection: "flavors", where: { name: "m1.large" }, remove: true }],
    },
    finds: ["db-01", "db-02", "db-03"],
    says: "which this project is not offered",
  },
  {
    check: "server-flavor-gone",
    outcome: "warning",
    when: "an administrator, who sees all of them, looks at all projects",
    demo: {
      changes: [{ service: "compute", collection: "flavors", where: { name: "c1.large" }, remove: true }],
    },
    run: { allProjects: true },
    finds: ["ci-runner"],
    says: "flavor c1.large, which is no longer offered",
  },
  {
    check: "server-flavor-gone",
    outcome: "ok",
    when: "it is kept for some projects, and an administrator sees it",
    demo: {
      changes: [{
        service: "compute",
        collection: "flavors",
        where: { name: "c1.large" },
        set: { "os-flavor-access:is_public": false },
      }],
    },
    run: { allProjects: true },
  },
  {
    check: "server-flavor-gone",
    outcome: "warning",
    when: "another flavor has its name now",
    as: "alice",
    demo: {
      changes: [
        { service: "compute", collection: "flavors", where: { name: "m1.large" }, set: { vcpus: 16 } },
      ],
    },
    finds: ["db-01", "db-02", "db-03"],
    says: "has flavor m1.large with 4 vCPUs, 8192 MiB of RAM, 80 GiB of disk, and today's has 16 vCPUs",
  },

  { check: "server-image-gone", outcome: "ok", as: "alice" },
  { check: "server-image-gone", outcome: "ok", when: "of all projects", run: { allProjects: true } },
  {
    check: "server-image-gone",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [{ service: "image", collection: "images", where: { name: "acme-golden" }, remove: true }],
    },
    finds: ["legacy"],
    says: "which is not to be seen any more",
  },
  {
    check: "server-image-gone",
    outcome: "warning",
    when: "an administrator, who sees all of them, looks at all projects",
    demo: {
      changes: [{ service: "image", collection: "images", where: { name: "acme-golden" }, remove: true }],
    },
    run: { allProjects: true },
    finds: ["legacy"],
    says: "which was deleted",
  },
  {
    check: "server-image-gone",
    outcome: "warning",
    when: "it is deactivated",
    as: "alice",
    demo: { changes: [image("acme-golden", { status: "deactivated" })] },
    finds: ["legacy"],
    says: "server legacy was made from image acme-golden, which is deactivated",
  },
  {
    check: "server-image-gone",
    outcome: "warning",
    when: "it is hidden",
    as: "alice",
    demo: { changes: [image("acme-golden", { os_hidden: true })] },
    finds: ["legacy"],
    says: "which is hidden",
  },
  {
    check: "server-image-gone",
    outcome: "ok",
    when: "it is one of the community",
    as: "alice",
    demo: { changes: [image("debian-12", { visibility: "community" })] },
  },
  {
    check: "server-image-gone",
    outcome: "warning",
    when: "its owner keeps it",
    as: "alice",
    demo: { changes: [image("cirros-0.6.2", { visibility: "private" })] },
    finds: ["bastion", "staging-01"],
    says: "deleted, or not shared with this project any more",
  },
  {
    check: "server-image-gone",
    outcome: "ok",
    when: "its owner keeps it, and an administrator sees it",
    demo: { changes: [image("cirros-0.6.2", { visibility: "private" })] },
    run: { allProjects: true },
  },

  {
    check: "server-locked",
    outcome: "ok",
    as: "alice",
    demo: { changes: [server("legacy", { locked: false, locked_reason: null })] },
  },
  {
    check: "server-locked",
    outcome: "ok",
    info: true,
    as: "alice",
    finds: ["legacy"],
    says: "server legacy is locked: ask Wile E. first",
  },
  {
    check: "server-locked",
    outcome: "ok",
    info: true,
    when: "nobody said why",
    as: "adam",
    demo: { changes: [server("legacy", { locked_reason: null })] },
    finds: ["legacy"],
    says: "server legacy is locked, without a reason",
  },

  {
    check: "server-secret-metadata",
    outcome: "ok",
    when: "keys name secrets, or have no value",
    as: "alice",
    demo: {
      changes: [
        server("web-01", {
          metadata: { secret_ref: "x", token_id: "x", compass: "x", monkey: "x", password: "" },
        }),
      ],
    },
  },
  {
    check: "server-secret-metadata",
    outcome: "warning",
    as: "alice",
    demo: { changes: [server("web-01", { metadata: { dbPassword: "x", DB_PASS: "x", role: "db" } })] },
    finds: ["web-01"],
    says: "server web-01 has what looks like a secret in its metadata: dbPassword, DB_PASS",
  },

  {
    check: "server-no-key",
    outcome: "ok",
    as: "alice",
    demo: { changes: [{ service: "compute", collection: "servers", set: { key_name: "alice-key" } }] },
  },
  {
    check: "server-no-key",
    outcome: "ok",
    info: true,
    as: "alice",
    finds: ["batch-01", "legacy", "pet", "staging-01"],
    says: "server pet was made without a key",
  },
  {
    check: "server-no-key",
    outcome: "ok",
    info: true,
    when: "most are Windows",
    as: "alice",
    demo: { changes: [{ service: "image", collection: "images", set: { os_type: "windows" } }] },
    finds: ["pet"],
  },
];

/** Scenarios of the checks of keypairs. */
const KEYPAIRS: readonly Scenario[] = [
  { check: "keypair-unused", outcome: "ok", as: "alice" },
  {
    check: "keypair-unused",
    outcome: "ok",
    info: true,
    as: "alice",
    demo: { changes: [keypair("old-laptop", RSA_2048)] },
    finds: ["old-laptop"],
    says: "keypair old-laptop is used by no server of project acme",
  },
  {
    check: "keypair-unused",
    outcome: "ok",
    info: true,
    when: "the servers with a keypair of this name are somebody else's",
    as: "alice",
    demo: { changes: [{ service: "compute", collection: "servers", set: { user_id: "someone-else" } }] },
    finds: ["alice-key"],
  },

  {
    check: "keypair-weak",
    outcome: "ok",
    as: "alice",
    demo: { changes: [keypair("good", RSA_2048)] },
  },
  {
    check: "keypair-weak",
    outcome: "warning",
    as: "alice",
    demo: { changes: [keypair("old", RSA_1024), keypair("older", DSA)] },
    finds: ["old", "older"],
    says: "keypair old is an RSA key of 1024 bits",
  },
  {
    check: "keypair-weak",
    outcome: "ok",
    when: "the keypairs of others are not this login's",
    as: "adam",
    demo: { changes: [keypair("old", RSA_1024)] },
  },
  {
    check: "keypair-weak",
    outcome: "unknown",
    when: "a key is none that we know",
    as: "alice",
    demo: { changes: [keypair("odd", "no key at all")] },
    says: "its public key cannot be read",
  },
];

/** Scenarios of servers and keypairs. */
export const serverScenarios: readonly Scenario[] = [...RESILIENCE, ...HYGIENE, ...KEYPAIRS];
