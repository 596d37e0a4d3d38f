import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { findConfigFile, mapAt, parseConfig, searchPath } from "./config_files.ts";
import { SettingsError } from "./settings_error.ts";
import { testWorld } from "./testing.ts";

function directories(options: Parameters<typeof testWorld>[0]): string[] {
  return searchPath(testWorld(options)).map(({ directory }) => directory);
}

Deno.test("searchPath() follows openstacksdk on Linux", () => {
  deepEqual(directories({}), [
    "/here",
    "/home/ann/.config/openstack",
    "/etc/xdg/openstack",
    "/etc/openstack",
  ]);
});

Deno.test("searchPath() honours XDG and the real home outside of a snap", () => {
  const env = { XDG_CONFIG_HOME: "/x", XDG_CONFIG_DIRS: "/a:/b", SNAP_REAL_HOME: "/home/real" };
  deepEqual(directories({ env }), [
    "/here",
    "/x/openstack",
    "/home/real/.config/openstack",
    "/a/openstack",
    "/b/openstack",
    "/etc/openstack",
  ]);
});

Deno.test("searchPath() follows the platform on macOS and Windows", () => {
  deepEqual(directories({ platform: "darwin", home: "/Users/ann" }), [
    "/here",
    "/Users/ann/Library/Application Support/openstack",
    "/Users/ann/.config/openstack",
    "/Library/Application Support/openstack",
    "/etc/openstack",
  ]);
  const env = { LOCALAPPDATA: "C:\\Users\\ann\\AppData\\Local", PROGRAMDATA: "C:\\ProgramData" };
  deepEqual(directories({ platform: "windows", home: "C:\\Users\\ann", cwd: "C:\\work", env }), [
    "C:\\work",
    "C:\\Users\\ann\\AppData\\Local\\OpenStack\\openstack",
    "C:\\Users\\ann\\.config\\openstack",
    "C:\\ProgramData\\OpenStack\\openstack",
  ]);
});

Deno.test("searchPath() trusts the user's own directory even when standing in it", () => {
  const [first] = searchPath(testWorld({ cwd: "/home/ann/.config/openstack" }));
  equal(first?.group, "user or site");
});

Deno.test("findConfigFile() takes the first file, by directory and then by suffix", () => {
  const files = {
    "/here/clouds.json": '{"clouds": {}}',
    "/home/ann/.config/openstack/clouds.yaml": "clouds: {}",
  };
  const find = (more: Record<string, string>) =>
    findConfigFile(testWorld({ files: { ...files, ...more } }), { kind: "clouds.yaml" }, [])?.path;
  equal(find({}), "/here/clouds.json");
  equal(find({ "/here/clouds.yml": "clouds: {}" }), "/here/clouds.yml");
  equal(find({ "/here/clouds.yaml": "clouds: {}" }), "/here/clouds.yaml");
});

Deno.test("findConfigFile() passes over a file that may not be read, with a note", () => {
  const denied = new Deno.errors.PermissionDenied("Permission denied (os error 13)");
  const files = { "/here/clouds.yaml": denied, "/etc/openstack/clouds.yaml": "clouds: {}" };
  const notes: string[] = [];
  equal(
    findConfigFile(testWorld({ files }), { kind: "clouds.yaml" }, notes)?.path,
    "/etc/openstack/clouds.yaml",
  );
  deepEqual(notes, ["/here/clouds.yaml passed over: permission denied"]);
});

for (
  const [name, file, problem] of [
    ["is missing", undefined, /does not exist/],
    ["may not be read", new Deno.errors.PermissionDenied("denied"), /permission denied/],
    ["is a directory", new Error("Is a directory (os error 21)"), /is a directory/],
    ["is malformed", "clouds: [", /not valid YAML/],
  ] as const
) {
  Deno.test(`findConfigFile() refuses a named file that ${name}`, () => {
    const files = file === undefined ? {} : { "/here/my.yaml": file };
    const named = {
      value: "my.yaml",
      origin: { kind: "environment", name: "OS_CLIENT_CONFIG_FILE" },
    } as const;
    throws(
      () => findConfigFile(testWorld({ files }), { kind: "clouds.yaml", named }, []),
      (error) =>
        error instanceof SettingsError && problem.test(error.message) &&
        error.message.includes("/here/my.yaml"),
    );
  });
}

for (
  const [name, text, problem] of [
    ["empty text", "", /is empty/],
    ["a comment", "# nothing\n", /is empty/],
    ["a list", "- a\n", /is not a mapping/],
    ["a word", "hello", /is not a mapping/],
    ["a tab", "clouds:\n\ta: 1\n", /not valid YAML at line 2/],
    ["a key twice", "clouds: {}\nclouds: {}\n", /duplicate key/],
    ["an unknown alias", "clouds: *nothing\n", /alias|not valid/],
  ] as const
) {
  Deno.test(`parseConfig() refuses ${name}`, () => {
    throws(
      () => parseConfig(text, "clouds.yaml", "/f"),
      (error) =>
        error instanceof SettingsError && problem.test(error.message) && error.message.includes("/f"),
    );
  });
}

Deno.test("parseConfig() never quotes a malformed file", () => {
  const text = "clouds:\n  a:\n    auth:\n      password: 'hunter2\n      x: [hunter2\n";
  throws(
    () => parseConfig(text, "clouds.yaml", "/f"),
    (error) => error instanceof Error && !/hunter2/.test(error.message),
  );
});

Deno.test("parseConfig() keeps scalars as they were written, and drops nulls", () => {
  const text = 'a: 0777\nb: yes\nc: 1e3\nd: ~\ne: null\nf: "null"\ng:\n';
  deepEqual([...parseConfig(text, "clouds.yaml", "/f")], [
    ["a", "0777"],
    ["b", "yes"],
    ["c", "1e3"],
    ["d", ""],
    ["e", ""],
    ["f", "null"],
    ["g", ""],
  ]);
});

Deno.test("parseConfig() knows anchors, merge keys and JSON", () => {
  const yaml = "base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3\n";
  deepEqual([...mapAt(parseConfig(yaml, "clouds.yaml", "/f"), "use")], [["a", "1"], ["b", "3"]]);
  deepEqual([...mapAt(parseConfig('{\n\t"use": {"a": true}\n}', "clouds.yaml", "/f"), "use")], [[
    "a",
    "true",
  ]]);
});

Deno.test("parseConfig() refuses a bomb of aliases", () => {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `l${n}: &l${n} [${Array(9).fill(n === 0 ? "x" : `*l${n - 1}`)}]`,
  );
  throws(() => parseConfig(levels.join("\n"), "clouds.yaml", "/f"), SettingsError);
});

Deno.test("parseConfig() is not moved by keys of the prototype", () => {
  const tree = parseConfig("__proto__: {polluted: 1}\nclouds: {constructor: {a: 1}}\n", "clouds.yaml", "/f");
  ok(!("polluted" in {}));
  equal(mapAt(tree, "clouds").has("constructor"), true);
});
