import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import type { CallerSettings } from "./callers.ts";
import { resolveSettings, type Settings } from "./resolve_settings.ts";
import { SettingsError } from "./settings_error.ts";
import { testLine, type TestWorld, testWorld, UID } from "./testing.ts";

type Flags = Parameters<typeof testLine>[0];

const HASH = "ab".repeat(32);
const OTHER = "cd".repeat(32);
const FILE = "/etc/tokens.yaml";
const LOGIN = {
  OS_AUTH_URL: "https://keystone.example.com:5000/v3",
  OS_USERNAME: "alice",
  OS_PASSWORD: "pw",
  OS_PROJECT_NAME: "acme",
};
const CLOUDS = `clouds:
  other:
    auth: {auth_url: https://other.example.com/v3, username: bob, password: pw2, project_name: p}
`;

/** Settings of a server over HTTP that reads its callers from a file with this text. */
function resolve(text: string | undefined, flags: Flags = { http: "" }, world: TestWorld = {}): Settings {
  return resolveSettings(
    testLine(flags, "serve"),
    testWorld({
      ...world,
      env: { ...LOGIN, ...(text === undefined ? {} : { MCP_AUTH_TOKENS_FILE: FILE }), ...world.env },
      files: {
        ...(text === undefined ? {} : { [FILE]: text }),
        "/home/ann/.config/openstack/clouds.yaml": CLOUDS,
        ...world.files,
      },
    }),
  );
}

function callers(...settings: Parameters<typeof resolve>): readonly CallerSettings[] | undefined {
  return resolve(...settings).callers;
}

function refused(act: () => unknown, words: RegExp, setting = /MCP_AUTH_TOKENS_FILE/): void {
  throws(act, (error) => {
    ok(error instanceof SettingsError);
    match(error.message, words);
    match(error.message, setting);
    return true;
  });
}

Deno.test("resolveSettings() reads callers from YAML and from JSON, with a list alone or under tokens", () => {
  const expected = [{ name: "ann", sha256: HASH, readOnly: false }];
  const entry = { name: "ann", sha256: HASH };
  for (
    const text of [
      `tokens:\n  - name: ann\n    sha256: ${HASH}\n`,
      `- {name: ann, sha256: ${HASH}}`,
      JSON.stringify({ tokens: [entry] }),
      JSON.stringify([entry]),
    ]
  ) deepEqual(callers(text), expected);
});

Deno.test("resolveSettings() reads the bounds of a caller", () => {
  const text = `tokens:
  - name: monitoring
    sha256: ${HASH.toUpperCase()}
    read-only: true
    toolsets: compute , health
    cloud: other
  - name: ann
    sha256: ${OTHER}
    read_only: false
    toolsets: [network]
`;
  deepEqual(callers(text), [
    { name: "monitoring", sha256: HASH, readOnly: true, toolsets: ["compute", "health"], cloud: "other" },
    { name: "ann", sha256: OTHER, readOnly: false, toolsets: ["network"] },
  ]);
});

