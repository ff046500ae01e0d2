/** What flowed in a run, moment by moment, and the key figures of it. Kept by the flow mechanism. */
import { compareText } from '../../../model/compare-text.ts';
import type { Kpi } from '../../simulator.ts';
import type { FlowModel } from './flow-model.ts';
import type { FlowResult } from './flow-result.ts';

interface Total {
  served: number;
  unmet: number;
}

/** What holds from a time on. */
interface Spell {
  readonly time: number;
  readonly cost: number;
  readonly totals: ReadonlyMap<string, Total>;
}

export class FlowRecord {
  readonly #spells: Spell[] = [];
  /** By commodity: the units in which it is asked for. */
  readonly #units = new Map<string, Set<string | undefined>>();

  /** From this time on; what was said for the same time before no longer counts. */
  add(time: number, model: FlowModel, { served, unmet, cost }: FlowResult): void {
    const totals = new Map<string, Total>();
    model.demands.forEach(({ commodity, unit }, index) => {
      const total = totals.get(commodity) ?? { served: 0, unmet: 0 };
      total.served += served[index] as number;
      total.unmet += unmet[index] as number;
      totals.set(commodity, total);
      this.#units.set(commodity, (this.#units.get(commodity) ?? new Set()).add(unit));
    });
    if (this.#spells.at(-1)?.time === time) this.#spells.pop();
    this.#spells.push({ time, cost, totals });
  }

  /**
   * By commodity that is asked for, `flow.<commodity>` (what is served at the end, with `.lowest` at
   * any time and `.mean` over the horizon) and `unmet.<commodity>` (what is asked and not served,
   * with `.most` and `.mean`), in demandUnit; then `flowCost` at the end, and `.mean`, per unit of
   * time of the flows. Demands of twins that do not work count as unmet.
   */
  kpis(horizonSeconds: number): Kpi[] {
    const kpis: Kpi[] = [];
    for (const commodity of [...this.#units.keys()].sort(compareText)) {
      const [unit, ...others] = this.#units.get(commodity) ?? [];
      const measured = unit === undefined || others.length > 0 ? {} : { unit };
      const of = (part: keyof Total) =>
        this.#figures(horizonSeconds, ({ totals }) => totals.get(commodity)?.[part] ?? 0);
      const [served, unmet] = [of('served'), of('unmet')];
      const up = { ...measured, better: 'higher' } as const;
      const down = { ...measured, better: 'lower' } as const;
      kpis.push(
        { name: `flow.${commodity}`, value: served.end, ...up },
        { name: `flow.${commodity}.lowest`, value: served.lowest, ...up },
        { name: `flow.${commodity}.mean`, value: served.mean, ...up },
        { name: `unmet.${commodity}`, value: unmet.end, ...down },
        { name: `unmet.${commodity}.most`, value: unmet.highest, ...down },
        { name: `unmet.${commodity}.mean`, value: unmet.mean, ...down },
      );
    }
    const { end, mean } = this.#figures(horizonSeconds, ({ cost }) => cost);
    return [
      ...kpis,
      { name: 'flowCost', value: end, better: 'lower' },
      { name: 'flowCost.mean', value: mean, better: 'lower' },
    ];
  }

  #figures(horizon: number, of: (spell: Spell) => number) {
    const values = this.#spells.map(of);
    const end = values.at(-1) ?? 0;
    let sum = 0;
    values.forEach((value, index) => {
      const until = this.#spells[index + 1]?.time ?? horizon;
      sum += value * (until - (this.#spells[index] as Spell).time);
    });
    const extreme = (better: (a: number, b: number) => number) =>
      values.reduce((best, value) => better(best, value), end);
    return {
      end,
      mean: horizon > 0 ? sum / horizon : end,
      lowest: extreme(Math.min),
      highest: extreme(Math.max),
    };
  }
}
