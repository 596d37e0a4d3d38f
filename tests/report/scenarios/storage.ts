import type { Scenario } from "../scenario.ts";
import { volumeAttachmentScenarios } from "./volume_attachments.ts";
import { volumeBackupScenarios } from "./volume_backups.ts";
import { volumeServiceScenarios } from "./volume_services.ts";
import { volumeScenarios } from "./volumes.ts";

/** Scenarios of the checks of Cinder. */
export const storageScenarios: readonly Scenario[] = [
  ...volumeServiceScenarios,
  ...volumeScenarios,
  ...volumeAttachmentScenarios,
  ...volumeBackupScenarios,
];
