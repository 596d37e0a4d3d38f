import * as z from "zod";
import { listServers } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { CHANGE_ARGUMENTS } from "../change_arguments.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, type ListArguments, optional, renamed } from "../list_arguments.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { ACTION_ALIASES, SERVER_ACTION_NAMES, SERVER_ACTIONS } from "./server_actions.ts";
import { findServers, SERVER_CHANGE_OPERATIONS, serverChange } from "./server_change.ts";
import { CREATE_ARGUMENTS, CREATE_COMPAT, CREATE_OPERATIONS, createChange } from "./server_create.ts";
import { SERVERS } from "./servers.ts";

const { names, name_contains, filters, fields, detail, limit, cursor, sort } = LIST_ARGUMENTS;

/** Arguments that choose servers, and those of every change. */
const CHOICE = { names, name_contains, filters, ...CHANGE_ARGUMENTS };

/** Arguments of the list, which is get_instance's: accepted, and not in the schema. */
const OF_LIST = { _fields: fields, _detail: detail, _limit: limit, _cursor: cursor, _sort: sort };

/** Arguments of single actions; {@linkcode SERVER_ACTIONS} tells of which. */
const OF_ACTIONS = {
  reboot_type: optional(z.enum(["SOFT", "HARD"]), (text) => text.toUpperCase()),
  locked_reason: optional(z.string().max(255)),
  image_name: optional(z.string().max(255)),
  ...CREATE_ARGUMENTS,
};

const ACTIONS = ["list", "create", ...SERVER_ACTION_NAMES] as const;

/** The last two are actions of older tools: accepted, and not in the schema. */
const ACTION = z.enum([...ACTIONS, "soft_reboot", "hard_reboot"]).meta({ enum: [...ACTIONS] });

const INPUT = z.strictObject({
  action: z.preprocess(canonical, ACTION),
  ...CHOICE,
  ...OF_ACTIONS,
  _flavor_contains: optional(z.string().max(255)),
  _image_contains: optional(z.string().max(255)),
  ...OF_LIST,
});

type Input = z.output<typeof INPUT>;

/** Servers of the project: everything that makes one, or changes one as a whole. */
export const setInstance = tool({
  name: "set_instance",
  toolset: "compute",
  title: "Change servers",
  description:
    "Creates servers, or changes those chosen by names, name_contains and filters (combined with AND). If a plan comes back, call again with its token as confirm. rebuild needs image, resize flavor, snapshot image_name.",
  input: INPUT,
  operations: [...new Set([...SERVER_CHANGE_OPERATIONS, ...CREATE_OPERATIONS])],
  essential: [listServers],
  aliases: { manage_instance: {}, manage_openstack_instance: {} },
  compat: {
    ...CREATE_COMPAT,
    instance_names: renamed("names"),
    instance_name: renamed("names"),
    status: filtering("status"),
    flavor_contains: renamed("_flavor_contains"),
    image_contains: renamed("_image_contains"),
    snapshot_name: renamed("image_name"),
    ...Object.fromEntries(Object.keys(OF_LIST).map((name) => [name.slice(1), renamed(name)])),
  },
  run: async (given, context) => {
    const { action, ...args } = withoutOlderReboot(given);
    refuseUnfit(action, args);
    if (action === "list") return await listChosen(args, context);
    const change = action === "create"
      ? createChange({ action, ...args }, context)
      : serverChange(action, { action, ...args }, context);
    return await context.gate.change(change);
  },
});

/** An action by the name that the schema has for it. */
function canonical(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value !== "string") return value;
  const name = value.trim().toLowerCase().replaceAll("-", "_");
  if (name === "console") {
    context.addIssue({
      code: "custom",
      message: "a console is no change: get_console_log reads one, set_console opens one",
    });
    return z.NEVER;
  }
  return ACTION_ALIASES.get(name) ?? name;
}

/** The arguments with today's name of the action. */
function withoutOlderReboot({ action, ...args }: Input) {
  if (action === "soft_reboot") return { ...args, action: "reboot", reboot_type: "SOFT" } as const;
  if (action === "hard_reboot") return { ...args, action: "reboot", reboot_type: "HARD" } as const;
  return { ...args, action };
}

/** The list as get_instance has it; parts of flavors and images, which it does not know, are looked for first. */
async function listChosen(args: Omit<Input, "action">, context: ToolContext): Promise<ToolAnswer> {
  const listed = listArguments(args);
  if (args._flavor_contains === undefined && args._image_contains === undefined) {
    return await answerList(SERVERS, listed, context);
  }
  const { names: _names, name_contains: _part, filters: _filters, ...rest } = listed;
  const items = await findServers(args, context);
  return await answerList({ ...SERVERS, gather: () => Promise.resolve({ items }) }, rest, context);
}

function listArguments(args: Omit<Input, "action">): ListArguments {
  const { names, name_contains, filters } = args;
  const { _fields: fields, _detail: detail, _limit: limit, _cursor: cursor, _sort: sort } = args;
  return { names, name_contains, filters, fields, detail, limit, cursor, sort };
}

/** Refuses arguments that an action has no use for: whoever gave them expects something else than would happen.
 *
 * @throws {OpenStackError} `invalid argument`; also if one is missing.
 */
function refuseUnfit(action: typeof ACTIONS[number], args: Omit<Input, "action">): void {
  const takes = takenBy(action);
  const given = Object.entries(args).filter(([, value]) => value !== undefined).map(([name]) => name);
  const useless = given.find((name) => Object.hasOwn(OF_ACTIONS, name) && !takes.includes(name));
  const { needs = [] } = action === "list" || action === "create" ? {} : SERVER_ACTIONS[action];
  const missing = needs.find((name) => !given.includes(name));
  if (useless === undefined && missing === undefined) return;
  throw new OpenStackError({
    what: `${action} servers`,
    reason: "invalid argument",
    detail: useless === undefined
      ? `${action} needs ${missing}`
      : `${action} takes no ${useless}; it takes ${takes.join(", ") || "none of its own"}`,
    ...(useless === undefined ? {} : { next: "Servers are chosen by names, name_contains and filters." }),
  });
}

function takenBy(action: typeof ACTIONS[number]): readonly string[] {
  if (action === "create") return Object.keys(CREATE_ARGUMENTS);
  return action === "list" ? [] : SERVER_ACTIONS[action].takes ?? [];
}
