import assert from "node:assert/strict";
import { findResource, listedResources, listedTemplates, templateKind } from "./resources.ts";
import { SNAPSHOT } from "./snapshot.ts";

const TOOLS = new Set(SNAPSHOT.map(({ listed }) => listed.name));
const PLACES = [{ key: "a", cloud: "a" }, { key: "b x/y", cloud: "b", region: "x/y" }];
const OFFER = { places: PLACES, tools: TOOLS };

Deno.test("every listed resource leads somewhere", () => {
  const uris = listedResources(OFFER).map(({ uri }) => uri);
  assert.equal(uris.length, 2 * 3 + 1);
  for (const uri of uris) assert.ok(findResource(uri, OFFER), uri);
  assert.equal(new Set(uris).size, uris.length);
});

Deno.test("every template leads somewhere, and is completed", () => {
  const templates = listedTemplates(OFFER).map(({ uriTemplate }) => uriTemplate);
  assert.equal(templates.length, 2 * 5 + 1);
  for (const template of templates) {
    const uri = template.replace("{id}", "x%20y").replace("{name}", "get_instance");
    assert.ok(findResource(uri, OFFER), uri);
    assert.ok(templateKind(template, OFFER), template);
  }
});

Deno.test("a URI of a cloud is a call of the tool that shows it there", () => {
  assert.deepEqual(findResource("openstack://b%20x%2Fy/server/web%201", OFFER), {
    kind: "call",
    place: PLACES[1],
    call: { tool: "get_instance", arguments: { names: ["web 1"], detail: "full" } },
  });
});

Deno.test("nothing else is found", () => {
  const wrong = [
    "openstack://c/server/x",
    "openstack://a/server/",
    "openstack://a/server/x/y",
    "openstack://a/server/%ff",
    "openstack://a/nothing",
    "openstack://docs/tools/nothing",
    "openstack://docs/tools/constructor",
    "file:///etc/passwd",
  ];
  for (const uri of wrong) assert.equal(findResource(uri, OFFER), undefined, uri);
});

Deno.test("what needs a tool that is not offered is neither listed nor found", () => {
  const offer = { places: PLACES.slice(0, 1), tools: new Set(["get_capabilities"]) };
  assert.deepEqual(listedResources(offer).map(({ uri }) => uri), [
    "openstack://a/capabilities",
    "openstack://docs/guide",
  ]);
  assert.equal(listedTemplates(offer).length, 1);
  assert.equal(findResource("openstack://a/server/x", offer), undefined);
  assert.equal(templateKind("openstack://a/server/{id}", offer), undefined);
});
