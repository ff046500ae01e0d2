/** Gathers what each twin did in a run: the outputs of its mechanisms side by side. */
import type { Series } from '../mechanisms/balance/balance-record.ts';
import type { BalanceResult } from '../mechanisms/balance/balance-run.ts';
import type { DependencyResult, Interval } from '../mechanisms/dependency/dependency.ts';
import type { SimulationResult } from '../simulator.ts';

/**
 * By twin id, ascending: `working` (share of the horizon in which it worked, 0 … 1; at a horizon of
 * 0, whether it works), and of a store `order`, `receipt`, `shipment`, `inventory` (on hand less
 * owed) and `backorder`, of a demand `demand`, `served` and `owed`, in each period.
 */
export function outputsOf(
  { working, down }: DependencyResult,
  balance: BalanceResult | undefined,
  horizonSeconds: number,
): SimulationResult['outputs'] {
  const series = balance?.record.outputs ?? new Map<string, Series>();
  const ids = [...new Set([...working.keys(), ...series.keys()])].sort();
  const outputs = new Map<string, Record<string, number | readonly number[]>>();
  for (const id of ids) {
    const works = working.get(id);
    const share = shareOf(down.get(id) ?? [], works === true, horizonSeconds);
    outputs.set(id, { ...(works === undefined ? {} : { working: share }), ...series.get(id) });
  }
  return outputs;
}

function shareOf(down: readonly Interval[], worksAtEnd: boolean, horizon: number): number {
  if (horizon === 0) return worksAtEnd ? 1 : 0;
  let lost = 0;
  for (const [from, until] of down) lost += Math.min(until, horizon) - Math.min(from, horizon);
  return Math.max(0, 1 - lost / horizon);
}
