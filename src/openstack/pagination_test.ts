import assert from "node:assert/strict";
import { OpenStackError } from "./errors.ts";
import { operation, type Paging } from "./operation.ts";
import { readPage } from "./pagination.ts";

function listOp(page: Paging) {
  return operation({
    id: "compute.things.list",
    method: "GET",
    path: "/things",
    effect: "read",
    needs: "reader",
    page,
  });
}

const BY_MARKER = { key: "things", by: "marker" } as const;
const TWO = [{ id: "a" }, { id: "b" }];
const NEXT = { rel: "next", href: "http://internal:8774/things?limit=2&marker=b" };
const PREVIOUS = { rel: "previous", href: "http://internal:8774/things?marker=a&page_reverse=True" };

Deno.test("readPage() finds the next page in every form of link", () => {
  const table: [string, Paging, Record<string, unknown>, string | undefined][] = [
    ["Nova and Cinder", BY_MARKER, { things: TWO, things_links: [NEXT] }, "b"],
    ["Nova on its last page", BY_MARKER, { things: TWO }, undefined],
    ["Neutron", BY_MARKER, { things: TWO, things_links: [PREVIOUS, NEXT] }, "b"],
    ["Neutron on its last page", BY_MARKER, { things: TWO, things_links: [PREVIOUS] }, undefined],
    ["Glance", BY_MARKER, { things: TWO, first: "/v2/things", next: "/v2/things?marker=b" }, "b"],
    ["Glance on its last page", BY_MARKER, { things: TWO, first: "/v2/things" }, undefined],
    [
      "Keystone",
      BY_MARKER,
      { things: TWO, links: { self: "x", previous: null, next: "http://x/?marker=b" } },
      "b",
    ],
    ["Keystone on its last page", BY_MARKER, {
      things: TWO,
      links: { self: "x", previous: null, next: null },
    }, undefined],
    ["Designate", BY_MARKER, {
      things: TWO,
      links: { next: "http://x/?marker=b" },
      metadata: { total_count: 9 },
    }, "b"],
    ["Heat, Nova's actions", BY_MARKER, { things: TWO, links: [NEXT] }, "b"],
    ["Heat on its last page", BY_MARKER, { things: TWO, links: [{ rel: "self", href: "x" }] }, undefined],
    ["an empty page with a link", BY_MARKER, { things: [], things_links: [NEXT] }, undefined],
    ["keypairs", { ...BY_MARKER, marker: "name" }, {
      things: [{ keypair: { name: "k1" } }],
      things_links: [NEXT],
    }, "k1"],
    ["a link without an address", BY_MARKER, { things: TWO, things_links: [{ rel: "next" }] }, "b"],
    ["items without a marker", BY_MARKER, { things: [{ n: 1 }], things_links: [NEXT] }, "b"],
    [
      "items that are no objects",
      BY_MARKER,
      { things: ["x"], links: { next: "/things?marker=x%26y" } },
      "x&y",
    ],
    ["numbers for ids", BY_MARKER, { things: [{ id: 7 }], things_links: [NEXT] }, "7"],
    ["one page for all", { key: "things", by: "none" }, { things: TWO, things_links: [NEXT] }, undefined],
  ];
  for (const [name, page, body, next] of table) {
    const read = readPage(listOp(page), body, { limit: 2 });
    assert.equal(read.next, next, name);
    assert.equal(read.items, body["things"], name);
    assert.equal(read.body, body, name);
  }
});

Deno.test("readPage() reads nested usage, and none where a project used nothing", () => {
  const usage = listOp({ key: "server_usages", within: "tenant_usage", by: "marker", marker: "instance_id" });
  const items = [{ instance_id: "i1" }];
  assert.equal(
    readPage(usage, { tenant_usage: { server_usages: items }, tenant_usage_links: [NEXT] }, {}).next,
    "i1",
  );
  assert.deepEqual(readPage(usage, { tenant_usage: {} }, {}).items, []);
  assert.throws(() => readPage(usage, {}, {}), OpenStackError);
  assert.throws(() => readPage(usage, { tenant_usage: { total_hours: 1 } }, {}), OpenStackError);
});

