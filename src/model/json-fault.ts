/** Where and why a text is no JSON. Used by every reader of files that hold JSON. */

/** What `JSON.parse` says of a text, and the offset of the fault. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

/** The fault of a text; `error` is what `JSON.parse` threw for it. */
export function jsonFault(error: unknown, text: string): JsonFault {
  return { offset: offsetIn(error, text), reason: reasonIn(error) };
}

/** V8 does not always name the offset: the last of the shortest prefix that is not just incomplete. */
function offsetIn(error: unknown, text: string): number {
  const named = /at position (\d+)/.exec(String(error))?.[1];
  if (named !== undefined) return Number(named);
  if (/Unexpected end/.test(String(error))) return text.length;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endsEarly(text.slice(0, middle))) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function endsEarly(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const named = /at position (\d+)/.exec(String(error))?.[1];
    return Number(named) >= prefix.length || /Unexpected end|Unterminated/.test(String(error));
  }
}

function reasonIn(error: unknown): string {
  const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
  return first.length > 120 ? `${first.slice(0, 120)}…` : first;
}
