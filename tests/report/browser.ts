/** A headless Chromium, driven through its DevTools protocol, for what only a browser can tell of a page.
 *
 * @module
 */
import assert from "node:assert/strict";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"] as const;

/** The browser that is installed; undefined if there is none. */
export function findBrowser(): string | undefined {
  return PROGRAMS.find((program) => {
    try {
      return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync()
        .success;
    } catch {
      return false;
    }
  });
}

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly scheme?: "light" | "dark";
  readonly media?: "screen" | "print";
}

type Answer = Readonly<Record<string, unknown>>;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** One open page. */
export class Page implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #directory: string;
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting = new Map<string, () => void>();
  #session: string | undefined;
  #last = 0;

  /** What the page asked for. */
  readonly requests: string[] = [];
  /** Why requests were stopped before they left. */
  readonly stopped: string[] = [];
  /** Messages of level warning or error, and exceptions. */
  readonly complaints: string[] = [];

  private constructor(process: Deno.ChildProcess, directory: string, socket: WebSocket) {
    this.#process = process;
    this.#directory = directory;
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(String(data)));
  }

  /** Opens a page of its own in a browser of its own. */
  static async open(program: string, html: string): Promise<Page> {
    const directory = await Deno.makeTempDir({ prefix: "report-" });
    const process = new Deno.Command(program, {
      args: [
        ...[
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-sync",
        ],
        ...["--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"],
        ...[`--user-data-dir=${directory}/profile`, "about:blank"],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      const page = new Page(process, directory, await connected(`${directory}/profile/DevToolsActivePort`));
      await page.#attach();
      const file = `${directory}/report.html`;
      await Deno.writeTextFile(file, html);
      await page.#load(`file://${file}`);
      return page;
    } catch (error) {
      process.kill("SIGKILL");
      await process.status;
      await removed(directory);
      throw error;
    }
  }

  async #attach(): Promise<void> {
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#send("Target.attachToTarget", { targetId, flatten: true });
    assert.ok(typeof sessionId === "string");
    this.#session = sessionId;
    for (const domain of ["Page", "Runtime", "Log", "Network", "Audits"]) {
      await this.#send(`${domain}.enable`);
    }
  }

  async #load(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#waiting.set("Page.loadEventFired", resolve));
    await this.#send("Page.navigate", { url });
    await loaded;
  }

  /** Looks at the page in another way. */
  async view({ width, scheme = "light", media = "screen" }: View): Promise<void> {
    await this.#send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.#send("Emulation.setEmulatedMedia", {
      media,
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
  }

  /** What an expression is in the page; it has to be plain data. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    const { result, exceptionDetails } = answer;
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    return isRecord(result) ? result["value"] : undefined;
  }

  /** Presses a key, as a person does. */
  async press(key: "Enter" | "Tab"): Promise<void> {
    const event = key === "Enter"
      ? { key, code: key, windowsVirtualKeyCode: 13, text: "\r" }
      : { key, code: key };
    await this.#send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** The whole page as a picture. */
  async picture(file: string): Promise<void> {
    await this.#write(file, "Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
  }

  /** The page as it is printed. */
  async print(file: string): Promise<void> {
    await this.#write(file, "Page.printToPDF", { printBackground: true, preferCSSPageSize: true });
  }

  async #write(file: string, method: string, params: Answer): Promise<void> {
    const { data } = await this.#send(method, params);
    assert.ok(typeof data === "string");
    await Deno.writeFile(file, Uint8Array.fromBase64(data));
  }

  #send(method: string, params: Answer = {}): Promise<Answer> {
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#pending.set(id, { resolve, reject });
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return promise;
  }

  #receive(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isRecord(message)) return;
    const { id, method, params, result, error } = message;
    if (typeof id === "number") {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      if (error === undefined) pending?.resolve(isRecord(result) ? result : {});
      else pending?.reject(new Error(JSON.stringify(error)));
    } else if (typeof method === "string" && isRecord(params)) this.#note(method, params);
  }

  #note(method: string, params: Answer): void {
    this.#waiting.get(method)?.();
    if (method === "Network.requestWillBeSent" && isRecord(params["request"])) {
      this.requests.push(String(params["request"]["url"]));
    }
    if (method === "Network.loadingFailed" && params["blockedReason"] !== undefined) {
      this.stopped.push(String(params["blockedReason"]));
    }
    const entry = params["entry"];
    const complains = method === "Runtime.exceptionThrown" || method === "Audits.issueAdded" ||
      method === "Runtime.consoleAPICalled" && ["warning", "error"].includes(String(params["type"])) ||
      method === "Log.entryAdded" && isRecord(entry) && ["warning", "error"].includes(String(entry["level"]));
    if (complains) this.complaints.push(JSON.stringify(params));
  }

  /** Ends the browser, and leaves nothing behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.addEventListener("close", resolve, { once: true }));
    this.#session = undefined;
    // The answer may be cut by the end of the browser itself.
    this.#send("Browser.close").catch(() => undefined);
    await closed;
    await this.#process.status;
    await removed(this.#directory);
  }
}

/** Connects to a browser that has just been started, as soon as its file says where it listens. */
async function connected(file: string): Promise<WebSocket> {
  const socket = new WebSocket(await debuggerUrl(file));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  return socket;
}

async function debuggerUrl(file: string): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const text = await Deno.readTextFile(file).catch(() => "");
    const [port, path] = text.split("\n");
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await delay(50);
  }
  throw new Error("The browser does not listen");
}

/** The last of its processes may still write for a moment. */
async function removed(directory: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await Deno.remove(directory, { recursive: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      await delay(50);
    }
  }
  await Deno.remove(directory, { recursive: true });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function isRecord(value: unknown): value is Answer {
  return typeof value === "object" && value !== null;
}
