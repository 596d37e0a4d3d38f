import assert from "node:assert/strict";
import type { Session } from "./auth/mod.ts";
import { OpenStackError, type Reason } from "./errors.ts";
import { pause } from "./retry.ts";
import { SessionHolder, type SessionHolderOptions } from "./session.ts";
import { testSession } from "./testing.ts";

const START = Date.parse("2026-11-21T10:00:00Z");
const MINUTE = 60_000;

function failure(reason: Reason, detail = "wrong password"): OpenStackError {
  return new OpenStackError({ what: "log in", service: "identity", reason, status: 401, detail });
}

/** A holder by an injected clock; each login gives the next token for an hour, unless `fail` says otherwise. */
class Bench {
  now = START;
  logins = 0;
  fail: unknown;
  readonly made: string[] = [];
  readonly holder: SessionHolder;

  constructor(options: Partial<SessionHolderOptions> = {}, lifeMs = 60 * MINUTE) {
    this.holder = new SessionHolder({
      login: () => {
        this.logins++;
        if (this.fail !== undefined) return Promise.reject(this.fail);
        return Promise.resolve(this.session(`token-${this.logins}`, lifeMs));
      },
      onSession: (session) => this.made.push(session.token),
      now: () => this.now,
      ...options,
    });
  }

  session(token: string, lifeMs: number, changes: Partial<Session> = {}): Session {
    return testSession({
      token,
      obtainedAt: this.now,
      expiresAt: new Date(this.now + lifeMs).toISOString(),
      ...changes,
    });
  }

  async token(): Promise<string> {
    return (await this.holder.get()).token;
  }
}

Deno.test("SessionHolder logs in when a session is asked for, and once for all who ask", async () => {
  const bench = new Bench();
  assert.equal(bench.logins, 0);
  const sessions = await Promise.all(Array.from({ length: 20 }, () => bench.holder.get()));
  assert.equal(bench.logins, 1);
  assert.equal(new Set(sessions).size, 1);
  assert.equal(bench.holder.current?.token, "token-1");
  assert.deepEqual(bench.made, ["token-1"]);
  assert.equal(await bench.token(), "token-1");
  assert.equal(bench.logins, 1);
});

Deno.test("SessionHolder has no session before it was asked for one", () => {
  assert.equal(new Bench().holder.current, undefined);
});

Deno.test("SessionHolder uses a session that another thread made", async () => {
  const bench = new Bench({ session: testSession({ token: "given", obtainedAt: START }) });
  assert.equal(await bench.token(), "given");
  assert.equal(bench.logins, 0);
  assert.deepEqual(bench.made, []);
});

Deno.test("SessionHolder renews two minutes before the end", async () => {
  const bench = new Bench();
  await bench.holder.get();
  bench.now += 58 * MINUTE - 1;
  assert.equal(await bench.token(), "token-1");
  bench.now += 1;
  assert.equal(await bench.token(), "token-2");
  assert.deepEqual(bench.made, ["token-1", "token-2"]);
});

Deno.test("SessionHolder renews a short token after three quarters of its life, not at every request", async () => {
  const bench = new Bench({}, MINUTE);
  await bench.holder.get();
  bench.now += 44_000;
  assert.equal(await bench.token(), "token-1");
  bench.now += 2_000;
  assert.equal(await bench.token(), "token-2");
});

Deno.test("SessionHolder goes by Keystone's clock when ours is wrong", async (t) => {
  for (const skewMs of [-3 * 60 * MINUTE, 3 * 60 * MINUTE]) {
    await t.step(`Keystone's clock is ${skewMs / MINUTE} min ahead`, async () => {
      let logins = 0;
      const bench: Bench = new Bench({
        login: () => {
          const expiresAt = new Date(bench.now + skewMs + 60 * MINUTE).toISOString();
          return Promise.resolve(bench.session(`token-${++logins}`, 0, { expiresAt, clockSkewMs: skewMs }));
        },
      });
      for (let request = 0; request < 5; request++) assert.equal(await bench.token(), "token-1");
      bench.now += 57 * MINUTE;
      assert.equal(await bench.token(), "token-1");
      bench.now += 2 * MINUTE;
      assert.equal(await bench.token(), "token-2");
    });
  }
});

