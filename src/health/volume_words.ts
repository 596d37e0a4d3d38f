/** What several checks say of a volume.
 *
 * @module
 */
import type { HealthVolume } from "./collections/storage.ts";
import { resourceOf } from "./lasting.ts";
import type { FoundResource } from "./report.ts";

/** A volume as the resource of a finding. */
export function volumeResource(volume: HealthVolume): FoundResource {
  const { availabilityZone: zone, host } = volume;
  return {
    ...resourceOf("volume", volume),
    ...(zone === undefined ? {} : { zone }),
    ...(host === undefined ? {} : { host }),
  };
}

/** A volume at the beginning of a text: `volume db-data (20 GiB)`. */
export function volumeWords({ id, name = id, sizeGb }: HealthVolume): string {
  return `volume ${name}${sizeGb === undefined ? "" : ` (${sizeGb} GiB)`}`;
}

/** Whether a volume is of use although no server has it: Cinder keeps some for itself, and others are templates by their
 * metadata, or by the name of a bootable one. One that awaits its transfer has another status than `available`.
 */
export function isKeptReady({ name = "", bootable, template, internal }: HealthVolume): boolean {
  return internal || template || (bootable === true && /template|golden/i.test(name));
}

/** What volumes hold, or copies of them, in GiB. */
export function totalSize(items: readonly { readonly sizeGb: number | undefined }[]): number {
  return items.reduce((sum, { sizeGb = 0 }) => sum + sizeGb, 0);
}
