/**
 * The supply chain's tour by other means: the cut and the price of the sales plan by hand, the proof
 * of a time to survive added up, and the choice of stocks by trying all.
 */
import { expect, test } from 'vitest';
import { runWhatIf } from '../../../src/flows/whatif.ts';
import type { Edit } from '../../../src/model/scenario.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { rawWorld, recordedAnswers } from '../raw-world.ts';
import { catalogue, seedGraph } from '../seed-world.ts';
import { answered } from './answers.ts';

interface Survival {
  readonly twinId: string;
  readonly timeToSurvive: number;
  readonly limits: readonly {
    readonly twinId: string;
    readonly kind: string;
    readonly units: number;
    readonly secondsPerUnit: number;
  }[];
}

interface Choice {
  readonly base: number;
  readonly value: number;
  readonly chosen: readonly string[];
  readonly cost: number;
}

const world = rawWorld('supply-chain');
const property = (twin: string, name: string) => Number(world.twin(twin)[name]);
const unitCosts = (...twins: string[]) =>
  twins.reduce((sum, twin) => sum + property(twin, 'unitCost'), 0);

test('the ferry is the smallest cut between the works and the continent', () => {
  const answer = answered('supply-chain', 'DemandGrows');
  const asked = (region: string) =>
    1.2 *
    ['small', 'large'].reduce(
      (sum, family) => sum + property(`market-${region}-${family}`, 'demandRate'),
      0,
    );
  const ferry = property('route-crossing', 'capacity');
  const made = ['small', 'large'].map((family) => property(`assembly-${family}`, 'capacity'));
  expect(made[0]).toBeLessThan(1.2 * (61 + 103));
  expect(ferry + asked('home')).toBeLessThan((made[0] as number) + (made[1] as number));
  expect(answer.finding('minimumCut').twins).toEqual([
    { twinId: 'route-crossing', value: ferry, unit: 'unitPerDay' },
  ]);
  const unmet = answer.kpi('unmet.heatPumpSmall') + answer.kpi('unmet.heatPumpLarge');
  expect(unmet).toBeCloseTo(asked('continent') - ferry, 6);
});

test('what is served takes the cheapest way, at the sum of its unit costs', () => {
  const answer = answered('supply-chain', 'DemandGrows');
  const parts = { small: ['route-suzhou-scroll', 12], large: ['route-daegu-compressors', 17] };
  const cost = (['small', 'large'] as const).reduce((total, family) => {
    const [compressors, copper] = parts[family] as [string, number];
    const made =
      unitCosts(compressors, `assembly-${family}`) +
      copper * property(`route-midland-copper-${family}`, 'unitCost');
    const home = made + property(`route-home-${family}`, 'unitCost');
    const away =
      made + unitCosts(`route-port-${family}`, 'route-crossing', `route-continent-${family}`);
    return (
      total +
      property(`market-home-${family}`, 'demandRate') * home +
      property(`market-continent-${family}`, 'demandRate') * away
    );
  }, 0);
  expect(answer.kpi('flowCost', 'base')).toBeCloseTo(cost, 5);
});

test('what is in stock, each unit for its seconds, adds up to the time to survive', () => {
  const data = recordedAnswers('supply-chain').SuppliersThatMatter?.data;
  const { survivals } = (data as unknown as { timeToSurvive: { survivals: Survival[] } })
    .timeToSurvive;
  expect(survivals.length).toBeGreaterThan(0);
  for (const { twinId, timeToSurvive, limits } of survivals) {
    const sum = limits.reduce((total, each) => total + each.units * each.secondsPerUnit, 0);
    expect(sum / timeToSurvive, twinId).toBeCloseTo(1, 6);
    for (const { twinId: stock, kind, units } of limits) {
      if (kind === 'STOCK') expect(units, stock).toBe(property(stock, 'onHand'));
    }
  }
});

test('no affordable stocks keep more orders in time than those chosen', async () => {
  const data = recordedAnswers('supply-chain').WhichStockToBuild?.data;
  const { base, value, chosen, cost } = (data as unknown as { scenario: { optimise: Choice } })
    .scenario.optimise;
  const candidates = [
    ['power modules in Brno', 35_000, 'stock-power-module-plant-brno'],
    ['inverters in Brno', 28_000, 'stock-inverter-module-plant-brno'],
    ['inverters in Aldmouth', 24_000, 'stock-inverter-module-plant-aldmouth'],
  ] as const;
  const day = 86_400;
  const fire: Edit = {
    outage: { twin: 'supplier-dresden-power', from: 5 * day, until: 35 * day },
  };
  const rooms = {
    snapshot: seedGraph('supply-chain'),
    catalogue: catalogue(),
    simulator: engine(),
  };
  const found = new Map<string, number>();
  for (let set = 0; set < 8; set++) {
    const taken = candidates.filter((_, index) => (set >> index) % 2 === 1);
    if (taken.reduce((sum, [, price]) => sum + price, 0) > 60_000) continue;
    const edits = taken.flatMap(([, , twin]) =>
      ['onHand', 'baseStockLevel'].map((name) => ({ scale: { twin, property: name, factor: 2 } })),
    );
    const request = { edits: [fire, ...edits], horizonSeconds: 60 * day, replications: 2 };
    const { kpis } = await runWhatIf(rooms, request);
    const fillRate = kpis.find(({ name }) => name === 'fillRate')?.edited as number;
    found.set(taken.map(([label]) => label).join(), fillRate);
  }
  expect(base).toBeCloseTo(found.get('') as number, 9);
  expect(value).toBeCloseTo(Math.max(...found.values()), 9);
  expect(found.get(chosen.join())).toBeCloseTo(value, 9);
  expect(cost).toBeLessThanOrEqual(60_000);
});
