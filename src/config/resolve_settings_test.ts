import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import type { CloudSettings } from "../openstack/settings.ts";
import { ENVIRONMENT_VARIABLES } from "./environment.ts";
import { COMMAND_NAMES, FLAGS } from "./flags.ts";
import type { Origin } from "./origin.ts";
import { resolveSettings, type Settings } from "./resolve_settings.ts";
import { SettingsError } from "./settings_error.ts";
import { testLine, type TestWorld, testWorld, UID } from "./testing.ts";

type Flags = Parameters<typeof testLine>[0];
type Command = Parameters<typeof testLine>[1];

const USER = "/home/ann/.config/openstack";
const PASSWORD_ENV = {
  OS_AUTH_URL: "https://keystone.example.com:5000/v3",
  OS_USERNAME: "alice",
  OS_PASSWORD: "pw",
  OS_PROJECT_NAME: "acme",
  OS_USER_DOMAIN_NAME: "Users",
  OS_PROJECT_DOMAIN_NAME: "Projects",
};
const CREDENTIAL_ENV = {
  OS_AUTH_URL: "https://keystone.example.com:5000/v3",
  OS_APPLICATION_CREDENTIAL_ID: "abc",
  OS_APPLICATION_CREDENTIAL_SECRET: "secret",
};

function resolve(world: TestWorld, flags: Flags = {}, command: Command = "check"): Settings {
  return resolveSettings(testLine(flags, command), testWorld(world));
}

function cloud(world: TestWorld, flags: Flags = {}): CloudSettings {
  const [entry] = resolve(world, flags).clouds;
  ok(entry);
  return entry.settings;
}

function origins(world: TestWorld, flags: Flags = {}): Readonly<Record<string, Origin>> {
  const [entry] = resolve(world, flags).clouds;
  ok(entry);
  return entry.origins;
}

/** One user's clouds.yaml with one cloud `acme`; `more` is put at the end of its entry. */
function userCloud(more = "", auth = ""): Record<string, string> {
  return { [`${USER}/clouds.yaml`]: entryText("acme", more, auth) };
}

function entryText(name: string, more = "", auth = "", password = "pw"): string {
  return `clouds:
  ${name}:
    auth:
      auth_url: https://k.example.com/identity
      username: alice
      ${password === "" ? "" : `password: ${password}`}
      project_name: acme
      user_domain_name: Users
      project_domain_name: Projects
      ${auth}
    ${more}
`;
}

function refused(world: TestWorld, flags: Flags, ...parts: RegExp[]): SettingsError {
  let found: unknown;
  throws(() => resolve(world, flags), (error) => {
    found = error;
    return error instanceof SettingsError;
  });
  ok(found instanceof SettingsError);
  for (const part of parts) match(found.message, part);
  return found;
}

// Variables

Deno.test("resolveSettings() makes a cloud of the environment's password login", () => {
  const { clouds, notes } = resolve({
    env: { ...PASSWORD_ENV, OS_REGION_NAME: "R1", OS_INTERFACE: "internal" },
  });
  deepEqual(clouds.map(({ name, settings, files }) => ({ name, settings, files })), [{
    name: "envvars",
    files: [],
    settings: {
      name: "envvars",
      auth: {
        type: "v3password",
        authUrl: "https://keystone.example.com:5000/v3",
        user: { name: "alice", domainName: "Users" },
        password: "pw",
        scope: { kind: "project", project: { name: "acme", domainName: "Projects" } },
      },
      region: "R1",
      interfaces: ["internal"],
      services: {},
      allowHttpEndpoints: false,
      requestTimeoutMs: 30_000,
    },
  }]);
  deepEqual(notes, []);
});

Deno.test("resolveSettings() knows the origin of every value of a login, without the value", () => {
  const found = origins({ env: PASSWORD_ENV });
  deepEqual(found.password, { kind: "environment", name: "OS_PASSWORD" });
  deepEqual(found.auth_url, { kind: "environment", name: "OS_AUTH_URL" });
  ok(!JSON.stringify(found).includes("pw"));
});

Deno.test("resolveSettings() makes an application credential's login of the environment", () => {
  deepEqual(cloud({ env: CREDENTIAL_ENV }).auth, {
    type: "v3applicationcredential",
    authUrl: "https://keystone.example.com:5000/v3",
    id: "abc",
    secret: "secret",
  });
});

Deno.test("resolveSettings() makes an application credential by name and user", () => {
  const { OS_APPLICATION_CREDENTIAL_ID: _, ...env } = CREDENTIAL_ENV;
  const named = {
    ...env,
    OS_APPLICATION_CREDENTIAL_NAME: "ci",
    OS_USERNAME: "alice",
    OS_USER_DOMAIN_ID: "d1",
  };
  const { auth } = cloud({ env: named });
  ok(auth.type === "v3applicationcredential");
  deepEqual([auth.id, auth.name, auth.user], [undefined, "ci", { name: "alice", domainId: "d1" }]);
});

Deno.test("resolveSettings() makes a token login when a token is given without a password", () => {
  const env = { OS_AUTH_URL: "https://k/v3", OS_AUTH_TOKEN: "gAAA", OS_PROJECT_ID: "p1" };
  deepEqual(cloud({ env }).auth, {
    type: "v3token",
    authUrl: "https://k/v3",
    token: "gAAA",
    scope: { kind: "project", project: { id: "p1" } },
  });
});

for (
  const [given, type] of [
    ["password", "v3password"],
    ["v3password", "v3password"],
    ["token", "v3token"],
    ["v3token", "v3token"],
    ["v3applicationcredential", "v3applicationcredential"],
  ] as const
) {
  Deno.test(`resolveSettings() takes auth_type ${given} for ${type}`, () => {
    const { OS_PROJECT_NAME: _, ...login } = { ...PASSWORD_ENV, ...CREDENTIAL_ENV, OS_TOKEN: "t" };
    equal(cloud({ env: { ...login, OS_AUTH_TYPE: given } }).auth.type, type);
  });
}

const KEYSTONE = { OS_AUTH_URL: "https://k.example/v3", OS_PROJECT_ID: "p" };
const PROVIDER = { OS_IDENTITY_PROVIDER: "corp", OS_PROTOCOL: "openid", OS_CLIENT_ID: "mcp" };
const SCOPE = { kind: "project", project: { id: "p" } };
const WHERE = { authUrl: "https://k.example/v3", scope: SCOPE };
const FEDERATED = { ...WHERE, identityProvider: "corp", protocol: "openid" };

for (
  const [name, env, auth] of [
    ["v3totp", { ...KEYSTONE, OS_USER_ID: "u", OS_PASSCODE: "123456" }, {
      ...WHERE,
      user: { id: "u" },
      passcode: "123456",
    }],
    ["v3multifactor", {
      ...KEYSTONE,
      OS_AUTH_METHODS: "v3password, totp",
      OS_USER_ID: "u",
      OS_PASSWORD: "pw",
      OS_PASSCODE: "123456",
    }, {
      ...WHERE,
      methods: ["v3password", "v3totp"],
      user: { id: "u" },
      password: "pw",
      passcode: "123456",
    }],
    ["v3oidcaccesstoken", { ...KEYSTONE, ...PROVIDER, OS_ACCESS_TOKEN: "at" }, {
      ...FEDERATED,
      access: { token: "at" },
    }],
    ["v3oidcclientcredentials", {
      ...KEYSTONE,
      ...PROVIDER,
      OS_CLIENT_SECRET: "cs",
      OS_ACCESS_TOKEN_ENDPOINT: "https://idp.example/token",
    }, {
      ...FEDERATED,
      access: {
        grant: {
          clientId: "mcp",
          clientSecret: "cs",
          tokenEndpoint: "https://idp.example/token",
          openidScope: "openid profile",
        },
      },
    }],
    ["v3oidcpassword", {
      ...KEYSTONE,
      ...PROVIDER,
      OS_USERNAME: "ann",
      OS_PASSWORD: "pw",
      OS_OPENID_SCOPE: "openid",
      OS_DISCOVERY_ENDPOINT: "https://idp.example/.well-known/openid-configuration",
    }, {
      ...FEDERATED,
      access: {
        grant: {
          clientId: "mcp",
          discoveryEndpoint: "https://idp.example/.well-known/openid-configuration",
          openidScope: "openid",
          user: { name: "ann", password: "pw" },
        },
      },
    }],
    ["none", { OS_ENDPOINT: "https://ironic.example:6385" }, {
      authUrl: "https://ironic.example:6385",
      isEndpoint: true,
    }],
    ["http_basic", {
      OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE: "https://cinder.example/v3/x",
      OS_USERNAME: "ann",
      OS_PASSWORD: "pw",
    }, { authUrl: "https://cinder.example/v3/x", isEndpoint: false, username: "ann", password: "pw" }],
  ] as const
) {
  Deno.test(`resolveSettings() reads a login of auth_type ${name}`, () => {
    deepEqual(cloud({ env: { ...env, OS_AUTH_TYPE: name } }).auth, { type: name, ...auth });
  });
}

