/**
 * The recorded state, moved to this machine and to the present.
 *
 * @module
 */

import { isItem, type Item } from "./json.ts";
import block_storage from "./seed/block_storage.json" with { type: "json" };
import compute from "./seed/compute.json" with { type: "json" };
import dns from "./seed/dns.json" with { type: "json" };
import identity from "./seed/identity.json" with { type: "json" };
import image from "./seed/image.json" with { type: "json" };
import key_manager from "./seed/key_manager.json" with { type: "json" };
import load_balancer from "./seed/load_balancer.json" with { type: "json" };
import meta from "./seed/meta.json" with { type: "json" };
import network from "./seed/network.json" with { type: "json" };
import object_store from "./seed/object_store.json" with { type: "json" };
import orchestration from "./seed/orchestration.json" with { type: "json" };
import placement from "./seed/placement.json" with { type: "json" };
import share from "./seed/share.json" with { type: "json" };

/** The recorded answers, one file a service. */
const RECORDED = {
  block_storage,
  compute,
  dns,
  identity,
  image,
  key_manager,
  load_balancer,
  network,
  object_store,
  orchestration,
  placement,
  share,
} satisfies Record<string, unknown>;

/** A service that has recorded answers. */
export type SeedName = keyof typeof RECORDED;

/** What one start of the demo begins with: of each service its collections by name. */
export type Seeds = Readonly<Record<SeedName, Item>>;

/** Options of {@linkcode loadSeeds}. */
export interface SeedOptions {
  /** Where each service listens in this run, by the catalogue type it was recorded under. */
  origins: Readonly<Record<string, string>>;
  /** The moment that the recording shall seem to be, in milliseconds. */
  now: number;
}

/** A time as some service writes it, with or without fraction and zone. */
const TIME = /(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(?!\d)/g;

/** Older times belong to the software (when an extension was written), not to the recorded cloud. */
const RECENT_MS = 30 * 24 * 3_600_000;

/** Moves the times of a text so that `recorded` becomes `now`; the way they are written stays. */
export function shiftTimes(text: string, recorded: number, now: number): string {
  const seconds = Math.round((now - recorded) / 1000);
  return text.replace(TIME, (whole, date: string, between: string, clock: string) => {
    const then = Date.parse(`${date}T${clock}Z`);
    if (Math.abs(recorded - then) > RECENT_MS) return whole;
    const [day = "", time = ""] = new Date(then + seconds * 1000).toISOString().split("T");
    return day + between + time.slice(0, 8);
  });
}

/** Puts real addresses where the recording has `demo://TYPE`. */
export function placeAddresses(text: string, origins: Readonly<Record<string, string>>): string {
  return text.replace(/demo:\/\/([a-z0-9-]+)/g, (whole, type: string) => origins[type] ?? whole);
}

/** A fresh copy of everything recorded. */
export function loadSeeds(options: SeedOptions): Seeds {
  const recorded = Date.parse(meta.recorded_at);
  const load = (raw: unknown): Item => {
    const text = placeAddresses(shiftTimes(JSON.stringify(raw), recorded, options.now), options.origins);
    const value: unknown = JSON.parse(text);
    return isItem(value) ? value : {};
  };
  return {
    block_storage: load(RECORDED.block_storage),
    compute: load(RECORDED.compute),
    dns: load(RECORDED.dns),
    identity: load(RECORDED.identity),
    image: load(RECORDED.image),
    key_manager: load(RECORDED.key_manager),
    load_balancer: load(RECORDED.load_balancer),
    network: load(RECORDED.network),
    object_store: load(RECORDED.object_store),
    orchestration: load(RECORDED.orchestration),
    placement: load(RECORDED.placement),
    share: load(RECORDED.share),
  };
}
