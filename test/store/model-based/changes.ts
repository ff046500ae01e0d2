/** Random changes and commits for `commands.ts`, on few twins, so that they meet. */
import fc from 'fast-check';
import type { Change } from '../../../src/model/change.ts';
import type { Json } from '../../../src/model/json.ts';
import { ids, models, value } from '../../query/random-graph.ts';

/** A commit before it is known what revision is the present one. */
export interface WantedCommit {
  readonly changes: readonly Change[];
  /** One of a few operation ids; undefined for none. */
  readonly operation?: number;
  /** How far from the present revision `ifRevision` is. */
  readonly ifRevision?: number;
  readonly skipRefused: boolean;
}

/** Ids that twins have. */
export const goodIds = ids.slice(0, 5);
/** An id, seldom one that no twin can have. */
export const id = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...goodIds) },
  { weight: 1, arbitrary: fc.constantFrom('nobody', '', '$x') },
);
const path = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('level', 'name', 'part/level', 'part', 'x y/`') },
  { weight: 1, arbitrary: fc.constantFrom('', 'part//level', '__proto__/x') },
);
const anyValue: fc.Arbitrary<Json> = fc.oneof(
  value,
  fc.constantFrom<Json>(null, 5e-324, -1.5e300, 2 ** 53, 'é\u0301`"\'\\', [], {}, [[1], [null]]),
  fc.constantFrom<Json>({ level: { deep: [1, { a: null }] } }, '9223372036854775807', [1.5, 2]),
);
const properties = fc.dictionary(fc.constantFrom('level', 'name', 'part', '__proto__'), anyValue, {
  maxKeys: 3,
  noNullPrototype: true,
});
const twin = fc.record({ id, model: fc.constantFrom(...models), properties });
const link = fc.record(
  {
    source: id,
    target: id,
    name: fc.constantFrom('feeds', 'cools'),
    id: fc.constantFrom('r0', 'r1', '`'),
    properties,
  },
  { requiredKeys: ['source', 'target', 'name'] },
);
const key = fc.record({ source: id, id: fc.constantFrom('r0', 'r1', '`', 'feeds:a', 'cools:b') });
const reading = fc.record(
  {
    twin: id,
    path: fc.constantFrom('level', 'part/level', 'part', ''),
    value,
    time: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(8e15)),
    sequence: fc.nat(1),
    writer: fc.constantFrom('a', 'b'),
    messageId: fc.constantFrom('m1', 'm2'),
  },
  { requiredKeys: ['twin', 'path', 'value', 'time'] },
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: twin.map((addTwin) => ({ addTwin })) },
  { weight: 2, arbitrary: twin.map((putTwin) => ({ putTwin })) },
  {
    weight: 4,
    arbitrary: fc.record({ twin: id, property: path, value: anyValue }).map((set) => ({ set })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ twin: id, detach: fc.boolean() }, { requiredKeys: ['twin'] })
      .map((removeTwin) => ({ removeTwin })),
  },
  { weight: 5, arbitrary: link.map((addRelationship) => ({ addRelationship })) },
  { weight: 2, arbitrary: link.map((putRelationship) => ({ putRelationship })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(key, fc.record({ property: path, value: anyValue }))
      .map(([where, set]) => ({ setRelationship: { ...where, ...set } })),
  },
  { weight: 1, arbitrary: key.map((removeRelationship) => ({ removeRelationship })) },
  { weight: 3, arbitrary: reading.map((observe) => ({ observe })) },
);

/** A commit of changes of every kind, many of which are refused. */
export const commit: fc.Arbitrary<WantedCommit> = fc.record(
  {
    changes: fc.array(change, { maxLength: 6 }),
    operation: fc.nat(9),
    ifRevision: fc.constantFrom(0, 0, 0, 0, 0, -1, 1),
    skipRefused: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
  },
  { requiredKeys: ['changes', 'skipRefused'] },
);
