import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

function read(path: string): JsonObject[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { model: JsonObject }).model);
}

describe('real ontologies load whole', () => {
  const sizes = { building: 767, energygrid: 113, smartcities: 63, isa95: 180 };
  for (const [name, size] of Object.entries(sizes)) {
    it(`${name}: all ${size} models`, (ctx) => {
      const path = sharedData('ontologies', `${name}.ndjson`);
      if (path === undefined) return ctx.skip(noSharedData);
      const { catalogue, problems } = resolveOntology(read(path));
      expect(problems).toEqual([]);
      expect(catalogue.interfaces.size).toBe(size);
    });
  }

  it('building: contents are inherited over eight levels', (ctx) => {
    const path = sharedData('ontologies', 'building.ndjson');
    if (path === undefined) return ctx.skip(noSharedData);
    const { catalogue } = resolveOntology(read(path));
    const interfaces = [...catalogue.interfaces.values()];
    const deepest = interfaces.reduce((a, b) => (a.ancestors.size >= b.ancestors.size ? a : b));
    expect(deepest.ancestors.size).toBeGreaterThanOrEqual(8);
    for (const ancestor of deepest.ancestors) {
      const inherited = catalogue.interface(ancestor)?.contents.keys() ?? [];
      for (const content of inherited) expect(deepest.contents.has(content)).toBe(true);
      expect(catalogue.isA(deepest.id, ancestor)).toBe(true);
      expect(catalogue.subtypes(ancestor).has(deepest.id)).toBe(true);
    }
  });
});

describe("the package's own ontology", () => {
  it('resolves without problems, bindings included', () => {
    const { documents, bindings } = builtInOntology();
    const { catalogue, problems } = resolveOntology(documents, bindings);
    expect(problems).toEqual([]);
    expect(catalogue.interfaces.size).toBe(documents.length);
    const dependent = catalogue.interface('dtmi:linchpin:core:Dependent;1');
    expect(dependent?.contents.get('failureDelay')).toMatchObject({
      kind: 'property',
      semanticType: 'TimeSpan',
      unit: 'second',
      definedIn: 'dtmi:linchpin:core:Dependent;1',
    });
    expect(dependent?.contents.get('location')).toMatchObject({
      schema: { kind: 'primitive', name: 'point' },
      definedIn: 'dtmi:linchpin:core:Asset;1',
    });
  });
});
