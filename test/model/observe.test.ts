import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Reading } from '../../src/model/reading.ts';
import { readingOf } from './changes.ts';

const twins = ['a', 'b', 'c', 'd', 'e'];
const start = graphAfter(
  emptyGraph(),
  twins.map((id) => ({ addTwin: { id, model: 'dtmi:test:Pump;1' } })),
);

function after(readings: readonly Reading[]) {
  const graph = graphAfter(
    start,
    readings.map((observe) => ({ observe })),
  );
  return twins.map((id) => graph.twin(id)?.properties);
}

/** Readings of one twin whose objects and their parts do not mix, as devices send them. */
const flat = fc.array(
  readingOf.map((reading) => ({
    ...reading,
    path: reading.path === 'part' ? 'level' : reading.path,
  })),
  { maxLength: 12 },
);

test('the state after readings does not depend on their order or number', () => {
  fc.assert(
    fc.property(
      flat.chain((readings) =>
        fc.tuple(
          fc.constant(readings),
          fc.shuffledSubarray([...readings, ...readings], { minLength: readings.length * 2 }),
        ),
      ),
      ([readings, shuffled]) => {
        expect(after(shuffled)).toEqual(after(readings));
      },
    ),
  );
});

test('the newest source time wins, whenever it arrives', () => {
  const reading = (value: number, time: number): Reading => ({
    twin: 'a',
    path: 'level',
    value,
    time,
  });
  expect(after([reading(1, 10), reading(2, 5)])[0]).toEqual({ level: 1 });
  expect(after([reading(2, 5), reading(1, 10)])[0]).toEqual({ level: 1 });
});

test('an object reading leaves newer readings of its parts in place', () => {
  const part: Reading = { twin: 'a', path: 'part/level', value: 7, time: 9 };
  const whole: Reading = { twin: 'a', path: 'part', value: { level: 1, name: 'x' }, time: 5 };
  expect(after([part, whole])[0]).toEqual({ part: { level: 7, name: 'x' } });
  expect(after([whole, part])[0]).toEqual({ part: { level: 7, name: 'x' } });
});

test('a set by an operator is newer than readings made before it', () => {
  const graph = graphAfter(start, [{ set: { twin: 'a', property: 'level', value: 3 } }], {
    now: 100,
  });
  const late = graphAfter(graph, [{ observe: { twin: 'a', path: 'level', value: 1, time: 50 } }]);
  expect(late.twin('a')?.properties).toEqual({ level: 3 });
  const next = graphAfter(graph, [{ observe: { twin: 'a', path: 'level', value: 1, time: 150 } }]);
  expect(next.twin('a')?.properties).toEqual({ level: 1 });
});

test('what is set stays, though a reading it replaced came from a clock that is ahead', () => {
  const ahead: Reading[] = [
    { twin: 'a', path: 'level', value: 9, time: 5_000, sequence: 4, writer: 'x' },
    { twin: 'a', path: 'part', value: { level: 9 }, time: 5_000 },
  ];
  const observe = (readings: readonly Reading[]) =>
    readings.map((reading) => ({ observe: reading }));
  const before = graphAfter(start, observe(ahead));
  const sets = ['level', 'part/level'].map((property) => ({
    set: { twin: 'a', property, value: 1 },
  }));
  const after = graphAfter(graphAfter(before, sets, { now: 100 }), observe(ahead));
  expect(after.twin('a')?.properties).toEqual({ level: 1, part: { level: 1 } });
  const next = graphAfter(after, observe(ahead.map((reading) => ({ ...reading, time: 5_001 }))));
  expect(next.twin('a')?.properties).toEqual({ level: 9, part: { level: 9 } });
});

test('what is set in the millisecond of a reading stays when that is delivered again', () => {
  const reading: Reading = { twin: 'a', path: 'level', value: 9, time: 100 };
  const graph = graphAfter(
    start,
    [
      { observe: reading },
      { set: { twin: 'a', property: 'level', value: 1 } },
      { observe: reading },
    ],
    { now: 100 },
  );
  expect(graph.twin('a')?.properties).toEqual({ level: 1 });
});
