import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { valueCheck } from '../../src/ontology/value-check.ts';
import { graphOf, model, property, rulesBroken } from './models.ts';

function nested(depth: number): Json {
  return JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as Json;
}

describe('hostile models', () => {
  it('that are not models at all are each refused', () => {
    for (const value of [null, 1, 'text', [], {}, { '@id': 5 }]) {
      const { catalogue, problems } = resolveOntology([value as unknown as JsonObject]);
      expect(problems.length, JSON.stringify(value)).toBeGreaterThan(0);
      expect(catalogue.interfaces.size).toBe(0);
    }
  });

  it('nested 100,000 deep are refused without exhausting the stack', () => {
    const document = { ...model('Deep', []), comment: nested(100_000) };
    expect(rulesBroken(document)).toEqual(['excessiveDepth']);
  });

  it('with prototype keys and names do not reach prototypes', () => {
    const text = JSON.stringify(model('P', [property('x', 'double')]));
    const document = JSON.parse(
      text.replace('"contents"', '"__proto__":{"polluted":1},"contents"'),
    );
    expect(rulesBroken(document)).toEqual(['propertyUndefinedTerm']);
    for (const name of ['constructor', 'hasOwnProperty', 'toString']) {
      expect(rulesBroken({ ...model('Q', []), [name]: 1 })).toEqual(['propertyUndefinedTerm']);
      expect(rulesBroken({ ...model('Q', []), '@type': name })).toEqual(['typeUndefinedTerm']);
      expect(rulesBroken(model('Q', [property(name, 'double')]))).toEqual([]);
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('with identifiers of 2,048 characters or more are refused', () => {
    for (const length of [129, 2048, 2049, 100_000]) {
      const id = `dtmi:${'a'.repeat(length - 7)};1`;
      const broken = rulesBroken({ ...model('Long', []), '@id': id });
      expect(broken).toEqual([length > 2048 ? 'idTooLong' : 'idTooLongForType']);
    }
  });

  it('in a chain of 5,000 are judged in time', () => {
    const chain = Array.from({ length: 5000 }, (_, index) =>
      model(`C${index}`, [], index === 0 ? {} : { extends: `dtmi:test:C${index - 1};1` }),
    );
    const { catalogue, problems } = resolveOntology(chain);
    expect(catalogue.interfaces.size).toBe(11);
    expect(problems.length).toBe(4989);
  });

  it('whose shared schemas would unfold to millions of parts stay small', () => {
    const level = (index: number) => ({
      '@id': `dtmi:test:S${index};1`,
      '@type': 'Object',
      fields: Array.from({ length: 30 }, (_, field) => ({
        name: `f${field}`,
        schema: index === 0 ? 'double' : `dtmi:test:S${index - 1};1`,
      })),
    });
    const schemas = [0, 1, 2, 3, 4].map(level);
    const more = { '@context': 'dtmi:dtdl:context;2', schemas };
    const document = model('Wide', [property('x', 'dtmi:test:S4;1')], more);
    const { catalogue, problems } = resolveOntology([document]);
    expect(problems).toEqual([]);
    const content = catalogue.interface('dtmi:test:Wide;1')?.contents.get('x');
    const check = content?.kind === 'property' ? valueCheck(content.schema) : undefined;
    expect(check?.({ f0: { f1: { f2: { f3: { f4: 1 } } } } })).toBeUndefined();
    expect(check?.({ f0: { f1: { f2: { f3: { f4: 'x' } } } } })?.path).toBe('f0/f1/f2/f3/f4');
  });
});

describe('hostile values', () => {
  const { catalogue } = resolveOntology([
    model('Thing', [
      property('x', 'double'),
      property('list', { '@type': 'Array', elementSchema: 'double' }),
    ]),
  ]);
  const check = checkOf(catalogue);
  const judge = (properties: JsonObject) => {
    const graph = graphOf([['thing', 'Thing', properties]]);
    const added = new Map([
      ['thing', graph.twin('thing') as NonNullable<ReturnType<typeof graph.twin>>],
    ]);
    const nothing = { added: new Map(), updated: new Map(), removed: new Map() };
    const twins = { ...nothing, added };
    return check({ twins, relationships: nothing }, graph);
  };

  it('with deep JSON, huge arrays or prototype keys are judged and never followed', () => {
    expect(judge({ x: nested(100_000) })).toMatchObject([{ message: 'the value is an object' }]);
    expect(judge({ list: new Array<number>(1_000_000).fill(1) })).toEqual([]);
    expect(
      judge(JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as JsonObject),
    ).toHaveLength(2);
  });

  it('with huge names give short refusals', () => {
    const [problem] = judge({ ['n'.repeat(1_000_000)]: 1 });
    expect(JSON.stringify(problem).length).toBeLessThan(1000);
  });
});