Deno.test("resolveSettings() names what a login of another kind lacks, and never a secret", () => {
  const env = { ...KEYSTONE, OS_USER_ID: "u", OS_PASSWORD: "pw" };
  refused({ env: { ...env, OS_AUTH_TYPE: "v3multifactor" } }, {}, /auth_methods/);
  refused(
    { env: { ...env, OS_AUTH_TYPE: "v3multifactor", OS_AUTH_METHODS: "x509" } },
    {},
    /v3password, v3totp/,
  );
  refused(
    { env: { ...env, OS_AUTH_TYPE: "v3multifactor", OS_AUTH_METHODS: "v3password,v3totp" } },
    {},
    /passcode/,
  );
  refused({ env: { ...KEYSTONE, OS_AUTH_TYPE: "v3oidcaccesstoken" } }, {}, /identity_provider/);
  const client = {
    ...KEYSTONE,
    ...PROVIDER,
    OS_AUTH_TYPE: "v3oidcclientcredentials",
    OS_CLIENT_SECRET: "cs",
  };
  refused({ env: client }, {}, /access_token_endpoint/);
  refused(
    { env: { ...client, OS_ACCESS_TOKEN_ENDPOINT: "ftp://x" } },
    {},
    /access_token_endpoint/,
    /https nor/,
  );
  refused({ env: { OS_AUTH_TYPE: "none", OS_AUTH_URL: "https://k" } }, {}, /endpoint/);
});

for (const given of ["v3kerberos", "v2password", "admin_token", "v3samlpassword", "v3pasword"]) {
  Deno.test(`resolveSettings() refuses auth_type ${given} and lists the supported ones`, () => {
    const env = { ...PASSWORD_ENV, OS_AUTH_TYPE: given };
    refused({ env }, {}, /OS_AUTH_TYPE/, /not supported/, /v3password, v3applicationcredential, v3token/);
  });
}

for (
  const [name, env, expected] of [
    ["old spellings", {
      OS_TENANT_NAME: "acme",
      OS_PROJECT_DOMAIN_ID: "d",
      OS_AUTH_PLUGIN: "password",
      OS_USERID: "u1",
    }, { user: { id: "u1" }, scope: { kind: "project", project: { name: "acme", domainId: "d" } } }],
    ["a present spelling over an old one", {
      OS_TENANT_NAME: "old",
      OS_PROJECT_NAME: "new",
      OS_USER_ID: "u1",
    }, { user: { id: "u1" }, scope: { kind: "project", project: { name: "new", domainId: "default" } } }],
    ["a name over an id, when its domain is known", {
      OS_USERNAME: "alice",
      OS_USER_ID: "u1",
      OS_PROJECT_NAME: "acme",
      OS_PROJECT_ID: "p1",
      OS_DOMAIN_NAME: "D",
    }, {
      user: { name: "alice", domainName: "D" },
      scope: { kind: "project", project: { name: "acme", domainName: "D" } },
    }],
    ["an id, when the name's domain is not known", {
      OS_USERNAME: "alice",
      OS_USER_DOMAIN_NAME: "D",
      OS_PROJECT_NAME: "acme",
      OS_PROJECT_ID: "p1",
    }, { user: { name: "alice", domainName: "D" }, scope: { kind: "project", project: { id: "p1" } } }],
    ["a domain for user and project alike", {
      OS_USERNAME: "alice",
      OS_PROJECT_NAME: "acme",
      OS_DOMAIN_ID: "d1",
    }, {
      user: { name: "alice", domainId: "d1" },
      scope: { kind: "project", project: { name: "acme", domainId: "d1" } },
    }],
    ["the user's own domain over the common one", {
      OS_USERNAME: "alice",
      OS_USER_DOMAIN_NAME: "U",
      OS_PROJECT_NAME: "acme",
      OS_DOMAIN_NAME: "D",
    }, {
      user: { name: "alice", domainName: "U" },
      scope: { kind: "project", project: { name: "acme", domainName: "D" } },
    }],
    ["a default domain", {
      OS_USERNAME: "alice",
      OS_PROJECT_NAME: "acme",
      OS_DEFAULT_DOMAIN: "d2",
    }, {
      user: { name: "alice", domainId: "d2" },
      scope: { kind: "project", project: { name: "acme", domainId: "d2" } },
    }],
    ["the scope of a domain", {
      OS_USERNAME: "alice",
      OS_USER_DOMAIN_NAME: "U",
      OS_DOMAIN_NAME: "D",
    }, { user: { name: "alice", domainName: "U" }, scope: { kind: "domain", domain: { name: "D" } } }],
    ["the scope of the system", { OS_USER_ID: "u1", OS_SYSTEM_SCOPE: "all" }, {
      user: { id: "u1" },
      scope: { kind: "system" },
    }],
    ["the scope of a trust", { OS_USER_ID: "u1", OS_TRUST_ID: "t1" }, {
      user: { id: "u1" },
      scope: { kind: "trust", trustId: "t1" },
    }],
    ["no scope", { OS_USER_ID: "u1" }, { user: { id: "u1" }, scope: { kind: "unscoped" } }],
  ] as const
) {
  Deno.test(`resolveSettings() understands ${name}`, () => {
    const { auth } = cloud({ env: { OS_AUTH_URL: "https://k/v3", OS_PASSWORD: "pw", ...env } });
    ok(auth.type === "v3password");
    deepEqual({ user: auth.user, scope: auth.scope }, expected);
  });
}

for (
  const [name, env, parts] of [
    ["project and system", { ...PASSWORD_ENV, OS_SYSTEM_SCOPE: "all" }, [
      /OS_SYSTEM_SCOPE/,
      /contradicts OS_PROJECT_NAME/,
    ]],
    ["project and trust", { ...PASSWORD_ENV, OS_TRUST_ID: "t" }, [
      /OS_TRUST_ID/,
      /contradicts OS_PROJECT_NAME/,
    ]],
    ["a system scope that is none", {
      OS_AUTH_URL: "https://k",
      OS_USER_ID: "u",
      OS_PASSWORD: "p",
      OS_SYSTEM_SCOPE: "some",
    }, [/OS_SYSTEM_SCOPE/, /"all"/]],
    ["a project beside an application credential", { ...CREDENTIAL_ENV, OS_PROJECT_NAME: "acme" }, [
      /project_name/,
    ]],
    ["a missing auth URL", { OS_USERNAME: "a", OS_PASSWORD: "p" }, [/auth_url/, /missing/, /OS_AUTH_URL/]],
    ["a missing password", { OS_AUTH_URL: "https://k", OS_USERNAME: "a" }, [/password/, /OS_PASSWORD/]],
    ["a missing user", { OS_AUTH_URL: "https://k", OS_PASSWORD: "a" }, [/username/, /missing/]],
    ["a missing credential id", {
      OS_AUTH_URL: "https://k",
      OS_APPLICATION_CREDENTIAL_SECRET: "s",
    }, [/application_credential_id/]],
    ["a missing secret", { OS_AUTH_URL: "https://k", OS_APPLICATION_CREDENTIAL_ID: "s" }, [
      /credential_secret/,
    ]],
    ["an auth URL that is none", { ...PASSWORD_ENV, OS_AUTH_URL: "keystone" }, [
      /OS_AUTH_URL/,
      /is not a URL/,
    ]],
    ["another scheme", { ...PASSWORD_ENV, OS_AUTH_URL: "ftp://k" }, [/neither an https nor an http/]],
    ["a password in the URL", { ...PASSWORD_ENV, OS_AUTH_URL: "https://u:hunter2@k" }, [
      /holds a user or a password/,
    ]],
    ["OS_INSECURE", { ...PASSWORD_ENV, OS_INSECURE: "true" }, [
      /OS_INSECURE/,
      /cannot be switched off/,
      /cacert/,
    ]],
    ["OS_INSECURE=1", { ...PASSWORD_ENV, OS_INSECURE: "1" }, [/OS_INSECURE/]],
    ["OS_VERIFY", { ...PASSWORD_ENV, OS_VERIFY: "False" }, [/OS_VERIFY/, /cacert/]],
    ["identity v2", { ...PASSWORD_ENV, OS_IDENTITY_API_VERSION: "2.0" }, [
      /OS_IDENTITY_API_VERSION/,
      /not supported/,
    ]],
    ["a misspelt variable", { ...PASSWORD_ENV, OS_PASWORD: "x" }, [/OS_PASWORD/, /OS_PASSWORD/]],
    ["a misspelt variable of a service", {
      ...PASSWORD_ENV,
      OS_COMPUTE_ENDPOINT_OVERIDE: "https://c",
    }, [/OS_COMPUTE_ENDPOINT_OVERIDE/, /OS_COMPUTE_ENDPOINT_OVERRIDE/]],
    ["a misspelt variable of our own", { ...PASSWORD_ENV, OPENSTACK_MCP_MAX_TARGET: "3" }, [
      /OPENSTACK_MCP_MAX_TARGETS/,
    ]],
    ["an interface that is none", { ...PASSWORD_ENV, OS_INTERFACE: "intrnal" }, [/OS_INTERFACE/, /internal/]],
    ["a version that is none", { ...PASSWORD_ENV, OS_COMPUTE_API_VERSION: "new" }, [
      /OS_COMPUTE_API_VERSION/,
    ]],
    ["an endpoint with a user", {
      ...PASSWORD_ENV,
      OS_COMPUTE_ENDPOINT_OVERRIDE: "https://u:p@c",
    }, [/OS_COMPUTE_ENDPOINT_OVERRIDE/, /user or a password/]],
    ["a proxy whose password would reach the cloud", {
      ...PASSWORD_ENV,
      OS_AUTH_URL: "https://k",
      HTTPS_PROXY: "http://u:hunter2@p:3128",
    }, [/HTTPS_PROXY/, /password/]],
    ["a proxy that is none", { ...PASSWORD_ENV, HTTPS_PROXY: "ftp://p" }, [/HTTPS_PROXY/, /proxy/]],
    ["a key without a certificate", { ...PASSWORD_ENV, OS_KEY: "-----BEGIN PRIVATE KEY-----" }, [
      /OS_KEY/,
      /cert/,
    ]],
  ] as const
) {
  Deno.test(`resolveSettings() refuses ${name}`, () => {
    const error = refused({ env }, {}, ...parts);
    ok(!/hunter2|\bpw\b/.test(error.message));
  });
}

