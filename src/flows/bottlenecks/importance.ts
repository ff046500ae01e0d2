/** Which of two bottlenecks counts for more. Used by `bottlenecks` and `criticality`. */
import { compareText } from '../../model/compare-text.ts';
import type { Kpi } from '../../simulate/simulator.ts';
import type { Named } from './bottleneck.ts';
import { orderOf } from './named-twins.ts';

/** Those with a gain first, by how large it is beside its key figure; then by kind, share and figure. */
export function byImportance(a: Named, b: Named, kpis: ReadonlyMap<string, Kpi>): number {
  return (
    weightOf(b, kpis) - weightOf(a, kpis) ||
    orderOf(a.kind) - orderOf(b.kind) ||
    b.share - a.share ||
    (b.value ?? 0) - (a.value ?? 0) ||
    compareText(a.mechanism, b.mechanism) ||
    compareText(a.twin, b.twin)
  );
}

/** The gain beside its figure: 0 without one, below 0 where it makes the figure worse. */
function weightOf({ gain }: Named, kpis: ReadonlyMap<string, Kpi>): number {
  if (gain === undefined) return 0;
  const value = Math.abs(kpis.get(gain.kpi)?.value ?? 0);
  const better = gain.better === 'higher' ? gain.amount : -gain.amount;
  return better / (value > 0 ? value : 1);
}
