/**
 * A simulator whose figures are known in closed form, for tests of sweeps: `total` is the sum of
 * what stores hold that are not out, `cost` is 2 × total - 1, each with normal noise of the seed.
 */

import { LinchpinError } from '../../src/model/errors.ts';
import { normal } from '../../src/model/random.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { planOf } from '../../src/scenario/plan.ts';
import type {
  SimulationRequest,
  SimulationResult,
  Simulator,
} from '../../src/simulate/simulator.ts';
import { core, graphOf, testCatalogue, twin } from '../simulate/graphs.ts';

export const levels = [3, 5, 7];
export const toyCatalogue = testCatalogue();
export const toyChanges = levels.map((baseStockLevel, i) =>
  twin(`store-${i}`, core('Store'), { baseStockLevel }),
);
export const toyGraph = graphOf(toyChanges);
export const toyScenario: Scenario = {
  base: toyGraph.revision,
  edits: [],
  seed: 7,
  horizonSeconds: 86_400,
};

export interface ToyOptions {
  /** Standard deviation of `total` over seeds; none by default. */
  readonly noise?: number;
  /** Part of the noise that differs by case; 0 by default. */
  readonly own?: number;
  /** Called before each case of `runCases`; may wait. */
  before?(): Promise<void> | void;
}

/** The total that a scenario has without noise. */
export function total({ graph, catalogue, scenario }: SimulationRequest): number {
  const { start, outages } = planOf(graph, catalogue, scenario);
  const out = new Set(outages.map((outage) => outage.twin));
  return levels.reduce((sum, _, i) => {
    const id = `store-${i}`;
    const node = start.graph.indexOf(id);
    return node < 0 || out.has(id) ? sum : sum + start.graph.number(node, 'baseStockLevel');
  }, 0);
}

function kpisOf(request: SimulationRequest, { noise = 0, own = 0 }: ToyOptions) {
  const { seed } = request.scenario;
  const exact = total(request);
  if (exact > 1000) throw tooMuch();
  const drawn = normal(seed, 0, 0, 0) + own * normal(seed, Math.round(exact * 1000), 1, 0);
  const value = exact + noise * drawn;
  return [
    { name: 'total', value, better: 'higher' as const },
    { name: 'cost', value: 2 * value - 1, unit: 'euro', better: 'lower' as const },
  ];
}

function tooMuch(): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'toy',
    message: 'the toy holds no more than 1000',
    expected: 'less',
  });
}

export function toySimulator(options: ToyOptions = {}): Simulator {
  const run = async (request: SimulationRequest): Promise<SimulationResult> => ({
    kpis: kpisOf(request, options),
    events: [],
    outputs: new Map(),
    findings: [],
    random: (options.noise ?? 0) > 0,
    randomKpis: new Set((options.noise ?? 0) > 0 ? ['total', 'cost'] : []),
  });
  return {
    run,
    survival: () => Promise.reject(new TypeError('the toy is no supply chain')),
    async runCases({ cases, kpis, ...request }) {
      const figures = new Float64Array(cases.length * kpis.length).fill(Number.NaN);
      const problems = [];
      for (const [index, { edits, seed }] of cases.entries()) {
        await options.before?.();
        request.signal?.throwIfAborted();
        const whole = [...request.scenario.edits, ...edits];
        const scenario = { ...request.scenario, edits: whole, seed };
        try {
          const found = kpisOf({ ...request, scenario }, options);
          for (const { name, value } of found) {
            const column = kpis.indexOf(name);
            if (column >= 0) figures[index * kpis.length + column] = value;
          }
        } catch (error) {
          if (!(error instanceof LinchpinError)) throw error;
          for (const problem of error.problems) problems.push({ ...problem, index });
        }
      }
      return { figures, problems };
    },
  };
}
