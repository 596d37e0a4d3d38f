/// <reference lib="deno.unstable" />

/**
 * The rules of this house, for `deno lint`.
 *
 * - `floors`: a room imports only what `src/floors.json` permits.
 * - `one-fetch`: one file speaks to the network.
 * - `no-console-outside-terminal`: the keeper and the command line alone write to the terminal.
 * - `one-worker`: the keeper alone starts threads.
 * - `no-jsr`: everything comes from one registry.
 * - `named-exports`: nothing is exported without a name.
 *
 * @module
 */

import floors from "../src/floors.json" with { type: "json" };

const ROOT = new URL("../", import.meta.url);

/** Every permitted edge: a room, or a path below `src/` in which `*` stands for any characters. */
const FLOORS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(floors));

/** What a unit test may import beyond the floors of its room. */
const TEST_FLOORS: readonly string[] = ["demo", "text"];

/** Rule `floors`. */
const floorsRule: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context.filename);
    const room = roomOf(path);
    if (room === undefined) return {};
    const edges = [...(FLOORS.get(room) ?? []), ...(isUnitTest(path) ? TEST_FLOORS : [])];
    return onImport((specifier, node) => {
      if (specifier === undefined) {
        context.report({ node, message: "An import that is computed cannot be checked against the floors" });
        return;
      }
      const target = resolve(specifier, path);
      if (target === undefined || isInside(target, room) || edges.some((edge) => permits(edge, target))) {
        return;
      }
      context.report({
        node,
        message: `${room} must not import ${target}`,
        hint: `src/floors.json permits: ${edges.length === 0 ? "nothing" : edges.join(", ")}`,
      });
    });
  },
};

/** Rule `one-fetch`. */
const oneFetchRule = restrict({
  applies: (path) =>
    isProduct(path) && path !== "src/openstack/transport.ts" && !path.startsWith("src/demo/"),
  globals: ["fetch", "EventSource", "WebSocket", "WebSocketStream", "XMLHttpRequest"],
  members: {
    Deno: ["connect", "connectQuic", "connectTls", "createHttpClient", "listenDatagram", "startTls"],
  },
  modules: ["node:dgram", "node:http", "node:http2", "node:https", "node:net", "node:tls"],
  // A handshake that looks at a certificate, which fetch cannot show; nothing is sent through it.
  except: { "src/openstack/peer_certificate.ts": ["node:net", "node:tls"] },
  message: (name) => `${name} reaches the network; only src/openstack/transport.ts may`,
});

/** Rule `no-console-outside-terminal`. */
const consoleRule = restrict({
  applies: (path) => isProduct(path) && !/^src\/(?:cli|keeper)\//.test(path),
  globals: ["console"],
  members: { Deno: ["stderr", "stdout"], process: ["stderr", "stdout"] },
  modules: ["node:console"],
  // The front's standard output belongs to the SDK; its door only listens for its end.
  except: { "src/front/worker.ts": ["process.stdout"] },
  message: (name) => `${name} writes to the terminal; only src/cli and src/keeper may`,
});

/** Rule `one-worker`. */
const oneWorkerRule = restrict({
  applies: (path) => isProduct(path) && !path.startsWith("src/keeper/"),
  globals: ["Worker"],
  members: {},
  modules: ["node:child_process", "node:cluster", "node:worker_threads"],
  message: (name) => `${name} starts a thread or a process; only src/keeper may`,
});

/** Rule `no-jsr`. */
const noJsrRule: Deno.lint.Rule = {
  create(context) {
    return onImport((specifier, node) => {
      if (!specifier?.startsWith("jsr:")) return;
      context.report({ node, message: "Packages come from npm alone", hint: "See docs/architecture.md" });
    });
  },
};

/** Rule `named-exports`. */
const namedExportsRule: Deno.lint.Rule = {
  create(context) {
    if (pathOf(context.filename) === "tasks/lint_plugin.ts") return {};
    const report = (node: Deno.lint.Node) => context.report({ node, message: "An export has a name" });
    return {
      ExportDefaultDeclaration: report,
      ExportSpecifier(node) {
        if (nameOf(node.exported) === "default") report(node);
      },
    };
  },
};

/** `deno lint` loads a plugin by its default export. */
export default {
  name: "openstack-mcp",
  rules: {
    "floors": floorsRule,
    "one-fetch": oneFetchRule,
    "no-console-outside-terminal": consoleRule,
    "one-worker": oneWorkerRule,
    "no-jsr": noJsrRule,
    "named-exports": namedExportsRule,
  },
} satisfies Deno.lint.Plugin;

// Paths.

/** The path of a file relative to the root of the repository, with slashes. */
function pathOf(filename: string): string {
  const root = decodeURIComponent(ROOT.pathname).replace(/^\/(?=[A-Za-z]:)/, "");
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(root) ? path.slice(root.length) : path;
}

/** The room of a file, `main.ts` being one of its own; `undefined` for a file that may import anything. */
function roomOf(path: string): string | undefined {
  return path === "main.ts" ? path : /^src\/([^/]+)\//.exec(path)?.[1];
}

