/** How commands print: JSON on stdout when asked for, progress on stderr when it is a terminal. */

/** Prints one JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A line of progress that overwrites itself; silent when stderr is not a terminal. */
export function progressLine(): { show(text: string): void; clear(): void } {
  const { isTTY } = process.stderr;
  const write = (text: string) => {
    if (isTTY) process.stderr.write(`\r\u001b[K${text}`);
  };
  return { show: write, clear: () => write('') };
}
