/** Finds the tool that a name and its arguments mean.
 *
 * @module
 */
import type { Tool } from "./tool.ts";

/** Whether a tool answers to a name. */
export function isCalled(tool: Tool, name: string): boolean {
  return tool.name === name || Object.hasOwn(tool.aliases, name) || Object.hasOwn(tool.readsOf, name);
}

/** The action that a tool for changes was told, as it is declared: older tools minded neither case nor blanks. */
export function actionOf({ action }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof action === "string" ? action.trim().toLowerCase() : undefined;
}

/** The tool that is called. A tool for changes may be several here that read: the action says which.
 *
 * @returns undefined if there is none of that name.
 */
export function findTool(
  tools: readonly Tool[],
  name: string,
  args: Readonly<Record<string, unknown>>,
): Tool | undefined {
  const own = tools.find((tool) => tool.name === name || Object.hasOwn(tool.aliases, name));
  if (own) return own;
  const action = actionOf(args);
  const readers = tools.filter((tool) => Object.hasOwn(tool.readsOf, name));
  return readers.find((tool) =>
    action !== undefined && Object.hasOwn(tool.readsOf[name]?.actions ?? {}, action)
  ) ?? readers[0];
}
