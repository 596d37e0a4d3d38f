import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { CloudList } from "../config/list_clouds.ts";
import { cloudsJson, cloudsText } from "./clouds.ts";

const LIST: CloudList = {
  clouds: [
    {
      name: "acme",
      chosen: true,
      files: ["/etc/openstack/clouds.yaml"],
      notes: ["a note"],
      settings: [
        {
          key: "auth_url",
          value: "https://k",
          origin: {
            kind: "clouds.yaml",
            name: "clouds.acme.auth.auth_url",
            file: "/etc/openstack/clouds.yaml",
          },
        },
        { key: "password", origin: { kind: "environment", name: "OS_PASSWORD" } },
        { key: "interface", value: "public", origin: { kind: "flag", name: "--interface" } },
      ],
    },
    {
      name: "evil\u001b[2J\nname",
      chosen: false,
      files: [],
      notes: [],
      settings: [],
      problem: "usrname: is not known",
    },
  ],
  notes: ["said of all"],
  problems: ["/x: is not valid YAML"],
};

Deno.test("cloudsText() aligns settings with their origins", () => {
  equal(
    cloudsText(LIST),
    `acme (chosen)
  auth_url   https://k  clouds.acme.auth.auth_url in /etc/openstack/clouds.yaml
  password   (set)      OS_PASSWORD in the environment
  interface  public     --interface on the command line
  note: a note

evil name
  cannot be used: usrname: is not known

Cannot be used: /x: is not valid YAML

Note: said of all
`,
  );
});

Deno.test("cloudsText() says what to do when there is nothing", () => {
  match(cloudsText({ clouds: [], notes: [], problems: [] }), /No cloud is configured.*clouds\.yaml/);
});

Deno.test("cloudsJson() is one object with everything", () => {
  const text = cloudsJson(LIST);
  deepEqual(JSON.parse(text), LIST);
  ok(text.endsWith("}\n"));
});
