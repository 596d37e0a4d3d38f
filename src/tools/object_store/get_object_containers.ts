import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listContainers, showAccount, showContainer } from "../../openstack/object_store/operations.ts";
import {
  isWorldReadable,
  type ObjectContainer,
  type ObjectContainerDetails,
  readObjectAccount,
  readObjectContainer,
  readObjectContainerDetails,
} from "../../openstack/object_store/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, type ListArguments } from "../list_arguments.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { ownProjectOnly } from "../own_project_only.ts";
import { ofPart, readParts } from "../parts.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { exactName } from "./exact_name.ts";

/** Containers of the project's account. */
export const getObjectContainers = tool({
  name: "get_object_containers",
  toolset: "object_store",
  title: "Object containers",
  description:
    "Object storage containers and account totals; named ones or detail=full add access control, quota, versioning, metadata.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listContainers, showAccount, showContainer],
  compat: LIST_COMPAT,
  readsOf: { set_object_container: { actions: { list: {}, show: { detail: "full" } } } },
  run: (args, context) => ownProjectOnly("Swift", context, (own) => answerContainers(args, own)),
});

type HeaderColumn = Column<ObjectContainer, ReadonlyMap<ObjectContainer, ObjectContainerDetails>>;

/** A column of what the headers of a container tell. */
function ofHeaders(
  name: string,
  value: (details: ObjectContainerDetails) => unknown,
  usual?: unknown,
): HeaderColumn {
  return {
    name,
    level: "full",
    joined: true,
    value: (container, details) => ofPart(details, container, value),
    ...(usual === undefined ? {} : { usual }),
  };
}

const HEADER_COLUMNS: readonly HeaderColumn[] = [
  ofHeaders("world_readable", isWorldReadable),
  ofHeaders("read_acl", ({ readAcl }) => readAcl),
  ofHeaders("write_acl", ({ writeAcl }) => writeAcl),
  ofHeaders("quota_bytes", ({ quotaBytes }) => quotaBytes ?? "unlimited", "unlimited"),
  ofHeaders("quota_objects", ({ quotaObjects }) => quotaObjects ?? "unlimited", "unlimited"),
  ofHeaders("versioning", ({ versioned, versionsIn }) => versionsIn ?? versioned ?? false, false),
  ofHeaders("storage_policy", ({ storagePolicy }) => storagePolicy),
  ofHeaders("sync_to", ({ syncTo }) => syncTo),
  ofHeaders("metadata", ({ metadata }) => metadata),
];

/** Containers whose headers are read, one by one, where nobody named them. */
const MOST_READ = 25;

/** Containers: Object Store API "Show account details and list containers" and "Show container metadata". */
export const OBJECT_CONTAINERS: ListSpec<
  ObjectContainer,
  ReadonlyMap<ObjectContainer, ObjectContainerDetails>
> = {
  noun: ["container", "containers"],
  list: listContainers,
  read: readObjectContainer,
  id: (container) => container.name,
  name: (container) => container.name,
  byName: exactName,
  columns: [
    { name: "name", level: "basic", value: (container) => container.name },
    // The headers know what the list learns later.
    {
      name: "objects",
      level: "basic",
      value: (container, details) => details?.get(container)?.objects ?? container.objects,
    },
    {
      name: "bytes",
      level: "basic",
      value: (container, details) => details?.get(container)?.bytes ?? container.bytes,
    },
    { name: "last_modified", level: "detailed", value: (container) => toUtc(container.lastModified) },
    ...HEADER_COLUMNS,
  ],
  costly: { columns: HEADER_COLUMNS.map(({ name }) => name), rows: MOST_READ },
  join: async (containers, wants, context) => {
    if (!HEADER_COLUMNS.some(({ name }) => wants(name))) return { joined: new Map() };
    const { values, unavailable } = await readParts(containers, {
      what: "headers",
      name: ({ name }) => `container ${name}`,
      read: async ({ name }) => {
        const { headers } = await context.cloud.send(showContainer, { path: { container: name } });
        return readObjectContainerDetails(headers);
      },
    });
    return { joined: values, unavailable };
  },
  summary: (_, details) => ({
    counted: details && details.size > 0
      ? "objects and bytes of the account may be out of date"
      : "objects and bytes may be out of date; of a named container they are exact",
  }),
};

async function answerContainers(args: ListArguments, context: ToolContext): Promise<ToolAnswer> {
  const isFirstPage = !args.names && args.cursor === undefined;
  const [answer, account] = await Promise.all([
    answerList(OBJECT_CONTAINERS, args, context),
    isFirstPage ? accountPart(context) : {},
  ]);
  return withParts(answer, account);
}

interface AccountPart {
  readonly account?: ToolAnswer;
  readonly unavailable?: ToolAnswer;
}

/** Sums and quota of the account. */
async function accountPart(context: ToolContext): Promise<AccountPart> {
  try {
    const { headers } = await context.cloud.send(showAccount);
    const account = readObjectAccount(headers);
    if (!account) throw withoutTotals();
    // Its number of containers holds those that Swift keeps for itself, older versions of objects for instance.
    const { objects, bytes, quotaBytes, quotaObjects } = account;
    return {
      account: {
        objects,
        bytes,
        quota_bytes: quotaBytes ?? "unlimited",
        ...(quotaObjects === undefined ? {} : { quota_objects: quotaObjects }),
      },
    };
  } catch (error) {
    return { unavailable: unavailablePart("account totals", error) };
  }
}

function withoutTotals(): OpenStackError {
  return new OpenStackError({
    what: "show account",
    service: showAccount.service,
    operation: showAccount.id,
    reason: "unexpected answer",
    detail: "the answer has no account headers",
  });
}

function withParts(answer: ToolAnswer, { account, unavailable }: AccountPart): ToolAnswer {
  if (account) return { ...answer, account };
  if (!unavailable) return answer;
  const others = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
  return { ...answer, unavailable: [...others, unavailable] };
}
