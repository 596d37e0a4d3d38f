/** Requests that are refused before they reach the protocol.
 *
 * @module
 */
import { PARSE_ERROR, type RequestId } from "@modelcontextprotocol/server";

/** Options of {@linkcode Refusal}. */
export interface RefusalOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** The request that the refusal answers, if it is known. */
  readonly id?: RequestId;
  /** JSON-RPC error code. @default {Refusal.status} Outside the range that JSON-RPC keeps for itself. */
  readonly code?: number;
}

/** Why a request is not served. The message is read by whoever sent it: it holds nothing of the request. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** HTTP status. */
  readonly status: number;
  readonly #options: RefusalOptions;

  /** Makes a refusal. */
  constructor(status: number, message: string, options: RefusalOptions = {}) {
    super(message);
    this.status = status;
    this.#options = options;
  }

  /** The answer: a JSON-RPC error, which is what clients of this protocol read. */
  response(): Response {
    const { headers = {}, id = null, code = this.status } = this.#options;
    return Response.json({ jsonrpc: "2.0", id, error: { code, message: this.message } }, {
      status: this.status,
      headers,
    });
  }
}

/** The refusal of a body that is not JSON. */
export function parseError(message: string): Refusal {
  return new Refusal(400, message, { code: PARSE_ERROR });
}
