/** For changes: each request that they send fails in turn, and no answer says more than is true.
 *
 * The change is sent once at most, `done` stands only where the cloud bears it out, and a check whose reading failed
 * is told as such rather than as one that found nothing.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type DemoFault, type DemoRequest, startDemo } from "../demo/mod.ts";
import { Semaphore } from "../openstack/semaphore.ts";
import { getInstance } from "./compute/get_instance.ts";
import { getKeypairList } from "./compute/get_keypair_list.ts";
import { setInstance } from "./compute/set_instance.ts";
import { setKeypair } from "./compute/set_keypair.ts";
import { type Bench, type Called, rowsOf, SERVICE_FAULTS, withClient } from "./testing.ts";
import type { Tool } from "./tool.ts";

/** A change, and how to see whether it happened. */
interface ChangeCase {
  readonly tool: Tool;
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether the cloud is as it was wanted. Asked when nothing fails any more. */
  readonly isSo: (bench: Bench) => Promise<boolean>;
}

async function hasStatus({ call }: Bench, name: string, status: string): Promise<boolean> {
  const { answer } = await call(getInstance, { filters: { status }, fields: ["name"], limit: 1000 });
  return rowsOf(answer).some((row) => row["name"] === name);
}

async function isGone({ call }: Bench, tool: Tool, names: string): Promise<boolean> {
  return (await call(tool, { names })).error?.reason === "not found";
}

const NEW_SERVER = {
  action: "create",
  names: "new-01",
  flavor: "m1.small",
  image: "cirros-0.6.2",
  networks: "acme-web",
  key_name: "alice-key",
  security_groups: "web",
  availability_zone: "az1",
};
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIkbpkPgmP7L7K/sg4sfkXZh0Gqrxp1KtEQyCtXD7psA test";

const CASES: readonly ChangeCase[] = [
  {
    tool: setInstance,
    args: { action: "stop", names: "web-01" },
    isSo: (bench) => hasStatus(bench, "web-01", "SHUTOFF"),
  },
  {
    tool: setInstance,
    args: { action: "delete", names: "web-01" },
    isSo: (bench) => isGone(bench, getInstance, "web-01"),
  },
  { tool: setInstance, args: NEW_SERVER, isSo: (bench) => hasStatus(bench, "new-01", "ACTIVE") },
  {
    tool: setKeypair,
    args: { action: "import", names: "new-key", public_key: PUBLIC_KEY },
    isSo: async (bench) => !await isGone(bench, getKeypairList, "new-key"),
  },
  {
    tool: setKeypair,
    args: { action: "delete", names: "alice-key" },
    isSo: (bench) => isGone(bench, getKeypairList, "alice-key"),
  },
];

/** Of a change a service may also say that it does not fit, and a proxy that it lost the answer. */
const FAULTS: Readonly<Record<string, DemoFault>> = {
  ...SERVICE_FAULTS,
  "409": { kind: "status", status: 409 },
  "a proxy's 502": { kind: "html", status: 502 },
};

const PATIENCE_MS = 1_000;
const AT_ONCE = 12;
/** Long enough for two looks at the target. */
const WAIT = { wait_seconds: 3 };

/** What came of a change while something failed. */
interface Tried extends Called {
  readonly isSo: boolean;
}

async function tryOnce({ tool, args, isSo }: ChangeCase, fault?: DemoFault): Promise<Tried> {
  const demo = await startDemo({ transitionMs: 50 });
  const tried: Tried[] = [];
  try {
    await withClient(demo, {
      policy: { allowWrite: true, confirm: "never" },
      ...(fault ? { settings: { requestTimeoutMs: PATIENCE_MS } } : {}),
    }, async (bench) => {
      if (fault) demo.setFaults([fault]);
      const called = await bench.call(tool, { ...args, ...WAIT });
      demo.setFaults([]);
      tried.push({ ...called, isSo: await isSo(bench) });
    });
  } finally {
    await demo.close();
  }
  const [only] = tried;
  assert.ok(only);
  return only;
}

