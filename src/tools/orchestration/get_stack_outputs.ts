import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { showStack } from "../../openstack/orchestration/operations.ts";
import { readStackOutput, type Stack, type StackOutput } from "../../openstack/orchestration/types.ts";
import { stringifyJson } from "../../text/json.ts";
import { REDACTED, Redactor } from "../../text/redact.ts";
import { fence, truncateText } from "../../text/sanitize.ts";
import { answerList } from "../list.ts";
import { referenceArgument, renamed } from "../list_arguments.ts";
import type { Gathered, ListSpec } from "../list_spec.ts";
import { tool, type ToolContext } from "../tool.ts";
import {
  aboutStack,
  findStack,
  readDetails,
  STACK_ARGUMENT,
  STACK_COMPAT,
  STACK_OPERATIONS,
} from "./stacks.ts";

/** Characters of a value among others; one that was asked for by name has more room. */
const LONGEST_VALUE = 400;
const CHARACTERS_PER_TOKEN = 4;
/** Room for what stands beside a value. */
const FRAME_CHARACTERS = 600;

/** What a stack gives out. */
export const getStackOutputs = tool({
  name: "get_stack_outputs",
  toolset: "orchestration",
  title: "Outputs of a stack",
  description:
    "Output values of a Heat stack, or one of them in full, and why one has no value. Those named like secrets are not shown.",
  input: z.strictObject({ stack: STACK_ARGUMENT, output: referenceArgument }),
  operations: [...STACK_OPERATIONS, showStack],
  essential: [showStack],
  compat: {
    ...STACK_COMPAT,
    output_name: renamed("output"),
    output_key: renamed("output"),
  },
  run: async ({ stack: reference, output }, context) => {
    const stack = await findStack(reference, context);
    const room = context.answerTokens * CHARACTERS_PER_TOKEN - FRAME_CHARACTERS;
    const spec = outputsOf(stack, output === undefined ? LONGEST_VALUE : room);
    return aboutStack(
      await answerList(spec, output === undefined ? {} : { names: [output] }, context),
      stack,
    );
  },
});

function outputsOf(stack: Stack, longest: number): ListSpec<StackOutput> {
  return {
    noun: ["output", "outputs"],
    place: "in this stack",
    list: showStack,
    gather: (context) => gatherOutputs(stack, context),
    read: readStackOutput,
    id: (output) => output.key,
    name: (output) => output.key,
    columns: [
      { name: "name", level: "basic", value: (output) => output.key },
      { name: "value", level: "basic", value: (output) => valueOf(output, longest) },
      {
        name: "error",
        level: "basic",
        value: ({ error }) => error === undefined ? undefined : fence(truncateText(error, LONGEST_VALUE)),
      },
      { name: "description", level: "basic", value: (output) => output.description },
    ],
  };
}

async function gatherOutputs(stack: Stack, context: ToolContext): Promise<Gathered<StackOutput>> {
  const { outputs } = await readDetails(stack, {}, context);
  if (outputs) return { items: outputs };
  throw new OpenStackError({
    what: `list outputs of stack ${stack.name ?? stack.id}`,
    service: showStack.service,
    reason: "unexpected answer",
    detail: `Heat gives out nothing of a stack that is ${stack.status ?? "in no known state"}`,
  });
}

/** The value as text. Secrets go before it is cut: half of one is not known for one. */
function valueOf({ key, value }: StackOutput, longest: number): unknown {
  if (value === undefined) return undefined;
  const [shown] = Object.values(Object(new Redactor().value({ [key]: value })));
  if (shown === REDACTED) return REDACTED;
  return fence(truncateText(typeof shown === "string" ? shown : stringifyJson(shown), longest));
}
