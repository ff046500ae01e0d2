/** The nearest known name, for the advice of refusals. */
import { expect, test } from 'vitest';
import { nearName } from '../../src/ontology/near-name.ts';

test.each([
  ['doubel', ['Double', 'double'], 'double'],
  ['doubel', ['double', 'Double'], 'double'],
  ['Doubel', ['double', 'Double'], 'Double'],
  ['POWER', ['power', 'poser'], 'power'],
  ['beds', ['bedside', 'bed', 'best'], 'bed'],
  ['ab', ['xyz'], undefined],
])('%s among %j is %s', (name, candidates, nearest) => {
  expect(nearName(name, candidates)).toBe(nearest);
});

test('a name further away than asked for is none', () => {
  expect(nearName('hospital', ['hosptl'], 2)).toBe('hosptl');
  expect(nearName('hospital', ['hosptl'], 1)).toBeUndefined();
});
