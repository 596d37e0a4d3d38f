import { deepEqual, equal, match, ok } from "node:assert/strict";
import { listClouds } from "./list_clouds.ts";
import { testLine, type TestWorld, testWorld } from "./testing.ts";

const FILE = "/home/ann/.config/openstack/clouds.yaml";
const CLOUDS = `clouds:
  good:
    auth: {auth_url: https://k, username: u, password: hunter2, project_name: acme}
    region_name: R1
  broken:
    auth: {auth_url: https://k, usrname: u, password: hunter2}
  insecure:
    auth: {auth_url: https://k, username: u, password: hunter2}
    verify: false
`;

function listed(world: TestWorld, flags: Parameters<typeof testLine>[0] = {}) {
  return listClouds(testLine(flags, "clouds"), testWorld(world));
}

Deno.test("listClouds() lists every cloud, the unusable ones with the reason", () => {
  const { clouds } = listed({ files: { [FILE]: CLOUDS } });
  deepEqual(clouds.map(({ name, chosen }) => [name, chosen]), [["good", false], ["broken", false], [
    "insecure",
    false,
  ]]);
  equal(clouds[0]?.problem, undefined);
  match(clouds[1]?.problem ?? "", /usrname.*username/);
  match(clouds[2]?.problem ?? "", /verify/);
});

Deno.test("listClouds() tells where each setting came from, and never a secret", () => {
  const list = listed({ files: { [FILE]: CLOUDS } });
  const settings = list.clouds[0]?.settings ?? [];
  deepEqual(settings.find(({ key }) => key === "region_name"), {
    key: "region_name",
    value: "R1",
    origin: { kind: "clouds.yaml", name: "clouds.good.region_name", file: FILE },
  });
  deepEqual(settings.find(({ key }) => key === "password"), {
    key: "password",
    origin: { kind: "clouds.yaml", name: "clouds.good.auth.password", file: FILE },
  });
  ok(!JSON.stringify(list).includes("hunter2"));
});

Deno.test("listClouds() marks the cloud that a command would take", () => {
  const chosen = (world: TestWorld, flags = {}) =>
    listed(world, flags).clouds.filter((each) => each.chosen).map(({ name }) => name);
  const files = { [FILE]: CLOUDS };
  deepEqual(chosen({ files, env: { OS_CLOUD: "good" } }), ["good"]);
  deepEqual(chosen({ files, env: { OS_AUTH_URL: "https://k", OS_USERNAME: "u", OS_PASSWORD: "p" } }), [
    "envvars",
  ]);
  deepEqual(chosen({ files }, { cloud: "good" }), ["good"]);
});

Deno.test("listClouds() hides a proxy's password and PEM texts", () => {
  const pem = "-----BEGIN CERTIFICATE-----\\nhunter2\\n-----END CERTIFICATE-----";
  const text = `clouds: {a: {cacert: "${pem}", auth: {auth_url: https://k, username: u, password: x}}}`;
  const list = listed({ files: { [FILE]: text }, env: { HTTPS_PROXY: "https://u:hunter2@proxy:3128" } });
  ok(!JSON.stringify(list).includes("hunter2"));
  equal(list.clouds[0]?.settings.find(({ key }) => key === "proxy")?.value, "https://proxy:3128");
});

Deno.test("listClouds() lists the environment's cloud even when a file is malformed", () => {
  const env = { OS_AUTH_URL: "https://k", OS_USERNAME: "u", OS_PASSWORD: "p" };
  const { clouds, problems } = listed({ files: { [FILE]: "clouds: [" }, env });
  deepEqual(clouds.map(({ name, problem }) => [name, problem]), [["envvars", undefined]]);
  match(problems.join("\n"), /clouds\.yaml.*not valid YAML/);
});

Deno.test("listClouds() lists nothing where nothing is configured", () => {
  deepEqual(listed({}), { clouds: [], notes: [], problems: [] });
});
