/** The rules of JUnit XML as pipelines read it, and a strict little reader of XML to hold text against them.
 *
 * @module
 */
import assert from "node:assert/strict";

/** An element. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** All character data in it. */
  readonly text: string;
}

interface Rule {
  readonly required: Readonly<Record<string, RegExp>>;
  readonly optional?: Readonly<Record<string, RegExp>>;
  /** The elements that may stand in it. */
  readonly children: readonly string[];
  /** Whether it holds text. */
  readonly text?: boolean;
}

const ANY = /^/;
const NAME = /\S/;
const COUNT = /^\d+$/;
const TIME = /^\d+(\.\d+)?$/;
const OUTCOME: Rule = { required: { message: NAME }, optional: { type: NAME }, children: [], text: true };

/** As in the schema that Jenkins' xUnit plug-in has for it. */
const RULES: Readonly<Record<string, Rule>> = {
  "testsuites": {
    required: { tests: COUNT, failures: COUNT, errors: COUNT, time: TIME },
    optional: { name: NAME, disabled: COUNT },
    children: ["testsuite"],
  },
  "testsuite": {
    required: { name: NAME, tests: COUNT, failures: COUNT, errors: COUNT, skipped: COUNT, time: TIME },
    optional: { id: COUNT, timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, hostname: ANY, package: ANY },
    children: ["testcase"],
  },
  "testcase": {
    required: { name: NAME, classname: NAME, time: TIME },
    children: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  "failure": OUTCOME,
  "error": OUTCOME,
  "skipped": { ...OUTCOME, text: false },
  "system-out": { required: {}, children: [], text: true },
  "system-err": { required: {}, children: [], text: true },
};

/** Reads text, which must be well-formed XML, and holds it against the rules; the counts must add up. */
export function validJunit(text: string): Element {
  const root = parseXml(text);
  assert.equal(root.name, "testsuites");
  validate(root);
  for (const element of [root, ...root.children]) {
    const cases = element.name === "testsuite"
      ? element.children
      : element.children.flatMap((suite) => suite.children);
    const having = (end: string) =>
      cases.filter(({ children }) => children.some(({ name }) => name === end)).length;
    const { tests, failures, errors, skipped } = element.attributes;
    assert.equal(Number(tests), cases.length);
    assert.equal(Number(failures), having("failure"));
    assert.equal(Number(errors), having("error"));
    if (skipped !== undefined) assert.equal(Number(skipped), having("skipped"));
  }
  return root;
}

function validate(element: Element): void {
  const rule = RULES[element.name];
  assert.ok(rule, `unknown element ${element.name}`);
  for (const [name, pattern] of Object.entries(rule.required)) {
    assert.match(element.attributes[name] ?? "", pattern, `${element.name}/@${name}`);
    assert.ok(name in element.attributes, `${element.name} has no ${name}`);
  }
  for (const [name, value] of Object.entries(element.attributes)) {
    const pattern = rule.required[name] ?? rule.optional?.[name];
    assert.ok(pattern, `${element.name} must not have ${name}`);
    assert.match(value, pattern);
  }
  if (!rule.text) assert.equal(element.text.trim(), "", `text in ${element.name}`);
  for (const child of element.children) {
    assert.ok(rule.children.includes(child.name), `${child.name} in ${element.name}`);
    validate(child);
  }
}

const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

/** Characters that no XML document may hold. */
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDFFF]/u;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

function parseXml(document: string): Element {
  assert.equal(FORBIDDEN.exec(document), null);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  assert.ok(document.startsWith(declaration));
  const body = document.slice(declaration.length);
  const top: Open = { name: "", attributes: {}, children: [], text: "" };
  const stack: Open[] = [top];
  let end = 0;
  for (const [all, closing, opening, attributes = "", empty, text] of body.matchAll(TOKEN)) {
    end += all.length;
    const parent = stack.at(-1) ?? top;
    if (text !== undefined) parent.text += unescaped(text);
    if (closing !== undefined) {
      assert.equal(closing, parent.name);
      stack.pop();
    }
    if (opening !== undefined) {
      const element: Open = { name: opening, attributes: attributesOf(attributes), children: [], text: "" };
      parent.children.push(element);
      if (empty === "") stack.push(element);
    }
  }
  assert.equal(end, body.length, `not XML: ${body.slice(end, end + 80)}`);
  assert.equal(stack.length, 1, "an element is not closed");
  const [root, ...others] = top.children;
  assert.ok(root && others.length === 0);
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) =>
    [name, unescaped(value)] as const
  );
  assert.equal(new Set(pairs.map(([name]) => name)).size, pairs.length, `an attribute twice: ${text}`);
  return Object.fromEntries(pairs);
}

function unescaped(text: string): string {
  return text.replace(/&(?:([a-z]+|#39);)?/g, (_, name: string | undefined) => {
    const character = ENTITIES[name ?? ""];
    assert.ok(character, `a bare ampersand or unknown entity: ${text}`);
    return character;
  });
}
