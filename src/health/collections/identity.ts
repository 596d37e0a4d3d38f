/** Keystone, as far as checks look.
 *
 * @module
 */
import { listApplicationCredentials, listProjects } from "../../openstack/identity/operations.ts";
import {
  type ApplicationCredential,
  type Project,
  readApplicationCredential,
  readProject,
} from "../../openstack/identity/types.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";

/** Every project; for administrators. */
export const projects: Collection<Project> = listed({
  title: "projects",
  operation: listProjects,
  read: readProject,
});

/** The user's own application credentials. */
export const applicationCredentials: Collection<ApplicationCredential> = {
  title: "application credentials",
  operations: [listApplicationCredentials],
  load: async (reader) => ({
    items: await reader.list(listApplicationCredentials, {
      path: { user_id: reader.session.user.id },
      read: readApplicationCredential,
    }),
  }),
};

/** The credential that this login itself uses; none if it uses another kind. */
export const ownCredential: Collection<ApplicationCredential> = {
  title: "this login's application credential",
  operations: [listApplicationCredentials],
  async load(reader) {
    const used = reader.session.applicationCredential;
    if (!used) return { items: [] };
    return { items: (await reader.collected("applicationCredentials")).filter(({ id }) => id === used.id) };
  },
};

/** What the items of this file's collections are. */
export interface IdentityItems {
  readonly projects: Project;
  readonly applicationCredentials: ApplicationCredential;
  readonly ownCredential: ApplicationCredential;
}

/** The collections of this service, by the name that checks use. */
export const identityCollections: CollectionsOf<IdentityItems> = {
  projects,
  applicationCredentials,
  ownCredential,
};
