/** Adding models to an ontology gives what judging all of them together gives. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { type Ground, judgeAdded } from '../../src/ontology/judge-added.ts';
import { type Resolved, resolveOntology } from '../../src/ontology/resolve.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { model, property } from './models.ts';

const samples: Readonly<Record<string, () => JsonObject[] | undefined>> = {
  building: () => publicOntology('building'),
  isa95: () => publicOntology('isa95'),
  energygrid: () => publicOntology('energygrid'),
  smartcities: () => publicOntology('smartcities'),
  'generated, version 3': () => sampleOntology({ models: 200 }),
  'generated, version 2': () => sampleOntology({ models: 100, version: 2 }),
};

function publicOntology(name: string): JsonObject[] | undefined {
  const path = sharedData('ontologies', `${name}.ndjson`);
  const lines = path === undefined ? undefined : readFileSync(path, 'utf8').trim().split('\n');
  return lines?.map((line) => (JSON.parse(line) as { model: JsonObject }).model);
}

/** Ways to spoil a model, given another one of the same ontology. */
const faults: readonly ((one: JsonObject, other: JsonObject) => JsonObject)[] = [
  (one) => ({ ...one, extends: 'dtmi:test:Missing;1' }),
  (one, other) => ({ ...one, '@id': other['@id'] as string }),
  (one, other) => ({ ...one, extends: other['@id'] as string }),
  (one, other) => ({ ...one, contents: other.contents ?? [] }),
  (one) => ({ ...one, contents: [property('name', 'nothing')] }),
  (one, other) => ({
    ...one,
    schemas: [{ '@id': other['@id'] as string, '@type': 'Array', elementSchema: 'string' }],
  }),
];

/** The documents in parts, each added to what came before. */
function inParts(documents: readonly JsonObject[], sizes: readonly number[]): Resolved {
  let resolved = resolveOntology([]);
  let end = 0;
  for (const size of [...sizes, documents.length]) {
    end = Math.min(end + size, documents.length);
    resolved = resolveOntology(documents.slice(0, end), [], resolved);
  }
  return resolved;
}

function expectSame(parts: Resolved, whole: Resolved): void {
  expect(parts.problems).toEqual(whole.problems);
  expect(parts.catalogue.interfaces).toEqual(whole.catalogue.interfaces);
  expect([...parts.catalogue.interfaces.keys()]).toEqual([...whole.catalogue.interfaces.keys()]);
  for (const id of whole.catalogue.interfaces.keys()) {
    expect(parts.catalogue.subtypes(id)).toEqual(whole.catalogue.subtypes(id));
  }
}

/** The same documents in another order; on demand with what a model rests on before it. */
function mixed(
  documents: readonly JsonObject[],
  keys: readonly number[],
  restingFirst: boolean,
): JsonObject[] {
  const key = (index: number) => keys[index % keys.length] ?? 0;
  const drawn = [...documents.entries()].sort(([i], [j]) => key(i) - key(j) || i - j);
  const byId = new Map(documents.map((document) => [document['@id'], document]));
  const ordered = new Set<JsonObject>();
  const put = (document: JsonObject, open: ReadonlySet<JsonObject>): void => {
    if (open.has(document)) return;
    const contents = listOf(document.contents) as readonly JsonObject[];
    for (const each of restingFirst ? [document, ...contents] : []) {
      for (const id of [...listOf(each.extends), each.schema ?? '']) {
        const needed = byId.get(id);
        if (needed !== undefined) put(needed, new Set([...open, document]));
      }
    }
    ordered.add(document);
  };
  for (const [, document] of drawn) put(document, new Set());
  return [...ordered];
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 6 });
const keys = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 50 });