Deno.test("resolveSettings() lets false say that verification stays on", () => {
  equal(cloud({ env: { ...PASSWORD_ENV, OS_INSECURE: "false", OS_VERIFY: "true" } }).name, "envvars");
});

Deno.test("resolveSettings() takes empty variables for unset ones, and leaves other programs' alone", () => {
  const env = {
    ...PASSWORD_ENV,
    OS_TOKEN: "",
    OS_TRUST_ID: " ",
    OS_TEST_TIMEOUT: "1",
    OS_LOG_PATH: "x",
    OS_PROFILE: "h",
  };
  equal(cloud({ env }).auth.type, "v3password");
});

Deno.test("resolveSettings() does not make a cloud of selectors and adjustments alone", () => {
  const env = { OS_REGION_NAME: "R2", OS_COMPUTE_API_VERSION: "2.88", OS_INTERFACE: "admin" };
  const settings = cloud({ env, files: userCloud() });
  deepEqual([settings.name, settings.region, settings.interfaces], ["acme", "R2", ["admin"]]);
  deepEqual(settings.services, { compute: { defaultMicroversion: "2.88" } });
});

Deno.test("resolveSettings() names the environment's cloud by OS_CLOUD_NAME", () => {
  equal(cloud({ env: { ...PASSWORD_ENV, OS_CLOUD_NAME: "here" } }).name, "here");
  equal(cloud({ env: { ...PASSWORD_ENV, OS_CLOUD_NAME: "here", OS_CLOUD: "here" } }).name, "here");
});

for (const env of [{}, PASSWORD_ENV]) {
  Deno.test(`resolveSettings() refuses a name for two clouds (${Object.keys(env).length} login variables)`, () => {
    const selectors = { OS_CLOUD: "acme", OS_CLOUD_NAME: "acme" };
    refused({ env: { ...env, ...selectors }, files: userCloud() }, {}, /cloud acme/, /OS_CLOUD_NAME/);
  });
}

Deno.test("resolveSettings() lets a clouds.yaml that was named by a flag win over a login in the environment", () => {
  const files = { "/x/c.yaml": entryText("x") };
  const { clouds, notes } = resolve({ env: PASSWORD_ENV, files }, { osClientConfigFile: "/x/c.yaml" });
  equal(clouds[0]?.name, "x");
  match(notes.join("\n"), /OS_PASSWORD.* ignored: cloud x was named by --os-client-config-file/);
});

Deno.test("resolveSettings() refuses an entry called envvars", () => {
  refused({ files: { [`${USER}/clouds.yaml`]: entryText("envvars") } }, {}, /cloud envvars/, /OS_CLOUD_NAME/);
});

// MCP-OpenStack-Ops' spelling

Deno.test("resolveSettings() understands OS_AUTH_HOST, its port and its protocol", () => {
  const { OS_AUTH_URL: _, ...login } = PASSWORD_ENV;
  const env = {
    ...login,
    OS_AUTH_HOST: "bastion",
    OS_AUTH_PORT: "5000",
    OS_COMPUTE_PORT: "8774",
    OS_VOLUME_PORT: "8776",
  };
  equal(cloud({ env }).auth.authUrl, "http://bastion:5000/v3");
  equal(cloud({ env: { ...env, OS_AUTH_PROTOCOL: "https" } }).auth.authUrl, "https://bastion:5000/v3");
  equal(cloud({ env: { ...env, OS_AUTH_HOST: "::1" } }).auth.authUrl, "http://[::1]:5000/v3");
  deepEqual(cloud({ env }).services, {
    compute: { endpointOverride: "http://bastion:8774/v2.1" },
    "block-storage": { endpointOverride: "http://bastion:8776/v3/%(project_id)s" },
  });
});

for (
  const [name, more, parts] of [
    ["without a port", { OS_AUTH_HOST: "b" }, [/OS_AUTH_PORT/, /missing/]],
    ["with a port that is none", { OS_AUTH_HOST: "b", OS_AUTH_PORT: "x" }, [/OS_AUTH_PORT/, /is not a port/]],
    ["with another protocol", { OS_AUTH_HOST: "b", OS_AUTH_PORT: "1", OS_AUTH_PROTOCOL: "ftp" }, [
      /OS_AUTH_PROTOCOL/,
    ]],
    ["that is no host", { OS_AUTH_HOST: "u@b", OS_AUTH_PORT: "1" }, [/OS_AUTH_HOST/]],
    ["that contradicts OS_AUTH_URL", { OS_AUTH_HOST: "b", OS_AUTH_PORT: "1", OS_AUTH_URL: "https://k/v3" }, [
      /contradicts/,
    ]],
  ] as const
) {
  Deno.test(`resolveSettings() refuses OS_AUTH_HOST ${name}`, () => {
    const { OS_AUTH_URL: _, ...login } = PASSWORD_ENV;
    refused({ env: { ...login, ...more } }, {}, ...parts);
  });
}

// A cloud that was named

Deno.test("resolveSettings() takes a named cloud's login from its entry alone, and says what it ignored", () => {
  const env = { ...PASSWORD_ENV, OS_CLOUD: "acme", OS_AUTH_HOST: "h" };
  const { clouds, notes } = resolve({ env, files: userCloud() });
  equal(clouds[0]?.settings.auth.authUrl, "https://k.example.com/identity");
  deepEqual(notes, [
    "OS_AUTH_HOST, OS_AUTH_URL, OS_PASSWORD, OS_PROJECT_DOMAIN_NAME, OS_PROJECT_NAME, OS_USERNAME, " +
    "OS_USER_DOMAIN_NAME ignored: cloud acme was named by OS_CLOUD",
  ]);
});

Deno.test("resolveSettings() prefers --cloud to OS_CLOUD, and takes several", () => {
  const files = { [`${USER}/clouds.yaml`]: `${entryText("a")}${entryText("b").replace("clouds:\n", "")}` };
  const { clouds } = resolve({ env: { OS_CLOUD: "a" }, files }, { cloud: ["b", "a"] });
  deepEqual(clouds.map(({ name }) => name), ["b", "a"]);
});

Deno.test("resolveSettings() names the clouds that there are when the wanted one is not among them", () => {
  refused({ files: userCloud() }, { cloud: "acem" }, /cloud acem/, /not configured/, /acme/);
  refused({}, { cloud: "acme" }, /No clouds.yaml was found/);
});

Deno.test("resolveSettings() takes the only cloud, and asks when there are several or none", () => {
  equal(cloud({ files: userCloud() }).name, "acme");
  const files = { [`${USER}/clouds.yaml`]: `${entryText("a")}${entryText("b").replace("clouds:\n", "")}` };
  refused({ files }, {}, /2 are configured/, /--cloud/, /a, b/);
  refused({}, {}, /none is configured/, /clouds\.yaml/, /--demo/);
});

