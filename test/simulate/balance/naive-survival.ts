/**
 * Time to survive and least loss by one linear program of the whole chain for each place, written
 * straight against `highs` in LP text: the independent oracle of `survival.test.ts`.
 */
import loadHighs from 'highs';
import type { TwinGraph } from '../../../src/model/graph.ts';
import type { Catalogue } from '../../../src/ontology/catalogue.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';

export interface NaiveSurvival {
  readonly periods: number;
  readonly lostCost: number;
}

let highsOnce: ReturnType<typeof loadHighs.default> | undefined;

export async function naiveSurvival(
  graph: TwinGraph,
  catalogue: Catalogue,
  recoveryPeriods: number,
): Promise<ReadonlyMap<string, NaiveSurvival>> {
  highsOnce ??= (loadHighs as unknown as typeof loadHighs.default)();
  const highs = await highsOnce;
  const model = balanceModel(graph, catalogue) as BalanceModel;
  const places = [
    ...model.stores.map(({ twin }, i) => [twin, `u${i}`] as const),
    ...model.supplies.map(({ twin }, i) => [twin, `v${i}`] as const),
  ];
  /** All places at once, as programs that have nothing to do with one another. */
  const solve = (periods?: number) => {
    const blocks = places.map(([, out], k) =>
      blockOf(model, { out, k, ...(periods && { periods }) }),
    );
    const part = (name: keyof Block) => blocks.flatMap((block) => block[name]);
    const goal = `${periods === undefined ? 'Maximize' : 'Minimize'} obj: ${part('goal').join(' + ')}`;
    const named = part('rows').map((row, i) => `r${i}: ${row}`);
    const text = `${goal}\nSubject To\n${named.join('\n')}\nBounds\n${part('bounds').join('\n')}\nEnd\n`;
    const { Columns } = highs.solve(text, { output_flag: false });
    return (name: string) => {
      const column = Columns[name];
      return column !== undefined && 'Primal' in column ? column.Primal : Number.NaN;
    };
  };
  const [longest, least] = [solve(), solve(recoveryPeriods)];
  return new Map(
    places.map(([twin], k) => {
      const periods = longest(`t_${k}`);
      const costs = model.demands.map(({ lostSaleCost }, d) => lostSaleCost * least(`l${d}_${k}`));
      return [twin, { periods, lostCost: costs.reduce((a, b) => a + b, 0) }];
    }),
  );
}

interface Block {
  readonly goal: readonly string[];
  readonly rows: readonly string[];
  readonly bounds: readonly string[];
}

interface Asked {
  readonly out: string;
  /** Marks the variables of a block. */
  readonly k: number;
  readonly periods?: number;
}

/** Variables: t, u made, v given, y sent, l lost. */
function blockOf(model: BalanceModel, { out, k, periods }: Asked): Block {
  const { stores, supplies, transits, demands } = model;
  const rows: string[] = [];
  const sum = (terms: readonly string[]) => (terms.length === 0 ? '0 t' : terms.join(' + '));
  stores.forEach((store, s) => {
    const sent = store.deliveries.map((y) => `y${y}`);
    const asked = store.demands.map((d) => `${demands[d]?.mean} t`);
    const lost = store.demands.map((d) => ` - l${d}`).join('');
    rows.push(`${sum([...sent, ...asked])}${lost} - u${s} <= ${store.initialOnHand}`);
    if (store.inputs.length === 0) rows.push(`u${s} <= 0`);
    for (const { transits: ways, quantityPer } of store.inputs) {
      const under = ways.flatMap((y) => transits[y]?.pipeline ?? []).reduce((a, b) => a + b, 0);
      rows.push(`${quantityPer} u${s}${ways.map((y) => ` - y${y}`).join('')} <= ${under}`);
      if (!Number.isFinite(store.orderCapacity)) continue;
      const most = quantityPer * store.orderCapacity;
      rows.push(`${sum(ways.map((y) => `y${y}`))} - ${most} t <= 0`);
    }
  });
  supplies.forEach(({ deliveries, capacity }, p) => {
    rows.push(`${sum(deliveries.map((y) => `y${y}`))} - v${p} <= 0`);
    if (Number.isFinite(capacity)) rows.push(`v${p} - ${capacity} t <= 0`);
  });
  const isLoss = periods !== undefined;
  demands.forEach(({ mean }, d) => {
    rows.push(`l${d} <= ${isLoss ? mean * periods : 0}`);
  });
  const goal = isLoss ? demands.map(({ lostSaleCost }, d) => `${lostSaleCost} l${d}`) : ['t'];
  const bounds = [isLoss ? `t = ${periods}` : '0 <= t <= 36525', `${out} = 0`];
  const marked = (lines: readonly string[]) =>
    lines.map((line) => line.replace(/\b(t|[uvyl]\d+)\b/g, `$1_${k}`));
  return { goal: marked(goal), rows: marked(rows), bounds: marked(bounds) };
}
