/** Runs of a network that others went before, against the same on a network that none did. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { EpanetProject } from '../../../src/simulate/mechanisms/water/epanet-project.ts';
import { water } from '../../../src/simulate/mechanisms/water/water.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { drive, importedGraph } from './networks.ts';

const net1 = sharedData('water', 'Net1.inp') as string;
const hour = 3600;
const horizon = 12 * hour;

beforeAll(() => water.load?.());

type Outage = readonly [twin: string, from: number, until: number];

function during(outages: readonly Outage[]) {
  const changes = [...new Set(outages.flatMap(([, from, until]) => [from, until]))];
  const at = (time: number) =>
    outages.flatMap(([twin, from, until]) => (time >= from && time < until ? [twin] : []));
  return { changes: changes.sort((a, b) => a - b).filter((time) => time <= horizon), at };
}

function resultOf(graph: ReturnType<typeof importedGraph>, outages: readonly Outage[]) {
  const found = drive(graph, horizon, during(outages)).outputs();
  return { kpis: found.kpis, twins: [...found.twins()], findings: found.findings };
}

describe.skipIf(net1 === undefined)(`a network (else: ${noSharedData})`, () => {
  test('comes to the same whatever runs went before', () => {
    const graph = importedGraph(net1);
    const outage = fc
      .tuple(fc.constantFrom('pump-9', 'pipe-21', 'pipe-110'), fc.nat(3), fc.nat(6))
      .map(([twin, from, length]): Outage => [twin, from * 7000, from * 7000 + length * 5000 + 1]);
    fc.assert(
      fc.property(fc.array(outage, { maxLength: 2 }), (outages) => {
        expect(resultOf(graph, outages)).toEqual(resultOf(importedGraph(net1), outages));
      }),
      { numRuns: 40 },
    );
  });

  test('is not solved again by EPANET while the same happens to it', () => {
    const graph = importedGraph(net1);
    const out: Outage[] = [['pump-9', 3 * hour, 5 * hour]];
    const first = resultOf(graph, out);
    const solve = vi.spyOn(EpanetProject.prototype, 'solve');
    try {
      expect(resultOf(graph, out)).toEqual(first);
      expect(solve).not.toHaveBeenCalled();
      resultOf(graph, [['pump-9', 3 * hour, 6 * hour]]);
      expect(solve).toHaveBeenCalled();
    } finally {
      solve.mockRestore();
    }
  });
});
