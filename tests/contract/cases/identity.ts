/** Cases of the Identity API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/identity/operations.ts";
import {
  readApplicationCredential,
  readDomain,
  readGroup,
  readProject,
  readRegion,
  readRegisteredEndpoint,
  readRegisteredService,
  readRole,
  readRoleAssignment,
  readRoleInference,
  readTrust,
  readUser,
} from "../../../src/openstack/identity/types.ts";
import { member } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import { firstOf, ownProject, ownUser } from "./targets.ts";

/** Keystone hides what one may not see behind a refusal. */
const HIDDEN = ["not found", "not permitted"] as const;

/** Every case of the service. */
export const identityCases: readonly Case[] = [
  contract({
    operation: operations.listProjects,
    read: readProject,
    key: (project) => project.id,
    holds: (projects, { projectId }) => {
      const own = projects.find((project) => project.id === projectId);
      assert(own, "the token's own project is missing");
      assert.equal(own.enabled, true);
      assert(own.name !== undefined && own.domainId !== undefined);
    },
  }),
  contract({
    operation: operations.showProject,
    target: ownProject,
    read: (body) => readProject(member(body, "project")),
    holds: ([project], { session }) => assert.equal(project?.name, session.project?.name),
    unknown: HIDDEN,
  }),
  contract({
    operation: operations.listOwnProjects,
    read: readProject,
    key: (project) => project.id,
    holds: (projects, { projectId }) => assert(projects.some((project) => project.id === projectId)),
  }),
  contract({
    operation: operations.listOwnDomains,
    read: readDomain,
    key: (domain) => domain.id,
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listDomains,
    read: readDomain,
    key: (domain) => domain.id,
    holds: (domains) => assert(domains.every((domain) => domain.name && domain.enabled !== undefined)),
  }),
  contract({
    operation: operations.showDomain,
    target: ({ session }) => ({ path: { domain_id: session.user.domain?.id ?? "default" } }),
    read: (body) => readDomain(member(body, "domain")),
    unknown: HIDDEN,
  }),
  contract({
    operation: operations.listServices,
    read: readRegisteredService,
    key: (service) => service.id,
    holds: (services) => {
      assert(services.some((service) => service.type === "identity" && service.enabled === true));
    },
  }),
  contract({
    operation: operations.listEndpoints,
    read: readRegisteredEndpoint,
    key: (endpoint) => endpoint.id,
    holds: (endpoints) => {
      for (const { serviceId, interface: kind, url } of endpoints) {
        assert(serviceId !== undefined && URL.canParse(url ?? ""));
        assert(["public", "internal", "admin"].includes(kind ?? ""));
      }
    },
  }),
  contract({ operation: operations.listRegions, read: readRegion, key: (region) => region.id }),
  contract({
    operation: operations.listUsers,
    read: readUser,
    key: (user) => user.id,
    holds: (users, { session }) => assert(users.some((user) => user.name === session.user.name)),
  }),
  contract({
    operation: operations.showUser,
    target: ownUser,
    read: (body) => readUser(member(body, "user")),
    holds: ([user], { session }) => {
      assert.equal(user?.name, session.user.name);
      assert.equal(user?.enabled, true);
    },
    unknown: HIDDEN,
  }),
  contract({
    operation: operations.listApplicationCredentials,
    target: ownUser,
    read: readApplicationCredential,
    key: (credential) => credential.id,
    mayBeEmpty: true,
    unknown: [...HIDDEN, "empty"],
  }),
  contract({
    operation: operations.listTrusts,
    target: ({ session }) => ({ query: { trustor_user_id: session.user.id } }),
    read: readTrust,
    key: (trust) => trust.id,
    mayBeEmpty: true,
    holds: (trusts, { session }) => {
      for (const { trustorId } of trusts) assert.equal(trustorId, session.user.id);
    },
  }),
  contract({
    operation: operations.listRoleAssignments,
    target: ({ projectId }) => ({ query: { "scope.project.id": projectId, "include_names": true } }),
    read: readRoleAssignment,
    key: ({ role, user, group }) => `${role.id} ${user?.id ?? group?.id ?? ""}`,
    holds: (assignments, { projectId }) => {
      for (const { role, user, group, scope } of assignments) {
        assert(role.name !== undefined, "the role has no name");
        assert(user?.name !== undefined || group?.name !== undefined, "the holder has no name");
        assert(scope?.kind === "project" && scope.project.id === projectId);
      }
    },
  }),
  contract({
    operation: operations.listRoles,
    read: readRole,
    key: (role) => role.id,
    holds: (roles) => assert(roles.some((role) => role.name === "admin")),
  }),
  contract({
    operation: operations.listRoleInferences,
    read: readRoleInference,
    key: ({ prior }) => prior.id,
    holds: (rules) => {
      const admin = rules.find(({ prior }) => prior.name === "admin");
      assert(admin?.implies.some(({ name }) => name === "member"), "admin does not include member");
    },
  }),
  contract({
    operation: operations.listGroups,
    read: readGroup,
    key: (group) => group.id,
    holds: (groups) => assert(groups.every(({ name, domainId }) => name && domainId)),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listUserGroups,
    target: ownUser,
    read: readGroup,
    key: (group) => group.id,
    mayBeEmpty: true,
    unknown: HIDDEN,
  }),
  contract({
    operation: operations.listGroupUsers,
    target: firstOf("group_id", operations.listGroups),
    read: readUser,
    key: (user) => user.id,
    mayBeEmpty: true,
  }),
];
