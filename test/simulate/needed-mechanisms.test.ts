/** Runs of which one figure is wanted leave out mechanisms that cannot change it, and nothing else. */
import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/model/scenario.ts';
import { planOf } from '../../src/scenario/plan.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { builtInMechanisms } from '../../src/simulate/engine/mechanisms.ts';
import { neededFor } from '../../src/simulate/engine/needed-mechanisms.ts';
import { catalogue, seedGraph } from '../seeds/seed-world.ts';

const graph = seedGraph('enterprise');
const scenario = { base: graph.revision, edits: [], seed: 1, horizonSeconds: 8 * 86_400 };
const fire: Edit = { outage: { twin: 'substation-harbour', from: 86_400, until: 432_000 } };

describe('of the mechanisms of the enterprise', () => {
  const plan = planOf(graph, catalogue(), scenario);
  const needed = (...kpis: string[]) =>
    neededFor({ kpis, catalogue: catalogue() }, plan, builtInMechanisms).map(({ name }) => name);

  test('a figure needs its own, and those whose troubles others feel', () => {
    expect(needed('fillRate')).toEqual(['water', 'balance']);
    expect(needed('generationCost', 'travelTime.most')).toEqual([
      'potential',
      'water',
      'congestion',
      'balance',
    ]);
  });

  test('a figure of dependency, or one that nobody claims, needs all', () => {
    expect(needed('served.power')).toHaveLength(builtInMechanisms.length);
    expect(needed('fillRate', 'harmony')).toHaveLength(builtInMechanisms.length);
  });
});

test('a figure is the same alone as beside all others', async () => {
  const simulator = engine();
  const request = { graph, catalogue: catalogue(), scenario };
  const cases = [[], [fire]].map((edits) => ({ edits, seed: 1 }));
  for (const [index, { edits }] of cases.entries()) {
    const { kpis } = await simulator.run({ ...request, scenario: { ...scenario, edits } });
    for (const name of ['fillRate', 'throughput', 'unmet.heatPumpSmall.mean', 'pressure.lowest']) {
      const { figures } = await simulator.runCases({ ...request, cases, kpis: [name] });
      expect(figures[index], name).toBe(kpis.find((kpi) => kpi.name === name)?.value);
    }
  }
});
