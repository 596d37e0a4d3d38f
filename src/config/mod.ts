/** Settings: from flags, environment, `.env` and the files of OpenStack clients to one object that knows where each
 * value came from.
 *
 * @module
 */

export type { CallerSettings } from "./callers.ts";
export type { CloudEntry, CommonSettings } from "./clouds.ts";
export type { CommandLine, GivenFlag } from "./command_line.ts";
export { ENVIRONMENT_VARIABLES } from "./environment.ts";
export {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  type CommandSpec,
  CONFIRM_LEVELS,
  FLAG_GROUPS,
  type FlagKey,
  FLAGS,
  flagsOf,
  type FlagSpec,
  flagSpec,
  type FlagValue,
  LOG_LEVELS,
  REPORT_FORMATS,
} from "./flags.ts";
export { type CloudList, type CloudSettingSummary, type CloudSummary, listClouds } from "./list_clouds.ts";
export { describeOrigin, type Origin, type OriginKind, type Setting } from "./origin.ts";
export {
  type ReportSettings,
  resolveSettings,
  type ServeSettings,
  type Settings,
} from "./resolve_settings.ts";
export { SettingsError, type SettingsErrorOptions } from "./settings_error.ts";
export { nearMiss, suggestion } from "./suggest.ts";
export type { TransportSettings } from "./transport_settings.ts";
export { type ListenAddress, type OutputTarget, truthOf } from "./value_kind.ts";
export { absolutePath, type FileText, readProblem, type World } from "./world.ts";