Deno.test("resolveSettings() resolves no cloud for a command that needs none, or with --demo", () => {
  deepEqual(resolve({}, {}, "completions").clouds, []);
  deepEqual(resolve({ files: { "/here/clouds.yaml": "[" } }, {}, "client-config").clouds, []);
  const demo = resolve({ env: { OS_CLOUD: "x" } }, { demo: true });
  deepEqual([demo.clouds, demo.common.demo.value], [[], true]);
  const described = resolveSettings({ ...testLine({}, "tools"), needsCloud: false }, testWorld());
  deepEqual(described.clouds, []);
});

for (
  const flags of [{ demo: true, cloud: "a" }, { demo: true, authUrl: "https://k" }, {
    demo: true,
    password: "x",
  }] as const
) {
  Deno.test(`resolveSettings() refuses --demo beside ${Object.keys(flags)[1]}`, () => {
    refused({}, flags, /--demo/, /contradicts/);
  });
}

// Files

Deno.test("resolveSettings() reads an entry with its numbers as text", () => {
  const text =
    "clouds:\n  a:\n    auth: {auth_url: https://k, user_id: 0123, password: 0777, project_id: 1e3}\n";
  const { auth } = cloud({ files: { "/here/clouds.yaml": text } });
  ok(auth.type === "v3password");
  deepEqual([auth.user.id, auth.password, auth.scope], ["0123", "0777", {
    kind: "project",
    project: { id: "1e3" },
  }]);
});

Deno.test("resolveSettings() lets the top of an entry win over auth, and hyphens be underscores", () => {
  const settings = cloud({
    files: userCloud("project-name: other\n    region-name: R1\n    endpoint-type: internalURL"),
  });
  ok(settings.auth.type === "v3password");
  deepEqual(settings.auth.scope, { kind: "project", project: { name: "other", domainName: "Projects" } });
  deepEqual([settings.region, settings.interfaces], ["R1", ["internal"]]);
});

Deno.test("resolveSettings() merges secure.yaml over clouds.yaml, recursively and with any key", () => {
  const files = {
    [`${USER}/clouds.yaml`]: entryText("acme", "", "", ""),
    [`${USER}/secure.yaml`]: "clouds: {acme: {auth: {password: from-secure}, region_name: R9}}",
  };
  const { clouds } = resolve({ files });
  const entry = clouds[0];
  ok(entry?.settings.auth.type === "v3password");
  deepEqual([entry.settings.auth.password, entry.settings.region], ["from-secure", "R9"]);
  deepEqual(entry.files, [`${USER}/clouds.yaml`, `${USER}/secure.yaml`]);
  deepEqual(entry.origins.password, {
    kind: "secure.yaml",
    name: "clouds.acme.auth.password",
    file: `${USER}/secure.yaml`,
  });
});

Deno.test("resolveSettings() knows a cloud that stands in secure.yaml alone", () => {
  equal(cloud({ files: { [`${USER}/secure.yaml`]: entryText("vault") } }).name, "vault");
});

for (
  const [name, world, password] of [
    ["beside a named clouds.yaml", {
      env: { OS_CLIENT_CONFIG_FILE: "/etc/c/clouds.yaml" },
      files: {
        "/etc/c/clouds.yaml": entryText("a", "", "", ""),
        "/etc/c/secure.yaml": secureText("a", "next to it"),
      },
    }, "next to it"],
    ["of the same explicit level", {
      env: { OS_CLIENT_CONFIG_FILE: "/x/c.yaml", OS_CLIENT_SECURE_FILE: "/y/s.yaml" },
      files: { "/x/c.yaml": entryText("a", "", "", ""), "/y/s.yaml": secureText("a", "named too") },
    }, "named too"],
    ["in the working directory, as clouds.yaml", {
      files: {
        "/here/clouds.yaml": entryText("a", "", "", ""),
        "/here/secure.yaml": secureText("a", "both here"),
      },
    }, "both here"],
    ["of the user, for the site's clouds.yaml", {
      files: {
        "/etc/openstack/clouds.yaml": entryText("a", "", "", ""),
        [`${USER}/secure.yaml`]: secureText("a", "user's"),
      },
    }, "user's"],
    ["named, for the user's clouds.yaml", {
      env: { OS_CLIENT_SECURE_FILE: "/run/s.yaml" },
      files: { [`${USER}/clouds.yaml`]: entryText("a", "", "", ""), "/run/s.yaml": secureText("a", "named") },
    }, "named"],
  ] as const
) {
  Deno.test(`resolveSettings() completes a cloud by a secure.yaml ${name}`, () => {
    const { auth } = cloud(world, { cloud: "a" });
    ok(auth.type === "v3password");
    equal(auth.password, password);
  });
}

function secureText(name: string, password: string): string {
  return `clouds: {${name}: {auth: {password: "${password}"}}}`;
}

for (
  const [name, world] of [
    ["the user's secure.yaml and the working directory's clouds.yaml", {
      files: {
        "/here/clouds.yaml": entryText("a", "", "", ""),
        [`${USER}/secure.yaml`]: secureText("a", "hunter2"),
      },
    }],
    ["the user's secure.yaml and a clouds.yaml that was named", {
      env: { OS_CLIENT_CONFIG_FILE: "/tmp/c.yaml" },
      files: {
        "/tmp/c.yaml": entryText("a", "", "", ""),
        [`${USER}/secure.yaml`]: secureText("a", "hunter2"),
      },
    }],
    ["the user's secure.yaml and a clouds.yaml that a .env names", {
      files: {
        "/here/.env": "OS_CLIENT_CONFIG_FILE=/here/x/c.yaml",
        "/here/x/c.yaml": entryText("a", "", "", ""),
        [`${USER}/secure.yaml`]: secureText("a", "hunter2"),
      },
    }],
  ] as const
) {
  Deno.test(`resolveSettings() does not join ${name}`, () => {
    const error = refused(world, { cloud: "a" }, /password/, /missing/, /secure\.yaml does not complete/);
    ok(!error.message.includes("hunter2"));
  });
}

Deno.test("resolveSettings() goes on with a complete clouds.yaml of the working directory, and says so", () => {
  const files = { "/here/clouds.yaml": entryText("a"), [`${USER}/secure.yaml`]: secureText("a", "hunter2") };
  const { clouds, notes } = resolve({ files });
  const auth = clouds[0]?.settings.auth;
  ok(auth?.type === "v3password");
  equal(auth.password, "pw");
  match(notes.join("\n"), /does not complete/);
});

for (
  const [name, world, flags] of [
    ["URL flag, password variable", { env: { OS_PASSWORD: "hunter2", OS_USERNAME: "u" } }, {
      authUrl: "https://evil",
    }],
    ["URL variable, password flag", { env: { OS_AUTH_URL: "https://k", OS_USERNAME: "u" } }, {
      password: "hunter2",
    }],
    ["URL flag, entry's password", { files: userCloud() }, { cloud: "acme", authUrl: "https://evil" }],
    ["entry's URL, password flag", { files: userCloud() }, { cloud: "acme", password: "hunter2" }],
    ["URL of .env, password variable", {
      env: { OS_PASSWORD: "hunter2", OS_USERNAME: "u" },
      files: { "/here/.env": "OS_AUTH_URL=https://evil" },
    }, {}],
    ["secret of the environment, URL of .env", {
      env: { OS_APPLICATION_CREDENTIAL_ID: "i", OS_APPLICATION_CREDENTIAL_SECRET: "hunter2" },
      files: { "/here/.env": "OS_AUTH_URL=https://evil" },
    }, {}],
    ["token variable, URL of .env", {
      env: { OS_TOKEN: "hunter2" },
      files: { "/here/.env": "OS_AUTH_URL=https://evil" },
    }, {}],
    ["user's password, profile of the working directory", {
      files: {
        [`${USER}/clouds.yaml`]: "clouds: {a: {profile: p, auth: {username: u, password: hunter2}}}",
        "/here/clouds-public.yaml": "public-clouds: {p: {auth: {auth_url: https://evil}}}",
      },
    }, {}],
  ] as const
) {
  Deno.test(`resolveSettings() refuses an auth URL and a secret of different origins: ${name}`, () => {
    const error = refused(world, flags, /another origin/);
    ok(!error.message.includes("hunter2"));
  });
}

Deno.test("resolveSettings() accepts auth URL and password when both are flags, with a warning", () => {
  const flags = {
    authUrl: "https://k:5000/v3",
    username: "admin",
    password: "pw",
    projectName: "admin",
  } as const;
  const { clouds, notes } = resolve({}, flags);
  deepEqual(clouds[0]?.settings.auth, {
    type: "v3password",
    authUrl: "https://k:5000/v3",
    user: { name: "admin", domainId: "default" },
    password: "pw",
    scope: { kind: "project", project: { name: "admin", domainId: "default" } },
  });
  match(notes.join("\n"), /--password: everybody on this host can read/);
});

