/** Heat, as far as checks look.
 *
 * @module
 */
import { OpenStackError } from "../../openstack/errors.ts";
import type { Operation } from "../../openstack/operation.ts";
import {
  listOrchestrationServices,
  listStackEvents,
  listStackResources,
  listStacks,
  showStack,
} from "../../openstack/orchestration/operations.ts";
import {
  type OrchestrationService,
  readOrchestrationService,
  readStack,
  readStackDetails,
  readStackEvent,
  readStackResource,
  type Stack,
  type StackEvent,
  type StackResource,
} from "../../openstack/orchestration/types.ts";
import { list } from "../../openstack/read.ts";
import { type Collection, type CollectionsOf, listed, type Loaded, type Reader } from "../collection.ts";
import { picking } from "../pick.ts";

const STACK = [
  "id",
  "name",
  "status",
  "statusReason",
  "projectId",
  "createdAt",
  "updatedAt",
] as const;

/** What checks keep of a stack. */
export type HealthStack = Pick<Stack, typeof STACK[number]>;

/** Stacks of the project, or of all; the nested ones stand behind their parents. */
export const stacks: Collection<HealthStack> = listed({
  title: "stacks",
  operation: listStacks,
  ownProjectOnly: true,
  scope: "tenant",
  read: picking(readStack, STACK),
});

/** What is missing from the stacks that are listed. */
export interface StackGap {
  readonly detail: string;
}

/** Whether the stacks are those of all projects, where these are wanted: one item if not.
 *
 * Whom Heat takes for an administrator it tells whose a stack is. Where there is no stack, its engines tell the same:
 * its policy shows them by the same rule.
 */
export const stackGaps: Collection<StackGap> = {
  title: "scope of stacks",
  operations: [listOrchestrationServices],
  async load(reader) {
    if (!reader.allProjects) return { items: [] };
    const stacks = await reader.collected("stacks");
    if (stacks.some(({ projectId }) => projectId !== undefined)) return { items: [] };
    try {
      await reader.send(listOrchestrationServices);
      return { items: [] };
    } catch (error) {
      if (!(error instanceof OpenStackError && error.reason === "not permitted")) throw error;
      return {
        items: [{
          detail: "Heat does not take this login for an administrator's, and lists its own project",
        }],
      };
    }
  },
};

/** How long a stack may take for what it is doing. */
export interface StackTimeout {
  readonly stackId: string;
  readonly minutes: number;
}

/** So many stacks that are changing are looked into: each costs a request. */
const MAX_CHANGING = 50;
/** So many failed stacks are looked into; what more of them say is seldom new. */
const MAX_FAILED = 20;
/** Levels of stacks within stacks. */
const DEPTH = 5;

/** The timeouts of stacks that are changing; those without one of their own are left out. */
export const stackTimeouts: Collection<StackTimeout> = ofStacks({
  title: "timeouts of stacks",
  operation: showStack,
  wanted: isChanging,
  most: MAX_CHANGING,
  async read(stack, path, reader) {
    const { body } = await reader.send(showStack, { path, query: { resolve_outputs: false } });
    const minutes = readStackDetails(body)?.timeoutMinutes;
    return minutes === undefined ? [] : [{ stackId: stack.id, minutes }];
  },
});

/** A resource at which a stack waits for somebody to clear a hook. */
export interface WaitingHook {
  readonly stackId: string;
  readonly resource: string;
  /** `pre-create`, for instance. */
  readonly hook: string;
  /** As the service wrote it. */
  readonly since: string | undefined;
}

/** Events of a stack that are looked through for hooks, the newest. */
const EVENTS = 500;

/** Hooks that stacks wait at. Heat has no list of them: they are read out of the events. */
export const stackHooks: Collection<WaitingHook> = ofStacks({
  title: "hooks of stacks",
  operation: listStackEvents,
  wanted: isChanging,
  most: MAX_CHANGING,
  async read(stack, path, reader) {
    const query = { sort_dir: "desc", limit: EVENTS, nested_depth: DEPTH };
    const { body } = await reader.send(listStackEvents, { path, query });
    return waitingHooks(stack.id, (list(body, "events") ?? []).flatMap((raw) => readStackEvent(raw) ?? []));
  },
});

const PAUSED = /paused until Hook (\S+) is cleared/;
const CLEARED = /^Hook (\S+) is cleared/;

/** The hooks that were set and not cleared since; events come with the newest first. */
function waitingHooks(stackId: string, events: readonly StackEvent[]): WaitingHook[] {
  const waiting = new Map<string, WaitingHook>();
  for (const { resourceName, stackId: within = "", statusReason = "", at } of events.toReversed()) {
    const [, paused] = PAUSED.exec(statusReason) ?? [];
    const [, cleared] = CLEARED.exec(statusReason) ?? [];
    const hook = paused ?? cleared;
    if (resourceName === undefined || hook === undefined) continue;
    const key = `${within}/${resourceName}/${hook}`;
    if (cleared === undefined) waiting.set(key, { stackId, resource: resourceName, hook, since: at });
    else waiting.delete(key);
  }
  return [...waiting.values()];
}

/** What checks keep of a resource of a stack. */
export interface HealthStackResource
  extends Pick<StackResource, "name" | "type" | "status" | "statusReason"> {
  /** Id of the stack that is listed, however deep the resource is in it. */
  readonly stackId: string;
}

