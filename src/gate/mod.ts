/** The gate: what stands between a tool and any change.
 *
 * @module
 */
export {
  type Change,
  type ChangeOptions,
  type Observation,
  type Owner,
  type Plan,
  type SendChange,
  type Sent,
  type Target,
} from "./change.ts";
export { Confirmations } from "./confirmation.ts";
export { Gate, type GateOptions, type Reply } from "./gate.ts";
export type { Ledger, LedgerEntry } from "./ledger.ts";
export { type ChangePolicy, type ConfirmLevel, needsConfirmation, refuseForbidden } from "./policy.ts";