Deno.test("resolveSettings() lets --env-file count as environment and replace .env", () => {
  const files = {
    "/here/my.env": 'export OS_AUTH_URL="https://k/v3"\nOS_USERNAME=u # who\n',
    "/here/.env": "OS_REGION_NAME=R7",
  };
  const settings = cloud({ env: { OS_PASSWORD: "pw" }, files }, { envFile: "my.env" });
  deepEqual([settings.auth.authUrl, settings.region], ["https://k/v3", undefined]);
  refused({ files }, { envFile: "none.env" }, /--env-file/, /does not exist/);
});

// .env of the working directory

const ENV_TEXT = Object.entries(PASSWORD_ENV).map(([name, value]) => `${name}=${value}`).join("\n");

Deno.test("resolveSettings() reads the user's own .env, below the environment", () => {
  const world = { files: { "/here/.env": `${ENV_TEXT}\nOS_REGION_NAME=R1` } };
  deepEqual(origins(world).password, { kind: "env file", name: "OS_PASSWORD", file: "/here/.env" });
  equal(cloud({ ...world, env: { OS_REGION_NAME: "R2" } }).region, "R2");
});

for (
  const [name, file, world] of [
    ["belongs to another", { text: ENV_TEXT, uid: 0, mode: 0o600 }, {}],
    ["may be written by the group", { text: ENV_TEXT, uid: UID, mode: 0o660 }, {}],
    ["may be written by all", { text: ENV_TEXT, uid: UID, mode: 0o606 }, {}],
    ["has no known mode", { text: ENV_TEXT, uid: UID }, {}],
    ["has no known owner", { text: ENV_TEXT, mode: 0o600 }, {}],
    ["cannot be compared with the user", { text: ENV_TEXT, uid: UID, mode: 0o600 }, { uid: undefined }],
    ["cannot be read", new Deno.errors.PermissionDenied("denied"), {}],
  ] as const
) {
  Deno.test(`resolveSettings() does not read a .env that ${name}, and says so`, () => {
    const { clouds, notes } = resolve({ ...world, files: { ...userCloud(), "/here/.env": file } });
    equal(clouds[0]?.name, "acme");
    match(notes.join("\n"), /\/here\/\.env not read/);
  });
}

Deno.test("resolveSettings() has no owner to compare on Windows", () => {
  const world = { platform: "windows", cwd: "C:\\w", home: "C:\\u", uid: undefined };
  const file = { text: ENV_TEXT, uid: null, mode: null };
  equal(cloud({ ...world, files: { "C:\\w\\.env": file } }).name, "envvars");
});

for (
  const line of [
    "ALLOW_MODIFY_OPERATIONS=true",
    "ALLOW_MODIFY_OPERATIONS=yes",
    "OPENSTACK_MCP_ALLOW_WRITE=1",
    "OPENSTACK_MCP_ALLOW_ADMIN=on",
    "OPENSTACK_MCP_ALLOW_SENSITIVE=true",
    "OPENSTACK_MCP_CONFIRM=never",
    "OPENSTACK_MCP_ALL_PROJECTS=true",
    "OPENSTACK_MCP_ALLOW_HTTP_ENDPOINTS=true",
    "OPENSTACK_MCP_MAX_TARGETS=26",
    "OPENSTACK_MCP_CONFIRM_KEY_FILE=/here/my.env",
    "OPENSTACK_MCP_ALLOWED_HOSTS=evil.example",
    "OPENSTACK_MCP_ALLOWED_ORIGINS=https://evil.example",
  ]
) {
  Deno.test(`resolveSettings() refuses ${line} in a .env of the working directory`, () => {
    const world = testWorld({ files: { ...userCloud(), "/here/.env": line } });
    throws(() => resolveSettings(testLine({}, "serve"), world), (error) => {
      const [name = ""] = line.split("=");
      return error instanceof SettingsError && error.message.includes(name) && /\.env/.test(error.message);
    });
    // Named or exported, the same line is the user's wish.
    const named = testWorld({
      files: { ...userCloud(), "/here/my.env": `${line}\nOPENSTACK_MCP_ALLOW_WRITE=true` },
    });
    if (!line.includes("=yes")) resolveSettings(testLine({ envFile: "my.env" }, "serve"), named);
  });
}

Deno.test("resolveSettings() lets a .env make things stricter, or say what is the default", () => {
  const text = "ALLOW_MODIFY_OPERATIONS=false\nOPENSTACK_MCP_CONFIRM=human";
  const { serve } = resolve({ files: { ...userCloud(), "/here/.env": text } }, {}, "serve");
  deepEqual([serve.allowWrite.value, serve.confirm.value], [false, "human"]);
});

for (
  const [key, value] of [
    ["allow_write", "true"],
    ["allow-admin", "true"],
    ["allow_sensitive", "true"],
    ["confirm", "never"],
    ["all_projects", "true"],
    ["allow_http_endpoints", "true"],
  ] as const
) {
  Deno.test(`resolveSettings() refuses ${key} in a clouds.yaml of the working directory`, () => {
    const error = refused({ files: { "/here/clouds.yaml": entryText("a", `${key}: ${value}`) } }, {});
    match(error.message.replaceAll("-", "_"), new RegExp(key.replaceAll("-", "_")));
  });
}

Deno.test("resolveSettings() refuses such a key at the top of the file too", () => {
  refused(
    { files: { "/here/clouds.yaml": `allow_write: true\n${entryText("a")}` } },
    {},
    /allow_write/,
    /--allow-write/,
  );
});

Deno.test("resolveSettings() lets the user's own clouds.yaml permit http endpoints of one cloud", () => {
  equal(cloud({ files: userCloud("allow_http_endpoints: true") }).allowHttpEndpoints, true);
  equal(cloud({ files: userCloud() }, { allowHttpEndpoints: true }).allowHttpEndpoints, true);
  refused({ files: userCloud("allow_http_endpoints: perhaps") }, {}, /allow_http_endpoints/);
});

Deno.test("resolveSettings() does not let a .env steer another origin's login", () => {
  const text =
    "OS_CACERT=/here/evil.pem\nOS_COMPUTE_ENDPOINT_OVERRIDE=https://evil\nHTTPS_PROXY=http://evil:1\nOS_REGION_NAME=R3";
  const files = { ...userCloud("cacert: /ca.pem"), "/ca.pem": PEM, "/here/.env": text };
  const { clouds, notes } = resolve({ files }, { cloud: "acme" });
  const settings = clouds[0]?.settings;
  deepEqual([settings?.caCerts, settings?.services, settings?.proxy, settings?.region], [
    PEM,
    {},
    undefined,
    "R3",
  ]);
  for (const name of ["OS_CACERT", "OS_COMPUTE_ENDPOINT_OVERRIDE", "HTTPS_PROXY"]) {
    match(notes.join("\n"), new RegExp(`${name} in /here/\\.env ignored`));
  }
});

Deno.test("resolveSettings() lets a .env steer its own login", () => {
  const files = {
    "/here/.env": `${ENV_TEXT}\nOS_COMPUTE_ENDPOINT_OVERRIDE=https://c\nHTTPS_PROXY=http://p:1`,
  };
  const settings = cloud({ files });
  deepEqual([settings.services, settings.proxy], [
    { compute: { endpointOverride: "https://c" } },
    "http://p:1/",
  ]);
});

// Profiles and regions

const PROFILE = `public-clouds:
  vendor:
    auth: {auth_url: "https://{region_name}.vendor.example.com/v3", user_domain_name: VendorUsers}
    region_name: V1
    interface: internal
`;

for (const key of ["profile", "cloud"]) {
  Deno.test(`resolveSettings() puts an entry over its ${key}, auth key by key`, () => {
    const entry = `clouds: {a: {${key}: vendor, region_name: R5, auth: {username: u, password: pw}}}`;
    const settings = cloud({
      files: { [`${USER}/clouds.yaml`]: entry, [`${USER}/clouds-public.yaml`]: PROFILE },
    });
    ok(settings.auth.type === "v3password");
    equal(settings.auth.authUrl, "https://R5.vendor.example.com/v3");
    deepEqual(settings.auth.user, { name: "u", domainName: "VendorUsers" });
    deepEqual(settings.interfaces, ["internal"]);
  });
}

Deno.test("resolveSettings() goes on without an unknown profile only when the entry has its own address", () => {
  const { notes } = resolve({ files: userCloud("profile: nowhere") });
  match(notes.join("\n"), /profile nowhere/);
  const files = {
    [`${USER}/clouds.yaml`]: "clouds: {a: {profile: vendr, auth: {username: u, password: p}}}",
    [`${USER}/clouds-public.yaml`]: PROFILE,
  };
  refused({ files }, {}, /profile vendr/, /vendor/, /clouds-public/);
});

