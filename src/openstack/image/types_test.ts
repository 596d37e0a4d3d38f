import assert from "node:assert/strict";
import { readImage, readImageMember, readImageUsage } from "./types.ts";

const IMAGE = {
  "os_distro": "cirros",
  "name": "cirros-0.6.2",
  "disk_format": "qcow2",
  "container_format": "bare",
  "visibility": "public",
  "size": 196616,
  "virtual_size": 67108864,
  "status": "active",
  "checksum": "41ce4d32ce22529a293044bc1eb4e734",
  "protected": false,
  "min_ram": 0,
  "min_disk": 1,
  "owner": "fbf52500b9fc49a58526504a47ecb628",
  "os_hidden": false,
  "os_hash_algo": "sha512",
  "os_hash_value": "2e45ec98",
  "id": "3d624342-4bbe-4c0d-be6c-d330c9374948",
  "created_at": "2026-11-21T11:03:08Z",
  "updated_at": "2026-11-21T11:03:08Z",
  "tags": [],
  "self": "/v2/images/3d624342-4bbe-4c0d-be6c-d330c9374948",
  "file": "/v2/images/3d624342-4bbe-4c0d-be6c-d330c9374948/file",
  "schema": "/v2/schemas/image",
  "stores": "file,ceph",
};

Deno.test("readImage() keeps free properties apart from the known ones", () => {
  const image = readImage(IMAGE);
  assert.deepEqual(image?.properties, { os_distro: "cirros" });
  assert.deepEqual(image?.stores, ["file", "ceph"]);
  assert.equal(image?.sizeBytes, 196616);
  assert.equal(image?.hidden, false);
  assert.equal(image?.importingToStores, undefined);
});

Deno.test("readImage() leaves unknown what an image without data does not have", () => {
  const image = readImage({ ...IMAGE, status: "queued", size: null, virtual_size: null, checksum: null });
  assert.equal(image?.sizeBytes, undefined);
  assert.equal(image?.checksum, undefined);
  assert.equal(readImage({ id: "1" })?.hidden, undefined);
});

Deno.test("readImage() reads a snapshot of a server and a failed import", () => {
  const image = readImage({
    ...IMAGE,
    image_type: "snapshot",
    instance_uuid: "5c86bf2a-5f02-4b7d-909e-6575c30ed283",
    base_image_ref: "02bbdbe7-635b-4966-9598-ce74589b4c67",
    os_glance_failed_import: "ceph",
    os_glance_importing_to_stores: "",
  });
  assert.equal(image?.imageType, "snapshot");
  assert.equal(image?.serverId, "5c86bf2a-5f02-4b7d-909e-6575c30ed283");
  assert.equal(image?.baseImageId, "02bbdbe7-635b-4966-9598-ce74589b4c67");
  assert.deepEqual(image?.failedStores, ["ceph"]);
  assert.equal(image?.importingToStores, undefined);
});

Deno.test("readImage() needs an id", () => {
  assert.equal(readImage({ name: "x" }), undefined);
});

Deno.test("readImageMember() reads who an image is shared with", () => {
  const member = readImageMember({
    member_id: "56dbdb78",
    image_id: "3d624342",
    status: "accepted",
    created_at: "2026-11-21T11:03:08Z",
    updated_at: null,
    schema: "/v2/schemas/member",
  });
  assert.equal(member?.projectId, "56dbdb78");
  assert.equal(member?.status, "accepted");
  assert.equal(member?.updatedAt, undefined);
  assert.equal(readImageMember({ image_id: "3d624342" }), undefined);
});

Deno.test("readImageUsage() reads limits and use, and tells none from an answer of another kind", () => {
  const usage = readImageUsage({
    usage: { image_size_total: { limit: 1024, usage: 256 }, image_count_total: { limit: -1, usage: 0 } },
  });
  assert.deepEqual(usage?.lines["image_size_total"], {
    limit: 1024,
    inUse: 256,
    reserved: undefined,
    allocated: undefined,
  });
  assert.equal(usage?.lines["image_count_total"]?.limit, -1);
  assert.deepEqual(readImageUsage({ usage: {} })?.lines, {});
  assert.equal(readImageUsage({}), undefined);
});
