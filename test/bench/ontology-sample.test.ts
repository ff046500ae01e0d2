/** The generated ontologies are right, and have the shape of large public ones. */
import { createParser, ModelParsingOption } from '@azure/dtdl-parser';
import { describe, expect, test } from 'vitest';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

const extending = ({ extends: parents }: JsonObject) =>
  Array.isArray(parents) ? parents.length : parents === undefined ? 0 : 1;

describe('a generated ontology', () => {
  test.each([2, 3] as const)('of version %d has as many right models as wanted', (version) => {
    const documents = sampleOntology({ models: 800, version });
    const { catalogue, problems } = resolveOntology(documents);
    expect(problems).toEqual([]);
    expect(catalogue.interfaces.size).toBe(800);
  });

  test('is the same each time, and the beginning of a larger one', () => {
    const larger = sampleOntology({ models: 300 });
    expect(sampleOntology({ models: 200 })).toEqual(larger.slice(0, 200));
  });

  test('of version 2 is right for another parser too', async () => {
    const documents = sampleOntology({ models: 120, version: 2 });
    const parser = createParser(ModelParsingOption.PermitAnyTopLevelElement);
    const found = await parser.parse(documents.map((each) => JSON.stringify(each)));
    for (const document of documents) expect(found).toHaveProperty([document['@id'] as string]);
  });

  test('of buildings inherits over ten levels, from several parents, and overrides units', () => {
    const documents = sampleOntology({ models: 3_700 });
    const { catalogue } = resolveOntology(documents);
    const depth = new Map<string, number>();
    for (const { id, extends: parents } of catalogue.interfaces.values()) {
      depth.set(id, Math.max(-1, ...parents.map((parent) => depth.get(parent) ?? NaN)) + 1);
    }
    expect(Math.max(...depth.values())).toBe(10);
    const several = documents.filter((each) => extending(each) > 1).length;
    expect(several).toBeGreaterThan(200);
    expect(several).toBeLessThan(260);
    const overrides = JSON.stringify(documents).split('"Override"').length - 1;
    expect(overrides).toBeGreaterThan(300);
    expect(overrides).toBeLessThan(380);
  });

  test('of devices has as many telemetry as the largest public repository', () => {
    const documents = sampleOntology({ models: 1_000, version: 2 });
    const telemetry = JSON.stringify(documents).split('"Telemetry"').length - 1;
    expect(telemetry / 1_000).toBeCloseTo(128_590 / 19_255, 0);
  });
});