/** The resource that failed first in each stack that failed. It explains a finding and decides nothing. */
export const stackFailures: Collection<HealthStackResource> = {
  title: "failed resources of stacks",
  operations: [listStackResources],
  async load(reader) {
    const failed = (await reader.collected("stacks")).filter(isFailed).slice(0, MAX_FAILED);
    const found = await Promise.allSettled(failed.map(async (stack) => {
      const path = pathOf(stack);
      const resource = path && firstFailed(await resourcesOf(path, { status: "FAILED" }, reader));
      return resource ? [kept(resource, stack)] : [];
    }));
    return { items: found.flatMap((result) => result.status === "fulfilled" ? result.value : []) };
  },
};

/** Heat gives up the others when one has failed. */
const GIVEN_UP = /\baborted\b|\bcancelled\b/i;

/** What failed by itself, and not because of something within it. */
function firstFailed(resources: readonly StackResource[]): StackResource | undefined {
  const failed = resources.filter(({ status }) => status?.endsWith("_FAILED"));
  const parents = new Set(failed.map(({ parentResource }) => parentResource));
  const causes = failed.filter(({ name, statusReason = "" }) =>
    !parents.has(name) && !GIVEN_UP.test(statusReason)
  );
  return causes.toSorted((a, b) => (a.updatedAt ?? "") < (b.updatedAt ?? "") ? -1 : 1)[0] ?? failed[0];
}

/** Resources of stacks that somebody, or a check, found not healthy. */
export const unhealthyResources: Collection<HealthStackResource> = ofStacks({
  title: "unhealthy resources of stacks",
  operation: listStackResources,
  wanted: (stack) => !isChanging(stack) && !(stack.status ?? "").startsWith("DELETE_"),
  async read(stack, path, reader) {
    const found = await resourcesOf(path, { status: "FAILED", action: "CHECK" }, reader);
    const unhealthy = found.filter(({ status }) => status === "CHECK_FAILED");
    const parents = new Set(unhealthy.map(({ parentResource }) => parentResource));
    return unhealthy.filter(({ name }) => !parents.has(name)).map((resource) => kept(resource, stack));
  },
});

/** Heat's engines on all hosts. */
export const orchestrationServices: Collection<OrchestrationService> = listed({
  title: "orchestration engines",
  operation: listOrchestrationServices,
  read: readOrchestrationService,
});

function isChanging({ status = "" }: HealthStack): boolean {
  return status.endsWith("_IN_PROGRESS");
}

/** One whose resources a check found not healthy has not failed by itself. */
function isFailed({ status = "" }: HealthStack): boolean {
  return status.endsWith("_FAILED") && status !== "CHECK_FAILED";
}

type StackPath = Readonly<Record<"stack_name" | "stack_id", string>>;

function pathOf({ name, id }: HealthStack): StackPath | undefined {
  return name === undefined ? undefined : { stack_name: name, stack_id: id };
}

function resourcesOf(
  path: StackPath,
  filter: Readonly<Record<string, string>>,
  reader: Reader,
): Promise<StackResource[]> {
  const query = { ...filter, nested_depth: DEPTH };
  return reader.list(listStackResources, { path, query, read: readStackResource });
}

function kept({ name, type, status, statusReason }: StackResource, stack: HealthStack): HealthStackResource {
  return { stackId: stack.id, name, type, status, statusReason };
}

/** A collection of what Heat tells of one stack alone. */
interface OfStacksSpec<T> {
  readonly title: string;
  readonly operation: Operation;
  readonly wanted: (stack: HealthStack) => boolean;
  /** So many stacks are asked. @default What the run allows for hosts. */
  readonly most?: number;
  readonly read: (stack: HealthStack, path: StackPath, reader: Reader) => Promise<readonly T[]>;
}

function ofStacks<T>({ title, operation, wanted, read, ...spec }: OfStacksSpec<T>): Collection<T> {
  return {
    title,
    operations: [listStacks, operation],
    ownProjectOnly: true,
    async load(reader): Promise<Loaded<T>> {
      const all = (await reader.collected("stacks")).filter(wanted);
      const { most = reader.maxHosts } = spec;
      const found = await Promise.all(
        all.slice(0, most).map(async (stack) => {
          const path = pathOf(stack);
          return path ? await unlessGone(() => read(stack, path, reader)) : [];
        }),
      );
      const items = found.flat();
      if (all.length <= most) return { items };
      const more = spec.most === undefined ? "; --max-hosts allows more" : "";
      return { items, incomplete: `${most} of ${all.length} stacks were asked${more}` };
    },
  };
}

/** A stack may be gone before it is asked. */
async function unlessGone<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return [];
    throw error;
  }
}

/** What the items of this file's collections are. */
export interface OrchestrationItems {
  readonly stacks: HealthStack;
  readonly stackGaps: StackGap;
  readonly stackTimeouts: StackTimeout;
  readonly stackHooks: WaitingHook;
  readonly stackFailures: HealthStackResource;
  readonly unhealthyResources: HealthStackResource;
  readonly orchestrationServices: OrchestrationService;
}

/** The collections of this service, by the name that checks use. */
export const orchestrationCollections: CollectionsOf<OrchestrationItems> = {
  stacks,
  stackGaps,
  stackTimeouts,
  stackHooks,
  stackFailures,
  unhealthyResources,
  orchestrationServices,
};
