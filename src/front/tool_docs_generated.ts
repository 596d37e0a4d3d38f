/** What is said of each tool. */
export const TOOL_DOCS: Readonly<Record<string, string>> = {};
