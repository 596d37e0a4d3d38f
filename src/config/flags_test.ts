import { equal, match, ok } from "node:assert/strict";
import { COMMAND_NAMES, COMMANDS, FLAG_GROUPS, type FlagKey, FLAGS, flagsOf, flagSpec } from "./flags.ts";

const KEYS = Object.keys(FLAGS) as FlagKey[];

Deno.test("every flag is described in one line and belongs to a command", () => {
  const used = new Set<FlagKey>(COMMAND_NAMES.flatMap(flagsOf));
  for (const key of KEYS) {
    ok(used.has(key), key);
    match(flagSpec(key).help, /^[^\n.][^\n]*[^.\n]$/, key);
  }
});

Deno.test("no command has two flags of the same spelling", () => {
  for (const command of COMMAND_NAMES) {
    const names = flagsOf(command).flatMap((key) => flagSpec(key).flag ?? []);
    equal(new Set(names).size, names.length, command);
  }
});

Deno.test("no two settings share a variable", () => {
  const variables = KEYS.flatMap((key) => flagSpec(key).variables);
  equal(new Set(variables).size, variables.length);
});

Deno.test("whatever loosens safety starts switched off", () => {
  for (const key of KEYS) {
    const spec = flagSpec(key);
    ok(spec.loosens?.(spec.default) !== true, key);
  }
});

Deno.test("every command takes the common flags", () => {
  for (const command of COMMAND_NAMES) {
    for (const key of FLAG_GROUPS.common) ok(flagsOf(command).includes(key), `${command} ${key}`);
    ok(COMMANDS[command].timeoutMs > 0);
  }
});

Deno.test("every documented flag of serve and report exists", () => {
  const names = (command: "serve" | "report") =>
    new Set(flagsOf(command).flatMap((key) => flagSpec(key).flag ?? []));
  const serve =
    `--stdio --http --type --host --port --toolsets --tools --exclude-tools --allow-write --allow-admin
    --allow-sensitive --confirm --all-projects --max-targets --answer-tokens --auth-enable --secret-key --tls-cert
    --tls-key --allowed-hosts --allowed-origins --path --json-response --audit-log --confirm-key-file --metrics --compat
    --cloud --region --interface --project --project-domain --system-scope --demo --env-file --os-client-config-file
    --cacert --timeout --request-timeout --allow-http-endpoints --log-level --log-format --auth-url --username
    --password --project-name --user-domain-name --project-domain-name`;
  const report =
    `--checks --exclude --format --output --quiet --only-changes --state --since --ack --reason --until
    --thresholds --profile --fail-on --require-all --all-projects --dry-run --max-hosts --allow-sensitive`;
  for (const flag of serve.split(/\s+/)) ok(names("serve").has(flag), flag);
  for (const flag of report.split(/\s+/)) ok(names("report").has(flag), flag);
});
