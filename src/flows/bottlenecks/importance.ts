/** Which of two bottlenecks counts for more. Used by `bottlenecks` and `criticality`. */
import { compareText } from '../../model/compare-text.ts';
import type { Kpi } from '../../simulate/simulator.ts';
import { tellingGain, tellingUtilisation } from '../../simulate/telling.ts';
import { type Named, utilisationOf } from './bottleneck.ts';
import { orderOf } from './named-twins.ts';

type Kpis = ReadonlyMap<string, Kpi>;

/** Those with a gain worth naming first, then what leaves something undone, then by utilisation. */
export function byImportance(a: Named, b: Named, kpis: Kpis): number {
  return (
    weightOf(b, kpis) - weightOf(a, kpis) ||
    Number(leavesUndone(b)) - Number(leavesUndone(a)) ||
    expectedUse(b) - expectedUse(a) ||
    orderOf(a.kind) - orderOf(b.kind) ||
    b.share - a.share ||
    (b.value ?? 0) - (a.value ?? 0) ||
    compareText(a.mechanism, b.mechanism) ||
    compareText(a.twin, b.twin)
  );
}

/** Not so of a capacity that is not nearly used up, and more of which gains nothing. */
export function saysSomething(named: Named, kpis: Kpis): boolean {
  const isOfCapacity = named.kind === 'bottleneck' || named.kind === 'price';
  return (
    !isOfCapacity ||
    (utilisationOf(named) ?? 0) >= tellingUtilisation ||
    weightOf(named, kpis) !== 0
  );
}

/**
 * What a tenth more of it gains beside the figure: below 0 where that makes the figure worse; 0 where
 * it is not known, or too little to tell.
 */
function weightOf({ gain, tenth = 1 }: Named, kpis: Kpis): number {
  if (gain === undefined) return 0;
  const value = Math.abs(kpis.get(gain.kpi)?.value ?? 0);
  const better = tenth * (gain.better === 'higher' ? gain.amount : -gain.amount);
  const weight = better / (value > 0 ? value : 1);
  return Math.abs(weight) < tellingGain ? 0 : weight;
}

function leavesUndone({ kind }: Named): boolean {
  return orderOf(kind) < orderOf('bottleneck');
}

function expectedUse(named: Named): number {
  return named.share * (utilisationOf(named) ?? 0);
}