function isChange({ method }: DemoRequest): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** A request that is the same in every demo cloud: what a run makes has other ids in each. */
function patternOf({ path }: DemoRequest): string {
  const kept = RegExp.escape(path).replace(/req(?:-|\\x2d)[\w\\-]+$/, "req-[^/]+");
  return `^${kept}(\\?|$)`;
}

/** Requests of a whole run that are to fail in turn, and whether they come before the change. */
function places(whole: Called): { readonly request: DemoRequest; readonly isPlanning: boolean }[] {
  const change = whole.requests.findIndex(isChange);
  const distinct = new Map<string, { request: DemoRequest; isPlanning: boolean }>();
  for (const [at, request] of whole.requests.entries()) {
    const key = `${request.service} ${request.method} ${patternOf(request)}`;
    if (!distinct.has(key)) distinct.set(key, { request, isPlanning: at < change });
  }
  return [...distinct.values()];
}

/** What is wrong with the answer when one request fails. */
async function doubtOf(
  change: ChangeCase,
  whole: Called,
  { request, isPlanning }: ReturnType<typeof places>[number],
  name: string,
): Promise<string | undefined> {
  const fault = FAULTS[name];
  assert.ok(fault);
  const { service, method } = request;
  // The server that was made has another id in each cloud.
  const [made] = rowsOf(whole.answer);
  const path = change.args["action"] === "create"
    ? patternOf(request).replace(RegExp.escape(String(made?.["id"])), "[0-9a-f-]{36}")
    : patternOf(request);
  const tried = await tryOnce(change, { ...fault, service, method, path });
  const problem = problemOf(tried, { whole, isPlanning, isFaultyChange: isChange(request) });
  const said = JSON.stringify(tried.error ?? tried.answer);
  return problem && `${method} ${service} ${request.path}, ${name}: ${problem}: ${said}`;
}

interface Place {
  readonly whole: Called;
  readonly isPlanning: boolean;
  /** Whether it is the change itself that failed: the demo did nothing then. */
  readonly isFaultyChange: boolean;
}

function problemOf(tried: Tried, { whole, isPlanning, isFaultyChange }: Place): string | undefined {
  const sent = tried.requests.filter(isChange).length;
  if (sent > whole.requests.filter(isChange).length) return `the change was sent ${sent} times`;
  if (tried.error) return sent > 0 ? "an error although a change was sent" : undefined;
  const outcomes = rowsOf(tried.answer).map(({ outcome }) => outcome);
  if (outcomes.includes("done") && !tried.isSo) return "done, and it is not so";
  if (outcomes.includes("done") && isFaultyChange) return "done, and the service had not taken it";
  if (outcomes.includes("failed") && tried.isSo) return "failed, and it is so";
  if (outcomes.includes("not sent") && sent > 0 && !isFaultyChange) return "not sent, and it was";
  if (isPlanning && !("unavailable" in tried.answer)) return "a check is taken for passed";
  return undefined;
}

for (const change of CASES) {
  const { tool, args } = change;
  Deno.test(`${tool.name} ${args["action"]} says no more than is true, whatever fails`, async () => {
    const whole = await tryOnce(change);
    assert.equal(whole.error, undefined);
    assert.deepEqual(rowsOf(whole.answer).map(({ outcome }) => outcome), ["done"]);
    assert.ok(whole.isSo && !("unavailable" in whole.answer), JSON.stringify(whole.answer));
    const turns = new Semaphore(AT_ONCE);
    const doubts = await Promise.all(
      places(whole).flatMap((place) =>
        Object.keys(FAULTS).map((name) => turns.run(() => doubtOf(change, whole, place, name)))
      ),
    );
    assert.deepEqual(doubts.filter((doubt) => doubt !== undefined), []);
  });
}
