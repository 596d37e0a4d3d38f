/** The processes of a real cloud that runs on this machine.
 *
 * @module
 */

/** The processes of a cloud on this machine; each has its process id recorded in a file. */
export class Processes {
  readonly #directory: string;
  readonly #halted: number[] = [];

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** The processes of this machine's cloud; undefined if it has none, or they are not ours to stop. */
  static here(): Processes | undefined {
    const directory = `${Deno.env.get("CLOUD_DIR") ?? "/tmp/cloud"}/run`;
    try {
      Deno.readTextFileSync(`${directory}/nova-compute@cmp-03.pid`);
    } catch {
      return undefined;
    }
    return new Processes(directory);
  }

  /** Halts a process with its workers, as a host does that hangs. */
  halt(name: string): void {
    for (const pid of this.#pidsOf(name)) {
      this.#halted.push(pid);
      Deno.kill(pid, "SIGSTOP");
    }
  }

  /** Lets all that was halted go on. */
  resume(): void {
    for (const pid of this.#halted.splice(0)) Deno.kill(pid, "SIGCONT");
  }

  /** The recorded process and its children, provided that it is still the one that was recorded. */
  #pidsOf(name: string): readonly number[] {
    const [pid, started] = Deno.readTextFileSync(`${this.#directory}/${name}.pid`).trim().split(" ");
    // Deno reads /proc with all permissions only.
    const stat = said("cat", `/proc/${pid}/stat`);
    // Field 22, counted after the name in brackets, which may hold anything.
    const since = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    if (since !== started) throw new Error(`process ${pid} is not ${name} any more`);
    const children = said("ps", "-o", "pid=", "--ppid", pid ?? "").split("\n").filter((child) =>
      child !== ""
    );
    return [pid, ...children].map(Number);
  }
}

function said(program: string, ...args: readonly string[]): string {
  const { stdout } = new Deno.Command(program, { args: [...args] }).outputSync();
  return new TextDecoder().decode(stdout).trim();
}