Deno.test("SessionHolder does not log in at every request when a token is over as soon as it is issued", async () => {
  for (const life of [0, -MINUTE, -600 * MINUTE]) {
    const bench = new Bench({}, life);
    for (let request = 0; request < 5; request++) assert.equal(await bench.token(), "token-1");
    bench.now += MINUTE;
    assert.equal(await bench.token(), "token-2");
  }
});

Deno.test("SessionHolder takes a time without a zone for UTC", async () => {
  const bench = new Bench({
    session: testSession({ obtainedAt: START, expiresAt: "2026-11-21T11:00:00.000000" }),
  });
  assert.equal(await bench.token(), "token-1");
  bench.now += 57 * MINUTE;
  await bench.token();
  assert.equal(bench.logins, 0);
  bench.now += 2 * MINUTE;
  await bench.token();
  assert.equal(bench.logins, 1);
});

Deno.test("SessionHolder uses the last two minutes of a token while Keystone is away", async () => {
  const bench = new Bench();
  await bench.holder.get();
  bench.now += 59 * MINUTE;
  bench.fail = failure("unavailable", "connection refused");
  assert.equal(await bench.token(), "token-1");
  bench.now += MINUTE;
  await assert.rejects(bench.holder.get(), { reason: "unavailable" });
  bench.fail = undefined;
  assert.equal(await bench.token(), "token-4");
});

Deno.test("SessionHolder.renew() logs in anew, once for all whose token was refused", async () => {
  const bench = new Bench();
  const first = await bench.holder.get();
  const renewed = await Promise.all(Array.from({ length: 20 }, () => bench.holder.renew(first)));
  assert.deepEqual(new Set(renewed.map(({ token }) => token)), new Set(["token-2"]));
  assert.equal(bench.logins, 2);
  // Whoever comes late with the old token is handed the new one.
  assert.equal((await bench.holder.renew(first)).token, "token-2");
  assert.equal(bench.logins, 2);
});

Deno.test("SessionHolder keeps handing out the session while it is renewed", async () => {
  const login = Promise.withResolvers<Session>();
  const bench = new Bench({ session: testSession({ obtainedAt: START }), login: () => login.promise });
  const renewing = bench.holder.renew(await bench.holder.get());
  assert.equal(await bench.token(), "token-1");
  login.resolve(bench.session("token-2", 60 * MINUTE));
  assert.equal((await renewing).token, "token-2");
  assert.equal(await bench.token(), "token-2");
});

Deno.test("SessionHolder waits longer after each refused login, from a minute to ten", async () => {
  const bench = new Bench();
  bench.fail = failure("login failed");
  await assert.rejects(bench.holder.get(), (error) => error === bench.fail);
  let logins = 1;
  for (const minutes of [1, 2, 4, 8, 10, 10]) {
    const until = bench.now + minutes * MINUTE;
    const next = new Date(until).toISOString().replace(".000", "");
    for (const wait of [0, minutes * MINUTE - 1]) {
      bench.now = until - minutes * MINUTE + wait;
      await assert.rejects(bench.holder.get(), (error) => {
        assert.ok(error instanceof OpenStackError);
        assert.equal(error.reason, "login failed");
        assert.equal(error.status, 401);
        assert.equal(
          error.detail,
          `wrong password; no other login is tried before ${next}, so that the account is not locked`,
        );
        return true;
      });
    }
    assert.equal(bench.logins, logins);
    bench.now = until;
    await assert.rejects(bench.holder.get(), (error) => error === bench.fail);
    assert.equal(bench.logins, ++logins);
  }
});

Deno.test("SessionHolder begins anew with a minute after a login that worked", async () => {
  const bench = new Bench();
  bench.fail = failure("login failed");
  await assert.rejects(bench.holder.get());
  bench.now += MINUTE;
  await assert.rejects(bench.holder.get());
  bench.now += 2 * MINUTE;
  bench.fail = undefined;
  const session = await bench.holder.get();
  bench.fail = failure("login failed");
  await assert.rejects(bench.holder.renew(session));
  bench.now += MINUTE - 1;
  await assert.rejects(bench.holder.renew(session), { detail: /no other login is tried before/ });
  bench.now += 1;
  const before = bench.logins;
  await assert.rejects(bench.holder.renew(session));
  assert.equal(bench.logins, before + 1);
});

