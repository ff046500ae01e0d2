/** Power, water and roads of the public coupled city in one run, with its recorded blackout. */
import { describe, expect, test } from 'vitest';
import { graphOfFiles } from '../../src/flows/graph-of-files.ts';
import { runWhatIf } from '../../src/flows/whatif.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

const city = sharedData('city');
const lines = ['P_L3', 'P_L104', 'P_L140', 'P_L252', 'P_L376'];
const out = (twin: string, from: number, until?: number): Edit => ({
  outage: { twin, from, ...(until === undefined ? {} : { until }) },
});

describe.skipIf(city === undefined)(`the coupled city (else: ${noSharedData})`, () => {
  const { graph, catalogue } = graphOfFiles(city === undefined ? [] : [city]);
  const rooms = { snapshot: graph, catalogue, simulator: engine() };

  const figures = async (edits: readonly Edit[], horizonSeconds: number) => {
    const { kpis } = await runWhatIf(rooms, { edits, horizonSeconds });
    return Object.fromEntries(kpis.map(({ name, edited }) => [name, edited]));
  };

  test('serves the recorded megawatts as lines fail and return in order', {
    timeout: 60_000,
  }, async () => {
    const edits = lines.map((line, i) => out(line, 60, 120 + 60 * i));
    const ladder = [(await figures([], 0)).servedPower as number];
    for (const horizon of [90, 150, 210, 270, 330, 390]) {
      ladder.push((await figures(edits, horizon)).servedPower as number);
    }
    const recorded = [24.62, 9.65, 23.465, 24.325, 24.505, 24.58, 24.62];
    ladder.forEach((served, i) => {
      expect(served).toBeCloseTo(recorded[i] as number, 9);
    });
  });

  test('carries an outage over the layers, each with its own mechanism and its causes', {
    timeout: 60_000,
  }, async () => {
    const motor = out('P_MP3', 0);
    const road = out('T_L179', 0);
    const whatIf = await runWhatIf(rooms, { edits: [motor, road], horizonSeconds: 120 });
    const change = (name: string) => whatIf.kpis.find((kpi) => kpi.name === name);
    expect(change('servedPower')?.difference).toBeLessThan(0);
    expect(change('unservedTrips')?.difference).toBeGreaterThan(0);
    const flowsOf = (outputs: typeof whatIf.outputs) => outputs.get('W_WP8')?.flow as number[];
    expect(flowsOf(whatIf.baseOutputs)[0]).toBeCloseTo(51.4, 1);
    expect(flowsOf(whatIf.outputs)[0]).toBe(0);
    const pumps = ['W_WP8'];
    const failed = whatIf.affected.filter(({ effect }) => effect === 'fails');
    expect(failed.map(({ twin }) => twin)).toEqual(expect.arrayContaining(pumps));
    const [tree] = whatIf.explain({ of: ['W_WP8'] });
    expect(tree).toMatchObject({ twin: 'W_WP8', because: [{ twin: 'P_MP3', edit: 0 }] });
    // What runs short of water does so by the water mechanism, and its causes lead to the motor.
    const short = whatIf.affected.filter(({ mechanism }) => mechanism === 'water');
    for (const { twin } of short) {
      expect(JSON.stringify(whatIf.explain({ of: [twin] }))).toContain('"edit":0');
    }
  });
});
