import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optimise } from '../../src/flows/optimise/optimise.ts';
import type { Candidate, OptimiseRequest } from '../../src/flows/optimise/request.ts';
import { normal } from '../../src/model/random.ts';
import type { Edit } from '../../src/model/scenario.ts';
import type { SimulationResult } from '../../src/simulate/simulator.ts';
import { core, graphOf, testCatalogue, twin } from '../simulate/graphs.ts';

type Worth = (chosen: ReadonlySet<string>) => number;

/** A simulator whose figure is a function of the properties that edits set. */
function rooms(worth: Worth, noise = 0) {
  const figure = (edits: readonly Edit[], seed: number) => {
    const chosen = new Set(edits.flatMap((edit) => ('set' in edit ? [edit.set.property] : [])));
    return worth(chosen) + noise * normal(seed, chosen.size, 0, 0);
  };
  const simulator = {
    run: async ({
      scenario,
    }: {
      scenario: { edits: readonly Edit[]; seed: number };
    }): Promise<SimulationResult> => ({
      kpis: [{ name: 'gain', value: figure(scenario.edits, scenario.seed), better: 'higher' }],
      events: [],
      outputs: new Map(),
      findings: [],
      random: noise > 0,
      randomKpis: new Set(noise > 0 ? ['gain'] : []),
    }),
    runCases: async ({
      cases,
    }: {
      cases: readonly { edits: readonly Edit[]; seed: number }[];
    }) => ({
      figures: Float64Array.from(cases, ({ edits, seed }) => figure(edits, seed)),
      problems: [],
    }),
  };
  const catalogue = testCatalogue();
  return { snapshot: graphOf([twin('plan', core('Store'))]), catalogue, simulator };
}

function candidate(label: string, cost: number, group?: string): Candidate {
  const edits = [{ set: { twin: 'plan', property: label, value: 1 } }];
  return { label, cost, edits, ...(group !== undefined && { group }) };
}

function ask(worth: Worth, request: Omit<OptimiseRequest, 'kpi' | 'horizonSeconds'>, noise = 0) {
  return optimise(rooms(worth, noise), { kpi: 'gain', horizonSeconds: 86_400, ...request });
}

/** The best affordable value by going through all subsets. */
function best(worth: Worth, candidates: readonly Candidate[], budget: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let bits = 0; bits < 2 ** candidates.length; bits++) {
    const chosen = candidates.filter((_, i) => (bits >> i) & 1);
    const groups = chosen.flatMap(({ group }) => group ?? []);
    if (new Set(groups).size < groups.length) continue;
    if (chosen.reduce((sum, { cost }) => sum + cost, 0) > budget) continue;
    most = Math.max(most, worth(new Set(chosen.map(({ label }) => label))));
  }
  return most;
}

/** A sum of values, and more or less for pairs that stand side by side. */
function pairwise(values: readonly number[], together: number): Worth {
  return (chosen) => {
    let sum = 0;
    values.forEach((value, i) => {
      if (!chosen.has(`c${i}`)) return;
      sum += value + (chosen.has(`c${i + 1}`) ? together : 0);
    });
    return sum;
  };
}

const items = fc.array(
  fc.record({
    value: fc.integer({ min: 0, max: 20 }),
    cost: fc.integer({ min: 1, max: 10 }),
    grouped: fc.boolean(),
  }),
  { minLength: 1, maxLength: 7 },
);

