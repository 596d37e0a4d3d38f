/** One request and its answer, in the words of whichever revision of the protocol the client speaks.
 *
 * @module
 */
import {
  type AuthInfo,
  createMcpHandler,
  isLegacyRequest,
  type McpHttpHandler,
  type McpServerFactory,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { keptAlive, whenOver } from "./keep_alive.ts";

/** What an {@linkcode Exchange} is made of. */
export interface ExchangeOptions {
  /** Makes the server of a request. */
  readonly factory: McpServerFactory;
  /** Whether answers are plain JSON rather than streams of events. */
  readonly jsonResponse: boolean;
  /** Milliseconds between signs of life on a stream. @default {15_000} */
  readonly keepAliveMs?: number;
  /** Hears what went wrong; the answer is made without it. */
  readonly onError: (error: Error) => void;
}

/** A request whose body was read. */
export interface Inbound {
  readonly request: Request;
  readonly body: unknown;
  /** Who sent it; undefined if nobody is asked for a token. */
  readonly authInfo: AuthInfo | undefined;
  /** Called when the answer is out, or nobody waits for it any more. */
  readonly onOver: () => void;
}

/** The list never changes, so nobody has much to listen for. */
const MAX_SUBSCRIPTIONS = 64;

/** Answers requests of all revisions, without sessions. */
export class Exchange {
  readonly #options: Required<ExchangeOptions>;
  readonly #modern: McpHttpHandler;

  /** Makes an exchange. */
  constructor(options: ExchangeOptions) {
    this.#options = { keepAliveMs: 15_000, ...options };
    const { factory, keepAliveMs, onError } = this.#options;
    this.#modern = createMcpHandler(factory, {
      legacy: "reject",
      keepAliveMs,
      maxSubscriptions: MAX_SUBSCRIPTIONS,
      onerror: onError,
    });
  }

  /** Answers a request.
   *
   * @throws If no server could be made for it.
   */
  async answer(inbound: Inbound): Promise<Response> {
    const { request, body, onOver } = inbound;
    try {
      return await isLegacyRequest(request, body) ? await this.#older(inbound) : await this.#newer(inbound);
    } catch (error) {
      onOver();
      throw error;
    }
  }

  /** Ends what is still open, such as subscriptions. */
  async close(): Promise<void> {
    await this.#modern.close();
  }

  async #newer({ request, body, authInfo, onOver }: Inbound): Promise<Response> {
    const { jsonResponse, keepAliveMs } = this.#options;
    const answer = this.#modern.fetch(request, { parsedBody: body, ...(authInfo ? { authInfo } : {}) });
    const takesStream = !jsonResponse && request.headers.get("accept")?.includes("text/event-stream");
    return whenOver(await (takesStream ? keptAlive(answer, keepAliveMs) : answer), onOver);
  }

  async #older({ request, body, authInfo, onOver }: Inbound): Promise<Response> {
    const { factory, jsonResponse, keepAliveMs, onError } = this.#options;
    const auth = authInfo ? { authInfo } : {};
    const server = await factory({ era: "legacy", requestInfo: request, ...auth });
    const transport = new WebStandardStreamableHTTPServerTransport({
      enableJsonResponse: jsonResponse,
      keepAliveMs,
    });
    await server.connect(transport);
    const { promise: gone, resolve } = Promise.withResolvers<Response>();
    const end = () => {
      request.signal.removeEventListener("abort", end);
      // An answer that is not out yet never will be; nobody reads this one.
      resolve(new Response(null, { status: 499 }));
      server.close().catch(onError);
      onOver();
    };
    request.signal.addEventListener("abort", end);
    try {
      const answer = transport.handleRequest(request, { parsedBody: body, ...auth });
      return whenOver(await Promise.race([answer, gone]), end);
    } catch (error) {
      end();
      throw error;
    }
  }
}
