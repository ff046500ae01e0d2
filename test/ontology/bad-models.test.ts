/** Models that break a rule of the language, each with all that is said of it: place and message. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { model, property } from './models.ts';

/** What is said of models: `element: message`. */
function said(...models: readonly JsonObject[]): string[] {
  return resolveOntology(models).problems.map(({ where, message }) => `${where}: ${message}`);
}

const named = (id: Json, version = 3) =>
  model('X', [], { '@id': id, '@context': `dtmi:dtdl:context;${version}` });

/** Interfaces that extend one another, the last over so many levels. */
function chain(levels: number, version: number): JsonObject[] {
  const context = { '@context': `dtmi:dtdl:context;${version}` };
  return Array.from({ length: levels + 1 }, (_, index) =>
    model(`C${index}`, [], { ...context, ...(index > 0 && extending(`C${index - 1}`)) }),
  );
}

function extending(...names: readonly string[]): JsonObject {
  return { extends: names.map((name) => `dtmi:test:${name};1`) };
}

describe('an @id is refused', () => {
  test.each<[form: string, id: Json, version: number, rule: string, name?: string]>([
    ['that is a number', 7, 3, 'idNotString'],
    ['that is empty', '', 3, 'idNotString'],
    ['of another scheme', 'urn:test:X', 3, 'invalidId'],
    ['with a space', 'dtmi:test:the pump;1', 3, 'invalidId'],
    ['with a slash', 'dtmi:test/x;1', 3, 'invalidId'],
    ['without segments', 'dtmi:;1', 3, 'invalidId'],
    ['with an empty segment', 'dtmi:test::X;1', 3, 'invalidId'],
    ['with a segment that begins with a digit', 'dtmi:test:1X;1', 3, 'invalidId'],
    ['with a segment that ends with an underscore', 'dtmi:test:X_;1', 3, 'invalidId'],
    ['with the segment __proto__', 'dtmi:test:__proto__;1', 3, 'invalidId'],
    ['of version 0', 'dtmi:test:X;0', 3, 'invalidId'],
    ['of a version of ten digits', 'dtmi:test:X;1234567890', 3, 'invalidId'],
    ['with two versions', 'dtmi:test:X;1;2', 3, 'invalidId'],
    ['without version in version 2', 'dtmi:test:X', 2, 'invalidId', 'dtmi:test:X'],
    ['with a minor version in version 2', 'dtmi:test:X;1.2', 2, 'invalidId', 'dtmi:test:X;1.2'],
    ["of the language's own", 'dtmi:dtdl:X;1', 3, 'reservedId', 'dtmi:dtdl:X;1'],
  ])('%s', (_, id, version, rule, name = 'model 0') => {
    const shown = JSON.stringify(id);
    expect(said(named(id, version))).toEqual([`${name}/@id: @id is ${shown} (${rule})`]);
  });

  test.each([
    'dtmi:test:constructor;1',
    'dtmi:test:toString:hasOwnProperty;1',
    'dtmi:test:query;1',
  ])('not where only JavaScript or GraphQL knows a segment: %s', (id) =>
    expect(said(named(id))).toEqual([]),
  );
});

