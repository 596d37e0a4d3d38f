/** A list of very many against its first page.
 *
 * @module
 */
import { type BenchCloud, demoCloud } from "../clouds.ts";
import type { Crowd } from "../../../src/demo/mod.ts";
import type { Measurement } from "../measurement.ts";
import { recordWarm, replay, type ToolCall, wavesText } from "../recording.ts";
import { compare } from "../sample.ts";
import type { Figure } from "../result.ts";
import { answerText, withServer } from "../speaking.ts";

const SERVERS = 10_000;
/** As many as a first page asks for: a cloud that consists of it. */
const ONE_PAGE = 200;
/** A real service takes longer over sixteen servers. The demo takes next to no time, so that all that is seen is ours. */
const DELAY_MS = 100;
const ROUNDS = 15;
const WARM_UPS = 5;
const MOST = 1.2;

const LIST = { tool: "get_instance", arguments: {} };

/** Other lists that services page, and what a project then has 10 000 of. */
const OTHERS: readonly (readonly [tool: string, crowd: Crowd])[] = [
  ["get_volume_list", { block_storage: { volumes: SERVERS } }],
  ["get_volume_types", { block_storage: { types: SERVERS } }],
  ["get_ports", { network: { ports: SERVERS } }],
  ["get_network_details", { network: { networks: SERVERS } }],
  ["get_floating_ips", { network: { floatingips: SERVERS } }],
  ["get_image_detail_list", { image: { images: SERVERS } }],
  ["get_load_balancer_listeners", { load_balancer: { listeners: SERVERS } }],
  ["get_heat_stacks", { orchestration: { listed: SERVERS } }],
  ["get_dns_zones", { dns: { zones: SERVERS } }],
  ["get_secrets", { key_manager: { secrets: SERVERS } }],
  ["get_shares", { share: { shares: SERVERS } }],
];

/** The default list of 10 000 servers against a plain request for its first page. */
export const firstPage: Measurement = {
  name: "first-page",
  title: `default list of ${SERVERS} servers and other things, against plain fetches, at the demo cloud`,
  run: measure,
};

async function* measure(): AsyncGenerator<Figure> {
  {
    await using cloud = await demoCloud({ servers: SERVERS });
    yield await againstPlain(cloud, "list / plain fetch of its page");
  }
  {
    await using slow = await demoCloud({ servers: SERVERS, delayMs: DELAY_MS });
    yield await againstPlain(slow, `the same, where a page takes ${DELAY_MS} ms`);
  }
  for (const [tool, crowd] of OTHERS) {
    await using cloud = await demoCloud({ crowd, delayMs: DELAY_MS });
    yield await againstPlain(cloud, `${tool}, where a page takes ${DELAY_MS} ms`, { tool, arguments: {} });
  }
  yield await againstOnePage();
}

async function againstPlain(cloud: BenchCloud, subject: string, call: ToolCall = LIST): Promise<Figure> {
  const login = cloud.login("alice");
  const waves = await recordWarm(login, call);
  const { value: { ours, theirs } } = await withServer(
    login,
    (server) =>
      compare(
        () => answerText(server, call).then(() => {}),
        () => replay(waves),
        { rounds: ROUNDS, warmUps: WARM_UPS },
      ),
    ["--toolsets", "all"],
  );
  return {
    subject,
    value: ours.median / theirs.median,
    unit: "×",
    target: MOST,
    note: `${ours.median.toFixed(1)} and ${theirs.median.toFixed(1)} ms, ${wavesText(waves)}; ` +
      `fastest ${ours.min.toFixed(1)} and ${theirs.min.toFixed(1)} ms`,
  };
}

async function againstOnePage(): Promise<Figure> {
  await using many = await demoCloud({ servers: SERVERS });
  await using few = await demoCloud({ servers: ONE_PAGE });
  const { value: { value: { ours, theirs } } } = await withServer(
    many.login("alice"),
    (ofMany) =>
      withServer(few.login("alice"), (ofFew) =>
        compare(
          () => answerText(ofMany, LIST).then(() => {}),
          () => answerText(ofFew, LIST).then(() => {}),
          { rounds: ROUNDS, warmUps: WARM_UPS },
        )),
  );
  return {
    subject: `list of ${SERVERS} / list of ${ONE_PAGE} servers`,
    value: ours.median / theirs.median,
    unit: "×",
    target: MOST,
    note: `${ours.median.toFixed(1)} and ${theirs.median.toFixed(1)} ms`,
  };
}
