/** The check of who may do everything.
 *
 * @module
 */
import type { IdentityRef, RoleAssignment } from "../../openstack/identity/types.ts";
import { count, flag, text } from "../../openstack/read.ts";
import { type Check, check, type Draft, notApplicable, type Remembered } from "../check.ts";
import { command } from "../command.ts";
import { duration } from "../lasting.ts";

/** Somebody with a powerful role. */
interface Holder {
  readonly kind: "user" | "group";
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly scope: string;
  /** `in project acme`, `in 3 projects`, `on the whole system`. */
  readonly where: string;
}

/** That somebody got such a role, or lost it. */
interface HolderChange extends Holder {
  readonly got: boolean;
  /** When a run noticed, in milliseconds. */
  readonly at: number;
}

/** What tells holders apart; in how many projects they hold the role does not. */
function keyOf({ id, role, scope }: Holder): string {
  return `${id}/${role}/${scope}`;
}

function holdersIn(assignments: readonly RoleAssignment[]): Holder[] {
  const held = assignments.flatMap((assignment) => {
    const { role, user, group, scope } = assignment;
    const holder = user ?? group;
    if (!holder || !scope) return [];
    return [{ holder, kind: user ? "user" as const : "group" as const, role: nameOf(role), scope }];
  });
  const groups = Map.groupBy(held, ({ holder, role, scope }) => `${holder.id}/${role}/${scope.kind}`);
  return [...groups.values()].flatMap((own): Holder[] => {
    const [first] = own;
    if (!first) return [];
    const { holder, kind, role, scope } = first;
    const where = whereOf(own.map(({ scope }) => scope));
    return [{ kind, id: holder.id, name: nameOf(holder), role, scope: scope.kind, where }];
  }).sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1);
}

function nameOf({ id, name }: IdentityRef): string {
  return name ?? id;
}

function whereOf(scopes: readonly NonNullable<RoleAssignment["scope"]>[]): string {
  const places = scopes.flatMap((scope) =>
    scope.kind === "system" ? [] : nameOf(scope.kind === "project" ? scope.project : scope.domain)
  );
  const kind = scopes[0]?.kind ?? "system";
  const [only, ...more] = new Set(places);
  if (only === undefined) return "on the whole system";
  return more.length === 0 ? `in ${kind} ${only}` : `in ${more.length + 1} ${kind}s`;
}

function readHolder(value: unknown): Holder[] {
  const [id, role, scope, where] = ["id", "role", "scope", "where"].map((key) => text(value, key));
  if (id === undefined || role === undefined || scope === undefined || where === undefined) return [];
  const kind = text(value, "kind") === "group" ? "group" : "user";
  return [{ kind, id, name: text(value, "name") ?? id, role, scope, where }];
}

function readChange(value: unknown): HolderChange[] {
  const at = count(value, "at");
  return readHolder(value).map((holder) => ({
    ...holder,
    got: flag(value, "got") ?? true,
    at: at ?? 0,
  }));
}

/** What an earlier run remembered; undefined if none did. */
function recalled<T>(value: Remembered | undefined, read: (item: unknown) => T[]): T[] | undefined {
  return Array.isArray(value) ? value.flatMap(read) : undefined;
}

/** The check of who may do everything. */
export const identityAdmins: Check = check({
  id: "identity-admins",
  area: "identity",
  title: "Administrators who are new, or no more",
  data: ["powerfulAssignments"],
  severities: ["warning"],
  thresholds: { told_hours: 24 },
  remedy: "If nobody meant this change, take it back, and look at what was done with the role since.",
  next: ({ kind, id }) => command("openstack", "role", "assignment", "list", `--${kind}`, id, "--names"),
  run(data, ctx) {
    const holders = holdersIn(data.all("powerfulAssignments"));
    const before = recalled(ctx.past?.remembered("holders"), readHolder);
    const known = recalled(ctx.past?.remembered("changes"), readChange) ?? [];
    const changes = [
      // A run in a hundred must not be the only one that tells.
      ...known.filter(({ at }) => ctx.now - at < duration(ctx, "told_hours")),
      ...(before ? changesBetween(before, holders, ctx.now) : []),
    ];
    ctx.remember("holders", holders.map((holder) => ({ ...holder })));
    ctx.remember("changes", changes.map((change) => ({ ...change })));
    if (!before) {
      return notApplicable("it compares with an earlier run, and none is known that looked at this");
    }
    return changes.map(draftOf);
  },
});

function changesBetween(before: readonly Holder[], holders: readonly Holder[], at: number): HolderChange[] {
  const had = new Set(before.map(keyOf));
  const have = new Set(holders.map(keyOf));
  return [
    ...holders.filter((holder) => !had.has(keyOf(holder))).map((holder) => ({ ...holder, got: true, at })),
    ...before.filter((holder) => !have.has(keyOf(holder))).map((holder) => ({ ...holder, got: false, at })),
  ];
}

function draftOf(change: HolderChange): Draft {
  const { kind, id, name, role, where, got, at } = change;
  return {
    severity: "warning",
    text: `${kind} ${name} ${got ? "got" : "lost"} the role ${role} ${where}`,
    resource: { kind, id, name },
    since: at,
    sinceFirstSeen: true,
    evidence: { role, where, change: got ? "got" : "lost" },
    key: `${keyOf(change)}/${got ? "got" : "lost"}/${at}`,
  };
}
