import { expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';

const twin = graphAfter(emptyGraph(), [{ addTwin: { id: 'a', model: 'dtmi:test:Pump;1' } }]);
const entry = (index: number) => ({
  observe: { twin: 'a', path: `readings/${index}`, value: 1, time: 1 },
});

test('a twin that is sent ever new paths is bounded, and the last right state stays', () => {
  const full = graphAfter(
    twin,
    Array.from({ length: 1000 }, (_, index) => entry(index)),
  );
  expect(() => graphAfter(full, [entry(1000)])).toThrow(/^LIMIT_EXCEEDED a: .* 1000 paths/);
  const again = { observe: { ...entry(0).observe, value: 2, time: 2 } };
  expect(graphAfter(full, [again]).value(0, 'readings/0')).toBe(2);
});
