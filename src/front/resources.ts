/** The resources: what a client can attach to a conversation by its URI.
 *
 * Those of a cloud are read with the same tools as everything else, and offered where those are.
 *
 * @module
 */
import type { Resource, ResourceTemplateType } from "@modelcontextprotocol/server";
import type { Place } from "../wire/places.ts";
import type { Kind, ResourceKind, ToolCall } from "./completion.ts";
import { guideText } from "./guide.ts";
import { TOOL_DOCS } from "./tool_docs_generated.ts";

interface CloudResource {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly call: ToolCall;
}

/** Resources that every cloud has. */
const CLOUD_RESOURCES: readonly CloudResource[] = [
  {
    path: "capabilities",
    title: "Capabilities",
    description: "Who is logged in, and which tools work here.",
    call: { tool: "get_capabilities", arguments: {} },
  },
  {
    path: "catalog",
    title: "Service catalog",
    description: "Services, endpoints and regions.",
    call: { tool: "get_services", arguments: { detail: "full" } },
  },
  {
    path: "report",
    title: "Health report",
    description: "What is wrong now, and what could not be checked.",
    call: { tool: "get_health_report", arguments: {} },
  },
];

interface CloudTemplate {
  readonly kind: ResourceKind;
  readonly title: string;
  readonly tool: string;
  readonly arguments: (id: string) => Readonly<Record<string, unknown>>;
}

const named = (id: string) => ({ names: [id], detail: "full" });

/** Things of a cloud that are read by id or name. */
const TEMPLATES: readonly CloudTemplate[] = [
  { kind: "server", title: "Server", tool: "get_instance", arguments: named },
  { kind: "network", title: "Network", tool: "get_network_details", arguments: named },
  { kind: "volume", title: "Volume", tool: "get_volume_list", arguments: named },
  { kind: "stack", title: "Stack", tool: "get_heat_stacks", arguments: named },
  {
    kind: "load-balancer",
    title: "Load balancer",
    tool: "get_load_balancer_details",
    arguments: (id) => ({ load_balancer: id }),
  },
];

const GUIDE_URI = "openstack://docs/guide";
const TOOL_DOCS_URI = "openstack://docs/tools/";

/** What is offered to a caller. */
export interface ResourceOffer {
  readonly places: readonly Place[];
  readonly tools: ReadonlySet<string>;
}

/** The answer to `resources/list`. */
export function listedResources({ places, tools }: ResourceOffer): Resource[] {
  const ofClouds = places.flatMap((place) =>
    CLOUD_RESOURCES.filter(({ call }) => tools.has(call.tool)).map(({ path, title, description }) => ({
      uri: `${cloudUri(place)}/${path}`,
      name: `${place.key} ${path}`,
      title: `${title} of ${place.key}`,
      description,
      mimeType: "application/json",
    }))
  );
  return [
    ...ofClouds,
    {
      uri: GUIDE_URI,
      name: "guide",
      title: "Guide",
      description: "How to use this server.",
      mimeType: "text/markdown",
    },
  ];
}

/** The answer to `resources/templates/list`. */
export function listedTemplates({ places, tools }: ResourceOffer): ResourceTemplateType[] {
  const ofClouds = places.flatMap((place) =>
    TEMPLATES.filter(({ tool }) => tools.has(tool)).map(({ kind, title }) => ({
      uriTemplate: `${cloudUri(place)}/${kind}/{id}`,
      name: `${place.key} ${kind}`,
      title: `${title} of ${place.key}`,
      description: "By id or exact name.",
      mimeType: "application/json",
    }))
  );
  return [
    ...ofClouds,
    {
      uriTemplate: `${TOOL_DOCS_URI}{name}`,
      name: "tool documentation",
      title: "Documentation of a tool",
      description: "Arguments, fields and an example of a tool.",
      mimeType: "text/markdown",
    },
  ];
}

/** What a URI leads to. */
export type ResourceTarget =
  | { readonly kind: "text"; readonly mimeType: string; readonly text: string }
  | { readonly kind: "call"; readonly place: Place; readonly call: ToolCall };

/** Finds what a URI leads to; undefined if to nothing that is offered. */
export function findResource(uri: string, { places, tools }: ResourceOffer): ResourceTarget | undefined {
  if (uri === GUIDE_URI) return markdown(guideText());
  if (uri.startsWith(TOOL_DOCS_URI)) {
    const name = uri.slice(TOOL_DOCS_URI.length);
    const text = Object.hasOwn(TOOL_DOCS, name) ? TOOL_DOCS[name] : undefined;
    return text === undefined ? undefined : markdown(text);
  }
  const place = places.find((one) => uri.startsWith(`${cloudUri(one)}/`));
  if (!place) return undefined;
  const call = callFor(uri.slice(cloudUri(place).length + 1));
  return call && tools.has(call.tool) ? { kind: "call", place, call } : undefined;
}

function markdown(text: string): ResourceTarget {
  return { kind: "text", mimeType: "text/markdown", text };
}

function callFor(path: string): ToolCall | undefined {
  const whole = CLOUD_RESOURCES.find((one) => one.path === path);
  if (whole) return whole.call;
  const [, kind, encoded = ""] = /^([a-z-]+)\/([^/?#]+)$/.exec(path) ?? [];
  const template = TEMPLATES.find((one) => one.kind === kind);
  const id = decoded(encoded);
  return template && id !== undefined
    ? { tool: template.tool, arguments: template.arguments(id) }
    : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What the variable of a template is completed from, and where; undefined if there is no such template. */
export function templateKind(
  template: string,
  offer: ResourceOffer,
): { readonly kind: Kind; readonly place?: Place } | undefined {
  if (template === `${TOOL_DOCS_URI}{name}`) return { kind: "tool" };
  const place = offer.places.find((one) => template.startsWith(`${cloudUri(one)}/`));
  const found = place &&
    TEMPLATES.find(({ kind, tool }) =>
      offer.tools.has(tool) && template === `${cloudUri(place)}/${kind}/{id}`
    );
  return found && place ? { kind: found.kind, place } : undefined;
}

function cloudUri({ key }: Place): string {
  return `openstack://${encodeURIComponent(key)}`;
}
