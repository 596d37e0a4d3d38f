import assert from "node:assert/strict";
import { withCast } from "./testing.ts";

Deno.test("a crowd has ids and names of its own, and belongs to the project that has the models", () =>
  withCast({ crowd: { block_storage: { volumes: 30 }, key_manager: { secrets: 12 } } }, async (cast) => {
    const ids = await cast.alice.names("volumev3", "/volumes/detail", "volumes", "id");
    const names = await cast.alice.names("volumev3", "/volumes/detail", "volumes");
    const foreign = await cast.gina.names("volumev3", "/volumes/detail", "volumes");
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(new Set(names).size, names.length);
    assert.equal(ids.length + foreign.length, 30);
    const refs = await cast.alice.names("key-manager", "/v1/secrets?limit=100", "secrets", "secret_ref");
    assert.equal(new Set(refs).size, 12);
  }));

Deno.test("links of a copy lead to it", () =>
  withCast({ crowd: { block_storage: { volumes: 30 } } }, async ({ alice }) => {
    const ids = await alice.names("volumev3", "/volumes", "volumes", "id");
    const [last = ""] = ids.filter((id) => id.startsWith("00000001-")).slice(-1);
    const { body, status, text } = await alice.ask("volumev3", `/volumes/${last}`);
    assert.equal(status, 200);
    assert.ok(body["volume"]);
    assert.ok(text.includes(`/volumes/${last}`));
  }));