const REGIONS = `regions:
      - R1
      - name: R2
        values: {auth: {project_name: in-r2}, interface: admin, compute_endpoint_override: https://c2}`;

for (
  const [region, project, interfaces] of [
    [undefined, "acme", ["public"]],
    ["R1", "acme", ["public"]],
    ["R2", "in-r2", ["admin"]],
  ] as const
) {
  Deno.test(`resolveSettings() takes the values of region ${region ?? "(the first)"}`, () => {
    const settings = cloud({ files: userCloud(REGIONS) }, region === undefined ? {} : { region });
    equal(settings.region, region ?? "R1");
    ok(settings.auth.type === "v3password" && settings.auth.scope.kind === "project");
    deepEqual([settings.auth.scope.project.name, settings.interfaces], [project, interfaces]);
  });
}

Deno.test("resolveSettings() refuses a region that is not in the list", () => {
  refused({ files: userCloud(REGIONS) }, { region: "r1" }, /--region/, /r1/, /R1, R2/);
  refused({ files: userCloud("region_name: R1,R2") }, { region: "R3" }, /R1, R2/);
  refused({ files: userCloud("regions: {R1: 1}") }, {}, /regions/);
  refused({ files: userCloud("regions: [{nam: R1}]") }, {}, /regions/);
});

Deno.test("resolveSettings() gives what runs tools every region of a cloud, the first one first", () => {
  const regionsOf = (flags: Flags, command: Command) =>
    resolve({ files: userCloud(REGIONS) }, flags, command).clouds.map(({ settings }) => settings.region);
  deepEqual(regionsOf({}, "serve"), ["R1", "R2"]);
  deepEqual(regionsOf({}, "tools"), ["R1", "R2"]);
  deepEqual(regionsOf({}, "report"), ["R1"]);
  deepEqual(regionsOf({ region: "R2" }, "serve"), ["R2"]);
  deepEqual(regionsOf({ region: ["R2", "R1"] }, "serve"), ["R2", "R1"]);
  const [, second] = resolve({ files: userCloud(REGIONS) }, {}, "serve").clouds;
  deepEqual(second?.settings.interfaces, ["admin"]);
  deepEqual(resolve({ files: userCloud("") }, { region: ["X", "Y"] }, "serve").clouds.length, 2);
});

Deno.test("resolveSettings() takes a list in region_name for the list of regions, and one name for a default", () => {
  equal(cloud({ files: userCloud("region_name: R1,R2") }).region, "R1");
  equal(cloud({ files: userCloud("region_name: [R1, R2]") }, { region: "R2" }).region, "R2");
  equal(cloud({ files: userCloud("region_name: R1") }, { region: "R2" }).region, "R2");
});

Deno.test("resolveSettings() takes the regions of a profile, the entry's values over it", () => {
  const files = {
    [`${USER}/clouds.yaml`]: "clouds: {a: {profile: p, auth: {username: u, password: pw}}}",
    [`${USER}/clouds-public.yaml`]:
      "public-clouds: {p: {auth: {auth_url: https://k}, regions: [{name: A, values: {interface: admin}}, B]}}",
  };
  deepEqual(cloud({ files }).interfaces, ["admin"]);
  deepEqual(cloud({ files }, { region: "B" }).interfaces, ["public"]);
});

// Templates

Deno.test("resolveSettings() leaves braces in a password alone", () => {
  const { auth } = cloud({ env: { ...PASSWORD_ENV, OS_PASSWORD: "a{region_name}b" } });
  ok(auth.type === "v3password");
  equal(auth.password, "a{region_name}b");
});

Deno.test("resolveSettings() expands placeholders in endpoints, and leaves Keystone's markers", () => {
  const settings = cloud({
    files: userCloud(
      "region_name: R1\n    compute_endpoint_override: 'https://{region_name}/%(project_id)s'",
    ),
  });
  deepEqual(settings.services, { compute: { endpointOverride: "https://R1/%(project_id)s" } });
});

for (const name of ["nothing", "password"]) {
  Deno.test(`resolveSettings() refuses the placeholder {${name}}`, () => {
    const env = { ...PASSWORD_ENV, OS_AUTH_URL: `https://{${name}}.example.com` };
    refused({ env }, {}, /OS_AUTH_URL/, new RegExp(`\\{${name}\\}`));
  });
}

// Misspelt and broken entries

for (
  const [auth, parts] of [
    ["usrname: x", [/usrname/, /username/]],
    ["pasword: x", [/pasword/, /password/]],
    ["user: x", [/user/, /username/]],
    ["project: x", [/project/, /project_name/]],
    ["aplication_credential_id: x", [/application_credential_id/]],
  ] as const
) {
  Deno.test(`resolveSettings() refuses ${auth} in auth`, () => {
    refused({ files: userCloud("", auth) }, {}, /clouds\.acme\.auth/, ...parts);
  });
}

for (const more of ["reigon_name: x", "cacret: x", "compute_api_verison: 2", "interfce: public"]) {
  Deno.test(`resolveSettings() refuses ${more} in an entry`, () => {
    refused({ files: userCloud(more) }, {}, /clouds\.acme/, /Perhaps/);
  });
}

for (
  const more of [
    "networks: [{name: x}]",
    "image_format: raw",
    "floating_ip_source: neutron",
    "status: active",
  ]
) {
  Deno.test(`resolveSettings() tolerates ${more}`, () =>
    equal(cloud({ files: userCloud(more) }).name, "acme"));
}

Deno.test("resolveSettings() refuses an entry or an auth that is no mapping", () => {
  refused({ files: { "/here/clouds.yaml": "clouds: {a: hello}" } }, {}, /clouds\.a/, /not a mapping/);
  refused(
    { files: { "/here/clouds.yaml": "clouds: {a: {auth: hello}}" } },
    {},
    /clouds\.a\.auth/,
    /not a mapping/,
  );
});

Deno.test("resolveSettings() refuses a malformed clouds.yaml that would be used, and not one that would not", () => {
  const files = { "/here/clouds.yaml": "clouds: [" };
  refused({ files }, {}, /\/here\/clouds\.yaml/, /not valid YAML/);
  equal(cloud({ env: PASSWORD_ENV, files }).name, "envvars");
});

Deno.test("resolveSettings() notes a file without clouds", () => {
  const world = { files: { "/here/secure.yaml": "other: 1", ...userCloud() } };
  match(resolve(world).notes.join("\n"), /\/here\/secure\.yaml has no "clouds"/);
});

// TLS

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const KEY = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";

for (
  const [name, more, files] of [
    ["an absolute path", "cacert: /ca.pem", { "/ca.pem": PEM }],
    ["a path in the home directory", "cacert: ~/ca.pem", { "/home/ann/ca.pem": PEM }],
    ["a path relative to the working directory", "cacert: ca.pem", { "/here/ca.pem": PEM }],
    ["PEM text", `cacert: ${JSON.stringify(PEM)}`, {}],
  ] as const
) {
  Deno.test(`resolveSettings() reads cacert from ${name}`, () => {
    equal(cloud({ files: { ...userCloud(more), ...files } }).caCerts, PEM);
  });
}

Deno.test("resolveSettings() prefers --cacert to OS_CACERT to the entry", () => {
  const files = {
    ...userCloud("cacert: /a.pem"),
    "/a.pem": `${PEM}a`,
    "/b.pem": `${PEM}b`,
    "/c.pem": `${PEM}c`,
  };
  equal(cloud({ files, env: { OS_CACERT: "/b.pem" } }).caCerts, `${PEM}b`);
  equal(cloud({ files, env: { OS_CACERT: "/b.pem" } }, { cacert: "/c.pem" }).caCerts, `${PEM}c`);
});

Deno.test("resolveSettings() reads a client certificate and its key, apart or in one file", () => {
  const apart = cloud({
    files: { ...userCloud("cert: /c.pem\n    key: /k.pem"), "/c.pem": PEM, "/k.pem": KEY },
  });
  deepEqual([apart.clientCert, apart.clientKey], [PEM, KEY]);
  const together = cloud({ files: { ...userCloud("cert: /c.pem"), "/c.pem": PEM + KEY } });
  deepEqual([together.clientCert, together.clientKey], [PEM + KEY, PEM + KEY]);
});

