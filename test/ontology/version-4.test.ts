import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import type { Schema } from '../../src/ontology/catalogue.ts';
import { judgeModels } from '../../src/ontology/language/language.ts';
import { pathTarget } from '../../src/ontology/path-target.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { valueCheck } from '../../src/ontology/value-check.ts';
import { model, property, rulesBroken } from './models.ts';

const core = 'dtmi:dtdl:context;4';
const four = (...contents: Json[]) => model('Four', contents, { '@context': core });

describe('limit contexts', () => {
  const limitless = `${core}#limitless`;
  const broken = (...context: Json[]) => rulesBroken(model('A', [], { '@context': context }));

  it('follow #limitless: those of the core or of an extension', () => {
    for (const limits of [`${core}#limits`, 'dtmi:dtdl:limits:onvif;1', 'dtmi:dtdl:limits:aio;1']) {
      expect(broken(limitless, limits, 'dtmi:dtdl:extension:quantitativeTypes;2'), limits).toEqual(
        [],
      );
    }
  });

  it.each([
    ['missingLimitContext', [limitless]],
    ['missingLimitContext', [limitless, limitless]],
    ['missingLimitContext', [limitless, 'dtmi:dtdl:extension:quantitativeTypes;2']],
    ['missingLimitContext', [limitless, 'dtmi:dtdl:limits:onvif;9']],
    ['misplacedLimitContext', [`${core}#limits`]],
    ['misplacedLimitContext', [core, 'dtmi:dtdl:limits:onvif;1']],
    ['invalidContextSpecifier', [limitless, 'dtmi:dtdl:limits:onvif;1#limits']],
    ['invalidContextFragment', [`${core}#others`]],
    ['disallowedContextFragment', ['dtmi:dtdl:context;3#limitless']],
    ['missingDtdlContext', ['dtmi:dtdl:limits:onvif;1', limitless]],
  ])('elsewhere are refused: %s', (rule, context) => {
    expect(broken(...context)).toEqual([rule]);
  });

  it('may be kept to some, with a version or without', () => {
    const document = model('A', [], { '@context': [limitless, 'dtmi:dtdl:limits:onvif;1'] });
    const rules = (...acceptableLimits: string[]) =>
      judgeModels([document], { acceptableLimits }).problems.map(({ rule }) => rule);
    expect(rules('dtmi:dtdl:limits:onvif')).toEqual([]);
    expect(rules('dtmi:dtdl:limits:onvif;1')).toEqual([]);
    expect(rules('dtmi:dtdl:limits:onvif;2')).toEqual(['disallowedLimitContext']);
    expect(rules()).toEqual(['disallowedLimitContext']);
  });

  it('replace the limits of the core for all that is in the model', () => {
    const description = 'd'.repeat(4096);
    const nested = (depth: number): Json =>
      depth === 0 ? 'double' : { '@type': 'Array', elementSchema: nested(depth - 1) };
    const contents = [{ ...property('deep', 'double'), schema: nested(12), description }];
    const under = (limits: string) =>
      rulesBroken(model('A', contents, { '@context': [limitless, limits] }));
    expect(under('dtmi:dtdl:limits:onvif;1')).toEqual([]);
    expect(under('dtmi:dtdl:limits:aio;1')).toEqual(['langStringValueTooLong']);
    expect(new Set(under(`${core}#limits`))).toEqual(
      new Set(['langStringValueTooLong', 'excessiveDepthWide']),
    );
  });
});

