import { expect, test } from 'vitest';
import { effectOf } from '../../src/model/effect.ts';
import { graphOf, link, twin } from '../simulate/graphs.ts';

test('what goes with a removed twin is told by source and id, however it was added', () => {
  const twins = ['a', 'b', 'c'].map((id) => twin(id, 'dtmi:test:Pump;1'));
  const links = [link('c', 'feeds', 'a'), link('a', 'feeds', 'c'), link('a', 'feeds', 'b')];
  const told = [links, links.toReversed()].map((added) => {
    const change = { removeTwin: { twin: 'a', detach: true } };
    const effect = effectOf(graphOf([...twins, ...added]), change, { revision: 2, now: 0 });
    if (!('writes' in effect)) throw new Error(effect.problem.message);
    return effect.writes.flatMap((write) =>
      write.kind === 'relationship' ? [`${write.from?.source} ${write.from?.target}`] : [],
    );
  });
  expect(told).toEqual([
    ['a b', 'a c', 'c a'],
    ['a b', 'a c', 'c a'],
  ]);
});