describe('an ontology that is added to in parts', () => {
  for (const [name, read] of Object.entries(samples)) {
    it(`${name}: is the same as one that comes at once, in any order`, (ctx) => {
      const documents = read();
      if (documents === undefined) return ctx.skip(noSharedData);
      const law = fc.property(sizes, keys, fc.boolean(), (parts, order, restingFirst) => {
        const all = mixed(documents, order, restingFirst);
        expectSame(inParts(all, parts), resolveOntology(all));
      });
      fc.assert(law, { numRuns: 4, examples: [[[50, 1], [0], true]] });
    });

    it(`${name}: has the same problems where models are wrong`, (ctx) => {
      const documents = read();
      if (documents === undefined) return ctx.skip(noSharedData);
      const ordered = mixed(documents, [0], true);
      const some = fc.nat({ max: ordered.length - 1 });
      const law = fc.property(
        sizes,
        some,
        some,
        fc.constantFrom(...faults),
        (parts, i, j, spoil) => {
          const wrong = [...ordered];
          wrong[i] = spoil(ordered[i] as JsonObject, ordered[j] as JsonObject);
          expectSame(inParts(wrong, parts), resolveOntology(wrong));
        },
      );
      fc.assert(law, { numRuns: 6 });
    });
  }

  it('refuses what an earlier model has defined, within it too', () => {
    const inner = { '@id': 'dtmi:test:Size;1', '@type': 'Array', elementSchema: 'double' };
    const box = model('Box', [], { schemas: [inner] });
    const crate = model('Crate', [property('size', 'string')], { schemas: [inner] });
    const before = resolveOntology([box, model('Other', [])]);
    const documents = [...(before.ground?.documents ?? []), crate];
    expectSame(resolveOntology(documents, [], before), resolveOntology(documents));
    expect(resolveOntology(documents, [], before).problems).toHaveLength(1);
  });

  it('is judged only where it is new, and where that rests on', () => {
    const documents = sampleOntology({ models: 300 });
    const { ground } = resolveOntology(documents.slice(0, -1));
    const last = documents.at(-1) as JsonObject;
    const added = judgeAdded(ground as Ground, documents);
    const judged = added?.judgement.models.map(({ document }) => document) ?? [];
    const { catalogue } = resolveOntology(documents);
    const lineage = catalogue.interface(last['@id'] as string)?.ancestors ?? new Set();
    const judgedIds = judged.map((document) => document['@id'] as string);
    expect(judgedIds).toEqual(expect.arrayContaining([...lineage]));
    expect(judged.length).toBeLessThan(30);
  });
});

describe('interfaces that stay what they were', () => {
  const base = model('Base', [property('name', 'string')]);
  const pump = model('Pump', [property('flow', 'double')], { extends: 'dtmi:test:Base;1' });
  const tank = model('Tank', [property('level', 'double')], { extends: 'dtmi:test:Base;1' });
  const of = ({ catalogue }: Resolved, name: string) => catalogue.interface(`dtmi:test:${name};1`);

  it('are the same objects when a model is added', () => {
    const before = resolveOntology([base, pump]);
    const after = resolveOntology([base, pump, tank], [], before);
    expect(of(after, 'Pump')).toBe(of(before, 'Pump'));
    expect(of(after, 'Base')).toBe(of(before, 'Base'));
    expect(of(after, 'Tank')?.contents.get('name')).toBe(of(before, 'Base')?.contents.get('name'));
    expect(after.catalogue.subtypes('dtmi:test:Base;1').size).toBe(3);
    expect(before.catalogue.subtypes('dtmi:test:Base;1').size).toBe(2);
  });

  it('are the same objects when a model is removed, and when a wrong one comes', () => {
    const before = resolveOntology([base, pump, tank]);
    const without = resolveOntology([base, tank], [], before);
    expect(of(without, 'Pump')).toBeUndefined();
    expect(of(without, 'Tank')).toBe(of(before, 'Tank'));
    const wrong = model('Wrong', [], { extends: 'dtmi:test:Missing;1' });
    const after = resolveOntology([base, pump, tank, wrong], [], before);
    expect(after.problems).toHaveLength(1);
    expect(of(after, 'Pump')).toBe(of(before, 'Pump'));
  });

  it('are made anew when what they extend has changed', () => {
    const before = resolveOntology([base, pump]);
    const other = model('Base', [property('label', 'string')]);
    const after = resolveOntology([other, pump], [], before);
    expect([...(of(after, 'Pump')?.contents.keys() ?? [])].sort()).toEqual(['flow', 'label']);
  });
});
