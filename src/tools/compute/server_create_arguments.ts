/** What a server is to be made of, as it is asked for.
 *
 * @module
 */
import * as z from "zod";
import {
  flagArgument,
  LIST_ARGUMENTS,
  numeric,
  optional,
  parsed,
  referenceArgument,
  renamed,
} from "../list_arguments.ts";
import type { CompatArgument } from "../tool.ts";

/** One name or id, several, or a JSON list as text. */
const { names: references } = LIST_ARGUMENTS;

const NETWORK = z.strictObject({
  network: z.string().optional(),
  port: z.string().optional(),
  fixed_ip: z.string().optional(),
});

/** The arguments of the action `create`, beside `names`; named as the service and its command line call them. */
export const CREATE_ARGUMENTS = {
  flavor: referenceArgument,
  image: referenceArgument,
  volume: optional(z.string().max(255).describe("to boot from")),
  boot_volume_size: numeric(z.int().min(1).max(1_000_000).describe("GiB; new volume from the image")),
  volume_type: referenceArgument,
  delete_on_termination: flagArgument,
  networks: optional(
    z.array(z.union([z.string(), NETWORK])).min(1).max(20).describe("or auto, none"),
    (text) => parsed(text, "[") ?? [text],
  ),
  ports: references,
  security_groups: references,
  key_name: referenceArgument,
  availability_zone: referenceArgument,
  server_group: referenceArgument,
  scheduler_hints: optional(z.record(z.string(), z.unknown()), (text) => parsed(text, "{") ?? text),
  user_data: optional(z.string().describe("plain text")),
  metadata: optional(z.record(z.string(), z.string().max(255)), (text) => parsed(text, "{") ?? text),
  tags: references,
  description: optional(z.string().max(255)),
  hostname: optional(z.string().max(255)),
  config_drive: flagArgument,
  count: numeric(z.int().min(1).max(100).describe("name-1 to name-n")),
} as const;

/** What the command line, the SDK and older tools call them. */
export const CREATE_COMPAT: Readonly<Record<string, CompatArgument>> = {
  name: renamed("names"),
  network: renamed("networks"),
  nics: renamed("networks"),
  port: renamed("ports"),
  security_group: renamed("security_groups"),
  boot_from_volume: renamed("boot_volume_size"),
  hint: renamed("scheduler_hints"),
  userdata: renamed("user_data"),
  property: renamed("metadata"),
  min_count: renamed("count"),
  max_count: renamed("count"),
};

const SHAPE = z.object(CREATE_ARGUMENTS);

/** What {@linkcode CREATE_ARGUMENTS} gives, and the names of the servers. */
export type CreateArguments = Readonly<z.output<typeof SHAPE>> & {
  readonly names?: readonly string[] | undefined;
};

/** How a server is connected to one network. */
export type NetworkArgument = Readonly<z.output<typeof NETWORK>>;

/** Names that were given as one text with commas are several. */
export function separate(given: readonly string[] | undefined): readonly string[] {
  return given?.flatMap((text) => text.split(",").map((part) => part.trim()).filter((part) => part !== "")) ??
    [];
}

/** The names of the servers: each as it was given or, for several of one name, with their numbers.
 *
 * @returns No names if none was given, or several with a number of servers.
 */
export function newNames({ names, count = 1 }: CreateArguments): readonly string[] {
  const given = separate(names);
  const [only] = given;
  if (count === 1) return given;
  if (only === undefined || given.length > 1) return [];
  return Array.from({ length: count }, (_, index) => `${only}-${index + 1}`);
}
