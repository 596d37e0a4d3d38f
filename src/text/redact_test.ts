import assert from "node:assert/strict";
import { sequence } from "./_sequence.ts";
import { Redactor } from "./redact.ts";

const PASSWORD = 'pä$s/w+rd "x" &<y>\\z';
const TOKEN = "gAAAAABm" + "Zx9_-".repeat(30) + "==";

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

Deno.test("Redactor.text() finds a registered secret in every form", () => {
  const redactor = redactorOf(PASSWORD);
  const json = JSON.stringify(PASSWORD).slice(1, -1);
  const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const forms = [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    encodeURIComponent(PASSWORD).toLowerCase(),
    new URLSearchParams({ q: PASSWORD }).toString().slice(2),
    json,
    json.replace("ä", "\\u00e4"),
    JSON.stringify(json).slice(1, -1),
    "pä$s/w+rd &quot;x&quot; &amp;&lt;y&gt;\\z",
    'pä$s/w+rd "x" &amp;&lt;y&gt;\\z',
  ];
  for (const form of forms) assert.equal(redactor.text(`<${form}>`), "<[redacted]>", form);
  for (const around of ["", "a", "ab", "abc"]) {
    const text = redactor.text(base64(`${around}${PASSWORD}${around}`));
    assert.match(text, /^.{0,6}\[redacted\].{0,6}$/, text);
  }
});

Deno.test("Redactor.text() takes regular expression characters for themselves", () => {
  const redactor = redactorOf("a.b*c(d)[e]{2}^$|\\?/-");
  assert.equal(redactor.text("x a.b*c(d)[e]{2}^$|\\?/- y"), "x [redacted] y");
  assert.equal(redactor.text("aXbbbc(d)"), "aXbbbc(d)");
});

Deno.test("Redactor.add() ignores what would blank out ordinary text", () => {
  const redactor = redactorOf("", "abc", "demo");
  assert.equal(
    redactor.text("abc demo demonstration my_demo demo."),
    "abc [redacted] demonstration my_demo [redacted].",
  );
});

Deno.test("Redactor.add() knows a secret with controls as the sanitiser leaves it", () => {
  const redactor = redactorOf("long\tse\u00adcret\nvalue");
  assert.equal(redactor.text("long secret value"), "[redacted]");
  assert.equal(redactor.text("long\tsecret\nvalue"), "[redacted]");
});

Deno.test("Redactor.text() prefers the longest secret", () => {
  const redactor = redactorOf("correcthorse", "correcthorsebattery");
  assert.equal(redactor.text("correcthorsebattery correcthorse"), "[redacted] [redacted]");
});

Deno.test("Redactor.forget() forgets a secret", () => {
  const redactor = redactorOf("first-secret", "second-secret");
  redactor.forget("first-secret");
  redactor.forget("never added");
  assert.equal(redactor.text("first-secret second-secret"), "first-secret [redacted]");
  redactor.forget("second-secret");
  assert.equal(redactor.text("second-secret"), "second-secret");
});

