/** A thread that sends one request without asking any guard: what stops it is the runtime's permission alone. */
import { Transport, TransportError } from "../transport.ts";

self.onmessage = async ({ data: url }: MessageEvent<string>): Promise<void> => {
  using transport = new Transport({ settings: { requestTimeoutMs: 5_000 }, guard: () => undefined });
  const headers = new Headers({ "X-Auth-Token": "token-1" });
  const told = await transport.request({ method: "GET", url: new URL(url), headers }).then(
    ({ status }) => String(status),
    (error: unknown) => error instanceof TransportError ? `${error.fault}: ${error.message}` : String(error),
  );
  self.postMessage(told);
};
