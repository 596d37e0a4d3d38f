/** Runs the health report for the terminal.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import { runReport, validateThresholds } from "../health/mod.ts";
import { count, flag, isWire, texts } from "../openstack/read.ts";
import { peerCertificateReader } from "../openstack/peer_certificate.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { stringifyJson } from "../text/json.ts";
import { errorAnswer } from "../wire/cloud_port.ts";
import type { Task } from "./thread.ts";

/** Answers with a report; a wrong choice of checks or thresholds is `invalid argument`. */
export const reportTask: Task = async (client, { settings }, message, { signal, progress, guard }) => {
  const { sessions } = client;
  const { options, deadlineMs } = message;
  const thresholds = options["thresholds"];
  const checks = texts(options, "checks");
  const exclude = texts(options, "exclude");
  const maxHosts = count(options, "maxHosts");
  if (thresholds !== undefined && !isWire(thresholds)) {
    return errorAnswer({
      what: "report",
      reason: "invalid argument",
      detail: "the thresholds must map check ids to their limits",
    });
  }
  try {
    const report = await runReport({
      cloud: client,
      tool: { name: "openstack-mcp", version: config.version },
      ...(checks ? { checks } : {}),
      ...(exclude ? { exclude } : {}),
      ...(thresholds ? { thresholds: validateThresholds(thresholds) } : {}),
      requireAll: flag(options, "requireAll") ?? false,
      allProjects: flag(options, "allProjects") ?? false,
      ...(maxHosts === undefined ? {} : { maxHosts }),
      // What is left of it, in whole seconds, for it is told.
      deadlineMs: Math.ceil(deadlineMs / 1000) * 1000,
      signal,
      progress: ({ done, total, text }) => progress(done, total, text),
      peerCertificate: peerCertificateReader({ settings }),
      ...(sessions.renewable ? { issueToken: (signal?: AbortSignal) => sessions.tryLogin(signal) } : {}),
    });
    return { json: stringifyJson(guard({ report })), isError: false };
  } catch (error) {
    if (error instanceof OpenStackError) {
      return { json: stringifyJson(guard({ error: error.toJSON() })), isError: true };
    }
    if (error instanceof TypeError || error instanceof RangeError) {
      return errorAnswer({ what: "report", reason: "invalid argument", detail: guard(error.message) });
    }
    throw error;
  }
};
