/** Records that are as odd as records can be: what a packed graph has to keep without loss. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Relationship } from '../../src/model/relationship.ts';
import type { Stamp, Twin } from '../../src/model/twin.ts';

const oddText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('', '\ud800', 'x\udc00', '𝄞', 'ß€𐍈', 'a'.repeat(300), 'null', '-0'),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, -Number.MAX_VALUE, 2 ** 53, 1e21),
);
const key = fc.oneof(
  fc.constantFrom(
    'level',
    'part',
    'a/b',
    '/',
    '',
    '__proto__',
    'constructor',
    '7',
    '10',
    'toString',
  ),
  oddText,
);

const { object } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(number, oddText, fc.constantFrom(null, true, false)),
    fc.array(tie('json'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(key, tie('json')), { maxLength: 5 }).map(own),
}));

const stamp: fc.Arbitrary<Stamp> = fc
  .tuple(number, fc.option(number, { nil: undefined }), fc.option(oddText, { nil: undefined }))
  .map(([time, sequence, writer]) => ({
    time,
    ...(sequence === undefined ? {} : { sequence }),
    ...(writer === undefined ? {} : { writer }),
  }));
const stamps = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom('level', 'part', 'part/level', 'gone'), key), stamp), {
    maxLength: 5,
  })
  .map(own);

const id = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'ä', '𝄞', 'r:a', 'feeds:a'),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    .filter((text) => text.isWellFormed()),
);

const twin: fc.Arbitrary<Twin> = fc.record({
  id,
  model: fc.constantFrom('dtmi:test:Pump;1', 'dtmi:test:Tank;1', ''),
  properties: object,
  stamps,
  revision: fc.maxSafeNat(),
  updatedAt: number,
});

/** Twins, and relationships between them, with keys of their own. */
export const hostileRecords = fc
  .uniqueArray(twin, { selector: (item) => item.id, maxLength: 8 })
  .chain((twins) => {
    if (twins.length === 0) return fc.constant({ twins, relationships: [] as Relationship[] });
    const end = fc.constantFrom(...twins.map((item) => item.id));
    const ends = fc.tuple(end, end, fc.constantFrom('feeds', 'r', 'ß'), fc.option(id));
    const relationship = fc.tuple(ends, object, fc.maxSafeNat()).map(
      ([[source, target, name, own], properties, revision]): Relationship => ({
        source,
        id: own ?? `${name}:${target}`,
        name,
        target,
        properties,
        revision,
      }),
    );
    const keyed = { selector: (item: Relationship) => `${item.source}\u0000${item.id}` };
    const relationships = fc.uniqueArray(relationship, { ...keyed, maxLength: 40 });
    return relationships.map((items) => ({ twins, relationships: items }));
  });

/** An object of entries, each key its own, whatever it is called. */
function own<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries);
}
