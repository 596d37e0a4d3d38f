import type { DemoChange } from "../../../src/demo/change.ts";
import type { Fields } from "../demo_changes.ts";
import { ago, type Scenario, zoneless } from "../scenario.ts";

const AMPHORA = "01887bc4-35ea-419e-94bb-82f6fc5e7dbc";
const OTHER = "9f6d4e0b-3a4f-4a55-9a0e-0a6d2c1b7e31";
const SERVER = "db2f1ad7-3b91-4117-9885-ff3081044870";

/** Octavia writes times without a fraction. */
function since(...duration: Parameters<typeof zoneless>): string {
  return zoneless(...duration).slice(0, 19);
}

function amphora(set: Fields): DemoChange {
  return { service: "load_balancer", collection: "amphorae", where: { id: AMPHORA }, set };
}

/** One more amphora of the load balancer, in all else like the first. */
function another(add: Fields): DemoChange {
  return {
    service: "load_balancer",
    collection: "amphorae",
    where: { id: AMPHORA },
    add: { id: OTHER, ...add },
  };
}

const NO_AMPHORA: DemoChange = {
  service: "load_balancer",
  collection: "amphorae",
  where: { id: AMPHORA },
  remove: true,
};

/** A cloud whose load balancers are flows of OVN. */
const OVN: readonly DemoChange[] = [
  NO_AMPHORA,
  { service: "load_balancer", collection: "providers", where: { name: "octavia" }, remove: true },
  {
    service: "load_balancer",
    collection: "providers",
    where: { name: "amphora" },
    set: { name: "ovn", description: "Octavia OVN driver." },
  },
];

/** The recorded amphora runs in a server that was never there. */
const WHOLE = amphora({ compute_id: SERVER, updated_at: since({ hours: 1 }) });

function image(id: string, days: number, add: Fields = {}): DemoChange {
  return {
    service: "image",
    collection: "images",
    where: { name: "cirros-0.6.2" },
    add: {
      id,
      name: id,
      status: "active",
      visibility: "private",
      tags: ["amphora"],
      created_at: ago({ days }),
      ...add,
    },
  };
}

const MASTER = { role: "MASTER", updated_at: since({ hours: 2 }) };

