/** Checks of secrets. They look at metadata alone.
 *
 * @module
 */
import type { Order } from "../../openstack/key_manager/types.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { HealthSecret } from "../collections/key_manager.ts";
import { command } from "../command.ts";
import { duration, resourceOf } from "../lasting.ts";
import type { FoundResource, Severity } from "../report.ts";

/** Judges when something expires. */
type Judge = (expiresAt: string | undefined) => { severity: Severity; words: string } | undefined;

const expiry = check({
  id: "barbican-expiry",
  area: "key_manager",
  title: "Secrets that expire soon, and secrets and orders that failed",
  data: ["secrets", "orders"],
  severities: ["warning", "critical"],
  thresholds: { warning_days: 30, critical_days: 7 },
  remedy: "Store a new secret and point its users to it: Barbican refuses one that has expired.",
  run(data, ctx) {
    if (ctx.allProjects) {
      ctx.notShown("secrets of other projects", "Barbican shows those of the login's own project alone");
    }
    const warning = duration(ctx, "warning_days");
    const critical = duration(ctx, "critical_days");
    const judge: Judge = (expiresAt) => {
      const end = parseTime(expiresAt);
      if (end === undefined || end - ctx.now > warning) return undefined;
      const severity = end - ctx.now <= critical ? "critical" : "warning";
      return { severity, words: end > ctx.now ? `expires in ${age(end - ctx.now)}` : "has expired" };
    };
    return [
      ...data.all("secrets").flatMap((secret) => secretDraft(secret, judge)),
      ...data.all("orders").flatMap((order) => orderDraft(order, judge)),
    ];
  },
});

function secretDraft(secret: HealthSecret, judge: Judge): Draft[] {
  const { ref, status, type, expiresAt, updatedAt } = secret;
  const failed = status === "ERROR";
  const found = failed ? FAILED_SECRET : judge(expiresAt);
  if (!found) return [];
  const resource = resourceOf("secret", secret);
  return [{
    severity: found.severity,
    text: `secret ${resource.name} ${found.words}`,
    resource,
    evidence: { status, secret_type: type, expiration: expiresAt, updated: updatedAt },
    next: command("openstack", "secret", "get", ref),
  }];
}

const FAILED_SECRET = { severity: "critical", words: "is in ERROR, and cannot be used" } as const;

/** What an order has made is a secret of its own, which may have been deleted since. */
function orderDraft(order: Order, judge: Judge): Draft[] {
  const { ref, status, type, expiresAt, createdAt, errorCode, errorReason } = order;
  const failed = status === "ERROR";
  const found = failed ? failedOrder(order) : status === "PENDING" ? judge(expiresAt) : undefined;
  if (!found) return [];
  const resource: FoundResource = resourceOf("order", order);
  return [{
    severity: found.severity,
    text: `order ${resource.name} ${found.words}`,
    resource,
    ...(failed ? { since: parseTime(order.updatedAt ?? createdAt) } : {}),
    evidence: {
      status,
      type,
      expiration: expiresAt,
      created: createdAt,
      error_status_code: errorCode,
      error_reason: errorReason,
    },
    remedy: failed ? "Order it again, and delete this order." : expiry.remedy,
    next: command("openstack", "secret", "order", "get", ref),
  }];
}

function failedOrder({ errorReason }: Order): { severity: Severity; words: string } {
  const why = errorReason === undefined ? "" : `: ${errorReason}`;
  return { severity: "warning", words: `failed, so that its secret was not made${why}` };
}

/** The checks of this area. */
export const keyManagerChecks: readonly Check[] = [expiry];
