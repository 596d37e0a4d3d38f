/** Signs of life on connections whose answer takes its time: proxies close those that are silent.
 *
 * @module
 */

/** Waits for an answer. If it takes long, a stream is begun that shows signs of life until the answer is there.
 *
 * @param everyMs Milliseconds of silence that are bearable.
 * @returns The answer itself if it came in time, else an event stream that ends with it.
 */
export async function keptAlive(answer: Promise<Response>, everyMs: number): Promise<Response> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), everyMs);
  const inTime = await Promise.race([answer, late]).finally(() => clearTimeout(timer));
  if (inTime) return inTime;
  return new Response(streamOf(answer, everyMs), { headers: { "content-type": "text/event-stream" } });
}

function streamOf(answer: Promise<Response>, everyMs: number): ReadableStream<Uint8Array> {
  let timer: ReturnType<typeof setInterval>;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  return new ReadableStream({
    start(controller) {
      const live = () => controller.enqueue(encode(": keepalive\n\n"));
      live();
      timer = setInterval(live, everyMs);
    },
    async pull(controller) {
      reader ??= eventsOf(await answer.finally(() => clearInterval(timer))).getReader();
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      clearInterval(timer);
      await reader?.cancel(reason);
    },
  });
}

/** An answer as events: as it is if it is a stream already, else as the one event that it is. */
function eventsOf(response: Response): ReadableStream<Uint8Array> {
  if (response.body && isEventStream(response)) return response.body;
  return new ReadableStream({
    async start(controller) {
      const text = await response.text();
      if (text !== "") controller.enqueue(encode(`event: message\ndata: ${text}\n\n`));
      controller.close();
    },
  });
}

/** Whether a response is a stream of events. */
export function isEventStream({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}

/** Has a function called once a response is over: at once if it is whole, else when its stream ends or is given up. */
export function whenOver(response: Response, onOver: () => void): Response {
  if (!response.body || !isEventStream(response)) {
    onOver();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      onOver();
    },
    async cancel(reason) {
      onOver();
      await reader.cancel(reason);
    },
  });
  return new Response(body, response);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
