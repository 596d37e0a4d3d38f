/** A list of very many against its first page.
 *
 * @module
 */
import { demoCloud } from "../clouds.ts";
import type { Measurement } from "../measurement.ts";
import { recordWarm, replay, requestsIn } from "../recording.ts";
import { compare } from "../sample.ts";
import type { Figure } from "../result.ts";
import { answerText, withServer } from "../speaking.ts";

const SERVERS = 10_000;
const ROUNDS = 15;
const WARM_UPS = 3;
const MOST = 1.2;

/** The default list of 10 000 servers against a plain request for its first page. */
export const firstPage: Measurement = {
  name: "first-page",
  title: `default list of ${SERVERS} servers, against a plain fetch of its first page, at the demo cloud`,
  run: measure,
};

async function* measure(): AsyncGenerator<Figure> {
  await using cloud = await demoCloud(SERVERS);
  const login = cloud.login("alice");
  const call = { tool: "get_instance", arguments: {} };
  const waves = await recordWarm(login, call);
  const { value: { ours, theirs } } = await withServer(login, (server) =>
    compare(
      () => answerText(server, call).then(() => {}),
      () => replay(waves),
      { rounds: ROUNDS, warmUps: WARM_UPS },
    ));
  yield {
    subject: "get_instance",
    value: ours.median,
    unit: "ms",
    note: `fastest ${ours.min.toFixed(1)} ms`,
  };
  yield {
    subject: "get_instance / first page",
    value: ours.median / theirs.median,
    unit: "×",
    target: MOST,
    note: `plain ${theirs.median.toFixed(1)} ms, ${requestsIn(waves)} requests; ` +
      `of the fastest ${(ours.min / theirs.min).toFixed(2)} ×`,
  };
}
