/** The prompts: short ways into common work. They name only tools that exist, and are offered where those are.
 *
 * @module
 */
import type { GetPromptResult, Prompt } from "@modelcontextprotocol/server";
import { GUIDE, guideHeadings, guideSection, guideText } from "./guide.ts";
import type { Kind } from "./completion.ts";

/** An argument of a prompt. */
export interface PromptArgumentSpec {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** What its values are completed from. */
  readonly kind?: Kind;
}

/** A prompt. */
export interface PromptSpec {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgumentSpec[];
  /** The tools that it names; without all of them it is not offered. */
  readonly tools: readonly string[];
  /** Its text; undefined if an argument leads nowhere. */
  readonly text: (args: Readonly<Record<string, string>>) => string | undefined;
}

const SERVER: PromptArgumentSpec = {
  name: "server",
  description: "name or id of the server",
  required: true,
  kind: "server",
};

const HOST: PromptArgumentSpec = {
  name: "host",
  description: "compute host that goes out of service",
  required: true,
  kind: "host",
};

const SECTION: PromptArgumentSpec = {
  name: "section",
  description: "number of the section, or a word of it",
  required: false,
  kind: "section",
};

/** Every prompt, in the order of the list. */
export const PROMPTS: readonly PromptSpec[] = [
  {
    name: "triage_instance",
    title: "Triage a server",
    description: "Finds out why a server does not work, from its state, events, network and volumes.",
    arguments: [SERVER],
    tools: [
      "get_instance",
      "get_server_events",
      "get_ports",
      "get_security_groups",
      "get_server_volumes",
      "get_service_status",
    ],
    text: ({ server }) =>
      `Find out what is wrong with the server ${quoted(server)}.
1. get_instance names=[${quoted(server)}] detail=full: status, fault, host, addresses.
2. get_server_events server=${quoted(server)}: what was done last, and what failed.
3. get_ports with filters {"server": ${
        quoted(server)
      }}: each port must be ACTIVE; get_security_groups for what may \
reach it.
4. get_server_volumes server=${quoted(server)}: each volume must be in-use.
5. If it failed to build or move: get_service_status for services that are down.
Say what you found with the evidence, what is unknown, and the next step. Change nothing.`,
  },
  {
    name: "daily_health",
    title: "Daily health",
    description: "A short report of what is wrong in this cloud or project, and what to do.",
    arguments: [],
    tools: ["get_health_report", "get_cluster_status", "get_service_status"],
    text: () =>
      `Report on the health of this cloud.
1. get_health_report: findings, and what could not be checked.
2. get_cluster_status: inventory, quotas near their limit, and the score with its parts.
3. get_service_status if a service is named in a finding.
Give the overall state first, then each problem with its evidence and the action. Say plainly what could not be seen; it \
is unknown, not well.`,
  },
  {
    name: "capacity_review",
    title: "Capacity review",
    description: "How much room hosts, storage, addresses and quotas have left.",
    arguments: [],
    tools: ["get_resource_monitoring", "get_quota", "get_floating_ip_pools", "get_usage_statistics"],
    text: () =>
      `Review the capacity that is left.
1. get_resource_monitoring: hosts, resource classes, storage pools and addresses.
2. get_quota: limits that are nearly used up.
3. get_floating_ip_pools: addresses left to give out, by IP version.
4. get_usage_statistics: who used most in the last weeks.
Give figures as they were answered, with their units; estimate nothing. Name what runs out first.`,
  },
  {
    name: "security_review",
    title: "Security review",
    description: "What is open to the world, shared, unencrypted or over-privileged in this project.",
    arguments: [],
    tools: [
      "get_security_groups",
      "get_floating_ips",
      "get_ports",
      "get_image_detail_list",
      "get_volume_list",
      "get_role_assignments",
      "get_application_credentials",
    ],
    text: () =>
      `Review the security of this project.
1. get_security_groups detail=full: rules open to 0.0.0.0/0 or ::/0, and on which ports.
2. get_floating_ips and get_ports: which servers are reachable from outside, ports without port security.
3. get_image_detail_list: images of the project that are public or shared; get_volume_list: volumes without encryption.
4. get_role_assignments: who has the role admin; get_application_credentials: which never expire or are unrestricted.
List findings by severity with the resource's name and id. Change nothing.`,
  },
  {
    name: "maintenance_window",
    title: "Prepare host maintenance",
    description: "What runs on a compute host, what its downtime would interrupt, and where it could go.",
    arguments: [HOST],
    tools: [
      "get_compute_services",
      "get_hypervisor_details",
      "get_instance",
      "get_server_migrations",
      "get_resource_monitoring",
    ],
    text: ({ host }) =>
      `Prepare the maintenance of the compute host ${quoted(host)}.
1. get_compute_services with filters {"host": ${quoted(host)}}: its state, and whether it is disabled.
2. get_instance with filters {"host": ${
        quoted(host)
      }}: the servers on it (this needs an administrator's login; with the \
server started with --all-projects, those of every project).
3. get_hypervisor_details and get_resource_monitoring: whether other hosts have room for them.
4. get_server_migrations: migrations that are under way.
Write the plan as steps with the servers by name, what each step interrupts, and how to go back. Change nothing.`,
  },
  {
    name: "prompt_template_full",
    title: "Guide",
    description: "How to use this server: the whole guide.",
    arguments: [],
    tools: [],
    text: guideText,
  },
  {
    name: "prompt_template_headings",
    title: "Headings of the guide",
    description: "The sections of the guide.",
    arguments: [],
    tools: [],
    text: guideHeadings,
  },
  {
    name: "prompt_template_section",
    title: "A section of the guide",
    description: "One section of the guide, by number or word.",
    arguments: [SECTION],
    tools: [],
    text: ({ section = "" }) =>
      section === ""
        ? `Name a section by its number or a word of it:\n${guideHeadings()}`
        : guideSection(section),
  },
];

