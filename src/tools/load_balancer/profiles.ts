/** Profiles: what flavors and availability zones of load balancers mean to their providers.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import { type LoadBalancerProfile, readLoadBalancerProfile } from "../../openstack/load_balancer/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { isWire } from "../../openstack/read.ts";
import { parseJson } from "../../text/json.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { ofPart } from "../parts.ts";
import type { ToolContext } from "../tool.ts";

/** Profiles by id; undefined if nobody asked for them or this login may not read them. */
export type Profiles = ReadonlyMap<string, LoadBalancerProfile>;

/** What has a profile. */
interface Profiled {
  readonly profileId: string | undefined;
}

/** What of profiles stands beside what has them. */
export const PROFILE_COLUMNS: readonly Column<Profiled, Profiles>[] = [
  ofProfile("provider", "detailed", (profile) => profile.provider),
  ofProfile("data", "detailed", dataOf),
  ofProfile("profile", "full", (profile) => profile.name),
  { name: "profile_id", level: "full", value: ({ profileId }) => profileId },
];

function ofProfile(
  name: string,
  level: "detailed" | "full",
  value: (profile: LoadBalancerProfile) => unknown,
): Column<Profiled, Profiles> {
  return {
    name,
    level,
    needs: "admin",
    joined: true,
    value: ({ profileId }, profiles) =>
      profileId === undefined ? undefined : ofPart(profiles, profileId, value),
  };
}

/** What the provider is told: an object, or the text where it is none. */
function dataOf({ data }: LoadBalancerProfile): unknown {
  if (data === undefined) return undefined;
  try {
    const parsed = parseJson(data);
    return isWire(parsed) ? parsed : data;
  } catch {
    return data;
  }
}

/** Reads the profiles beside what has them. */
export async function joinProfiles(
  list: Operation,
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<Profiles>> {
  const isWanted = PROFILE_COLUMNS.some(({ name, joined }) => joined === true && wants(name));
  if (!isWanted) return { joined: new Map() };
  try {
    const found = await context.cloud.list(list);
    const profiles = found.flatMap((value) => readLoadBalancerProfile(value) ?? []);
    return { joined: new Map(profiles.map((profile) => [profile.id, profile])) };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("profiles", error)] };
  }
}

/** Profiles by themselves, also those that nothing has. */
export function profilesOf(
  list: Operation,
  noun: ListSpec<LoadBalancerProfile>["noun"],
): ListSpec<LoadBalancerProfile> {
  return {
    noun,
    place: "in this cloud",
    list,
    read: readLoadBalancerProfile,
    id: ({ id }) => id,
    name: ({ name }) => name,
    byName: (name) => ({ name }),
    columns: [
      { name: "name", level: "basic", value: ({ name }) => name, filter: "name" },
      { name: "provider", level: "basic", value: ({ provider }) => provider, filter: "provider_name" },
      { name: "data", level: "basic", value: dataOf },
      { name: "id", level: "basic", value: ({ id }) => id },
    ],
  };
}
