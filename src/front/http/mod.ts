/** The HTTP front: guards, limits, callers, probes and figures around the protocol.
 *
 * @module
 */
export { type HttpLimits, type HttpService, serveHttp, type ServeHttpOptions } from "./listener.ts";
