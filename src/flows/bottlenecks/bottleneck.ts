/** A bottleneck as data and as a sentence. Made by `bottlenecks`. */
import type { Finding, FindingPart, Kpi } from '../../simulate/simulator.ts';

export interface Bottleneck {
  readonly twin: string;
  /** 1 is the most important. */
  readonly rank: number;
  readonly mechanism: string;
  /** As of a finding: `minimumCut`, `price`, `bottleneck`, `overload`, `shortage`. */
  readonly kind: string;
  /** Share of its capacity that is used, without a unit; else the figure of the finding. */
  readonly value?: number;
  readonly unit?: string;
  /** Share of the runs that name it: 1 where nothing is random. */
  readonly share: number;
  readonly gain?: Gain;
  readonly text: string;
}

/** What one more unit of it would do to a key figure. */
export interface Gain {
  readonly kpi: string;
  readonly unit?: string;
  readonly better: Kpi['better'];
  /** How much the figure would rise for each unit more; below 0 it would fall. */
  readonly amount: number;
  /** What it is one more of: `megawatt`, `machine`. */
  readonly per?: string;
  /** Whether it was found by running again with more of it; else it is a mechanism's price. */
  readonly isMeasured: boolean;
}

/** A twin that a mechanism names, before its rank. */
export interface Named extends Omit<Bottleneck, 'rank' | 'text'> {
  /** The first finding that names it, and what each run that does says of it. */
  readonly finding: Finding;
  readonly parts: readonly FindingPart[];
  /** Units that are a tenth more of what limits it, or one machine; absent where that is not known. */
  readonly tenth?: number;
}

/** Share of its capacity that is used; undefined where it has none. */
export function utilisationOf({ value, parts }: Named): number | undefined {
  return parts.some(({ utilisation }) => utilisation !== undefined) ? value : undefined;
}

export function gainOf(
  { name, unit, better }: Pick<Kpi, 'name' | 'unit' | 'better'>,
  { amount, per, isMeasured }: Pick<Gain, 'amount' | 'isMeasured'> & { per?: string | undefined },
): Gain {
  return {
    kpi: name,
    ...(unit !== undefined && { unit }),
    better,
    amount,
    ...(per !== undefined && { per }),
    isMeasured,
  };
}

/** `ab is full; 1 megawatt more would lower generationCost by 5.` */
export function sentenceOf(named: Named): string {
  const { twin, finding, gain } = named;
  const used = utilisationOf(named);
  const state = used === undefined ? finding.text.replace(/\.$/, '') : `${twin} ${usedTo(used)}`;
  if (gain === undefined) return `${state}.`;
  const { kpi, unit, amount, per = 'unit' } = gain;
  if (amount === 0) return `${state}; 1 ${per} more would not change ${kpi}.`;
  const change = `${amount > 0 ? 'raise' : 'lower'} ${kpi} by ${shown(Math.abs(amount))}`;
  return `${state}; 1 ${per} more would ${change}${unit === undefined ? '' : ` ${unit}`}.`;
}

/** Shares nearer to 1 than this are. */
const rounding = 1e-9;

function usedTo(share: number): string {
  if (Math.abs(share - 1) < rounding) return 'is full';
  return `is used to ${shown(100 * share)} % of its capacity`;
}

/** Four digits are enough for a sentence. */
function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
