/** The mechanism on files as they are imported: published optima, flows, and the coupled city. */
import { beforeAll, describe, expect, test } from 'vitest';
import { graphOfFiles } from '../../../src/flows/graph-of-files.ts';
import { loadSolver, type Solver } from '../../../src/linear-program/solver.ts';
import { lineContingencies } from '../../../src/simulate/mechanisms/potential/line-contingencies.ts';
import { workingParts } from '../../../src/simulate/mechanisms/potential/power-case.ts';
import type { PowerModel } from '../../../src/simulate/mechanisms/potential/power-model.ts';
import { powerModels } from '../../../src/simulate/mechanisms/potential/power-models.ts';
import { servedPower } from '../../../src/simulate/mechanisms/potential/power-outputs.ts';
import { solutionOf } from '../../../src/simulate/mechanisms/potential/power-run.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { type CaseFile, caseFile, dcNetwork } from './case-files.ts';
import { denseFlows } from './dense-flow.ts';
import { out, run } from './power-networks.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

const power = sharedData('power');

describe.skipIf(power === undefined)(`public cases (else: ${noSharedData})`, () => {
  const read = (buses: number) =>
    graphOfFiles([sharedData('power', `pglib_opf_case${buses}_ieee.m`) as string]);

  test.each([
    [14, 2051.526309],
    [30, 7472.8147],
    [57, 34772.9479],
    [118, 93100.729926],
    [300, 517851.0752],
  ])('case %i costs what is published, %f an hour', async (buses, dollars) => {
    const { graph, catalogue } = read(buses);
    const { kpis } = await run(graph, [], catalogue);
    expect(Math.abs((kpis.generationCost as number) / dollars - 1)).toBeLessThan(1e-6);
    expect(kpis.overloaded).toBe(0);
  });

  test.each([14, 30, 57, 118, 300])('case %i as dispatched has dense flows', async (buses) => {
    const { graph, catalogue } = read(buses);
    const [model] = powerModels(graph, catalogue);
    const given = { ...(model as PowerModel), dispatch: 'given' } as const;
    const { flows, laid } = solutionOf(
      { solver, explain: true },
      given,
      workingParts(given, () => true),
    );
    const { network, injections } = dcNetwork(caseFile(buses) as CaseFile);
    const dense = denseFlows(network, injections);
    const largest = Math.max(...dense.map(Math.abs));
    expect(flows).toHaveLength(dense.length);
    laid.model.lines.forEach(({ twin }, line) => {
      const number = Number(twin.split('branch-')[1]);
      const off = Math.abs((flows[line] as number) - (dense[number - 1] as number));
      expect(off / largest).toBeLessThan(1e-9);
    });
  });
});

describe.skipIf(power === undefined)(`every line outage (else: ${noSharedData})`, () => {
  test('of 118 buses: nine cut buses off, each the same that are dark when solved again', () => {
    const { graph, catalogue } = graphOfFiles([
      sharedData('power', 'pglib_opf_case118_ieee.m') as string,
    ]);
    const [first] = powerModels(graph, catalogue) as [PowerModel];
    const model = { ...first, dispatch: 'given' } as const;
    const means = { solver, explain: true };
    const base = solutionOf(
      means,
      model,
      workingParts(model, () => true),
    );
    const contingencies = lineContingencies(base);
    expect(contingencies).toHaveLength(186);
    const cutting = contingencies.filter(({ cutOff }) => cutOff.length > 0);
    expect(cutting).toHaveLength(9);
    for (const { twin, cutOff, dark } of cutting) {
      const lost = graph.indexOf(twin);
      const { dark: darkNodes } = solutionOf(
        means,
        model,
        workingParts(model, (node) => node !== lost),
      );
      const unlit = model.nodes.filter((_, node) => darkNodes[node] === 1);
      expect(unlit.map((node) => node.twin)).toEqual(dark ? cutOff : []);
    }
  });
});

const city = sharedData('city', 'power', 'low', 'power.json');

describe.skipIf(city === undefined)(`the coupled city (else: ${noSharedData})`, () => {
  const lines = ['P_L3', 'P_L104', 'P_L140', 'P_L252', 'P_L376'];
  const recorded = [9.65, 23.465, 24.325, 24.505, 24.58, 24.62];
  const { graph, catalogue } = graphOfFiles([city as string]);

  test('serves 24.620 MW and climbs the recorded ladder by its islands alone', () => {
    const [model] = powerModels(graph, catalogue) as [PowerModel];
    const served = (lost: readonly string[]) => {
      const nodes = new Set(lost.map((id) => graph.indexOf(id)));
      const works = (node: number) => !nodes.has(node) && graph.value(node, 'closed') !== false;
      const solution = solutionOf({ solver, explain: true }, model, workingParts(model, works));
      return servedPower([solution]);
    };
    expect(served([])).toBeCloseTo(24.62, 6);
    recorded.forEach((megawatt, step) => {
      expect(served(lines.slice(step))).toBeCloseTo(megawatt, 6);
    });
  });

  test('does so within a run too, side by side with dependency', async () => {
    const { kpis, outputs } = await run(graph, lines.map(out), catalogue);
    expect(kpis.servedPower).toBeCloseTo(9.65, 6);
    expect(kpis['served.power']).toBeCloseTo(9.65, 6);
    expect(outputs.get('P_EG1')?.generation).toBeCloseTo(9.65, 6);
  });
});

test('the example city is one network, whose feeders join their loads to the buses they leave', () => {
  const { graph, catalogue } = graphOfFiles([
    new URL('../../../seeds/city/graph.ndjson', import.meta.url).pathname,
  ]);
  const [model, ...others] = powerModels(graph, catalogue);
  expect(others).toEqual([]);
  expect(model?.nodes).toHaveLength(14 + 36);
  expect(model?.lines).toHaveLength(9 + 12);
  expect(model?.couplers.map(({ capacity }) => capacity)).toEqual(Array(36).fill(10));
  expect(model?.loads).toHaveLength(72);
  expect(model?.sources).toHaveLength(2);
});
