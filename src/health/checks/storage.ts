/** Checks of Cinder: its services and pools for administrators, volumes and their copies for everybody.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { volumeAttachmentChecks } from "./volume_attachments.ts";
import { volumeBackupChecks } from "./volume_backups.ts";
import { volumeServiceChecks } from "./volume_services.ts";
import { volumeChecks } from "./volumes.ts";

/** The checks of this area. */
export const storageChecks: readonly Check[] = [
  ...volumeServiceChecks,
  ...volumeChecks,
  ...volumeAttachmentChecks,
  ...volumeBackupChecks,
];
