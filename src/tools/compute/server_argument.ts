/** The argument `server` of the tools that are about one server.
 *
 * @module
 */
import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { findOne } from "../list_find.ts";
import { PART_COMPAT, renamed } from "../list_arguments.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";
import { SERVERS } from "./servers.ts";

/** Id or exact name of a server. */
export const SERVER_ARGUMENT = z.string().min(1).max(255).describe("name or id");

/** What older tools called it, beside what lists accept. */
export const SERVER_COMPAT = {
  ...PART_COMPAT,
  instance_name: renamed("server"),
  instance_id: renamed("server"),
  server_name: renamed("server"),
  server_id: renamed("server"),
  name: renamed("server"),
  names: (value: unknown) => ({ server: Array.isArray(value) && value.length === 1 ? value[0] : value }),
};

/** A server that exists, or the id of one that did. */
export interface ServerReference {
  readonly id: string;
  readonly name?: string | undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds a server; an id that leads to none may be that of a deleted one, whose traces Nova still has.
 *
 * @throws As {@linkcode findOne}, for a name.
 */
export async function findServerTrace(reference: string, context: ToolContext): Promise<ServerReference> {
  try {
    return await findOne(SERVERS, reference, context);
  } catch (error) {
    const absent = error instanceof OpenStackError && error.reason === "not found";
    if (absent && UUID.test(reference)) return { id: reference };
    throw error;
  }
}

/** Says which server an answer is about. */
export function aboutServer({ scope, ...answer }: ToolAnswer, server: ServerReference): ToolAnswer {
  return { scope, server: server.name ?? server.id, ...answer };
}
