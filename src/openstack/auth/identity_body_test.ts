import assert from "node:assert/strict";
import type { ScopeSettings } from "../settings.ts";
import { type DirectAuth, identityBody } from "./identity_body.ts";

const URL = "http://keystone:5000/v3";

function password(scope: ScopeSettings, user = { name: "alice", domainName: "Default" }): DirectAuth {
  return { type: "v3password", authUrl: URL, user, password: "pw", scope };
}

const IDENTITY = {
  methods: ["password"],
  password: { user: { name: "alice", domain: { name: "Default" }, password: "pw" } },
};

Deno.test("identityBody() asks for each scope in its own form, and for one alone", () => {
  const table: [ScopeSettings, Record<string, unknown>][] = [
    [{ kind: "project", project: { id: "p1" } }, { scope: { project: { id: "p1" } } }],
    [
      { kind: "project", project: { name: "acme", domainName: "Default" } },
      { scope: { project: { name: "acme", domain: { name: "Default" } } } },
    ],
    [
      { kind: "project", project: { name: "acme", domainId: "d1" } },
      { scope: { project: { name: "acme", domain: { id: "d1" } } } },
    ],
    // An id is unique by itself: what is said beside it would only contradict.
    [{ kind: "project", project: { id: "p1", name: "acme", domainName: "Default" } }, {
      scope: { project: { id: "p1" } },
    }],
    [{ kind: "domain", domain: { id: "d1" } }, { scope: { domain: { id: "d1" } } }],
    [{ kind: "domain", domain: { name: "Default" } }, { scope: { domain: { name: "Default" } } }],
    [{ kind: "system" }, { scope: { system: { all: true } } }],
    [{ kind: "trust", trustId: "t1" }, { scope: { "OS-TRUST:trust": { id: "t1" } } }],
    [{ kind: "unscoped" }, {}],
  ];
  for (const [scope, expected] of table) {
    assert.deepEqual(identityBody(password(scope)), { auth: { identity: IDENTITY, ...expected } });
  }
});

Deno.test("identityBody() names the user by id, or by name within a domain", () => {
  const unscoped = { kind: "unscoped" } as const;
  const table: [Extract<DirectAuth, { type: "v3password" }>["user"], unknown][] = [
    [{ id: "u1" }, { id: "u1", password: "pw" }],
    [{ name: "alice", domainId: "d1" }, { name: "alice", domain: { id: "d1" }, password: "pw" }],
    [{ name: "alice" }, { name: "alice", password: "pw" }],
  ];
  for (const [user, expected] of table) {
    const body = identityBody({ type: "v3password", authUrl: URL, user, password: "pw", scope: unscoped });
    assert.deepEqual(body, { auth: { identity: { methods: ["password"], password: { user: expected } } } });
  }
});

Deno.test("identityBody() sends an application credential by id or by name and user, never with a scope", () => {
  const common = { type: "v3applicationcredential", authUrl: URL, secret: "s" } as const;
  const table: [DirectAuth, unknown][] = [
    [{ ...common, id: "c1" }, { id: "c1", secret: "s" }],
    [{ ...common, id: "c1", name: "cron", user: { id: "u1" } }, { id: "c1", secret: "s" }],
    [{ ...common, name: "cron", user: { id: "u1" } }, { name: "cron", user: { id: "u1" }, secret: "s" }],
    [
      { ...common, name: "cron", user: { name: "alice", domainName: "Default" } },
      { name: "cron", user: { name: "alice", domain: { name: "Default" } }, secret: "s" },
    ],
  ];
  for (const [auth, credential] of table) {
    assert.deepEqual(identityBody(auth), {
      auth: { identity: { methods: ["application_credential"], application_credential: credential } },
    });
  }
});

Deno.test("identityBody() exchanges a token for one of another scope", () => {
  const auth = { type: "v3token", authUrl: URL, token: "t", scope: { kind: "system" } } as const;
  assert.deepEqual(identityBody(auth), {
    auth: { identity: { methods: ["token"], token: { id: "t" } }, scope: { system: { all: true } } },
  });
});

Deno.test("identityBody() sends a passcode, and several methods side by side", () => {
  const scope = { kind: "project", project: { id: "p1" } } as const;
  const user = { name: "alice", domainName: "Default" };
  const wire = { name: "alice", domain: { name: "Default" } };
  assert.deepEqual(identityBody({ type: "v3totp", authUrl: URL, user, passcode: "123456", scope }), {
    auth: {
      identity: { methods: ["totp"], totp: { user: { ...wire, passcode: "123456" } } },
      scope: { project: { id: "p1" } },
    },
  });
  const methods = ["v3password", "v3totp", "v3token"] as const;
  const secrets = { password: "pw", passcode: "123456", token: "t" };
  assert.deepEqual(identityBody({ type: "v3multifactor", authUrl: URL, methods, user, ...secrets, scope }), {
    auth: {
      identity: {
        methods: ["password", "totp", "token"],
        password: { user: { ...wire, password: "pw" } },
        totp: { user: { ...wire, passcode: "123456" } },
        token: { id: "t" },
      },
      scope: { project: { id: "p1" } },
    },
  });
});