Deno.test("SessionHolder still hands out a good session while logins are blocked", async () => {
  const bench = new Bench();
  const session = await bench.holder.get();
  bench.fail = failure("login failed");
  await assert.rejects(bench.holder.renew(session), (error) => error === bench.fail);
  await assert.rejects(bench.holder.renew(session), { detail: /no other login is tried before/ });
  assert.equal(await bench.token(), "token-1");
  assert.equal(bench.logins, 2);
});

Deno.test("SessionHolder does not hold an outage for a refusal", async () => {
  const bench = new Bench();
  for (
    const fault of [
      failure("unavailable"),
      failure("timed out"),
      failure("unexpected answer"),
      new Error("odd"),
    ]
  ) {
    bench.fail = fault;
    await assert.rejects(bench.holder.get(), (error) => error === fault);
  }
  assert.equal(bench.logins, 4);
  bench.fail = undefined;
  assert.equal(await bench.token(), "token-5");
});

Deno.test("SessionHolder lets one waiter go without ending the login of the others", async () => {
  const login = Promise.withResolvers<Session>();
  const signals: (AbortSignal | undefined)[] = [];
  const bench = new Bench({
    login: (signal) => {
      signals.push(signal);
      return login.promise;
    },
  });
  const gone = new AbortController();
  const first = bench.holder.get(gone.signal);
  const second = bench.holder.get();
  gone.abort("gone");
  await assert.rejects(first, (reason) => reason === "gone");
  login.resolve(bench.session("token-1", 60 * MINUTE));
  assert.equal((await second).token, "token-1");
  assert.deepEqual(signals, [undefined]);
});

Deno.test("SessionHolder begins no login for a caller who is gone", async () => {
  const bench = new Bench();
  bench.fail = failure("login failed");
  await assert.rejects(bench.holder.get(AbortSignal.abort("gone")), (reason) => reason === "gone");
  assert.equal(bench.logins, 0);
});

Deno.test("SessionHolder leaves no failure unhandled when all who waited are gone", async () => {
  const login = Promise.withResolvers<Session>();
  const bench = new Bench({ login: () => login.promise });
  const gone = new AbortController();
  const waiting = bench.holder.get(gone.signal);
  gone.abort("gone");
  await assert.rejects(waiting, (reason) => reason === "gone");
  login.reject(failure("login failed"));
  // An unhandled rejection would end the test run here.
  await pause(1);
  await assert.rejects(bench.holder.get(), { detail: /no other login is tried before/ });
});

Deno.test("SessionHolder cannot renew a bare token: it is used to its end, and then said to have ended", async () => {
  const bench = new Bench({ renewable: false });
  const session = await bench.holder.get();
  bench.now += 60 * MINUTE - 1;
  assert.equal(await bench.token(), "token-1");
  const ended = { reason: "login failed", detail: /a token cannot renew itself/ } as const;
  await assert.rejects(bench.holder.renew(session), ended);
  bench.now += 1;
  await assert.rejects(bench.holder.get(), ended);
  // It is no refused login either: nothing is blocked, nothing was sent.
  await assert.rejects(bench.holder.get(), ended);
  assert.equal(bench.logins, 1);
});

Deno.test("SessionHolder.tryLogin() logs in beside the present session, and a refusal counts", async () => {
  const bench = new Bench();
  assert.equal(bench.holder.renewable, true);
  await bench.holder.get();
  assert.equal((await bench.holder.tryLogin()).token, "token-2");
  assert.equal(await bench.token(), "token-1");
  assert.deepEqual(bench.made, ["token-1"]);
  bench.fail = failure("login failed");
  await assert.rejects(bench.holder.tryLogin(), (error) => error === bench.fail);
  await assert.rejects(bench.holder.tryLogin(), { detail: /no other login is tried before/ });
  assert.equal(bench.logins, 3);
  assert.equal(await bench.token(), "token-1");
});
