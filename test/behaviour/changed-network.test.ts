/** The network of an edited graph, made from that of the graph below, is the one read as a whole. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dependencyNetwork, wholeNetwork } from '../../src/behaviour/build-dependency-network.ts';
import { applyChanges } from '../../src/model/apply.ts';
import type { Change } from '../../src/model/change.ts';
import { core, link, testCatalogue, testModel, twin } from '../simulate/graphs.ts';
import { world } from '../simulate/world.ts';

const catalogue = testCatalogue([
  { relationship: 'links', interface: testModel('Breaker'), dependent: 'both', group: 'power' },
]);
const ids = ['grid', 'feeder-0', 'feeder-1', 'shop-0', 'shop-1', 'load-2', 'new-0', 'new-1'];
const id = fc.constantFrom(...ids);
const model = fc.constantFrom(core('Dependent'), core('Asset'), testModel('Breaker'));
const rules = fc.constantFrom('all', 'any', 'kOfN', 'nonsense');

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(id, fc.boolean()).map(
    ([of, value]): Change => ({
      set: { twin: of, property: 'operational', value },
    }),
  ),
  fc.tuple(id, rules).map(
    ([of, value]): Change => ({
      set: { twin: of, property: 'dependencyRule', value },
    }),
  ),
  fc.tuple(id, fc.integer({ min: -5, max: 50 })).map(
    ([of, value]): Change => ({
      set: { twin: of, property: 'failureDelay', value },
    }),
  ),
  fc.tuple(id, model).map(([of, as]) => twin(of, as)),
  id.map((of): Change => ({ removeTwin: { twin: of, detach: true } })),
  fc
    .tuple(id, id, fc.constantFrom('dependsOn', 'links'), fc.constantFrom('power', 'water'))
    .map(([from, to, name, group]) => link(from, name, to, { group })),
  fc.tuple(id, id).map(
    ([from, to]): Change => ({
      removeRelationship: { source: from, id: `dependsOn:${to}` },
    }),
  ),
);

test('is the same after any edits, one laid on the other', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 5, maxLength: 40 }), (changes) => {
      let graph = world;
      for (const each of changes) {
        const options = { revision: 1, now: 0, skipRefused: true };
        graph = graph.withChanges(applyChanges(graph, [each], options).changeset);
        expect(dependencyNetwork(graph, catalogue)).toEqual(wholeNetwork(graph, catalogue));
      }
    }),
    { numRuns: 500 },
  );
});