/** Titles of the guide's sections, for completion. */
export const SECTION_NAMES: readonly string[] = GUIDE.map(({ title }) => title);

/** The prompts whose tools are offered. */
export function offeredPrompts(tools: ReadonlySet<string>): readonly PromptSpec[] {
  return PROMPTS.filter((prompt) => prompt.tools.every((tool) => tools.has(tool)));
}

/** A prompt as it stands in the list. */
export function listedPrompt({ name, title, description, arguments: args }: PromptSpec): Prompt {
  return {
    name,
    title,
    description,
    ...(args.length > 0
      ? {
        arguments: args.map((argument) => ({
          name: argument.name,
          description: argument.description,
          required: argument.required,
        })),
      }
      : {}),
  };
}

/** A prompt with its arguments filled in.
 *
 * @throws {TypeError} If an argument is missing or unknown, or leads nowhere; the message says which.
 */
export function filledPrompt(
  prompt: PromptSpec,
  args: Readonly<Record<string, string>>,
): GetPromptResult {
  const missing = prompt.arguments.find(({ name, required }) => required && !args[name]?.trim());
  if (missing) throw new TypeError(`${prompt.name} needs the argument ${missing.name}`);
  const unknown = Object.keys(args).find((name) => !prompt.arguments.some((known) => known.name === name));
  if (unknown !== undefined) throw new TypeError(`${prompt.name} has no argument ${unknown.slice(0, 60)}`);
  const text = prompt.text(args);
  if (text === undefined) throw new TypeError(`there is no such section; there are:\n${guideHeadings()}`);
  return {
    description: prompt.description,
    messages: [{ role: "user", content: { type: "text", text } }],
  };
}

/** A value as it stands in a call: quotes and line ends in it must not end it. */
function quoted(value = ""): string {
  return JSON.stringify(value.slice(0, 255));
}
