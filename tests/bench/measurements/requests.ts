/** How many requests a list costs.
 *
 * @module
 */
import { demoCloud } from "../clouds.ts";
import type { Measurement } from "../measurement.ts";
import type { Figure } from "../result.ts";
import { answerText, callText, requestsOf, withServer } from "../speaking.ts";

/** Servers in one answer of the service. */
const PAGE = 1_000;
/** What may be asked for beside the pages, when nothing is known yet. */
const MOST_BESIDE = 4;

/** Requests of lists of servers, at the demo cloud. */
export const requests: Measurement = {
  name: "requests",
  title: "requests of a list of servers, without the login, at the demo cloud",
  run: measure,
};

async function* measure(): AsyncGenerator<Figure> {
  for (const servers of [16, 1_000, 10_000]) {
    await using cloud = await demoCloud({ servers });
    for (const args of [{}, { count: true }]) {
      const call = { tool: "get_instance", arguments: args };
      const { log } = await withServer(cloud.login("alice"), async (server) => {
        await answerText(server, call);
        await answerText(server, call);
      });
      const [cold = NaN, warm = NaN] = requestsOf(log);
      // What counts everything reads every page, the short one at the end too; a list as such is one.
      const pages = "count" in args ? Math.floor(servers / PAGE) + 1 : 1;
      const subject = `${callText(call)}, ${servers} servers`;
      const note = `${pages} ${pages === 1 ? "page" : "pages"}`;
      yield {
        subject: `${subject}, first`,
        value: cold,
        unit: "requests",
        target: pages + MOST_BESIDE,
        note,
      };
      yield { subject: `${subject}, again`, value: warm, unit: "requests", target: pages, note };
    }
  }
}
