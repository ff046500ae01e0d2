/** Traffic of the public data's city and of the city seed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTntp } from '../../../src/interchange/tntp/reader.ts';
import type { TwinGraph } from '../../../src/model/graph.ts';
import { builtInOntology } from '../../../src/ontology/built-in.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import { congestion } from '../../../src/simulate/mechanisms/congestion/congestion.ts';
import type { Finding } from '../../../src/simulate/simulator.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { graphOf } from '../graphs.ts';
import { settingOf, versioned } from '../setting.ts';

const folder = sharedData('city', 'transportation', 'low');
const { documents, bindings } = builtInOntology();
const { catalogue } = resolveOntology(documents, bindings);

function cityGraph(): TwinGraph {
  const files = readdirSync(folder as string)
    .filter((name) => name.endsWith('.tntp'))
    .map((name) => ({ name, bytes: readFileSync(join(folder as string, name)) }));
  const { changes, problems } = readTntp(files);
  expect(problems).toEqual([]);
  return graphOf(changes.map(({ change }) => change));
}

function gapOf(findings: readonly Finding[]): number | undefined {
  return findings.find(({ kind }) => kind === 'relativeGap')?.value;
}

describe.skipIf(folder === undefined)(`the city's roads (else: ${noSharedData})`, () => {
  test('come to an equilibrium of all 27,245 trips, and to another without the busiest road', () => {
    const graph = cityGraph();
    const run = congestion.init(settingOf(graph, catalogue, 3600));
    const without = (down: string) =>
      versioned({
        time: 0,
        graph,
        works: (node: number) => graph.idAt(node) !== down,
        outages: () => [],
      });
    expect(run.step(without('')).size).toBe(0);
    const { kpis, twins, findings } = run.outputs();
    const values = Object.fromEntries(kpis.map(({ name, value }) => [name, value]));
    expect(gapOf(findings)).toBeLessThanOrEqual(1e-6);
    expect(values.unservedTrips).toBe(0);
    const before = values.travelTime as number;
    expect(before).toBeGreaterThan(0);
    let vehicleMinutes = 0;
    for (const { flow = 0, travelTime = 0 } of twins().values()) {
      vehicleMinutes += (flow as number) * (travelTime as number);
    }
    expect(vehicleMinutes / 60 / before).toBeCloseTo(1, 12);

    const busiest = findings[0]?.twins[0]?.twin as string;
    run.step(without(busiest));
    const after = Object.fromEntries(run.outputs().kpis.map(({ name, value }) => [name, value]));
    expect(run.outputs().twins().get(busiest)?.flow).toBe(0);
    expect(gapOf(run.outputs().findings)).toBeLessThanOrEqual(1e-6);
    expect(after.unservedTrips === 0 ? after.travelTime : before + 1).toBeGreaterThan(before);
  });
});
