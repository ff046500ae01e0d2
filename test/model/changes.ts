/** Random changes over a few ids, so that they meet: for the property tests of graphs and stores. */
import fc from 'fast-check';
import type { Change } from '../../src/model/change.ts';

const twin = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const model = fc.constantFrom('dtmi:test:Pump;1', 'dtmi:test:Tank;1');
const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.boolean(), fc.constantFrom('x', 'y'));
const property = fc.constantFrom('level', 'part/level', 'part');
const properties = fc.record({ level: fc.integer({ min: 0, max: 9 }) });
const newTwin = fc.record({ id: twin, model, properties });
const newRelationship = fc.record({
  source: twin,
  target: twin,
  name: fc.constantFrom('feeds', 'cools'),
  id: fc.constantFrom('r1', 'r2'),
});
const key = fc.record({ source: twin, id: fc.constantFrom('r1', 'r2') });

/** A reading whose source time is one of a few, so that ties happen. */
export const readingOf = fc.record({
  twin,
  path: fc.constantFrom('level', 'part', 'part/level'),
  value: fc.oneof(value, fc.record({ level: fc.integer({ min: 0, max: 3 }) })),
  time: fc.integer({ min: 1, max: 4 }),
  sequence: fc.integer({ min: 0, max: 2 }),
  writer: fc.constantFrom('one', 'two'),
});

export const changeOf: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ addTwin: newTwin }),
  fc.record({ putTwin: newTwin }),
  fc.record({ set: fc.record({ twin, property, value }) }),
  fc.record({ removeTwin: fc.record({ twin, detach: fc.boolean() }) }),
  fc.record({ addRelationship: newRelationship }),
  fc.record({ putRelationship: newRelationship }),
  fc.record({
    setRelationship: fc.record({ source: twin, id: fc.constantFrom('r1', 'r2'), property, value }),
  }),
  fc.record({ removeRelationship: key }),
  fc.record({ observe: readingOf }),
);
