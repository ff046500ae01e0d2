/** What every predictor must do; each adapter's test gives it a way to open one. */
import { beforeAll, describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Forecast } from '../../src/model/forecast.ts';
import type { ForecastRequest, Predictor } from '../../src/predict/predictor.ts';
import { catalogue, smallWorld, worldOf } from '../predict/small-world.ts';

export function predictorContract(name: string, open: () => Promise<Predictor>): void {
  describe(`the predictor ${name}`, () => {
    const graph = worldOf(smallWorld);
    let predictor: Predictor;
    const ask = (request: Partial<ForecastRequest> = {}) =>
      predictor.forecast({ graph, catalogue, ...request });

    beforeAll(async () => {
      predictor = await open();
    });

    test('names itself and the revision it looked at', async () => {
      const forecast = await ask({ failed: ['gridB'] });
      expect(forecast.modelVersion).toBe(predictor.modelVersion);
      expect(forecast.revision).toBe(7);
    });

    test('lists every twin that has a part in a dependency, once', async () => {
      const { twins } = await ask({ failed: ['gridB'] });
      const linked = Object.keys(smallWorld).filter((id) => id !== 'aside');
      expect(twins.map(({ twin }) => twin).sort()).toEqual(linked.sort());
    });

    test('gives probabilities that fall, within intervals that hold them', async () => {
      for (const failed of [[], ['gridB'], ['busA', 'gridA']]) check(await ask({ failed }));
    });

    test('counts what has failed as failed, and what needs nothing as safe', async () => {
      const { failed, twins } = await ask({ failed: ['gridB', 'pump'] });
      expect(failed).toEqual(['gridB', 'pump']);
      const of = (id: string) => twins.find(({ twin }) => twin === id);
      expect(of('gridB')).toMatchObject({ probability: 1, interval: [1, 1], step: 0 });
      expect(of('gridA')).toMatchObject({ probability: 0, causes: [] });
    });

    test('takes twins out of operation as failed', async () => {
      const set = { twin: 'busB', property: 'operational', value: false };
      const forecast = await ask({ graph: graphAfter(graph, [{ set }]) });
      expect(forecast.failed).toEqual(['busB']);
    });

    test('says the same every time, in whatever order the twins come', async () => {
      const turned = worldOf(Object.fromEntries(Object.entries(smallWorld).reverse()));
      const first = await ask({ failed: ['gridB'] });
      expect(await ask({ failed: ['gridB'] })).toEqual(first);
      const again = await ask({ failed: ['gridB'], graph: turned });
      for (const { twin, probability } of again.twins) {
        const before = first.twins.find((item) => item.twin === twin);
        expect(probability).toBeCloseTo(before?.probability ?? Number.NaN, 5);
      }
    });

    test('leaves removed twins out', async () => {
      const removeTwin = { twin: 'works', detach: true };
      const { twins } = await ask({ graph: graphAfter(graph, [{ removeTwin }]) });
      expect(twins.map(({ twin }) => twin)).not.toContain('works');
      expect(twins.map(({ twin }) => twin)).not.toContain('office');
    });

    test('expects nothing of an empty graph', async () => {
      expect((await ask({ graph: emptyGraph() })).twins).toEqual([]);
    });

    test('refuses twins that are not there, all of them at once', async () => {
      await expect(ask({ failed: ['gridX', 'gridA', 'gridY'] })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        problems: [{ where: 'failed/0' }, { where: 'failed/2' }],
      });
    });

    test.each([0, 65, 1.5, Number.NaN])('refuses to look %d steps ahead', async (steps) => {
      await expect(ask({ steps })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        where: 'steps',
      });
    });
  });
}

function check({ twins }: Forecast): void {
  for (const [i, { probability, interval, step }] of twins.entries()) {
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(probability).toBeLessThanOrEqual(twins[i - 1]?.probability ?? 1);
    expect(interval[0]).toBeLessThanOrEqual(probability + 1e-12);
    expect(interval[1]).toBeGreaterThanOrEqual(probability - 1e-12);
    expect(step).toBeGreaterThanOrEqual(0);
  }
}