/** Part of what runs at a user's, not a test. */
function isProduct(path: string): boolean {
  return roomOf(path) !== undefined && !isUnitTest(path);
}

function isUnitTest(path: string): boolean {
  return path.endsWith("_test.ts");
}

/** Where a relative import leads, as a path relative to `src/`; `undefined` for a package. */
function resolve(specifier: string, from: string): string | undefined {
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) return undefined;
  const base = new URL("file:///src/");
  // Two directories above, so that a path that leaves the repository is still a path.
  const url = new URL(specifier, new URL(`../${from}`, base));
  const path = decodeURIComponent(url.pathname);
  return path.startsWith(base.pathname) ? path.slice(base.pathname.length) : `..${path}`;
}

function isInside(target: string, room: string): boolean {
  return target.startsWith(`${room}/`);
}

function permits(edge: string, target: string): boolean {
  if (!/[*.]/.test(edge)) return isInside(target, edge);
  const pattern = edge.split("*").map((part) => part.replace(/[.\\/+]/g, "\\$&")).join(".*");
  return new RegExp(`^${pattern}$`).test(target);
}

// Imports.

/** Calls back for everything that imports, a type's import too; without a specifier if it is computed. */
function onImport(
  visit: (specifier: string | undefined, node: Deno.lint.Node) => void,
): Deno.lint.LintVisitor {
  return {
    ImportDeclaration: (node) => visit(node.source.value, node),
    ExportAllDeclaration: (node) => visit(node.source.value, node),
    ExportNamedDeclaration(node) {
      if (node.source !== null) visit(node.source.value, node);
    },
    ImportExpression: (node) => visit(textOf(node.source), node),
    TSImportType(node) {
      if (node.argument.type === "TSLiteralType") visit(textOf(node.argument.literal), node);
    },
  };
}

function textOf(node: Deno.lint.Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  const plain = node.type === "TemplateLiteral" && node.expressions.length === 0;
  return plain ? node.quasis[0]?.cooked : undefined;
}

// Things that few may use.

interface Restriction {
  /** Whether a file is bound by the rule. */
  applies(path: string): boolean;
  /** Global names that may not be used. A local of the same name may not either: it would hide a mistake. */
  globals: readonly string[];
  /** Members, by the global that they belong to, that may not be used. */
  members: Readonly<Record<string, readonly string[]>>;
  /** Modules that may not be imported. */
  modules: readonly string[];
  /** Names that a file may use all the same, by its path. */
  except?: Readonly<Record<string, readonly string[]>>;
  /** Says what is wrong with a name. */
  message(name: string): string;
}

const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(["globalThis", "self", "window"]);

function restrict({ applies, globals, members, modules, except, message }: Restriction): Deno.lint.Rule {
  const forbidden = (object: string, name: string | undefined): boolean =>
    name !== undefined && (GLOBAL_OBJECTS.has(object) ? globals : members[object] ?? []).includes(name);

  return {
    create(context) {
      const path = pathOf(context.filename);
      if (!applies(path)) return {};
      const report = (node: Deno.lint.Node, name: string) => {
        if (!except?.[path]?.includes(name)) context.report({ node, message: message(name) });
      };
      return {
        ...onImport((specifier, node) => {
          if (specifier !== undefined && modules.includes(specifier)) report(node, specifier);
        }),
        Identifier(node) {
          if (globals.includes(node.name) && isReference(node)) report(node, node.name);
        },
        MemberExpression(node) {
          const object = globalOf(node.object);
          const name = memberOf(node);
          if (object !== undefined && forbidden(object, name)) report(node, `${object}.${name}`);
        },
        VariableDeclarator(node) {
          const object = node.init === null ? undefined : globalOf(node.init);
          if (object === undefined || node.id.type !== "ObjectPattern") return;
          for (const property of node.id.properties) {
            const name = property.type === "Property" ? nameOf(property.key) : undefined;
            if (forbidden(object, name)) report(property, `${object}.${name}`);
          }
        },
      };
    },
  };
}

/** `Deno` for `Deno` and for `globalThis.Deno`. */
function globalOf(node: Deno.lint.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return undefined;
  const object = globalOf(node.object);
  return object !== undefined && GLOBAL_OBJECTS.has(object) ? memberOf(node) : undefined;
}

/** `connect` for `Deno.connect` and for `Deno["connect"]`. */
function memberOf({ property, computed }: Deno.lint.MemberExpression): string | undefined {
  return computed ? textOf(property) : nameOf(property);
}

function nameOf(node: Deno.lint.Node): string | undefined {
  return node.type === "Identifier" ? node.name : textOf(node);
}

/** Parents in which an identifier is a type or the name of something else. */
const NAMING_PARENTS: ReadonlySet<string> = new Set([
  "ExportSpecifier",
  "ImportSpecifier",
  "TSInterfaceHeritage",
  "TSQualifiedName",
  "TSTypeQuery",
  "TSTypeReference",
]);

function isReference(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  if (NAMING_PARENTS.has(parent.type)) return false;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (parent.type === "Property") return parent.value === node || parent.computed;
  return !("key" in parent && parent.key === node);
}
