import { server, volume } from "../demo_changes.ts";
import { type Scenario, zoneless } from "../scenario.ts";

const DB_01_DATA = "e4437317-dfcd-426f-9dfc-0e7f5613d64a";
const WEB_01 = "db2f1ad7-3b91-4117-9885-ff3081044870";
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Scenarios of the checks of what lies between volumes and servers. */
export const volumeAttachmentScenarios: readonly Scenario[] = [
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    run: { allProjects: true },
  },
  { check: "volume-attach-mismatch", outcome: "ok", as: "alice" },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "it is in use without an attachment",
    demo: { changes: [volume("archive-2025", { status: "in-use", updated_at: zoneless({ hours: 1 }) })] },
    finds: ["archive-2025"],
    says: "volume archive-2025 (1 GiB) is in-use without an attachment",
  },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "it is reserved for no server",
    demo: { changes: [volume("archive-2025", { status: "reserved", updated_at: zoneless({ hours: 1 }) })] },
    says: "is reserved, but for no server",
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    as: "alice",
    when: "it was reserved a moment ago",
    demo: { changes: [volume("archive-2025", { status: "reserved", updated_at: zoneless({ minutes: 2 }) })] },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    as: "alice",
    when: "it is reserved for a shelved server",
    demo: {
      changes: [
        volume("archive-2025", { status: "reserved", updated_at: zoneless({ hours: 1 }) }),
        server("web-06", {
          "os-extended-volumes:volumes_attached": [
            { id: "016daaa7-df31-4f9e-894e-e6b428ef6b13", delete_on_termination: false },
          ],
        }),
        {
          service: "block_storage",
          collection: "attachments",
          add: {
            id: "2b1f6d2e-6e63-4c55-a2f1-4f3a5a0e8a11",
            status: "reserved",
            instance: "f1584c92-c9f3-464a-a4c6-e041e307ab10",
            volume_id: "016daaa7-df31-4f9e-894e-e6b428ef6b13",
          },
        },
      ],
    },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "its server does not exist",
    demo: {
      changes: [
        volume("logs", {
          updated_at: zoneless({ hours: 1 }),
          attachments: [{ attachment_id: "a", volume_id: "v", server_id: NOBODY, device: "/dev/vdb" }],
        }),
        server("web-01", { "os-extended-volumes:volumes_attached": [] }),
        {
          service: "block_storage",
          collection: "attachments",
          where: { instance: WEB_01 },
          set: { instance: NOBODY },
        },
      ],
    },
    finds: ["logs"],
    says: `has an attachment to server ${NOBODY}, which does not exist`,
  },
  {
    check: "volume-attach-mismatch",
    outcome: "warning",
    as: "alice",
    when: "Nova does not know of it",
    demo: { changes: [server("web-01", { "os-extended-volumes:volumes_attached": [] })] },
    finds: ["logs"],
    says: "is attached to server web-01 in Cinder, but not in Nova",
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    as: "alice",
    when: "Nova is at it",
    demo: {
      changes: [server("web-01", {
        "os-extended-volumes:volumes_attached": [],
        "OS-EXT-STS:task_state": "shelving",
      })],
    },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "ok",
    run: { allProjects: true },
    when: "a migration has a second volume for the server",
    demo: {
      changes: [{
        service: "block_storage",
        collection: "volumes",
        where: { name: "logs" },
        add: {
          id: "5a0b7f3c-6f0a-4a53-9d53-64d55a1a7e10",
          "os-vol-mig-status-attr:migstat": "target:db99a8eb-5d32-48d3-9747-e5569903e627",
        },
      }],
    },
  },
  {
    check: "volume-attach-mismatch",
    outcome: "critical",
    as: "alice",
    when: "more than five disagree",
    demo: {
      changes: [server("web-01", {
        "os-extended-volumes:volumes_attached": [
          "db99a8eb-5d32-48d3-9747-e5569903e627",
          "016daaa7-df31-4f9e-894e-e6b428ef6b13",
          ...[1, 2, 3, 4, 5].map((one) => `00000000-0000-4000-8000-00000000000${one}`),
        ].map((id) => ({ id, delete_on_termination: false })),
      })],
    },
    says:
      "volume 00000000-0000-4000-8000-000000000001 is attached to server web-01 in Nova, but Cinder does not list it",
  },
  { check: "volume-delete-with-server", outcome: "ok", as: "alice" },
  {
    check: "volume-delete-with-server",
    outcome: "warning",
    as: "alice",
    demo: {
      changes: [server("web-01", {
        "os-extended-volumes:volumes_attached": [
          { id: "db99a8eb-5d32-48d3-9747-e5569903e627", delete_on_termination: true },
        ],
      })],
    },
    finds: ["logs"],
    says: "volume logs (10 GiB) is deleted with server web-01 and has no copy",
  },
  {
    check: "volume-delete-with-server",
    outcome: "ok",
    as: "alice",
    when: "it is the root disk, or there is a snapshot of it",
    demo: {
      changes: [
        server("pet", {
          "os-extended-volumes:volumes_attached": [
            { id: "4cb5ec6f-60cf-473c-951a-1b6d8034bc93", delete_on_termination: true },
          ],
        }),
        server("db-01", {
          "os-extended-volumes:volumes_attached": [{ id: DB_01_DATA, delete_on_termination: true }],
        }),
      ],
    },
  },
];
