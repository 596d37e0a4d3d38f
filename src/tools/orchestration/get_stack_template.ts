import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { showStack, showStackTemplate } from "../../openstack/orchestration/operations.ts";
import type { Stack, StackDetails } from "../../openstack/orchestration/types.ts";
import { flag, isWire, member, text, type Wire, wire } from "../../openstack/read.ts";
import { stringifyJson } from "../../text/json.ts";
import { truncateText } from "../../text/sanitize.ts";
import { suggest } from "../../text/suggest.ts";
import { referenceArgument, renamed } from "../list_arguments.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import {
  aboutStack,
  addressOfStack,
  findStack,
  parametersOf,
  readDetails,
  STACK_ARGUMENT,
  STACK_COMPAT,
  STACK_OPERATIONS,
} from "./stacks.ts";

const CHARACTERS_PER_TOKEN = 4;
/** Room for what stands beside the template. */
const FRAME_CHARACTERS = 800;
/** Characters of a text (user data, scripts) in a template that does not fit as a whole. */
const LONGEST_TEXT = 160;

/** What a stack was made from. */
export const getStackTemplate = tool({
  name: "get_stack_template",
  toolset: "orchestration",
  title: "Template of a stack",
  description:
    "Template and parameters of a Heat stack, or the definition of one resource. Hidden parameters are left out; too long parts are cut and named.",
  input: z.strictObject({ stack: STACK_ARGUMENT, resource: referenceArgument }),
  operations: [showStackTemplate, ...STACK_OPERATIONS, showStack],
  compat: { ...STACK_COMPAT, resource_name: renamed("resource") },
  run: async ({ stack: reference, resource }, context) => {
    const stack = await findStack(reference, context);
    const [template, { found, unavailable }] = await Promise.all([
      readTemplate(stack, context),
      resource === undefined ? detailsOf(stack, context) : NO_DETAILS,
    ]);
    const parameters = found ? shownParameters(found) : {};
    const chosen = resource === undefined ? withoutSecrets(template) : resourceIn(template, resource);
    const room = context.answerTokens * CHARACTERS_PER_TOKEN - FRAME_CHARACTERS -
      stringifyJson(parameters).length;
    return aboutStack({
      scope: await scopeText(context),
      ...parameters,
      ...fitted(chosen, room),
      ...(unavailable ? { unavailable: [unavailable] } : {}),
    }, stack);
  },
});

async function readTemplate(stack: Stack, context: ToolContext): Promise<Wire> {
  const what = `show the template of stack ${stack.name ?? stack.id}`;
  const { body } = await context.cloud.send(showStackTemplate, { path: addressOfStack(stack), what });
  // HOT and CloudFormation name it differently, and neither goes without.
  if (isWire(body) && Object.keys(body).some((key) => /template.*version$/i.test(key))) return body;
  throw new OpenStackError({
    what,
    service: showStackTemplate.service,
    reason: "unexpected answer",
    detail: "the answer is no template",
  });
}

interface Details {
  readonly found?: StackDetails;
  readonly unavailable?: Readonly<Record<string, unknown>>;
}

/** A resource's definition is shown without the parameters of the stack. */
const NO_DETAILS: Details = {};

async function detailsOf(stack: Stack, context: ToolContext): Promise<Details> {
  try {
    return { found: await readDetails(stack, { resolve_outputs: false }, context) };
  } catch (error) {
    return { unavailable: unavailablePart("parameters", error) };
  }
}

function shownParameters(details: StackDetails): ToolAnswer {
  const { shown, hidden } = parametersOf(details);
  return { parameters: shown, ...(hidden.length > 0 ? { hidden_parameters: hidden } : {}) };
}

/** Heat's own templates write their sections small, those of CloudFormation with a capital. */
function sectionOf(template: Wire, name: string): string | undefined {
  return [name, name.charAt(0).toUpperCase() + name.slice(1)].find((key) => isWire(template[key]));
}

/** Whoever hides a parameter hides its default: Heat gives it out all the same. */
function withoutSecrets(template: Wire): Wire {
  const key = sectionOf(template, "parameters");
  if (key === undefined) return template;
  const parameters = Object.entries(member(template, key)).map(([name, definition]) => {
    const isHidden = flag(definition, "hidden") ?? flag(definition, "NoEcho") ?? false;
    if (!isHidden) return [name, definition] as const;
    const { default: _default, Default: _cfnDefault, ...rest } = wire(definition);
    return [name, rest] as const;
  });
  return { ...template, [key]: Object.fromEntries(parameters) };
}

function resourceIn(template: Wire, name: string): Wire {
  const key = sectionOf(template, "resources");
  const resources = key === undefined ? {} : member(template, key);
  if (key !== undefined && Object.hasOwn(resources, name)) return { [key]: { [name]: resources[name] } };
  const near = suggest(name, Object.keys(resources));
  throw new OpenStackError({
    what: `find resource ${name.slice(0, 80)}`,
    service: showStackTemplate.service,
    reason: "not found",
    detail: `the template has no resource of this name${near ? ` (did you mean ${near}?)` : ""}`,
  });
}

/** As much of a template as there is room for, and what was cut. */
function fitted(template: Wire, room: number): ToolAnswer {
  if (stringifyJson(template).length <= room) return { template };
  const shortened = wire(withShortTexts(template));
  if (stringifyJson(shortened).length <= room) return { template: shortened, cut: "long texts" };
  const key = sectionOf(template, "resources");
  const resources = key === undefined ? [] : Object.entries(member(template, key));
  const outline: ToolAnswer = {
    types: Object.fromEntries(resources.map(([name, one]) => [name, text(one, "type") ?? text(one, "Type")])),
    cut: "all but the types of the resources; name one as resource to see its definition",
  };
  if (resources.length > 1 && stringifyJson(outline).length <= room) return outline;
  return {
    template_text: truncateText(stringifyJson(shortened), Math.max(room, LONGEST_TEXT)),
    cut: "the end of the template",
  };
}

function withShortTexts(value: unknown): unknown {
  if (typeof value === "string") return truncateText(value, LONGEST_TEXT);
  if (Array.isArray(value)) return value.map(withShortTexts);
  if (!isWire(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withShortTexts(one)]));
}
