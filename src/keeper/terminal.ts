import type { Terminal } from "../cli/terminal.ts";

/** The terminal of this process. A reader that went away is no failure: the exit code still tells how the work went. */
export function realTerminal(): Terminal {
  const isTerminal = Deno.stdout.isTerminal();
  const isAnswered = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
  return {
    ...(isAnswered ? { ask: askPerson } : {}),
    write: (text) => writeAll(Deno.stdout, text),
    note: (line) => writeAll(Deno.stderr, `${line}\n`),
    progress: (text) => writeAll(Deno.stderr, `\r\x1b[K${text.slice(0, 100)}`),
    color: isTerminal && !Deno.noColor,
    showsProgress: Deno.stderr.isTerminal(),
    width: isTerminal ? Deno.consoleSize().columns : 78,
  };
}

async function askPerson(question: string): Promise<boolean> {
  writeAll(Deno.stderr, `\r\x1b[K${question} [y/N] `);
  const buffer = new Uint8Array(256);
  const read = await Deno.stdin.read(buffer) ?? 0;
  return /^y(es)?$/i.test(new TextDecoder().decode(buffer.subarray(0, read)).trim());
}

/** Outputs whose reader went away. */
const unread = new Set<unknown>();

function writeAll(target: { writeSync(bytes: Uint8Array): number }, text: string): void {
  if (unread.has(target)) return;
  let rest = new TextEncoder().encode(text);
  try {
    while (rest.length > 0) rest = rest.subarray(target.writeSync(rest));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    unread.add(target);
  }
}