for (
  const [more, files, parts] of [
    ["cacert: /none.pem", {}, [/cacert/, /\/none\.pem does not exist/]],
    ["cacert: /ca.pem", { "/ca.pem": "hello" }, [/cacert/, /no PEM certificate/]],
    ["cacert: /ca.pem", { "/ca.pem": new Deno.errors.PermissionDenied("x") }, [/permission denied/]],
    ["cert: /c.pem", { "/c.pem": PEM }, [/cert/, /without key/]],
    ["cert: /c.pem\n    key: /c.pem", { "/c.pem": PEM }, [/key/, /no PEM private key/]],
    ["verify: false", {}, [/verify/, /cannot be switched off/, /cacert/]],
    ["verify: 'no'", {}, [/verify/]],
    ["insecure: true", {}, [/insecure/, /cacert/]],
  ] as const
) {
  Deno.test(`resolveSettings() refuses ${more.split("\n")[0]} (${Object.keys(files).length} files)`, () => {
    refused({ files: { ...userCloud(more), ...files } }, {}, /clouds\.acme|clouds\.yaml/, ...parts);
  });
}

// Services, timeouts, proxies

Deno.test("resolveSettings() reads the settings of single services, under any name of theirs", () => {
  const env = {
    ...PASSWORD_ENV,
    OS_COMPUTE_API_VERSION: "2.88",
    OS_VOLUME_API_VERSION: "3",
    OS_VOLUME_ENDPOINT: "https://old",
    OS_BLOCK_STORAGE_ENDPOINT_OVERRIDE: "https://new",
    OS_NETWORK_REGION_NAME: "R9",
    OS_IMAGE_INTERFACE: "internalURL",
    OS_LOADBALANCER_ENDPOINT_TYPE: "admin",
    OS_PLACEMENT_DEFAULT_MICROVERSION: "1.30",
    OS_NETWORK_API_VERSION: "2.0",
    OS_IDENTITY_API_VERSION: "3",
    OS_SHARE_API_VERSION: "2.60",
  };
  deepEqual(cloud({ env }).services, {
    compute: { defaultMicroversion: "2.88" },
    "block-storage": { endpointOverride: "https://new" },
    network: { region: "R9" },
    image: { interfaces: ["internal"] },
    "load-balancer": { interfaces: ["admin"] },
    placement: { defaultMicroversion: "1.30" },
    "shared-file-system": { defaultMicroversion: "2.60" },
  });
});

Deno.test("resolveSettings() prefers a service's default microversion to its API version", () => {
  const more = "compute_api_version: 2.60\n    compute_default_microversion: 2.79";
  deepEqual(cloud({ files: userCloud(more) }).services, { compute: { defaultMicroversion: "2.79" } });
});

for (
  const [env, authUrl, proxy, noProxy] of [
    [{ HTTPS_PROXY: "http://p:3128", HTTP_PROXY: "http://other" }, "https://k", "http://p:3128/", undefined],
    [{ HTTPS_PROXY: "http://other", http_proxy: "p:3128" }, "http://k", "http://p:3128/", undefined],
    [{ all_proxy: "socks5h://p:1080", NO_PROXY: "a.example, .b" }, "https://k", "socks5://p:1080", [
      "a.example",
      ".b",
    ]],
    [{ NO_PROXY: "a" }, "https://k", undefined, undefined],
  ] as const
) {
  Deno.test(`resolveSettings() reads the proxy ${proxy} for ${authUrl}`, () => {
    const settings = cloud({ env: { ...PASSWORD_ENV, OS_AUTH_URL: authUrl, ...env } });
    deepEqual([settings.proxy, settings.noProxy], [proxy, noProxy]);
  });
}

Deno.test("resolveSettings() takes the request's limit from the flag, the entry, the default", () => {
  equal(cloud({ files: userCloud() }).requestTimeoutMs, 30_000);
  equal(cloud({ files: userCloud("api_timeout: 5") }).requestTimeoutMs, 5000);
  equal(cloud({ files: userCloud("api_timeout: 5") }, { requestTimeoutMs: "7" }).requestTimeoutMs, 7000);
  refused({ files: userCloud("api_timeout: 0") }, {}, /api_timeout/);
});

// Flags over a cloud

for (
  const [name, flags, scope] of [
    ["another project by name", { project: "globex" }, {
      kind: "project",
      project: { name: "globex", domainName: "Projects" },
    }],
    ["another project by id", { project: "0123456789abcdef0123456789abcdef" }, {
      kind: "project",
      project: { id: "0123456789abcdef0123456789abcdef" },
    }],
    ["a project of another domain", { project: "globex", projectDomain: "Other" }, {
      kind: "project",
      project: { name: "globex", domainName: "Other" },
    }],
    ["a project of the default domain", { project: "globex", projectDomain: "default" }, {
      kind: "project",
      project: { name: "globex", domainId: "default" },
    }],
    ["the system", { systemScope: true }, { kind: "system" }],
  ] as const
) {
  Deno.test(`resolveSettings() lets flags choose ${name}`, () => {
    for (const world of [{ files: userCloud() }, { env: PASSWORD_ENV }]) {
      const { auth } = cloud(world, flags);
      ok(auth.type === "v3password");
      deepEqual(auth.scope, scope);
    }
  });
}

Deno.test("resolveSettings() lets --project replace the system, and --system-scope keep the user's domain", () => {
  const env = { OS_AUTH_URL: "https://k", OS_USERNAME: "a", OS_PASSWORD: "p" };
  const system = cloud({ env: { ...env, OS_SYSTEM_SCOPE: "all" } }, { project: "acme" });
  ok(system.auth.type === "v3password");
  equal(system.auth.scope.kind, "project");
  const project = cloud({ env: { ...env, OS_PROJECT_NAME: "acme", OS_DOMAIN_NAME: "D" } }, {
    systemScope: true,
  });
  ok(project.auth.type === "v3password");
  deepEqual([project.auth.scope, project.auth.user], [{ kind: "system" }, { name: "a", domainName: "D" }]);
});

Deno.test("resolveSettings() refuses flags that contradict each other or the login", () => {
  refused({ files: userCloud() }, { project: "a", systemScope: true }, /--system-scope/, /--project/);
  refused({ files: userCloud() }, { project: "a", projectName: "b" }, /--project/, /--project-name/);
  refused({ env: CREDENTIAL_ENV }, { project: "a" }, /--project/, /application credential/);
  refused({ env: CREDENTIAL_ENV }, { systemScope: true }, /--system-scope/, /application credential/);
});

Deno.test("resolveSettings() ignores a scope that stood elsewhere than the application credential, with a note", () => {
  const files = {
    [`${USER}/clouds.yaml`]:
      "clouds: {a: {profile: p, auth: {application_credential_id: i, application_credential_secret: s, auth_url: https://k}}}",
    "/here/clouds-public.yaml": "public-clouds: {p: {auth: {project_name: x}}}",
  };
  const { clouds, notes } = resolve({ files });
  equal(clouds[0]?.settings.auth.type, "v3applicationcredential");
  match(notes.join("\n"), /public-clouds\.p\.auth\.project_name ignored/);
});

Deno.test("resolveSettings() lets a list of interfaces be a preference", () => {
  deepEqual(cloud({ env: PASSWORD_ENV }, { interface: ["internal,public"] }).interfaces, [
    "internal",
    "public",
  ]);
  deepEqual(cloud({ files: userCloud("valid_interfaces: [admin, internal]") }).interfaces, [
    "admin",
    "internal",
  ]);
  deepEqual(cloud({ files: userCloud("valid_interfaces: [admin]") }, { interface: "public" }).interfaces, [
    "public",
  ]);
  refused({ env: PASSWORD_ENV }, { interface: "pubic" }, /--interface/, /public/);
});

Deno.test("resolveSettings() lets one source replace a name by an id of another", () => {
  const files = { ...userCloud(), [`${USER}/secure.yaml`]: "clouds: {acme: {auth: {project_id: p1}}}" };
  const { auth } = cloud({ files });
  ok(auth.type === "v3password");
  deepEqual(auth.scope, { kind: "project", project: { id: "p1" } });
});

// The other settings

Deno.test("resolveSettings() has a default for every command", () => {
  for (const command of COMMAND_NAMES) {
    const { serve, report, common } = resolve({ env: PASSWORD_ENV }, {}, command);
    deepEqual(serve.transport.value, { kind: "stdio" });
    deepEqual([serve.allowWrite.value, serve.confirm.value, serve.maxTargets.value], [false, "risky", 25]);
    deepEqual([serve.toolsets.value, serve.answerTokens.value, serve.path.value], [
      ["default"],
      6000,
      "/mcp",
    ]);
    deepEqual([report.format.value, report.failOn.value, report.output.value], ["text", "warning", []]);
    equal(common.timeoutMs.value, command === "report" ? 300_000 : 60_000);
    deepEqual([common.logLevel.value, common.logFormat.value, common.requestTimeoutMs.value], [
      "info",
      "text",
      30_000,
    ]);
  }
});