describe('a name is refused', () => {
  test.each(['__typename', '__proto__', '_x', 'x_', '1x', 'a b', 'a/b', 'naïve', ''])(
    'that the language does not allow: %j',
    (name) => {
      const step = name.slice(0, 64);
      expect(said(model('A', [property(name, 'double')]))).toEqual([
        `dtmi:test:A;1/contents/${step}/name: the value is "${name}" (stringInvalid)`,
      ]);
    },
  );

  test.each(['query', 'type', 'input', 'true', 'null', 'on', 'constructor', 'prototype', 'id'])(
    'not because it is a word of GraphQL or JavaScript: %s',
    (name) => {
      const { catalogue, problems } = resolveOntology([model('A', [property(name, 'double')])]);
      expect(problems).toEqual([]);
      expect([...(catalogue.interface('dtmi:test:A;1')?.contents.keys() ?? [])]).toEqual([name]);
    },
  );

  test('not because another interface has the same last segment', () => {
    const other = model('A', [], { '@id': 'dtmi:other:A;1' });
    const later = model('A', [], { '@id': 'dtmi:test:A;2' });
    expect(resolveOntology([model('A', []), other, later]).catalogue.interfaces.size).toBe(3);
  });

  test('that is given twice, at the second, in the same interface and in one it extends', () => {
    const twice = model('A', [property('x', 'double'), property('x', 'string')]);
    const first = 'dtmi:test:A;1/contents/x';
    expect(said(twice)).toEqual([
      `dtmi:test:A;1/contents/1/name: name x is given to dtmi:test:A;1/contents/1 and to ${first} (nonUniquePropertyValue)`,
    ]);
    const base = model('Base', [property('x', 'double')]);
    const leaf = model('Leaf', [property('x', 'double')], extending('Base'));
    expect(said(base, leaf)).toEqual([
      'dtmi:test:Leaf;1/contents/x/name: name x is given to dtmi:test:Base;1/contents/x and to dtmi:test:Leaf;1/contents/x (nonUniqueImportedPropertyValue)',
    ]);
    const other = model('Other', [property('x', 'double')]);
    const both = model('Both', [], extending('Base', 'Other'));
    expect(said(base, other, both)[0]).toMatch(/^dtmi:test:Both;1\/extends: name x is given/);
  });
});

describe('extends is refused', () => {
  test.each([
    [2, 10],
    [3, 10],
    [4, 12],
  ])('in version %i over more than %i levels', (version, most) => {
    expect(said(...chain(most, version))).toEqual([]);
    const last = `dtmi:test:C${most + 1};1`;
    expect(said(...chain(most + 1, version))).toEqual([
      `${last}/extends: it is more than ${most} deep along extends (excessiveDepthNarrow)`,
    ]);
  });

  test.each([1, 2, 3, 50])('in a circle of %i', (length) => {
    const circle = Array.from({ length }, (_, index) =>
      model(`R${index}`, [], extending(`R${(index + 1) % length}`)),
    );
    const found = said(...circle, model('Apart', []));
    expect(found).toHaveLength(length);
    for (const each of found)
      expect(each).toMatch(/^dtmi:test:R\d+;1\/extends: it contains itself/);
  });

  test('that names nothing, at the item that does, and says of a bad model that it is bad', () => {
    const bad = model('Bad', [], { '@context': 'dtmi:dtdl:context;9' });
    const leaf = model('Leaf', [], extending('Leaf2', 'Gone', 'Bad'));
    expect(said(bad, leaf, model('Leaf2', []))).toEqual([
      'dtmi:test:Bad;1/@context: @context holds "dtmi:dtdl:context;9" (unrecognizedContextVersion)',
      'dtmi:test:Leaf;1/extends/1: dtmi:test:Gone;1 is not defined (unresolvedReference)',
      'dtmi:test:Leaf;1/extends/2: dtmi:test:Bad;1 has problems of its own (unresolvedReference)',
    ]);
  });
});

test('an extension that is not known is refused, in version 2 taken as one that may come', () => {
  const of = (version: number) => ({
    '@context': [`dtmi:dtdl:context;${version}`, 'dtmi:com:example:extension;1'],
  });
  const refused = 'dtmi:test:A;1/@context/1: @context holds "dtmi:com:example:extension;1"';
  expect(said(model('A', [], of(2)))).toEqual([]);
  expect(said(model('A', [], of(3)))).toEqual([`${refused} (unresolvableContextSpecifier)`]);
  expect(said(model('A', [], of(4)))).toEqual([`${refused} (unresolvableContextSpecifier)`]);
});

describe('a model of a million elements is refused by its size', () => {
  const contents = Array.from({ length: 1_000_000 }, (_, index) => property(`p${index}`, 'double'));
  const of = (version: number) =>
    model('Big', contents, { '@context': `dtmi:dtdl:context;${version}` });

  test('and not read on', () => {
    expect(said(of(2))).toEqual([
      'dtmi:test:Big;1/contents: there are 1000000 values (objectCountAboveMax)',
    ]);
    for (const version of [3, 4]) {
      const bytes = JSON.stringify(of(version)).length;
      expect(said(of(version))).toEqual([
        `dtmi:test:Big;1: the model has ${bytes} bytes of JSON (partitionTooLarge)`,
      ]);
    }
  });
});