Deno.test("readPage() continues the usage of all projects after the server that the link names", () => {
  const usages = listOp({ key: "tenant_usages", by: "marker", marker: "instance_id" });
  const body = {
    tenant_usages: [{ tenant_id: "p1", total_hours: 1 }],
    tenant_usages_links: [{ rel: "next", href: "http://x/os-simple-tenant-usage?limit=1&marker=i9" }],
  };
  assert.equal(readPage(usages, body, { limit: 1 }).next, "i9");
});

Deno.test("readPage() counts offsets, by the service's own total and links where it has them", () => {
  const offset = listOp({ key: "things", by: "offset" });
  const table: [string, Record<string, unknown>, { limit?: number; marker?: string }, string | undefined][] =
    [
      ["a full page", { things: TWO }, { limit: 2 }, "2"],
      ["a full page further on", { things: TWO }, { limit: 2, marker: "4" }, "6"],
      ["a short page", { things: TWO }, { limit: 3 }, undefined],
      ["no limit", { things: TWO }, {}, undefined],
      ["Barbican's maximum below the limit", { things: TWO, next: "http://x/?offset=2", total: 5 }, {
        limit: 1000,
      }, "2"],
      ["a total alone", { things: TWO, total: 5 }, { limit: 1000, marker: "2" }, "4"],
      ["the total is reached", { things: TWO, total: 4 }, { limit: 2, marker: "2" }, undefined],
      ["Manila's links", { things: TWO, things_links: [NEXT] }, { limit: 1000 }, "2"],
      ["an empty page", { things: [], total: 5 }, { limit: 2, marker: "6" }, undefined],
    ];
  for (const [name, body, asked, next] of table) assert.equal(readPage(offset, body, asked).next, next, name);
});

Deno.test("readPage() throws on what is not the list, for that is never an empty one", () => {
  for (const body of [undefined, null, {}, "<html>", { things: null }, { things: {} }, { others: [] }, []]) {
    assert.throws(() => readPage(listOp(BY_MARKER), body, {}), (error) => {
      assert.ok(error instanceof OpenStackError);
      assert.equal(error.reason, "unexpected answer");
      assert.equal(error.service, "compute");
      assert.equal(error.detail, 'the answer has no list "things"');
      return true;
    });
  }
});

Deno.test("readPage() throws when a list would never end, or its rest cannot be reached", () => {
  const body = { things: TWO, things_links: [NEXT] };
  assert.throws(() => readPage(listOp(BY_MARKER), body, { marker: "b" }), { detail: /page after "b" again/ });
  const lost = { things: [{ n: 1 }], things_links: [{ rel: "next", href: "http://x/things?limit=1" }] };
  assert.throws(() => readPage(listOp(BY_MARKER), lost, {}), { detail: /nothing says where they begin/ });
});

Deno.test("readPage() marks a list that the service cut", () => {
  const op = listOp(BY_MARKER);
  assert.equal(readPage(op, { things: TWO, truncated: true, links: { next: null } }, {}).truncated, true);
  assert.equal(readPage(op, { things: TWO, truncated: false }, {}).truncated, undefined);
  // With a link to the rest nothing is lost.
  assert.equal(
    readPage(op, { things: TWO, truncated: true, links: { next: "x?marker=b" } }, {}).truncated,
    undefined,
  );
});

Deno.test("readPage() throws a TypeError on an operation that is no list", () => {
  const op = operation({
    id: "compute.things.show",
    method: "GET",
    path: "/things/{id}",
    effect: "read",
    needs: "reader",
  });
  assert.throws(() => readPage(op, { things: [] }, {}), TypeError);
});