Deno.test("resolveSettings() prefers a flag to the environment to .env to the default", () => {
  const value = (env: Record<string, string>, text: string, flags: Flags) => {
    const { serve } = resolve(
      { env: { ...PASSWORD_ENV, ...env }, files: { "/here/.env": text } },
      flags,
      "serve",
    );
    return [serve.maxTargets.value, serve.maxTargets.origin.kind];
  };
  deepEqual(value({}, "", {}), [25, "default"]);
  deepEqual(value({}, "OPENSTACK_MCP_MAX_TARGETS=3", {}), [3, "env file"]);
  deepEqual(value({ OPENSTACK_MCP_MAX_TARGETS: "4" }, "OPENSTACK_MCP_MAX_TARGETS=3", {}), [4, "environment"]);
  deepEqual(value({ OPENSTACK_MCP_MAX_TARGETS: "4" }, "OPENSTACK_MCP_MAX_TARGETS=3", { maxTargets: "5" }), [
    5,
    "flag",
  ]);
});

for (const yes of ["true", "1", "yes", "on", "TRUE"]) {
  Deno.test(`resolveSettings() takes ALLOW_MODIFY_OPERATIONS=${yes} for --allow-write`, () => {
    const { serve } = resolve({ env: { ...PASSWORD_ENV, ALLOW_MODIFY_OPERATIONS: yes } }, {}, "serve");
    deepEqual([serve.allowWrite.value, serve.allowWrite.origin.name], [true, "ALLOW_MODIFY_OPERATIONS"]);
  });
}

Deno.test("resolveSettings() takes MCP_LOG_LEVEL in its older words", () => {
  for (const [given, level] of [["DEBUG", "debug"], ["WARNING", "warning"], ["CRITICAL", "error"]] as const) {
    equal(resolve({ env: { ...PASSWORD_ENV, MCP_LOG_LEVEL: given } }).common.logLevel.value, level);
  }
});

for (
  const [name, env, flags, expected] of [
    ["--http", {}, { http: "" }, { kind: "http", host: "127.0.0.1", port: 8080 }],
    ["--http PORT", {}, { http: "9000" }, { kind: "http", host: "127.0.0.1", port: 9000 }],
    ["--http HOST:PORT", {}, { http: "[::1]:9000" }, { kind: "http", host: "::1", port: 9000 }],
    ["--type, --host and --port", {}, { type: "streamable-http", host: "localhost", port: "1" }, {
      kind: "http",
      host: "localhost",
      port: 1,
    }],
    ["--http with --port", {}, { http: "", port: "1" }, { kind: "http", host: "127.0.0.1", port: 1 }],
    ["FASTMCP variables", { FASTMCP_TYPE: "streamable-http", FASTMCP_PORT: "8000" }, {}, {
      kind: "http",
      host: "127.0.0.1",
      port: 8000,
    }],
    ["a port without HTTP in the environment", { FASTMCP_PORT: "8000", FASTMCP_HOST: "0.0.0.0" }, {}, {
      kind: "stdio",
    }],
    ["--stdio over FASTMCP_TYPE", { FASTMCP_TYPE: "streamable-http" }, { stdio: true }, { kind: "stdio" }],
    [
      "--http over FASTMCP_TYPE and FASTMCP_PORT",
      { FASTMCP_TYPE: "stdio", FASTMCP_PORT: "1" },
      { http: "2" },
      {
        kind: "http",
        host: "127.0.0.1",
        port: 2,
      },
    ],
    ["the product's own variable", { OPENSTACK_MCP_HTTP: "3" }, {}, {
      kind: "http",
      host: "127.0.0.1",
      port: 3,
    }],
  ] satisfies [string, Record<string, string>, Flags, unknown][]
) {
  Deno.test(`resolveSettings() understands ${name}`, () => {
    deepEqual(resolve({ env: { ...PASSWORD_ENV, ...env } }, flags, "serve").serve.transport.value, expected);
  });
}

const OPEN = { http: "0.0.0.0:1", tlsCert: "c", tlsKey: "k", authEnable: true, secretKey: "s" } as const;

for (
  const [name, flags, parts] of [
    ["--stdio with --http", { stdio: true, http: "" }, [/contradicts/]],
    ["--stdio with --type streamable-http", { stdio: true, type: "streamable-http" }, [/contradicts/]],
    ["--port over stdio", { port: "1" }, [/--port/, /--http/]],
    ["two ports", { http: "1", port: "2" }, [/contradicts/]],
    ["an unknown type", { type: "sse" }, [/--type/, /streamable-http/]],
    ["a port out of range", { http: "", port: "70000" }, [/--port/, /0 to 65535/]],
    ["--allow-admin alone", { allowAdmin: true }, [/--allow-admin/, /--allow-write/]],
    ["--metrics over stdio", { metrics: true }, [/--metrics/, /--http/]],
    ["--tls-cert alone", { http: "", tlsCert: "c" }, [/--tls-cert/, /--tls-key/]],
    ["--auth-enable without a token", { http: "", authEnable: true }, [
      /--auth-enable/,
      /MCP_AUTH_TOKENS_FILE/,
    ]],
    ["--auth-enable with --auth-disable", { ...OPEN, authDisable: true }, [/--auth-disable/]],
    ["an open listener", { http: "0.0.0.0:8080" }, [/0\.0\.0\.0/, /bearer token and TLS/]],
    ["an open listener without TLS", { http: "10.0.0.1:1", authEnable: true, secretKey: "s" }, [/needs TLS/]],
    ["a confirm level that is none", { confirm: "riskey" }, [/--confirm/, /risky/]],
    ["no targets", { maxTargets: "0" }, [/--max-targets/, /out of range/]],
    ["a time that is none", { timeoutMs: "5m" }, [/--timeout/]],
    ["an empty list", { toolsets: "," }, [/--toolsets/, /is empty/]],
  ] satisfies [string, Flags, RegExp[]][]
) {
  Deno.test(`resolveSettings() refuses ${name}`, () => {
    throws(() => resolve({ env: PASSWORD_ENV }, flags, "serve"), (error) => {
      ok(error instanceof SettingsError);
      for (const part of parts) match(error.message, part);
      return true;
    });
  });
}

Deno.test("resolveSettings() accepts an open listener with a token and TLS, and warns of a secret on the command line", () => {
  const { serve, notes } = resolve({ env: PASSWORD_ENV }, OPEN, "serve");
  deepEqual(serve.transport.value, { kind: "http", host: "0.0.0.0", port: 1 });
  match(notes.join("\n"), /--secret-key: everybody/);
});

for (
  const [name, flags, parts] of [
    ["--ack without a reason", { ack: "k", until: "2026-12-31" }, [/--ack/, /--reason/]],
    ["--ack without an end", { ack: "k", reason: "r" }, [/--ack/, /--until/]],
    ["--reason alone", { reason: "r" }, [/--reason/, /--ack/]],
    ["--only-changes alone", { onlyChanges: true }, [/--only-changes/, /--state/]],
    ["a format that is none", { format: "jsn" }, [/--format/, /json/]],
    ["a format of an output that is none", { output: ["htlm=x"] }, [/--output/, /html/]],
  ] satisfies [string, Flags, RegExp[]][]
) {
  Deno.test(`resolveSettings() refuses ${name}`, () => {
    throws(() => resolve({ env: PASSWORD_ENV }, flags, "report"), (error) => {
      ok(error instanceof SettingsError);
      for (const part of parts) match(error.message, part);
      return true;
    });
  });
}

Deno.test("resolveSettings() is not disturbed by a variable of another command", () => {
  const env = { ...PASSWORD_ENV, OPENSTACK_MCP_CONFIRM: "nonsense", FASTMCP_PORT: "x" };
  equal(resolve({ env }, {}, "report").command, "report");
  throws(() => resolve({ env }, {}, "serve"), SettingsError);
});

Deno.test("resolveSettings() refuses two variables of one setting that disagree", () => {
  const env = { ...PASSWORD_ENV, ALLOW_MODIFY_OPERATIONS: "false", OPENSTACK_MCP_ALLOW_WRITE: "true" };
  throws(
    () => resolve({ env }, {}, "serve"),
    /ALLOW_MODIFY_OPERATIONS.*contradicts OPENSTACK_MCP_ALLOW_WRITE/,
  );
});

Deno.test("ENVIRONMENT_VARIABLES names or covers every variable of every flag", () => {
  const covered = (name: string) =>
    ENVIRONMENT_VARIABLES.some((each) =>
      each.endsWith("*") ? name.startsWith(each.slice(0, -1)) : each === name
    );
  for (const spec of Object.values(FLAGS)) for (const name of spec.variables) ok(covered(name), name);
  for (const name of ["HOME", "NO_COLOR", "HTTPS_PROXY", "no_proxy", "FASTMCP_PORT"]) ok(covered(name), name);
});
