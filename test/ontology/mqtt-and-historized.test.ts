import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { model, property } from './models.ts';

const generated = sharedData('dtdl', 'generated.ndjson');
const mqtt = {
  '@context': ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:mqtt;1'],
  '@type': ['Interface', 'Mqtt'],
  payloadFormat: 'Json/ecma/404',
};

describe('an interface that is co-typed Mqtt', () => {
  it('says its topics and its format, which those that extend it do not inherit', () => {
    const topics = { telemetryTopic: 'a/{senderId}', commandTopic: 'a/{executorId}' };
    const { catalogue, problems } = resolveOntology([
      model('Base', [], { ...mqtt, ...topics }),
      model('Silent', [], mqtt),
      model('Sub', [], { extends: 'dtmi:test:Base;1' }),
    ]);
    expect(problems).toEqual([]);
    const factsOf = (name: string) => catalogue.interface(`dtmi:test:${name};1`)?.mqtt;
    expect(factsOf('Base')).toEqual({ payloadFormat: 'Json/ecma/404', ...topics });
    expect(factsOf('Silent')).toEqual({ payloadFormat: 'Json/ecma/404' });
    expect(factsOf('Sub')).toBeUndefined();
  });

  it('is found in every valid model of the public suite that has one', (ctx) => {
    if (generated === undefined) return ctx.skip(noSharedData);
    const models = readFileSync(generated, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"telemetryTopic"'))
      .map((line) => JSON.parse(line).case as { valid: boolean; input: JsonObject[] })
      .filter(({ valid }) => valid)
      .flatMap(({ input }) => input.flat() as JsonObject[]);
    expect(models.length).toBeGreaterThan(5);
    for (const document of models) {
      const found = resolveOntology([document]).catalogue.interface(String(document['@id']));
      expect(found?.mqtt?.telemetryTopic).toBe(document.telemetryTopic);
    }
  });
});

describe('a content that is co-typed Historized', () => {
  it('is marked, also where it is inherited', () => {
    const level = { ...property('level', 'double'), '@type': ['Property', 'Historized'] };
    const flow = { name: 'flow', schema: 'double', '@type': ['Telemetry', 'Historized'] };
    for (const version of [3, 4]) {
      const context = `dtmi:dtdl:extension:historization;${version - 2}`;
      const { catalogue, problems } = resolveOntology([
        model('Tank', [level, flow, property('name', 'string')], {
          '@context': [`dtmi:dtdl:context;${version}`, context],
        }),
        model('Silo', [], {
          '@context': `dtmi:dtdl:context;${version}`,
          extends: 'dtmi:test:Tank;1',
        }),
      ]);
      expect(problems).toEqual([]);
      for (const id of ['dtmi:test:Tank;1', 'dtmi:test:Silo;1']) {
        const contents = [...(catalogue.interface(id)?.contents.values() ?? [])];
        const marked = contents.filter((each) => 'historized' in each).map(({ name }) => name);
        expect(marked.toSorted()).toEqual(['flow', 'level']);
      }
    }
  });
});
