/** A state of the cloud, as data, and what one check of the report says to it.
 *
 * @module
 */
import type { DemoOptions } from "../../src/demo/mod.ts";
import { type CheckState, type Report, runRemembering, runReport } from "../../src/health/mod.ts";
import type { PlaceMemory } from "../../src/health/memory/memory.ts";
import type { RunOptions } from "../../src/health/run.ts";
import { withClient } from "../../src/tools/testing.ts";
import { startDemo } from "../../src/demo/mod.ts";
import { peerCertificateReader } from "../../src/openstack/peer_certificate.ts";
import { utc } from "../../src/text/time.ts";

/** One scenario. */
export interface Scenario {
  /** Id of the check. */
  readonly check: string;
  readonly outcome: CheckState;
  /** What is the case, for the name of the test; needed where a check has two scenarios of one outcome. */
  readonly when?: string;
  /** Who asks. @default {"admin"} */
  readonly as?: "admin" | "alice" | "adam";
  /** @default The first project of the login. */
  readonly project?: string;
  /** Id of an application credential to log in with, instead of a password. */
  readonly credential?: string;
  /** How the demo cloud differs from the recorded one. */
  readonly demo?: DemoOptions;
  /** What a run before on the same cloud left, as the scenario has it. */
  readonly before?: (left: PlaceMemory) => PlaceMemory;
  /** How the run differs from a plain one. */
  readonly run?: Partial<RunOptions>;
  /** The names of the resources that are found, in order; not compared if absent. */
  readonly finds?: readonly string[];
  /** What one of the texts, or the reason, holds. */
  readonly says?: string;
  /** How bad the findings are that the state does not show: `info`. */
  readonly info?: boolean;
}

/** A time before (or, negative, after) now, as services with a zone write it. */
export function ago(duration: { days?: number; hours?: number; minutes?: number; seconds?: number }): string {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return utc(Date.now() - ms);
}

/** The same without a zone and with microseconds, as Cinder, Octavia and Nova's services write it. */
export function zoneless(...duration: Parameters<typeof ago>): string {
  return ago(...duration).replace("Z", ".000000");
}

/** The scenario as the name of a test. */
export function nameOf({ check, outcome, info, when, as = "admin" }: Scenario): string {
  const what = info ? `${outcome} with information` : outcome;
  return `${check} is ${what}${when === undefined ? "" : `: ${when}`} (${as})`;
}

const TOOL = { name: "openstack-mcp", version: "0.0.0" };

/** Runs the check of a scenario on a demo cloud of its own. */
export async function reportOf(scenario: Scenario): Promise<Report> {
  const { check, as = "admin", project, credential, demo, before, run } = scenario;
  const cloud = await startDemo(demo);
  const { authUrl, password: secret } = cloud;
  const auth = { type: "v3applicationcredential", authUrl, id: credential ?? "", secret } as const;
  try {
    let found: Report | undefined;
    await withClient(
      cloud,
      {
        user: as,
        ...(project === undefined ? {} : { project }),
        ...(credential === undefined ? {} : { settings: { auth } }),
      },
      async ({ client }) => {
        const { settings } = client.call({ operations: [] });
        const options: RunOptions = {
          cloud: client,
          tool: TOOL,
          checks: [check],
          issueToken: () => Promise.resolve(),
          peerCertificate: peerCertificateReader({ settings }),
          ...run,
        };
        const left = before ? (await runRemembering({ ...options, memory: null })).memory : undefined;
        found = await runReport({ ...options, ...(before && left ? { memory: before(left) } : {}) });
      },
    );
    if (!found) throw new Error("No report was made");
    return found;
  } finally {
    await cloud.close();
  }
}
