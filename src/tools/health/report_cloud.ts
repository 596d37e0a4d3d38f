import type { ReportCloud } from "../../health/mod.ts";
import { addRecord, type CallClient } from "../../openstack/call_client.ts";

/** A call as a health report sees it: what is sent to each service is counted apart.
 *
 * The call's own record has it all once {@linkcode settle} was called.
 */
export class CallCloud implements ReportCloud {
  readonly #whole: CallClient;
  readonly #parts: CallClient[] = [];

  /** Makes one out of a call, whose operations it can send. */
  constructor(whole: CallClient) {
    this.#whole = whole;
  }

  /** A view of the call for some of its operations. */
  call(options: Parameters<ReportCloud["call"]>[0]): CallClient {
    const part = this.#whole.part(options);
    this.#parts.push(part);
    return part;
  }

  /** Adds what was counted to the call's record; to be called once. */
  settle(): void {
    for (const { record } of this.#parts) addRecord(this.#whole.record, record);
  }
}
