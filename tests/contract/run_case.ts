/** Runs a case of the contract as steps of a test.
 *
 * @module
 */
import assert from "node:assert/strict";
import { OpenStackError } from "../../src/openstack/errors.ts";
import type { Operation } from "../../src/openstack/operation.ts";
import { isWire, wire } from "../../src/openstack/read.ts";
import type { Case, Outcome, Target } from "./case.ts";
import type { ContractCloud, ContractLogin } from "./logins.ts";

/** Runs everything that a case says. What cannot be tried here is shown as ignored, with the reason. */
export async function runCase(t: Deno.TestContext, each: Case, cloud: ContractCloud): Promise<void> {
  const { operation } = each;
  const login = operation.needs === "admin" ? cloud.admin : cloud.member;
  const ignored = (why: string) => t.step({ name: why, ignore: true, fn: () => {} });
  if (login === undefined) return void await ignored("no administrator's login");
  if (!cloud.seeded && !isDeployed(login, operation.service)) {
    return void await ignored(`no ${operation.service}`);
  }
  const found = await each.target(login);
  if (found === undefined) {
    assert(!cloud.seeded || each.mayBeEmpty, "there is nothing to try it on");
    return void await ignored("nothing to try it on");
  }
  const target = scoped(operation, login, found);
  if (operation.needs === "member" && isReader(login)) {
    return void await t.step("refused to a reader", async () => {
      assertOutcome(await outcomeOf(each, login, target), each.refused);
    });
  }
  await t.step("is read", () => isRead(each, login, target, cloud.seeded));
  if (operation.page && operation.page.by !== "none") {
    await t.step("pages add up", () => pagesAddUp(each, login, target));
  }
  if (operation.microversion !== undefined) {
    await t.step("oldest microversion", () => oldestVersion(each, login, target));
  }
  for (const name of Object.keys(target.path ?? {})) {
    await t.step(`unknown ${name}`, () => unknownId(each, login, target, name));
  }
  if (operation.needs === "admin" && !isAdmin(cloud.member)) {
    await t.step("refused to a member", async () => {
      assertOutcome(await outcomeOf(each, cloud.member, target), each.refused);
    });
  }
}

/** Where an administrator's list holds all projects, with the service's own filter it is limited to one.
 *
 * Without, pages would not add up either: Neutron drops what a policy hides after it cut the page, and offers no
 * next page if too little is left.
 */
function scoped(operation: Operation, login: ContractLogin, target: Target): Target {
  const filter = OWNER_FILTERS.get(operation.service);
  if (operation.needs === "admin" || !isAdmin(login) || !operation.page || !operation.owner || !filter) {
    return target;
  }
  return { ...target, query: { ...target.query, [filter]: login.projectId } };
}

const OWNER_FILTERS = new Map([["network", "project_id"], ["load-balancer", "project_id"], [
  "image",
  "owner",
]]);

function isAdmin(login: ContractLogin): boolean {
  return login.session.roles.includes("admin");
}

/** Whether the login may read and nothing else. */
function isReader(login: ContractLogin): boolean {
  return !["member", "manager", "admin"].some((role) => login.session.roles.includes(role));
}

function isDeployed(login: ContractLogin, service: string): boolean {
  return login.cloud.allowlist.entries.some((entry) => entry.service === service);
}

async function valuesOf(each: Case, login: ContractLogin, target: Target): Promise<readonly unknown[]> {
  if (each.operation.page) return await login.cloud.list(each.operation, target);
  return [(await login.cloud.send(each.operation, target)).body];
}

async function isRead(each: Case, login: ContractLogin, target: Target, seeded: boolean): Promise<void> {
  const values = await valuesOf(each, login, target);
  if (seeded && !each.mayBeEmpty) assert(values.length > 0, "the list is empty");
  const keys = each.verify(values, login);
  if (each.operation.page && !each.repeats) {
    assert.equal(new Set(keys).size, keys.length, "an item stands twice in the list");
  }
}

async function pagesAddUp(each: Case, login: ContractLogin, target: Target): Promise<void> {
  const keysBy = async (limit: number) => {
    const keys = each.verify(await login.cloud.list(each.operation, { ...target, limit }), login);
    return each.repeats ? [...new Set(keys)] : keys;
  };
  const whole = await keysBy(1000);
  const inTwos = await keysBy(2);
  assert.deepEqual(inTwos.toSorted(), whole.toSorted());
}

/** A cloud's operator may have set a default, and the oldest release has the oldest forms. */
async function oldestVersion(each: Case, login: ContractLogin, target: Target): Promise<void> {
  const { operation } = each;
  const range = await login.cloud.versions(operation.service);
  const microversion = operation.requires ?? range.min;
  assert(microversion !== undefined, `${operation.service} names no microversions`);
  const today = await valuesOf(each, login, target);
  const before = await valuesOf(each, login, { ...target, ...{ microversion } });
  each.verify(before, login);
  assert.equal(before.length, today.length, "the oldest form has another number of items");
}

async function unknownId(each: Case, login: ContractLogin, target: Target, name: string): Promise<void> {
  const path = { ...target.path, [name]: crypto.randomUUID() };
  assertOutcome(await outcomeOf(each, login, { ...target, path }), each.unknown);
}

async function outcomeOf(each: Case, login: ContractLogin, target: Target): Promise<Outcome> {
  try {
    const { body } = await login.cloud.send(each.operation, target);
    return isEmpty(each, body) ? "empty" : "answered";
  } catch (error) {
    if (error instanceof OpenStackError) return error.reason;
    throw error;
  }
}

function isEmpty(each: Case, body: unknown): boolean {
  if (each.operation.page) return each.valuesOf(body).length === 0;
  return Object.values(wire(body)).every((value) => isWire(value) && Object.keys(value).length === 0);
}

function assertOutcome(outcome: Outcome, expected: readonly Outcome[]): void {
  assert(expected.includes(outcome), `was ${outcome}, not ${expected.join(" or ")}`);
}
