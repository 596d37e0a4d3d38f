/** Domains as the tools show them.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { type OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listDomains, showDomain } from "../../openstack/identity/operations.ts";
import { type Domain, readDomain } from "../../openstack/identity/types.ts";
import { wire } from "../../openstack/read.ts";
import type { ListSpec } from "../list_spec.ts";
import { readParts } from "../parts.ts";
import { domainsOf } from "./projects.ts";

/** The operations that listing domains may need. */
export const DOMAIN_OPERATIONS = [listDomains, showDomain];

/** Domains: Identity API "List domains". */
export const DOMAINS: ListSpec<Domain> = {
  noun: ["domain", "domains"],
  place: "on this cloud",
  list: listDomains,
  show: { operation: showDomain, parameter: "domain_id", key: "domain" },
  read: readDomain,
  id: (domain) => domain.id,
  name: (domain) => domain.name,
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (domain) => domain.name },
    {
      name: "enabled",
      level: "detailed",
      value: (domain) => domain.enabled,
      fold: "lower",
      filter: "enabled",
      usual: true,
    },
    { name: "description", level: "detailed", value: (domain) => domain.description },
    { name: "id", level: "basic", value: (domain) => domain.id },
  ],
};

/** The domains of a login's user and project, which everybody may read. */
export function ownDomains(session: Session, refusal: OpenStackError): ListSpec<Domain> {
  const { show: _show, byName: _byName, ...rest } = DOMAINS;
  return {
    ...rest,
    gather: async ({ cloud }) => {
      const known = [...domainsOf(session)].map(([id, name]) => ({ id, name }));
      const { values, unavailable } = await readParts(known, {
        what: "state and description",
        name: ({ name }) => `domain ${name}`,
        read: async ({ id }) => {
          const { body } = await cloud.send(showDomain, { path: { domain_id: id } });
          return readDomain(wire(body)["domain"]);
        },
      });
      return {
        items: known.map((one) => values.get(one) ?? { ...one, description: undefined, enabled: undefined }),
        unavailable: [unavailablePart("other domains", refusal), ...unavailable],
        // With one domain alone an empty cell would say that it has none.
        ...(values.size < known.length ? { missing: ["enabled", "description"] } : {}),
      };
    },
  };
}
