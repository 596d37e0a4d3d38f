import * as z from "zod";
import { listUsers } from "../../openstack/identity/operations.ts";
import { listSecretContainers, listSecrets } from "../../openstack/key_manager/operations.ts";
import { readSecretContainer, type SecretContainer } from "../../openstack/key_manager/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, userNames } from "../names.ts";
import { ownProjectOnly } from "../own_project_only.ts";
import { tool } from "../tool.ts";
import { byBarbicanName, countedIn, secretNames, SECRETS } from "./secrets.ts";

/** Containers of secrets. */
export const getSecretContainers = tool({
  name: "get_secret_containers",
  toolset: "key_manager",
  title: "Secret containers",
  description: "Secret containers (certificate, rsa, generic): names of their secrets, and their consumers.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listSecretContainers, listSecrets, listUsers],
  compat: LIST_COMPAT,
  run: (args, context) =>
    ownProjectOnly("Barbican", context, (own) => answerList(SECRET_CONTAINERS, args, own)),
});

/** Containers: "GET /v1/containers". */
export const SECRET_CONTAINERS: ListSpec<SecretContainer, NamesOf> = {
  noun: ["secret container", "secret containers"],
  list: listSecretContainers,
  read: readSecretContainer,
  id: (container) => container.id,
  name: (container) => container.name,
  alsoKnownAs: (container) => [container.ref],
  counted: countedIn,
  byName: byBarbicanName,
  columns: [
    { name: "name", level: "basic", value: (container) => container.name },
    { name: "type", level: "basic", value: (container) => container.type, fold: "lower" },
    {
      name: "status",
      level: "basic",
      value: (container) => container.status,
      fold: "upper",
      usual: "ACTIVE",
    },
    {
      name: "secrets",
      level: "detailed",
      value: ({ secrets }, names) =>
        secrets?.map(({ name = "secret", id }) => `${name}=${names?.["secrets"]?.get(id) ?? id}`),
      resolve: async (wanted, context) => {
        const { id } = await findOne(SECRETS, wanted, context);
        return { test: ({ secrets }) => secrets?.some((secret) => secret.id === id) ?? false };
      },
    },
    { name: "consumers", level: "detailed", value: consumersOf },
    { name: "created", level: "detailed", value: (container) => toUtc(container.createdAt) },
    { name: "updated", level: "extra", value: (container) => toUtc(container.updatedAt) },
    {
      name: "creator",
      level: "full",
      joined: true,
      value: (container, names) => nameOf(names?.["creators"], container.creatorId),
    },
    { name: "secret_ids", level: "extra", value: ({ secrets }) => secrets?.map(({ id }) => id) },
    { name: "ref", level: "full", value: (container) => container.ref },
    { name: "id", level: "basic", value: (container) => container.id },
  ],
  join: (containers, wants, context) =>
    joinAll({
      secrets: secretNames(
        wants("secrets") ? containers.flatMap(({ secrets }) => secrets?.map(({ id }) => id) ?? []) : [],
        context,
      ),
      creators: userNames(
        wants("creator") ? containers.map((container) => container.creatorId) : [],
        context,
      ),
    }),
};

function consumersOf({ consumers }: SecretContainer): string[] | undefined {
  return consumers?.map(({ name, url }) => [name, url].filter((part) => part !== undefined).join(" "));
}
