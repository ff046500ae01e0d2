import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import type { Point } from '../../src/history/points.ts';
import type { Change } from '../../src/model/change.ts';
import type { Json } from '../../src/model/json.ts';
import { canonicalJson } from '../../src/model/json.ts';
import { compareStamps, type Stamp } from '../../src/model/twin.ts';
import { MemorySource } from './memory-source.ts';

interface Told extends Stamp {
  readonly value: Json;
  readonly revision: number;
}

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('x', true, 0.1));
const reading = fc.record({
  value,
  time: fc.integer({ min: 1, max: 30 }),
  sequence: fc.integer({ min: 0, max: 1 }),
});
const step = fc.oneof(fc.array(reading, { minLength: 1, maxLength: 4 }), value);
const range = fc.record(
  {
    from: fc.integer({ min: 0, max: 40 }),
    to: fc.integer({ min: 0, max: 40 }),
    every: fc.constantFrom(1, 7, 100),
  },
  { requiredKeys: [] },
);

describe('a series', () => {
  test('has every reading and every set value once, whatever came late or twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.constantFrom(1, 4, 1000),
        range,
        async (steps, sealWeight, asked) => {
          const source = new MemorySource();
          // Sets are at the time of their commit: among those of the readings, in this test.
          source.time = 5;
          source.commit([{ addTwin: { id: 'a', model: 'dtmi:test:Pump;1' } }]);
          const history = openHistory(source, { sealWeight, clock: { now: () => source.time } });
          await history.graphAt(1);
          const told = steps.flatMap((each) => tell(source, each));
          const until = source.graph.revision;
          const request = { twin: 'a', path: 'level', until, ...asked };
          expect(await history.series(request)).toEqual(naive(told, asked));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Commits some readings, or sets a value; what has been told with it. */
function tell(source: MemorySource, given: Json | readonly Omit<Told, 'revision'>[]): Told[] {
  if (!Array.isArray(given)) {
    const before = source.graph.revision;
    source.commit([{ set: { twin: 'a', property: 'level', value: given as Json } }]);
    source.time -= 998;
    const { revision } = source.graph;
    const stamp = source.graph.twin('a')?.stamps.level as Stamp;
    return revision === before ? [] : [{ ...stamp, value: given as Json, revision }];
  }
  const readings = given as readonly Omit<Told, 'revision'>[];
  source.commit(
    readings.map((each): Change => ({ observe: { twin: 'a', path: 'level', ...each } })),
  );
  source.time -= 998;
  return readings.map((each) => ({ ...each, revision: source.graph.revision }));
}

/** What a list of all that was told says. */
function naive(
  told: readonly Told[],
  { from = -1e9, to = 1e9, every }: { from?: number; to?: number; every?: number },
): Point[] {
  const name = ({ time, sequence, value }: Told) => `${time} ${sequence} ${canonicalJson(value)}`;
  const seen = new Map<string, Told>();
  for (const each of told) {
    if (each.time >= from && each.time < to && !seen.has(name(each))) seen.set(name(each), each);
  }
  const list = [...seen.values()].sort(
    (a, b) => compareStamps(a, b) || (name(a) < name(b) ? -1 : 1),
  );
  const origin = from === -1e9 ? 0 : from;
  const startOf = ({ time }: Told) =>
    every === undefined ? time : origin + Math.floor((time - origin) / every) * every;
  const groups =
    every === undefined
      ? list.map((each) => [each])
      : [...new Set(list.map(startOf))].map((start) => list.filter((e) => startOf(e) === start));
  return groups.map((group) => {
    const numbers = group.map((each) => each.value).filter((each) => typeof each === 'number');
    const last = group.at(-1) as Told;
    const sum = numbers.reduce((total, each) => total + each, 0);
    return {
      time: startOf(group[0] as Told),
      avg: numbers.length === 0 ? null : expect.closeTo(sum / numbers.length, 9),
      min: numbers.length === 0 ? null : Math.min(...numbers),
      max: numbers.length === 0 ? null : Math.max(...numbers),
      last: last.value,
      count: group.length,
      revision: last.revision,
    };
  });
}

describe('the series of a part', () => {
  let source: MemorySource;
  let history: History;
  beforeEach(async () => {
    source = new MemorySource();
    history = openHistory(source);
    await history.graphAt(0);
  });

  async function told(path: string): Promise<unknown> {
    const points = await history.series({ twin: 'a', path, until: source.graph.revision });
    return points.map(({ last, revision }) => [revision, last]);
  }

  test('has what came with the twin and with the object around it', async () => {
    const model = 'dtmi:test:Pump;1';
    source.commit([{ addTwin: { id: 'a', model, properties: { part: { level: 1 } } } }]);
    source.commit([{ set: { twin: 'a', property: 'part/level', value: 2 } }]);
    source.commit([{ set: { twin: 'a', property: 'part', value: { level: 3, other: 0 } } }]);
    source.commit([{ set: { twin: 'a', property: 'part/other', value: 4 } }]);
    source.commit([{ set: { twin: 'a', property: 'part/level', value: null } }]);
    expect(await told('part/level')).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [5, null],
    ]);
    expect(await told('part')).toEqual([
      [1, { level: 1 }],
      [3, { level: 3, other: 0 }],
    ]);
  });

  test('goes on when a twin was removed and added again', async () => {
    const twin = { id: 'a', model: 'dtmi:test:Pump;1', properties: { level: 1 } };
    source.commit([{ addTwin: twin }]);
    source.commit([{ removeTwin: { twin: 'a' } }]);
    source.commit([{ addTwin: { ...twin, properties: { level: 2 } } }]);
    source.commit([{ putTwin: { ...twin, properties: {} } }]);
    expect(await told('level')).toEqual([
      [1, 1],
      [3, 2],
      [4, null],
    ]);
  });

  test('has values that were observed again unchanged', async () => {
    source.commit([{ addTwin: { id: 'a', model: 'dtmi:test:Pump;1' } }]);
    const observe = (time: number): Change => ({
      observe: { twin: 'a', path: 'level', value: 7, time },
    });
    for (const time of [1, 2, 3]) source.commit([observe(time)]);
    expect(await told('level')).toEqual([
      [2, 7],
      [3, 7],
      [4, 7],
    ]);
  });

  test('of more points than an answer may have is refused', async () => {
    source.commit([{ addTwin: { id: 'a', model: 'dtmi:test:Pump;1' } }]);
    const readings = Array.from({ length: 10_001 }, (_, time) => ({
      observe: { twin: 'a', path: 'level', value: time, time },
    }));
    source.commit(readings);
    const request = { twin: 'a', path: 'level', until: 2 };
    await expect(history.series(request)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringContaining('ask for a shorter time, or for buckets with every'),
    });
    expect(await history.series({ ...request, to: 10_000 })).toHaveLength(10_000);
    expect(await history.series({ ...request, every: 10_001 })).toMatchObject([
      { avg: expect.closeTo(5000, 9), count: 10_001 },
    ]);
  });
});
