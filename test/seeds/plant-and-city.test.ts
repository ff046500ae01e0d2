/** The plant and the city add up: cycle times, loads, capacities, water, coordinates. */
import { describe, expect, test } from 'vitest';
import { quantity, seedGraph, sourcesOf, targetsOf, twinsOf } from './seed-world.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the plant', () => {
  const graph = seedGraph('plant');
  const ids = (model: string) => twinsOf(graph, model).map(({ id }) => id);

  test.each(ids('plant:Line'))('%s has stations fast enough for its rate, in one chain', (line) => {
    const stations = targetsOf(graph, line, 'comprises');
    const slowest = Math.max(...stations.map((each) => quantity(graph, each, 'cycleTime')));
    expect(3600 / slowest).toBeGreaterThanOrEqual(quantity(graph, line, 'ratedThroughput'));
    const first = stations.filter((each) =>
      sourcesOf(graph, each, 'passesTo').every((source) => source.startsWith('release-')),
    );
    expect(first).toHaveLength(1);
    const chain = [first[0] as string];
    for (let next = chain; next.length > 0; chain.push(...next)) {
      next = targetsOf(graph, chain.at(-1) as string, 'passesTo');
    }
    expect(chain.filter((id) => id.startsWith('station-')).sort()).toEqual(stations.sort());
  });

  test('can make in its shifts what the supply chain calls off', () => {
    const orders = twinsOf(seedGraph('supply-chain'), 'supplychain:CustomerOrder');
    const calledOff = (item: RegExp) =>
      sum(
        orders
          .filter(({ id }) => item.test(id))
          .map(({ properties }) => Number(properties.demandMean)),
      );
    const perDay = (line: string) =>
      quantity(graph, line, 'ratedThroughput') * quantity(graph, line, 'shiftHours');
    expect(perDay('line-final-1')).toBeGreaterThan(calledOff(/-hp-[69]$/));
    expect(perDay('line-final-2')).toBeGreaterThan(calledOff(/-hp-1[26]$/));
    expect(perDay('line-cylinders')).toBeGreaterThan(calledOff(/-cyl-200$/));
    expect(perDay('line-circuits')).toBeGreaterThan(calledOff(/-hp-/));
  });

  test('holds fewer pieces in a buffer than fit, for as long as they last', () => {
    for (const buffer of ids('plant:Buffer')) {
      const [next = ''] = targetsOf(graph, buffer, 'passesTo');
      const content = quantity(graph, buffer, 'content');
      expect(content, buffer).toBeLessThanOrEqual(quantity(graph, buffer, 'bufferCapacity'));
      const lasts = content * quantity(graph, next, 'cycleTime');
      expect(quantity(graph, buffer, 'failureDelay') / lasts, buffer).toBeCloseTo(1, 5);
    }
  });

  test('loads its panels below their capacity', () => {
    for (const panel of ids('plant:ElectricalPanel')) {
      expect(quantity(graph, panel, 'flow')).toBeLessThan(quantity(graph, panel, 'capacity'));
    }
  });
});

describe('the city', () => {
  const graph = seedGraph('city');
  const ids = (model: string) => twinsOf(graph, model).map(({ id }) => id);
  const demand = (twins: readonly string[]) =>
    sum(twins.map((twin) => quantity(graph, twin, 'demandRate')));

  test('takes less power than its grid connections can give', () => {
    const consumers = [...ids('power:PowerConsumer'), ...ids('city:Consumer')].filter(
      (id) => graph.twin(id)?.properties.demandUnit === 'megawatt',
    );
    const connected = ids('power:GridConnection').map((id) => quantity(graph, id, 'capacity'));
    expect(demand(consumers)).toBeGreaterThan(150);
    expect(demand(consumers)).toBeLessThan(sum(connected));
  });

  test.each(ids('power:Feeder'))('%s is not overloaded', (feeder) => {
    const consumers = sourcesOf(graph, feeder, 'connectsTo');
    expect(consumers.length).toBeGreaterThan(0);
    expect(demand(consumers)).toBeLessThan(quantity(graph, feeder, 'capacity'));
  });

  test('treats more water than its people take', () => {
    const treated = ids('city:WaterWorks').map((id) => quantity(graph, id, 'treatmentCapacity'));
    expect(demand(ids('water:Junction'))).toBeLessThan(sum(treated));
    const litresADay =
      (demand(ids('water:Junction')) * 86_400) /
      sum(ids('city:District').map((id) => quantity(graph, id, 'population')));
    expect(litresADay).toBeGreaterThan(120);
    expect(litresADay).toBeLessThan(200);
  });

  test('lies within twelve kilometres of its market square', () => {
    for (const { id, properties } of twinsOf(graph)) {
      const place = properties.location as { coordinates: [number, number] } | undefined;
      if (place === undefined) continue;
      const [east, north] = place.coordinates;
      expect(Math.hypot((east - 4) * 64.7, (north - 54.5) * 111.3), id).toBeLessThan(12);
    }
  });

  test('has roads both ways between intersections', () => {
    for (const road of ids('city:Road')) {
      const [from, to] = [
        targetsOf(graph, road, 'connectsFrom'),
        targetsOf(graph, road, 'connectsTo'),
      ];
      const back = road.replace(/^road-(..)-(..)$/, 'road-$2-$1');
      expect(targetsOf(graph, back, 'connectsFrom'), road).toEqual(to);
      expect(targetsOf(graph, back, 'connectsTo'), road).toEqual(from);
    }
  });
});