describe('an optimisation', () => {
  test('of few candidates is exact, with interactions and groups', async () => {
    await fc.assert(
      fc.asyncProperty(
        items,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: -10, max: 10 }),
        async (list, budget, together) => {
          const worth = pairwise(
            list.map(({ value }) => value),
            together,
          );
          const candidates = list.map(({ cost, grouped }, i) =>
            candidate(`c${i}`, cost, grouped ? 'g' : undefined),
          );
          const found = await ask(worth, { candidates, budget });
          expect(found.value).toBe(best(worth, candidates, budget));
          expect(found).toMatchObject({ method: 'enumeration', gap: 0, isProven: true });
          expect(found.cost).toBeLessThanOrEqual(budget);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('of many where more is never worse is proven by branch and bound', async () => {
    const values = Array.from({ length: 18 }, (_, i) => 1 + ((i * 7) % 11));
    const candidates = values.map((_, i) => candidate(`c${i}`, 1 + ((i * 5) % 7)));
    const worth = pairwise(values, 2);
    const found = await ask(worth, { candidates, budget: 60, isMonotone: true });
    const known = best(worth, candidates, 60);
    expect(found.method).toBe('branchAndBound');
    expect(found.value + (found.gap ?? Number.NaN)).toBeGreaterThanOrEqual(known);
    expect(found.bound).toBe(found.value + (found.gap ?? Number.NaN));
    expect(found.value).toBeGreaterThanOrEqual(known * 0.97);
    if (found.isProven) expect(found.value).toBe(known);
  });

  test('reports no bound where more has come out worse, or nobody said that it does not', async () => {
    const values = Array.from({ length: 18 }, (_, i) => 1 + ((i * 7) % 11));
    const candidates = values.map((_, i) => candidate(`c${i}`, 1 + ((i * 5) % 7)));
    const worse = await ask(pairwise(values, -9), { candidates, budget: 60, isMonotone: true });
    expect(worse).toMatchObject({ method: 'localSearch', isProven: false });
    expect([worse.bound, worse.gap]).toEqual([undefined, undefined]);
    const unsaid = await ask(pairwise(values, 1), { candidates, budget: 60 });
    expect([unsaid.method, unsaid.bound]).toEqual(['localSearch', undefined]);
  });

  test('names the runner-up and what the next unit of budget would buy', async () => {
    const candidates = [candidate('c0', 3), candidate('c1', 4), candidate('c2', 6)];
    const found = await ask(pairwise([5, 4, 12], 0), { candidates, budget: 5 });
    expect(found).toMatchObject({ chosen: ['c0'], value: 5, base: 0, interval: [5, 5] });
    expect(found.runnerUp).toEqual({ chosen: ['c1'], cost: 4, value: 4 });
    expect(found.next).toEqual({
      chosen: ['c2'],
      cost: 6,
      value: 12,
      extraBudget: 1,
      gainPerUnit: 7,
    });
  });

  test('of a random figure finds the best with its probability', async () => {
    const candidates = [candidate('c0', 2), candidate('c1', 2), candidate('c2', 2)];
    const found = await ask(pairwise([1, 3, 2], 0), { candidates, budget: 4 }, 1);
    expect(found.chosen).toEqual(['c1', 'c2']);
    expect(found.probability).toBeGreaterThanOrEqual(0.95);
    expect(found.isProven).toBe(true);
    expect(found.bound).toBeUndefined();
    const [low, high] = found.interval;
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
  });

  test('minimises a figure that is better low', async () => {
    const lower = rooms((chosen) => (chosen.has('c0') ? 4 : 9));
    const { run } = lower.simulator;
    lower.simulator.run = async (request) => {
      const result = await run(request);
      return { ...result, kpis: result.kpis.map((kpi) => ({ ...kpi, better: 'lower' as const })) };
    };
    const found = await optimise(lower, {
      kpi: 'gain',
      horizonSeconds: 1,
      candidates: [candidate('c0', 1)],
      budget: 1,
    });
    expect(found).toMatchObject({
      chosen: ['c0'],
      base: 9,
      value: 4,
      bound: 4,
      interval: [-5, -5],
    });
  });

  test('with no budget chooses what is free', async () => {
    const candidates = [candidate('c0', 0), candidate('c1', 1)];
    const found = await ask(pairwise([5, 9], 0), { candidates, budget: 0 });
    expect(found).toMatchObject({ chosen: ['c0'], cost: 0 });
  });
});

describe('an optimisation refuses', () => {
  const one = [candidate('a', 1)];
  test.each([
    [
      { candidates: [], budget: 1 },
      'BAD_USER_INPUT candidates: there are 0 candidates; expected 1 to 200',
    ],
    [
      { candidates: one, budget: -1 },
      'BAD_USER_INPUT budget: a budget of -1 buys nothing; expected a number of at least 0',
    ],
    [
      { candidates: one, budget: Number.NaN },
      'BAD_USER_INPUT budget: a budget of NaN buys nothing; expected a number of at least 0',
    ],
    [
      { candidates: [...one, ...one], budget: 1 },
      'BAD_USER_INPUT candidates[1].label: a is there twice; expected each label once',
    ],
    [
      { candidates: [candidate('a', -2)], budget: 1 },
      'BAD_USER_INPUT candidates[0].cost: -2 is no cost; expected a number of at least 0',
    ],
    [
      { candidates: [{ label: 'a', cost: 1, edits: [] }], budget: 1 },
      'BAD_USER_INPUT candidates[0].edits: there is no edit; expected at least one',
    ],
  ])('%j', async (request, message) => {
    await expect(ask(() => 0, request)).rejects.toThrow(message);
  });

  test('a figure that there is not', async () => {
    const asked = { kpi: 'gian', horizonSeconds: 1, candidates: one, budget: 1 };
    await expect(
      optimise(
        rooms(() => 0),
        asked,
      ),
    ).rejects.toThrow(
      'BAD_USER_INPUT kpi: the graph has no key figure gian; expected one of gain; did you mean gain?',
    );
  });
});