/** Scenarios of the checks of amphorae. */
export const amphoraScenarios: readonly Scenario[] = [
  { check: "amphora-error", outcome: "ok" },
  { check: "amphora-error", outcome: "not permitted", as: "alice" },
  { check: "amphora-error", outcome: "not applicable", demo: { changes: OVN } },
  { check: "amphora-error", outcome: "ok", when: "there is none yet", demo: { changes: [NO_AMPHORA] } },
  {
    check: "amphora-error",
    outcome: "ok",
    when: "it failed less than a quarter of an hour ago, or another is being made",
    demo: {
      changes: [
        amphora({ status: "ERROR", updated_at: since({ minutes: 10 }) }),
        another({ status: "BOOTING", updated_at: since({ minutes: 50 }) }),
      ],
    },
  },
  {
    check: "amphora-error",
    outcome: "warning",
    demo: { changes: [amphora({ status: "BOOTING", updated_at: since({ hours: 3 }) })] },
    finds: [AMPHORA],
    says: `amphora ${AMPHORA} (STANDALONE of load balancer web-lb) has been in BOOTING for 3h`,
  },
  {
    check: "amphora-error",
    outcome: "critical",
    demo: { changes: [amphora({ status: "ERROR", updated_at: since({ minutes: 20 }) })] },
    finds: [AMPHORA],
  },
  { check: "amphora-master", outcome: "ok" },
  {
    check: "amphora-master",
    outcome: "ok",
    when: "one is its backup, and one failed",
    demo: {
      changes: [amphora(MASTER), another({ role: "BACKUP" }), another({ ...MASTER, status: "ERROR" })],
    },
  },
  {
    check: "amphora-master",
    outcome: "ok",
    when: "they change places",
    demo: { changes: [amphora(MASTER), another({ role: "MASTER", updated_at: since({ minutes: 2 }) })] },
  },
  {
    check: "amphora-master",
    outcome: "critical",
    demo: { changes: [amphora(MASTER), another(MASTER)] },
    finds: ["web-lb"],
    says: "load balancer web-lb has had 2 amphorae as MASTER for 2h",
  },
  { check: "amphora-cert", outcome: "ok" },
  {
    check: "amphora-cert",
    outcome: "warning",
    demo: { changes: [amphora({ cert_expiration: since({ days: -13 }) })] },
    finds: [AMPHORA],
    says: "has a certificate that ends in 12d 23h",
  },
  {
    check: "amphora-cert",
    outcome: "critical",
    demo: { changes: [amphora({ cert_expiration: since({ days: -6 }) })] },
    finds: [AMPHORA],
  },
  {
    check: "amphora-cert",
    outcome: "critical",
    when: "it has ended",
    demo: { changes: [amphora({ cert_expiration: since({ days: 2 }) })] },
    finds: [AMPHORA],
    says: "has a certificate that ended 2d ago",
  },
  {
    check: "amphora-cert",
    outcome: "warning",
    when: "it waits for a new one",
    demo: { changes: [amphora({ cert_busy: true, updated_at: since({ hours: 2 }) })] },
    finds: [AMPHORA],
    says: "has been waiting for a new certificate for 2h",
  },
  { check: "amphora-orphan", outcome: "ok", demo: { changes: [WHOLE] } },
  {
    check: "amphora-orphan",
    outcome: "ok",
    when: "a spare one belongs to nobody yet, and one was just made",
    demo: {
      changes: [
        WHOLE,
        another({
          compute_id: SERVER,
          loadbalancer_id: null,
          status: "READY",
          updated_at: since({ days: 3 }),
        }),
        another({ compute_id: "unknown", loadbalancer_id: "unknown", updated_at: since({ minutes: 5 }) }),
      ],
    },
  },
  {
    check: "amphora-orphan",
    outcome: "warning",
    when: "its server is gone",
    demo: { changes: [amphora({ updated_at: since({ hours: 1 }) })] },
    finds: [AMPHORA],
    says: "has no server any more",
  },
  {
    check: "amphora-orphan",
    outcome: "warning",
    when: "its load balancer is gone",
    demo: {
      changes: [
        WHOLE,
        another({ compute_id: SERVER, loadbalancer_id: "unknown", updated_at: since({ days: 3 }) }),
      ],
    },
    finds: [OTHER],
    says: "has no load balancer any more",
  },
  { check: "amphora-image", outcome: "ok", demo: { changes: [image("amphora-new", 30)] } },
  { check: "amphora-image", outcome: "ok", when: "nobody uses amphorae", demo: { changes: [NO_AMPHORA] } },
  {
    check: "amphora-image",
    outcome: "critical",
    demo: { changes: [image("amphora-off", 30, { status: "deactivated" })] },
    finds: ["amphora"],
    says: "no active image has a tag by which Octavia finds it",
  },
  {
    check: "amphora-image",
    outcome: "unknown",
    when: "they run on one with another tag",
    demo: { changes: [image("own", 30, { tags: ["balancers"] }), amphora({ image_id: "own" })] },
    says: "the limit image_tags names none of them",
  },
  {
    check: "amphora-image",
    outcome: "ok",
    when: "the tag is told",
    demo: { changes: [image("own", 30, { tags: ["balancers"] }), amphora({ image_id: "own" })] },
    run: { thresholds: { "amphora-image": { image_tags: ["balancers"] } } },
  },
  {
    check: "amphora-image",
    outcome: "warning",
    when: "the newest is old",
    demo: { changes: [image("amphora-old", 366)] },
    finds: ["amphora-old"],
    says: "image amphora-old has been the newest of amphorae for 366d",
  },
  {
    check: "amphora-image",
    outcome: "warning",
    when: "they run on one that was replaced",
    demo: {
      changes: [
        image("amphora-new", 20),
        image("amphora-old", 200),
        amphora({ image_id: "amphora-old" }),
        another({ image_id: "deleted" }),
      ],
    },
    finds: ["amphora-old", "deleted"],
    says: "image amphora-old is out of date, but an amphora runs on it: amphora-new has been there for 20d",
  },
  {
    check: "amphora-image",
    outcome: "ok",
    when: "the newest came just now",
    demo: {
      changes: [image("amphora-new", 3), image("amphora-old", 200), amphora({ image_id: "amphora-old" })],
    },
  },
];
