/** What a what-if comes to, whom it reaches, when and why, in words. Used by `linchpin simulate`. */
import type { TimelineEvent, WhatIf } from '../flows/whatif.ts';
import type { Explanation } from '../flows/whatif-explanation.ts';
import { isChanged, type KpiChange } from '../flows/whatif-kpis.ts';
import { compareText } from '../model/compare-text.ts';
import type { Edit } from '../model/scenario.ts';

const most = { lines: 10, causes: 3, events: 3 };

const words: Readonly<Record<Explanation['effect'], string>> = {
  fails: 'fails',
  recovers: 'works again',
  runsShort: 'runs short',
  replenished: 'has enough again',
};

const plurals: Readonly<Record<Explanation['effect'], string>> = {
  fails: 'fail',
  recovers: 'work again',
  runsShort: 'run short',
  replenished: 'have enough again',
};

/** A line for each figure, without and with the edits, to as many digits as tell both apart. */
export function figureLines(kpis: readonly KpiChange[]): readonly string[] {
  const width = Math.max(24, ...kpis.map(({ name }) => name.length));
  return kpis.map((kpi) => {
    const { name, base, edited, unit = '' } = kpi;
    const tellsApart = (digits: number) => textOf(base, digits) !== textOf(edited, digits);
    const digits = isChanged(kpi) ? ([6, 9, 12].find(tellsApart) ?? 6) : 6;
    const change = `${textOf(base, digits)} → ${textOf(edited, digits)}`;
    return `${name.padEnd(width)} ${change} ${unit}`.trimEnd();
  });
}

/** Whole numbers as they are. */
function textOf(value: number, digits: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(digits)));
}

/**
 * A line for each of at most ten twins, by time: those that matter most, then the first ones; each
 * with its loss and why, and what becomes of it afterwards. Where there are more, how many of each kind.
 */
export function affectedLines(
  { affected, explain, timeline }: Pick<WhatIf, 'affected' | 'explain' | 'timeline'>,
  edits: readonly Edit[],
): readonly string[] {
  const ends = explain({ first: most.lines });
  const known = new Set(ends.map(({ twin }) => twin));
  const others = affected.map(({ twin }) => twin).filter((twin) => !known.has(twin));
  const rest = explain({ of: others.slice(0, most.lines - ends.length), first: most.lines });
  const shown = [...ends, ...rest].sort(
    (a, b) => a.time - b.time || a.step - b.step || compareText(a.twin, b.twin),
  );
  const lines = shown.map((effect) => `${lineOf(effect, edits)}${afterwards(effect, timeline)}`);
  const more = affected.length - shown.length;
  return more > 0 ? [sorts(affected), ...lines, `and ${more} more; --json has all`] : lines;
}

/** `; works again after 2 d`: the first things that happen to it later, and how many more. */
function afterwards(effect: Explanation, timeline: readonly TimelineEvent[]): string {
  const own = timeline.filter(({ run, twin }) => run === 'edited' && twin === effect.twin);
  const at = own.findIndex((event) => event.time === effect.time && event.effect === effect.effect);
  const later = own.slice(at + 1);
  const told = later
    .slice(0, most.events)
    .map((event) => `; ${words[event.effect]} ${timeText(event.time)}`);
  const more = later.length - told.length;
  return `${told.join('')}${more > 0 ? `, and ${more} more ${more === 1 ? 'change' : 'changes'}` : ''}`;
}

/** `35 twins fail`, or `35 twins are reached: 30 fail, 5 run short`, by what first happens to each. */
function sorts(affected: WhatIf['affected']): string {
  const counts = Object.entries(plurals).flatMap(([effect, word]) => {
    const count = affected.filter((event) => event.effect === effect).length;
    return count === 0 ? [] : [{ count, word }];
  });
  const [only, ...others] = counts;
  if (only !== undefined && others.length === 0) return `${only.count} twins ${only.word}`;
  const each = counts.map(({ count, word }) => `${count} ${word}`);
  return `${affected.length} twins are reached: ${each.join(', ')}`;
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
