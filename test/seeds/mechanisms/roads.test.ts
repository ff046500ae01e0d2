/**
 * The traffic of the city's tour, held against the laws of a user equilibrium: times by the formula
 * of the Bureau of Public Roads, all trips arrive, and none could be quicker another way.
 */
import { expect, test } from 'vitest';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { rawWorld } from '../raw-world.ts';
import { catalogue, seedGraph } from '../seed-world.ts';
import { answered } from './answers.ts';

const world = rawWorld('city');
const answer = answered('city', 'RoadCloses');
const roads = world.twins
  .filter((twin) => world.kind(twin) === 'Road')
  .map((twin) => ({
    id: String(twin.$dtId),
    from: String(world.targets(twin, 'connectsFrom')[0]?.$dtId),
    to: String(world.targets(twin, 'connectsTo')[0]?.$dtId),
    time: (flow: number) =>
      Number(twin.freeFlowTime) *
      (1 + Number(twin.b) * (flow / Number(twin.capacity)) ** Number(twin.power)),
  }));
const trips = world.twins
  .flatMap((twin) => world.links(twin, 'tripsTo'))
  .map((link) => ({ from: link.$dtId, to: link.$targetId, trips: Number(link.trips) }));

/** Minutes of the quickest way between any two places (Floyd and Warshall). */
function quickest(times: ReadonlyMap<string, number>): Map<string, number> {
  const places = [...new Set(roads.flatMap(({ from, to }) => [from, to]))];
  const best = new Map(places.map((place) => [`${place} ${place}`, 0]));
  const at = (from: string, to: string) => best.get(`${from} ${to}`) ?? Number.POSITIVE_INFINITY;
  for (const { id, from, to } of roads) {
    const time = times.get(id) ?? Number.POSITIVE_INFINITY;
    if (time < at(from, to)) best.set(`${from} ${to}`, time);
  }
  for (const via of places) {
    for (const from of places) {
      for (const to of places) {
        const time = at(from, via) + at(via, to);
        if (time < at(from, to)) best.set(`${from} ${to}`, time);
      }
    }
  }
  return best;
}

test.each([
  { run: 'base', closed: undefined },
  { run: 'edited', closed: 'road-c3-c4' },
] as const)('nobody could be quicker by another way ($run)', async ({ run, closed }) => {
  const edits = closed === undefined ? [] : [{ outage: { twin: closed } }];
  const scenario = { base: 0, edits, seed: 1, horizonSeconds: 0 };
  const request = { graph: seedGraph('city'), catalogue: catalogue(), scenario };
  const { outputs } = await engine().run(request);
  const flows = new Map(roads.map(({ id }) => [id, Number(outputs.get(id)?.flow)]));
  const open = roads.filter(({ id }) => id !== closed);
  const times = new Map(open.map(({ id, time }) => [id, time(flows.get(id) as number)]));
  for (const id of ['road-c3-b3', 'road-b3-b4', 'road-c3-d3', 'road-d3-d4']) {
    expect(answer.output(id, 'flow', run), id).toBeCloseTo(flows.get(id) as number, 6);
    expect(answer.output(id, 'travelTime', run), id).toBeCloseTo(times.get(id) as number, 6);
  }
  const spent = open.reduce(
    (sum, { id }) => sum + (flows.get(id) as number) * (times.get(id) as number),
    0,
  );
  const best = quickest(times);
  const least = trips.reduce(
    (sum, each) => sum + each.trips * (best.get(`${each.from} ${each.to}`) as number),
    0,
  );
  expect(answer.kpi('travelTime', run)).toBeCloseTo(spent / 60, 5);
  expect(spent / least - 1).toBeLessThan(1e-5);
  expect(spent / least - 1).toBeGreaterThan(-1e-12);
});

test('no road is far beyond its capacity on a usual morning', () => {
  const first = answer.kpi('travelTime', 'base');
  expect(answer.kpi('travelTime')).toBeGreaterThan(first * 1.03);
  expect(answer.kpi('unservedTrips')).toBe(0);
  expect(answer.output('road-c3-c4', 'saturation', 'base')).toBeLessThan(1.1);
  expect(answer.output('road-c3-c4', 'flow')).toBe(0);
});
