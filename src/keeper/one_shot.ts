/** Asks a cloud from the terminal: one question, one answer, and the threads are gone again.
 *
 * @module
 */
import type { CloudSettings } from "../openstack/settings.ts";
import { type AskOptions, CloudPort, type PortAnswer, type PortRequest } from "../wire/cloud_port.ts";
import type { LogMessage, ServePolicy } from "../wire/messages.ts";
import { type ChangeKeeping, CloudKeeper } from "./cloud_keeper.ts";

/** Options of {@linkcode askCloud}. */
export interface AskCloudOptions extends AskOptions {
  readonly settings: CloudSettings;
  readonly policy: ServePolicy;
  readonly changes: ChangeKeeping;
  /** What to ask after an answer; undefined ends it. The threads stay meanwhile. */
  readonly then?: (answer: PortAnswer) => Promise<PortRequest | undefined>;
  readonly log: (entry: LogMessage) => void;
}

/** Asks, and ends the threads whatever happens.
 *
 * @throws The signal's reason if the asker gives up.
 */
export async function askCloud(request: PortRequest, options: AskCloudOptions): Promise<PortAnswer> {
  const port: CloudPort = new CloudPort(() => cloud.want());
  const cloud = new CloudKeeper({
    settings: options.settings,
    policy: options.policy,
    changes: options.changes,
    onPort: (end, thread) => port.use(end, thread),
    onLost: (thread) => port.lost(thread),
    onLoginFailed: (json) => port.fail({ json, isError: true }),
    log: options.log,
  });
  try {
    let answer = await port.ask(request, options);
    for (let next = await options.then?.(answer); next; next = await options.then?.(answer)) {
      answer = await port.ask(next, options);
    }
    return answer;
  } finally {
    await cloud.close();
    port.close();
  }
}
