/** What a key figure's difference is owed to, as data and as a sentence for planners. */
import type { KpiChange } from '../whatif-kpis.ts';
import type { Estimate } from './share-out.ts';

/** The difference of one key figure, shared out. */
export interface KpiCauses extends Pick<KpiChange, 'name' | 'unit' | 'better' | 'difference'> {
  /** In the order of the edits; they sum to the difference. */
  readonly parts: readonly KpiCause[];
  /** Whether all combinations of the edits were run, and not a sample of them. */
  readonly isExact: boolean;
  /** How many simulations were made, for all figures together. */
  readonly runs: number;
  /** It in a sentence. */
  readonly text: string;
}

export interface KpiCause extends Estimate {
  /** Positions of the edits. */
  readonly edits: readonly number[];
  readonly label: string;
}

/** More causes than this are told together. */
const mostNames = 5;

/** `served.power falls by 12.4 megawatt: 9.1 by the outage of a, 3.3 by the outage of b.` */
export function causesText(causes: Omit<KpiCauses, 'text'>): string {
  const { name, unit, difference, parts, isExact, runs } = causes;
  const least = 1e-9 * Math.max(...parts.map(({ contribution }) => Math.abs(contribution)), 1e-300);
  const telling = parts
    .filter(({ contribution }) => Math.abs(contribution) > least)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || byEdit(a, b));
  const falls = difference < 0;
  const amount = [shown(Math.abs(difference)), unit].filter(Boolean).join(' ');
  const isSame = Math.abs(difference) <= least || difference === 0;
  if (telling.length === 0) return `${name} stays as it is.`;
  const change = isSame ? 'stays as it is' : `${falls ? 'falls' : 'rises'} by ${amount}`;
  const sign = falls ? -1 : 1;
  const names = telling.length === mostNames + 1 ? telling.length : mostNames;
  const named = telling.slice(0, names).map(({ contribution, label }) => {
    return `${shown(sign * contribution)} by ${label}`;
  });
  const rest = telling.slice(names);
  if (rest.length > 0) {
    const sum = rest.reduce((total, { contribution }) => total + contribution, 0);
    named.push(`${shown(sign * sum)} by ${rest.length} others`);
  }
  const estimate = isExact ? '' : ` (an estimate from ${runs} runs)`;
  return `${name} ${change}: ${named.join(', ')}${estimate}.`;
}

function byEdit(a: KpiCause, b: KpiCause): number {
  return (a.edits[0] as number) - (b.edits[0] as number);
}

/** Four digits are enough for a sentence. */
function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
