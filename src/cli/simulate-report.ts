/** What a what-if reaches, when and why, in words. Used by `linchpin simulate`. */
import type { WhatIf } from '../flows/whatif.ts';
import type { Explanation } from '../flows/whatif-explanation.ts';
import { compareText } from '../model/compare-text.ts';
import type { Edit } from '../model/scenario.ts';

const most = { lines: 10, causes: 3 };

const words: Readonly<Record<Explanation['effect'], string>> = {
  fails: 'fails',
  recovers: 'works again',
  runsShort: 'runs short',
  replenished: 'has enough again',
};

/** A line for each of at most ten effects, by time: those that matter most, then the first ones. */
export function affectedLines(
  { affected, explain }: Pick<WhatIf, 'affected' | 'explain'>,
  edits: readonly Edit[],
): readonly string[] {
  const ends = explain({ first: most.lines });
  const known = new Set(ends.map(({ twin }) => twin));
  const others = affected.map(({ twin }) => twin).filter((twin) => !known.has(twin));
  const rest = explain({ of: others.slice(0, most.lines - ends.length), first: most.lines });
  const shown = [...ends, ...rest].sort(
    (a, b) => a.time - b.time || a.step - b.step || compareText(a.twin, b.twin),
  );
  const more = affected.length - shown.length;
  const lines = shown.map((effect) => lineOf(effect, edits));
  return more > 0 ? [...lines, `and ${more} more; --json has all`] : lines;
}

function lineOf({ twin, effect, time, edit, because }: Explanation, edits: readonly Edit[]) {
  const twins = new Set(because.map((cause) => cause.twin).filter((cause) => cause !== twin));
  const causes = [...(edit === undefined ? [] : [editName(edits, edit)]), ...twins];
  const named = causes.slice(0, most.causes);
  if (causes.length > named.length) named.push(`${causes.length - named.length} more`);
  const why = named.length === 0 ? '' : `, because of ${named.join(', ')}`;
  return `${twin} ${words[effect]} ${timeText(time)}${why}`;
}

/** Its place in the list of edits, as refusals name it too: `edits[0].outage`. */
function editName(edits: readonly Edit[], index: number): string {
  const kind = Object.keys(edits[index] ?? {}).find((key) => key !== 'at');
  return `edits[${index}].${kind}`;
}

const units = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** Seconds after the start in the unit that suits, to a tenth. */
function timeText(seconds: number): string {
  if (seconds <= 0) return 'at the start';
  const [size, unit] = units.find(([each]) => seconds >= each) ?? [1, 's'];
  return `after ${Number((seconds / size).toFixed(1))} ${unit}`;
}