Deno.test("Redactor.text() finds what looks like a secret", () => {
  const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----";
  const table: [string, string][] = [
    [`token ${TOKEN} expired`, "token [redacted] expired"],
    ["jws eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2lnbmF0dXJl end", "jws [redacted] end"],
    ["X-Auth-Token: 0123abcd", "X-Auth-Token: [redacted]"],
    ['-H "X-Auth-Token: {SHA256}0123" -H "Accept: x"', '-H "X-Auth-Token: [redacted]" -H "Accept: x"'],
    ['{"x-subject-token":"0123","a":1}', '{"x-subject-token":"[redacted]","a":1}'],
    ["'X-Service-Token': 'abc', 'b'", "'X-Service-Token': '[redacted]', 'b'"],
    ["Authorization: Basic dXNlcjpwYXNz\r\nHost: a", "Authorization: [redacted]\r\nHost: a"],
    ['{"Authorization":"Bearer abc def","b":2}', '{"Authorization":"[redacted]","b":2}'],
    ["sent Bearer abcdef0123456789== to", "sent Bearer [redacted] to"],
    ["Set-Cookie: session=1; Path=/", "Set-Cookie: [redacted]"],
    [`a ${pem} b`, "a [redacted] b"],
    [`{"k":"${pem.replaceAll("\n", "\\n")}"}`, '{"k":"[redacted]"}'],
    [pem.slice(0, 40), "[redacted]"],
    ["-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "[redacted]"],
    ["-----BEGIN ENCRYPTED PRIVATE KEY-----a-----END ENCRYPTED PRIVATE KEY----- b", "[redacted] b"],
    ["-----BEGIN PUBLIC KEY-----\nabc", "-----BEGIN PUBLIC KEY-----\nabc"],
    ["password=hunter2", "password=[redacted]"],
    ["password=hunter2, user=bob", "password=[redacted], user=bob"],
    ["db_password = hunter2", "db_password = [redacted]"],
    ["OS_PASSWORD=hunter2 OS_USERNAME=bob", "OS_PASSWORD=[redacted] OS_USERNAME=bob"],
    ["password: hunter2", "password: [redacted]"],
    ["user: bob\npassword: hunter2\nhost: a", "user: bob\npassword: [redacted]\nhost: a"],
    ["(user: bob, password: hunter2)", "(user: bob, password: [redacted])"],
    ['{"password": "hun\\"ter2", "user": "bob"}', '{"password": "[redacted]", "user": "bob"}'],
    ["{'password': 'hunter2', 'user': u'bob'}", "{'password': '[redacted]', 'user': u'bob'}"],
    ["{u'password': u'hunter2'}", "{u'password': u'[redacted]'}"],
    ['"{\\"password\\": \\"hunter2\\", \\"a\\": 1}"', '"{\\"password\\": \\"[redacted]\\", \\"a\\": 1}"'],
    ['"{\\"secret\\":\\"hunter2\\",\\"a\\":1}"', '"{\\"secret\\":\\"[redacted]\\",\\"a\\":1}"'],
    ['cut {"adminPass": "hunt', 'cut {"adminPass": "[redacted]'],
    ['{"adminPass":"x","OS-DCF:diskConfig":"AUTO"}', '{"adminPass":"[redacted]","OS-DCF:diskConfig":"AUTO"}'],
    ["--user_data=IyEvYmluL2Jhc2g= --wait", "--user_data=[redacted] --wait"],
    ["secret=abc", "secret=[redacted]"],
    ["client_secret: 'abc def'", "client_secret: '[redacted]'"],
    ["application_credential_secret=abc", "application_credential_secret=[redacted]"],
    ["pass => 'abc'", "pass => '[redacted]'"],
    [
      "http://h:6080/vnc_auto.html?path=%3Ftoken%3D1-2-3",
      "http://h:6080/vnc_auto.html?path=%3Ftoken%3D[redacted]",
    ],
    [
      "ws://h/?path=%3Ftoken%3D1-2%26title%3Dweb&x=1",
      "ws://h/?path=%3Ftoken%3D[redacted]%26title%3Dweb&x=1",
    ],
    [
      "http://h:6080/spice_auto.html?token=1-2-3&title=a",
      "http://h:6080/spice_auto.html?token=[redacted]&title=a",
    ],
    [
      "https://h/v1/AUTH_a/c/o?temp_url_sig=0a1b&temp_url_expires=99",
      "https://h/v1/AUTH_a/c/o?temp_url_sig=[redacted]&temp_url_expires=99",
    ],
    ["https://h/?X-Amz-Signature=ab&X-Amz-Date=1", "https://h/?X-Amz-Signature=[redacted]&X-Amz-Date=1"],
    ["rabbit://bob:hunter2@h:5672,al:x@h2/vh", "rabbit://[redacted]@h2/vh"],
    ["https://bob:p@ss@h/", "https://[redacted]@h/"],
  ];
  const redactor = new Redactor();
  for (const [text, expected] of table) {
    assert.equal(redactor.text(text), expected, text);
    assert.equal(redactor.text(expected), expected, `again: ${expected}`);
  }
});

Deno.test("Redactor.text() leaves ordinary text alone", () => {
  const table = [
    "",
    "The password is wrong",
    "password: must be set in clouds.yaml",
    "password: ",
    "password:\n  min_length: 8",
    '{"password":null,"a":1}',
    '{"password":""}',
    '{"password":true}',
    "password_expires_at=2026-01-01",
    "token_expires=2026-01-01",
    "Unexpected token: }",
    "token: unexpected",
    "key_name=web",
    "secret_href=https://h/v1/secrets/1",
    "secrets=500",
    "ssh://git@h/repo",
    "https://h:8774/v2.1/servers/a@b",
    "The request you have made requires authentication.",
    "eyJpZCI6IjEifQ",
    "gAAAA",
    "Bearer of news",
    "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 bob@h",
  ];
  const redactor = redactorOf("some-registered-secret");
  for (const text of table) assert.equal(redactor.text(text), text);
});

Deno.test("Redactor.value() hides properties by name", () => {
  const hidden = [
    "password",
    "adminPass",
    "admin_pass",
    "user_data",
    "OS-EXT-SRV-ATTR:user_data",
    "private_key",
    "secret",
    "auth_receipt",
    "token",
    "access_key",
    "accessKey",
    "X-Auth-Token",
    "db_password",
    "DBPassword",
    "temp-url-key-2",
    "kubeconfig",
    "blob",
  ];
  const shown = [
    "token_expires",
    "token_ttl",
    "key_name",
    "public_key",
    "secret_href",
    "secret_ref",
    "secret_type",
    "secrets",
    "tokens",
    "password_expires_at",
    "next",
    "confirm",
    "cursor",
    "name",
    "payload",
    "fingerprint",
    "auth_url",
  ];
  const redactor = new Redactor();
  for (const key of hidden) assert.deepEqual(redactor.value({ [key]: "v" }), { [key]: "[redacted]" }, key);
  for (const key of shown) assert.deepEqual(redactor.value({ [key]: "v" }), { [key]: "v" }, key);
});

Deno.test("Redactor.value() hides numbers and structures, but no facts and no kinds of thing", () => {
  const table: [unknown, unknown][] = [
    [{ password: 1234 }, { password: "[redacted]" }],
    [{ password: 12345678901234567890n }, { password: "[redacted]" }],
    [{ password: null, a: 1n }, { password: null, a: 1n }],
    [{ password: false }, { password: false }],
    [{ password: "" }, { password: "" }],
    [{ user_data: { a: 1 } }, { user_data: "[redacted]" }],
    [{ private_key: ["a"] }, { private_key: "[redacted]" }],
    [{ secret: { name: "db", password: "x" } }, { secret: { name: "db", password: "[redacted]" } }],
    [{ secret: ["x", { name: "db" }] }, { secret: ["[redacted]", { name: "db" }] }],
    [{ token: { expires: "2026" } }, { token: { expires: "2026" } }],
    [[{ a: [{ token: "x" }] }], [{ a: [{ token: "[redacted]" }] }]],
    [{ [TOKEN]: 1 }, { "[redacted]": 1 }],
    ["password=x", "password=[redacted]"],
    [7, 7],
    [null, null],
  ];
  const redactor = new Redactor();
  for (const [value, expected] of table) assert.deepEqual(redactor.value(value), expected);
});

Deno.test("Redactor.value() hides cells of tables and values beside their names", () => {
  const redactor = new Redactor();
  assert.deepEqual(
    redactor.value({ columns: ["name", "adminPass"], rows: [["a", "x"], ["b", null], "odd", ["c"]] }),
    { columns: ["name", "adminPass"], rows: [["a", "[redacted]"], ["b", null], "odd", ["c"]] },
  );
  assert.deepEqual(
    redactor.value({ columns: ["key", "value"], rows: [["db_password", "x"], ["zone", "y"]] }),
    { columns: ["key", "value"], rows: [["db_password", "[redacted]"], ["zone", "y"]] },
  );
  assert.deepEqual(
    redactor.value([{ output_key: "db_password", output_value: "x" }, { key: "zone", value: "y" }]),
    [{ output_key: "db_password", output_value: "[redacted]" }, { key: "zone", value: "y" }],
  );
});

Deno.test("Redactor.value() shows errors without their stack and survives odd values", () => {
  const redactor = redactorOf("hunter2hunter2");
  const error = new TypeError("bad hunter2hunter2", { cause: new Error("password=abc") });
  assert.deepEqual(redactor.value({ error }), {
    error: {
      name: "TypeError",
      message: "bad [redacted]",
      cause: { name: "Error", message: "password=[redacted]" },
    },
  });
  const cycle: Record<string, unknown> = { a: 1 };
  cycle.self = cycle;
  assert.match(JSON.stringify(redactor.value(cycle)), /nested too deeply/);
  const proto: unknown = JSON.parse('{"__proto__":{"password":"x"}}');
  assert.equal(JSON.stringify(redactor.value(proto)), '{"__proto__":{"password":"[redacted]"}}');
});

Deno.test("Redactor.text() lets no registered secret through, whatever stands around it", () => {
  const random = sequence(11);
  const alphabet = ` abcXYZ019/+-_=.:;,"'\\{}[]&?%<>\n\täß€😀`;
  const pick = (length: number) =>
    Array.from({ length }, () => Array.from(alphabet)[random(Array.from(alphabet).length)]).join("");
  for (let round = 0; round < 300; round++) {
    const secret = "S" + pick(8 + random(24)) + "e";
    const redactor = redactorOf(secret);
    const text = pick(random(60)) + secret + pick(random(60));
    const once = redactor.text(text);
    assert.ok(!once.includes(secret), JSON.stringify({ secret, text, once }));
    const encoded = redactor.text(JSON.stringify({ a: text, b: encodeURIComponent(text) }));
    assert.ok(!encoded.includes(JSON.stringify(secret).slice(1, -1)), JSON.stringify({ secret, encoded }));
    assert.ok(!encoded.includes(encodeURIComponent(secret)), JSON.stringify({ secret, encoded }));
  }
});

Deno.test("Redactor.text() takes linear time on hostile text", () => {
  const redactor = redactorOf("some-registered-secret");
  const hostile = [
    'password="',
    'password=\\"',
    "password: a,",
    "password: ",
    "password=",
    "://a:",
    "://",
    "a.a-",
    "gAAAA",
    "eyJ",
    "eyJaaaaaaaa.",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN A ",
    "Authorization: ",
    "?token=%26",
    "Bearer ",
    ",,,,",
    "\\",
    "token\\",
    "some-registered-secre",
  ];
  for (const part of hostile) {
    const text = `password: token= ://${part.repeat(Math.ceil(200_000 / part.length))}`;
    const start = performance.now();
    redactor.text(text);
    const ms = performance.now() - start;
    assert.ok(ms < 1_000, `${JSON.stringify(part)} took ${ms} ms`);
  }
});