for (
  const [name, text, words] of [
    ["text that is neither YAML nor JSON", "{", /neither YAML nor JSON/],
    ["the same key twice", `tokens: []\ntokens: []`, /neither YAML nor JSON/],
    ["no list", "tokens: yes", /no list of tokens/],
    ["nothing", "", /no list of tokens/],
    ["a word", "secret", /no list of tokens/],
    ["a list by another name", `callers: []`, /no list of tokens/],
    ["an empty list", "tokens: []", /names no caller/],
    ["an entry that is text", "[ann]", /entry 1 has no name/],
    ["an entry that is a list", "[[ann]]", /entry 1 has no name/],
    ["no name", `[{sha256: ${HASH}}]`, /entry 1 has no name/],
    ["an empty name", `[{name: "", sha256: ${HASH}}]`, /entry 1 has no name/],
    ["a name that is a number", `[{name: 7, sha256: ${HASH}}]`, /entry 1 has no name/],
    ["no hash", "[{name: ann}]", /entry 1 has no sha256/],
    ["the token itself", "[{name: ann, sha256: my-secret-token}]", /entry 1 has no sha256/],
    ["a short hash", `[{name: ann, sha256: ${HASH.slice(2)}}]`, /entry 1 has no sha256/],
    ["a long hash", `[{name: ann, sha256: ${HASH}00}]`, /entry 1 has no sha256/],
    ["a bound that is no truth", `[{name: a, sha256: ${HASH}, read_only: "yes"}]`, /read_only.*neither/],
    ["a bound that is not written", `- name: a\n  sha256: ${HASH}\n  read_only:\n`, /read_only.*neither/],
    ["toolsets that are not written", `- name: a\n  sha256: ${HASH}\n  toolsets:\n`, /no list of names/],
    ["no toolsets", `[{name: a, sha256: ${HASH}, toolsets: []}]`, /no list of names/],
    ["an empty toolset", `[{name: a, sha256: ${HASH}, toolsets: "compute,"}]`, /no list of names/],
    ["a toolset that is a number", `[{name: a, sha256: ${HASH}, toolsets: [1]}]`, /no list of names/],
    ["toolsets that are an object", `[{name: a, sha256: ${HASH}, toolsets: {}}]`, /no list of names/],
    ["a cloud that is no name", `[{name: a, sha256: ${HASH}, cloud: [x]}]`, /cloud that is no name/],
    ["a misspelt member", `[{name: a, sha256: ${HASH}, readonly: true}]`, /"readonly".*mean read_only/],
    ["the second entry", `[{name: a, sha256: ${HASH}}, {name: b}]`, /entry 2 has no sha256/],
    [
      "a name twice",
      `[{name: a, sha256: ${HASH}}, {name: a, sha256: ${OTHER}}]`,
      /a: its name stands there twice/,
    ],
    [
      "a hash twice, in another case",
      `[{name: a, sha256: ${HASH}}, {name: b, sha256: ${HASH.toUpperCase()}}]`,
      /b: its sha256 stands there twice/,
    ],
    ["a cloud that is not configured", `[{name: a, sha256: ${HASH}, cloud: absent}]`, /absent/],
  ] satisfies [string, string, RegExp][]
) {
  Deno.test(`resolveSettings() refuses a file of tokens with ${name}`, () => {
    refused(() => resolve(text), words, name.includes("not configured") ? /absent/ : undefined);
  });
}

Deno.test("resolveSettings() shows nothing of a token that stands in the file by mistake", () => {
  throws(() => resolve("[{name: ann, sha256: my-secret-token}]"), (error) => {
    ok(error instanceof SettingsError);
    ok(!error.message.includes("my-secret"));
    return true;
  });
});

Deno.test("resolveSettings() refuses a file of tokens that others may write, or that is not there", () => {
  const text = `[{name: ann, sha256: ${HASH}}]`;
  const withMode = (mode: number, platform = "linux") =>
    resolve(undefined, { http: "" }, {
      platform,
      env: { MCP_AUTH_TOKENS_FILE: FILE },
      files: { [FILE]: { text, uid: UID, mode } },
    });
  for (const mode of [0o100660, 0o100606, 0o100666, 0o100620]) refused(() => withMode(mode), /chmod go-w/);
  for (const mode of [0o100600, 0o100644, 0o100444]) equal(withMode(mode).callers?.length, 1);
  refused(
    () => resolve(undefined, { http: "" }, { env: { MCP_AUTH_TOKENS_FILE: FILE } }),
    /tokens\.yaml/,
  );
});

Deno.test("resolveSettings() makes a caller of the secret key, beside those of the file", () => {
  const sha256 = createHash("sha256").update("s3cret").digest("hex");
  const own = { name: "secret-key", sha256, readOnly: false };
  const flags = { http: "", secretKey: "s3cret" };
  deepEqual(callers(undefined, flags), [own]);
  deepEqual(callers(`[{name: ann, sha256: ${HASH}}]`, flags)?.map(({ name }) => name), ["secret-key", "ann"]);
  refused(() => callers(`[{name: secret-key, sha256: ${HASH}}]`, flags), /its name stands there twice/);
  refused(() => callers(`[{name: ann, sha256: ${sha256}}]`, flags), /its sha256 stands there twice/);
  ok(!JSON.stringify(resolve(undefined, flags).callers).includes("s3cret"));
});

