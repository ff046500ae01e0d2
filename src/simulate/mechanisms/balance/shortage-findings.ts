/** Counts what supplies and stores owe at the ends of periods. Kept by the balance mechanism's run. */
import { compareText } from '../../../model/compare-text.ts';
import type { Finding } from '../../simulator.ts';
import type { BalanceState } from './balance-state.ts';

/** Units below this are rounding. */
const nothing = 1e-9;
/** More twins than this are not told. */
const most = 20;

interface Owing {
  readonly isSupply: boolean;
  /** Periods at whose end it owed anything, and units owed: over all ends, and at the worst. */
  periods: number;
  units: number;
  worst: number;
}

export class ShortageCounts {
  readonly #owing = new Map<string, Owing>();
  #periods = 0;

  /** Adds a period that has just been stepped. */
  add({ model, owed, deliveryOwed }: BalanceState): void {
    this.#periods++;
    model.supplies.forEach(({ twin, deliveries }) => {
      let units = 0;
      for (const transit of deliveries) units += deliveryOwed[transit] as number;
      if (units > nothing) this.#note(twin, units, true);
    });
    model.stores.forEach(({ twin }, store) => {
      const units = owed[store] as number;
      if (units > nothing) this.#note(twin, units, false);
    });
  }

  /** One for each, supplies first, then those that owed the most. The figure is the mean of units owed. */
  findings(): Finding[] {
    const found = [...this.#owing].sort(
      ([a, x], [b, y]) =>
        Number(y.isSupply) - Number(x.isSupply) || y.units - x.units || compareText(a, b),
    );
    return found.slice(0, most).map(([twin, { isSupply, periods, units, worst }]) => {
      const when = `in ${periods} of ${this.#periods} periods, ${shown(worst)} units at the worst`;
      const text = `${twin} owed ${isSupply ? 'what was ordered from it' : 'what was asked of it'} ${when}.`;
      const twins = [{ twin, value: units / this.#periods }];
      return { mechanism: 'balance', kind: 'shortage', text, twins };
    });
  }

  #note(twin: string, units: number, isSupply: boolean): void {
    const known = this.#owing.get(twin) ?? { isSupply, periods: 0, units: 0, worst: 0 };
    known.periods++;
    known.units += units;
    known.worst = Math.max(known.worst, units);
    this.#owing.set(twin, known);
  }
}

function shown(units: number): string {
  return String(Number(units.toPrecision(4)));
}
