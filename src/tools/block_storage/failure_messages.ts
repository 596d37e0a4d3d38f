/** Why something failed that Cinder had accepted: the last message that it left for the user.
 *
 * @module
 */
import { listVolumeMessages } from "../../openstack/block_storage/operations.ts";
import { readVolumeMessage } from "../../openstack/block_storage/types.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { fence, truncateText, type UntrustedText } from "../../text/sanitize.ts";
import { UNKNOWN } from "../parts.ts";
import type { ToolContext } from "../tool.ts";

/** What was found by the ids of what failed. Without `messages` they could not be read. */
export interface FailureMessages {
  readonly messages?: ReadonlyMap<string, string>;
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Something that can fail. */
interface Failing {
  readonly id: string;
  readonly status: string | undefined;
}

/** Pages of a thousand that are looked through; messages are kept for a month only. */
const MOST_PAGES = 5;
/** Characters of a message that are shown. */
const LONGEST = 400;

/** Whether a status is one of failure: `error`, `error_deleting`, `error_extending` and the like. */
function hasFailed({ status }: Failing): boolean {
  return status?.startsWith("error") ?? false;
}

/** Reads the last messages about those that failed, newest first; nothing is asked if none did.
 *
 * @param resourceType As Cinder calls it: `VOLUME`, `VOLUME_SNAPSHOT`.
 */
export async function failureMessages(
  resourceType: string,
  items: readonly Failing[],
  context: ToolContext,
): Promise<FailureMessages> {
  const missing = new Set(items.filter(hasFailed).map(({ id }) => id));
  const messages = new Map<string, string>();
  if (missing.size === 0) return { messages, unavailable: [] };
  const [only] = missing.size === 1 ? missing : [];
  const query: Record<string, QueryValue> = {
    resource_type: resourceType,
    sort_key: "created_at",
    sort_dir: "desc",
    ...(only === undefined ? {} : { resource_uuid: only }),
  };
  try {
    let pages = 0;
    for await (const page of context.cloud.pages(listVolumeMessages, { query })) {
      for (const message of page.items.map(readVolumeMessage)) {
        if (message?.resourceId === undefined || !missing.delete(message.resourceId)) continue;
        if (message.text !== undefined) messages.set(message.resourceId, message.text);
      }
      if (missing.size === 0 || ++pages === MOST_PAGES) break;
    }
    return { messages, unavailable: [] };
  } catch (error) {
    return { unavailable: [unavailablePart("messages of failures", error)] };
  }
}

/** The message about one item, marked as text of others; undefined if it did not fail or there is none.
 *
 * @param found What was read, if it was asked for.
 */
export function failureMessage(
  found: FailureMessages | undefined,
  item: Failing,
): UntrustedText | string | undefined {
  if (!found || !hasFailed(item)) return undefined;
  if (!found.messages) return UNKNOWN;
  const message = found.messages.get(item.id);
  return message === undefined ? undefined : fence(truncateText(message, LONGEST));
}
