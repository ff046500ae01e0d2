/**
 * A simulator that threads load quickly, and that misbehaves when a case takes out a twin of a
 * certain name. Its figures depend on graph, catalogue, scenario, edits and seed.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { LinchpinError, type Problem } from '../../../src/model/errors.ts';
import { uniform } from '../../../src/model/random.ts';
import type { Case, CasesRequest, Simulator } from '../../../src/simulate/simulator.ts';

/** What a case does besides: by the twin that it takes out. */
const deeds: Readonly<Record<string, (argument: string) => void>> = {
  kill: () => {
    if (!isMainThread) process.exit(3);
  },
  killOnce: (flag) => {
    if (isMainThread || existsSync(flag)) return;
    writeFileSync(flag, '');
    process.exit(3);
  },
  memory: () => {
    if (isMainThread) return;
    const held: number[][] = [];
    for (;;) held.push(new Array(1e6).fill(held.length + 0.5));
  },
  fault: () => {
    throw new TypeError('the mechanism turbine fell over');
  },
  refuse: () => {
    throw new LinchpinError({ code: 'BAD_USER_INPUT', where: 'turbine', message: 'it refuses' });
  },
  slow: (milliseconds) => {
    for (const end = performance.now() + Number(milliseconds); performance.now() < end; );
  },
};

function figure({ graph, catalogue, scenario }: CasesRequest, { edits, seed }: Case): number {
  let sum = graph.size.twins + catalogue.interfaces.size / 100 + scenario.edits.length * 10;
  for (const edit of edits) {
    if ('outage' in edit) {
      const [deed = '', argument = ''] = edit.outage.twin.split(' ');
      deeds[deed]?.(argument);
      sum += 1000;
    }
    if ('scale' in edit) sum += edit.scale.factor * graph.number(0, 'baseStockLevel');
  }
  return sum + uniform(seed, 1, 2, 3);
}

export function engine(): Simulator {
  return {
    run: () => Promise.reject(new TypeError('the small engine has no single runs')),
    survival: () => Promise.reject(new TypeError('the small engine is no supply chain')),
    async runCases(request) {
      const { cases, kpis, scenario } = request;
      if (scenario.seed === 666) {
        throw new LinchpinError({ code: 'NOT_FOUND', where: 'seed', message: 'no such seed' });
      }
      const figures = new Float64Array(cases.length * kpis.length).fill(Number.NaN);
      const problems: Problem[] = [];
      for (const [index, each] of cases.entries()) {
        try {
          figures[index * kpis.length] = figure(request, each);
        } catch (error) {
          if (!(error instanceof LinchpinError)) throw error;
          problems.push(...error.problems.map((problem) => ({ ...problem, index })));
        }
      }
      return { figures, problems };
    },
  };
}
