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
    ]);
  });

  test('a figure of dependency needs those that bring demands, or what others need, into trouble', () => {
    expect(needed('served.power')).toEqual(['potential', 'water', 'flow']);
    expect(needed('unserved.water', 'fillRate')).toEqual(['potential', 'water', 'flow', 'balance']);
    expect(needed('failed')).toEqual(['potential', 'water']);
  });

  test('a figure that nobody claims needs all', () => {
    expect(needed('fillRate', 'harmony')).toHaveLength(builtInMechanisms.length);
  });

  test('a run says which of its figures another seed could change', async () => {
    const simulator = engine();
    const request = { graph, catalogue: catalogue(), scenario: { ...scenario, edits: [fire] } };
    const { kpis, random, randomKpis } = await simulator.run(request);
    const others = [2, 3, 4].map((seed) => ({ edits: [], seed }));
    const names = kpis.map(({ name }) => name);
    const { figures } = await simulator.runCases({ ...request, cases: others, kpis: names });
    const differing = names.filter((_, k) =>
      others.some((__, row) => figures[row * names.length + k] !== kpis[k]?.value),
    );
    expect(random).toBe(true);
    expect([...randomKpis]).toEqual(expect.arrayContaining(differing));
    expect([...new Set([...randomKpis].map((name) => name.split('.')[0]))]).toEqual([
      'throughput',
      'workInProgress',
      'flowTime',
      'fillRate',
      'backorders',
      'inventory',
      'cost',
    ]);
  });

  test('every figure of a run is one of dependency, or claimed by a mechanism', async () => {
    const { kpis } = await engine().run({ graph, catalogue: catalogue(), scenario });
    const claimed = new Set(builtInMechanisms.flatMap(({ figures = [] }) => figures));
    for (const root of ['served', 'demand', 'unserved', 'failed']) claimed.add(root);
    expect(
      kpis.map(({ name }) => name.split('.')[0]).filter((root) => !claimed.has(root as string)),
    ).toEqual([]);
  });
});

test('a figure is the same alone as beside all others', async () => {
  const simulator = engine();
  const request = { graph, catalogue: catalogue(), scenario };
  const cases = [[], [fire]].map((edits) => ({ edits, seed: 1 }));
  for (const [index, { edits }] of cases.entries()) {
    const { kpis } = await simulator.run({ ...request, scenario: { ...scenario, edits } });
    for (const name of [
      ...['fillRate', 'throughput', 'unmet.heatPumpSmall.mean', 'pressure.lowest'],
      ...['served.power.lowest', 'unserved.water', 'served.heatPumpSmall', 'failed', 'failed.most'],
    ]) {
      const { figures } = await simulator.runCases({ ...request, cases, kpis: [name] });
      expect(figures[index], name).toBe(kpis.find((kpi) => kpi.name === name)?.value);
    }
  }
});
