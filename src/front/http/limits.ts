/** How much a request may bring, and how long it may take to bring it.
 *
 * @module
 */
import { isJsonContentType } from "@modelcontextprotocol/server";
import { parseError, Refusal } from "./refusal.ts";

const MAX_HEADERS = 64;
/** Characters of all names and values. */
const MAX_HEADER_SIZE = 32 * 1024;
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Milliseconds. */
const MAX_BODY_TIME = 15_000;

/** Refuses a request with too many or too large headers.
 *
 * @throws {Refusal} If it has.
 */
export function checkHeaders(headers: Headers): void {
  let count = 0;
  let size = 0;
  for (const [name, value] of headers) {
    count++;
    size += name.length + value.length;
  }
  if (count > MAX_HEADERS || size > MAX_HEADER_SIZE) throw new Refusal(431, "The headers are too large");
}

/** Reads a body of JSON.
 *
 * @param withinMs Milliseconds until the whole of it must have arrived.
 * @returns The parsed value.
 * @throws {Refusal} If it is too large, too late, or no JSON.
 */
export async function readJson(request: Request, withinMs = MAX_BODY_TIME): Promise<unknown> {
  if (!isJsonContentType(request.headers.get("content-type"))) {
    throw new Refusal(415, "The Content-Type must be application/json");
  }
  if (Number(request.headers.get("content-length")) > MAX_BODY_BYTES) throw tooLarge();
  const text = decode(await readBody(request, withinMs));
  try {
    return JSON.parse(text);
  } catch {
    throw parseError("The body is not valid JSON");
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw parseError("The body is not valid UTF-8");
  }
}

async function readBody({ body }: Request, withinMs: number): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Refusal(408, "The body did not arrive in time", { headers: { connection: "close" } })),
    withinMs,
  );
  try {
    return await Promise.race([readAll(reader), late]);
  } catch (error) {
    // What is still on its way is of no interest, and neither is that it cannot be had.
    reader.cancel().catch(() => {});
    if (error instanceof Refusal) throw error;
    throw parseError("The body could not be read");
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks.length === 1 && chunks[0] ? chunks[0] : concat(chunks, size);
    size += value.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(value);
  }
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