describe('schemas that contain themselves', () => {
  const tree = {
    '@id': 'dtmi:test:Tree;1',
    '@type': 'Object',
    fields: [
      { name: 'label', schema: 'string' },
      { name: 'children', schema: { '@type': 'Array', elementSchema: 'dtmi:test:Tree;1' } },
      { name: 'best', schema: 'dtmi:test:Tree;1' },
    ],
  };
  const document = model('Plan', [property('root', 'dtmi:test:Tree;1')], {
    '@context': core,
    schemas: [tree],
  });

  it('are refused before version 4', () => {
    const third = { ...document, '@context': 'dtmi:dtdl:context;3' };
    expect(rulesBroken(third)).toContain('recursiveStructureWide');
  });

  it('have an end in the catalogue, and judge values of any depth', () => {
    const { catalogue, problems } = resolveOntology([document]);
    expect(problems).toEqual([]);
    const contents = catalogue.interface('dtmi:test:Plan;1')?.contents ?? new Map();
    const { schema } = contents.get('root') as { schema: Schema };
    expect(JSON.stringify([...(schema as Extract<Schema, { kind: 'object' }>).fields])).toContain(
      '{"kind":"primitive","name":"dtmi:test:Tree;1"}',
    );
    const check = valueCheck(schema);
    const leaf = { label: 'leaf' };
    expect(check({ children: [{ children: [leaf] }], best: { best: leaf } })).toBeUndefined();
    expect(check({ best: { best: { children: [{ label: 1 }] } } })?.path).toBe(
      'best/best/children/0/label',
    );
    const deep = (depth: number) => JSON.parse(`${'{"best":'.repeat(depth)}{}${'}'.repeat(depth)}`);
    expect(check(deep(200))).toBeUndefined();
    expect(check(deep(5000))?.expected).toBe('at most 200 levels of the schema');
    expect(check(deep(200))).toBeUndefined();
    const kindAt = (...segments: string[]) => pathTarget(contents, { catalogue, segments });
    expect(kindAt('root', 'best', 'best', 'label')).toMatchObject({
      kind: 'value',
      schema: { kind: 'primitive', name: 'string' },
    });
    expect(kindAt('root', 'best', 'best')).toMatchObject({ schema: { kind: 'object' } });
  });

  it('may not be interfaces that extend themselves', () => {
    const self = model('Self', [], { '@context': core, extends: 'dtmi:test:Self;1' });
    expect(rulesBroken(self)).toEqual(['recursiveStructureNarrow']);
  });
});

describe('version 4', () => {
  it('has more primitives, a scaled decimal, and payloads that may be null', () => {
    const names = ['byte', 'bytes', 'decimal', 'unsignedLong', 'uuid', 'scaledDecimal'];
    const command = {
      '@type': 'Command',
      name: 'run',
      request: { name: 'r', schema: 'short', nullable: true },
    };
    const document = four(command, ...names.map((name) => property(name, name)));
    const { catalogue, problems } = resolveOntology([document]);
    expect(problems).toEqual([]);
    const scaled = catalogue.interface('dtmi:test:Four;1')?.contents.get('scaledDecimal');
    const check = valueCheck((scaled as { schema: Schema }).schema);
    expect(check({ value: '-3.14', scale: -2 })).toBeUndefined();
    expect(check({ value: 3.14 })?.path).toBe('value');
  });

  it('judges types by the element that holds them and by those beside it', () => {
    const field = (name: string, ...types: string[]) => ({
      '@type': ['Field', ...types],
      name,
      schema: { '@type': ['Object', 'Error'] },
    });
    const object = (types: string[], ...fields: Json[]) =>
      rulesBroken(
        model('A', [], {
          '@context': [core, 'dtmi:dtdl:extension:mqtt;3'],
          schemas: [{ '@id': 'dtmi:test:O;1', '@type': ['Object', ...types], fields }],
        }),
      );
    const [normal, error] = [field('n', 'NormalResult'), field('e', 'ErrorResult')];
    expect(object(['Result'], normal, error)).toEqual([]);
    expect(object([], error)).toEqual(['parentMissingCotype']);
    expect(object(['Result'], error, field('f', 'ErrorResult'))).toEqual([
      'siblingDuplicatesCotype',
    ]);
    expect(object(['Result'], normal, field('other'))).toEqual(['notRequiredType']);
  });
});