Deno.test("resolveSettings() asks for a token that was set up, whether --auth-enable is said or not", () => {
  const text = `[{name: ann, sha256: ${HASH}}]`;
  equal(callers(text)?.length, 1);
  equal(callers(text, { http: "", authEnable: true })?.length, 1);
  equal(callers(undefined, { http: "" }), undefined);
});

Deno.test("resolveSettings() asks nobody where that was switched off, on loopback alone", () => {
  const text = `[{name: ann, sha256: ${HASH}}]`;
  equal(callers(text, { http: "", authDisable: true }), undefined);
  equal(callers("{", { http: "", authDisable: true }), undefined, "the file is not read");
  refused(
    () => callers(text, { http: "0.0.0.0:1", tlsCert: "c", tlsKey: "k", authDisable: true }),
    /needs a bearer token/,
    /--http/,
  );
});

Deno.test("resolveSettings() takes the file for the token of an open listener", () => {
  const text = `[{name: ann, sha256: ${HASH}}]`;
  equal(callers(text, { http: "0.0.0.0:1", tlsCert: "c", tlsKey: "k" })?.length, 1);
  refused(() => callers(text, { http: "0.0.0.0:1" }), /needs TLS/, /--http/);
});

Deno.test("resolveSettings() reads no callers over stdio, nor for other commands", () => {
  equal(callers("{", {}), undefined);
  const world = testWorld({ env: { ...LOGIN, MCP_AUTH_TOKENS_FILE: FILE }, files: { [FILE]: "{" } });
  equal(resolveSettings(testLine({}, "report"), world).callers, undefined);
});

Deno.test("resolveSettings() reads the clouds that callers are bound to, and the own one only if it is needed", () => {
  const bound = `[{name: ann, sha256: ${HASH}, cloud: other}]`;
  const all = resolve(bound);
  deepEqual([...all.callerClouds.keys()], ["other"]);
  equal(all.callerClouds.get("other")?.settings.auth.authUrl, "https://other.example.com/v3");
  deepEqual(all.clouds, []);
  const some = resolve(`[{name: ann, sha256: ${HASH}, cloud: other}, {name: bob, sha256: ${OTHER}}]`);
  deepEqual(some.clouds.map(({ name }) => name), ["envvars"]);
  refused(() => resolve(bound, { http: "", demo: true }), /contradicts the cloud other/, /--demo/);
});

const KEY_FILE = "/etc/confirm.key";

function confirmSecret(text: string | undefined): string | undefined {
  const files = text === undefined ? {} : { [KEY_FILE]: text };
  return resolve(undefined, { confirmKeyFile: KEY_FILE }, { files }).confirmSecret;
}

Deno.test("resolveSettings() reads the key that replicas share, without what stands around it", () => {
  const key = "k".repeat(43);
  equal(confirmSecret(` ${key}\n`), key);
  equal(resolve(undefined, {}).confirmSecret, undefined);
});

Deno.test("resolveSettings() refuses a key that is too short, empty or not there, without showing it", () => {
  for (const text of [`${"k".repeat(42)}\n`, "", " ".repeat(80), undefined]) {
    refused(() => confirmSecret(text), /confirm\.key/, /--confirm-key-file/);
  }
  throws(() => confirmSecret("hunter2"), (error) => {
    ok(error instanceof SettingsError && !error.message.includes("hunter2"));
    return true;
  });
});

Deno.test("resolveSettings() refuses a key that everybody on the machine can read", () => {
  const text = "k".repeat(43);
  const read = (mode: number) =>
    resolve(undefined, { confirmKeyFile: KEY_FILE }, { files: { [KEY_FILE]: { text, uid: UID, mode } } });
  equal(read(0o640).confirmSecret, text);
  refused(() => read(0o644), /confirm\.key is open to everybody/, /chmod o-rwx/);
});
