/** Water networks as twins against EPANET run on their files, and against published figures. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { water } from '../../../src/simulate/mechanisms/water/water.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { difference, litresPerSecond, metres, series } from './compare.ts';
import { direct, drive, importedGraph } from './networks.ts';

const day = 86_400;

/** Horizon, and how near heads (metre) and flows (of the largest) are: EPANET stops at 0.001. */
const cases = [
  ['Net1', sharedData('water', 'Net1.inp'), day, { head: 1e-7, flow: 1e-7 }],
  ['Net3', sharedData('water', 'Net3.inp'), day, { head: 1e-5, flow: 1e-6 }],
  ['the city', sharedData('city', 'water', 'low', 'water.inp'), 600, { head: 5e-3, flow: 1e-3 }],
] as const;

beforeAll(() => water.load?.());

describe.each(cases)('%s as twins', (_, path, horizon, tolerance) => {
  test.skipIf(path === undefined)(
    `has the heads, pressures and flows of its file at every hydraulic step (else: ${noSharedData})`,
    async () => {
      const graph = importedGraph(path as string);
      const solutions = await direct(readFileSync(path as string), horizon);
      const twins = drive(graph, horizon).outputs().twins();
      expect(series(twins, 'network-network', 'time')).toEqual(solutions.map(({ time }) => time));
      const most = difference(graph, twins, solutions);
      expect(most.head).toBeLessThan(tolerance.head);
      expect(most.pressure).toBeLessThan(tolerance.head);
      expect(most.flow / most.flowSize).toBeLessThan(tolerance.flow);
    },
  );
});

const net1 = cases[0][1];

test.skipIf(net1 === undefined)(`Net1 has its published figures (else: ${noSharedData})`, () => {
  const twins = drive(importedGraph(net1 as string), day)
    .outputs()
    .twins();
  const noon = series(twins, 'network-network', 'time').indexOf(12 * 3600);
  const flow = series(twins, 'pump-9', 'flow');
  expect((series(twins, 'junction-10', 'head')[0] as number) / metres).toBeCloseTo(1004.35, 2);
  expect((flow[0] as number) / litresPerSecond).toBeCloseTo(1866.18, 2);
  expect((flow[noon] as number) / litresPerSecond).toBeCloseTo(1757.04, 2);
  expect((series(twins, 'tank-2', 'head').at(-1) as number) / metres).toBeCloseTo(965.4, 2);
});
