import { describe, expect, it } from 'vitest';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { model, property, rulesBroken } from './models.ts';

const extending = (...names: string[]) => ({ extends: names.map((name) => `dtmi:test:${name};1`) });

describe('interfaces', () => {
  it('inherit contents from several parents, each once', () => {
    const { catalogue, problems } = resolveOntology([
      model('Base', [property('name', 'string')]),
      model('Left', [property('left', 'double')], extending('Base')),
      model('Right', [property('right', 'double')], extending('Base')),
      model('Leaf', [property('own', 'boolean')], extending('Left', 'Right')),
    ]);
    expect(problems).toEqual([]);
    const leaf = catalogue.interface('dtmi:test:Leaf;1');
    expect([...(leaf?.contents.keys() ?? [])].sort()).toEqual(['left', 'name', 'own', 'right']);
    expect(leaf?.contents.get('name')?.definedIn).toBe('dtmi:test:Base;1');
    expect(catalogue.subtypes('dtmi:test:Base;1').size).toBe(4);
    expect(catalogue.isA('dtmi:test:Left;1', 'dtmi:test:Leaf;1')).toBe(false);
  });

  it('keep localised names, a plain text being English', () => {
    const texts = { displayName: { en: 'Pump', de: 'Pumpe' }, description: 'Moves water.' };
    const { catalogue } = resolveOntology([model('Pump', [], texts)]);
    expect(catalogue.interface('dtmi:test:Pump;1')).toMatchObject({
      displayName: { en: 'Pump', de: 'Pumpe' },
      description: { en: 'Moves water.' },
    });
  });

  it('share schemas by identifier, and hold enums, objects, arrays and maps', () => {
    const shared = {
      '@id': 'dtmi:test:Size;1',
      '@type': 'Object',
      fields: [
        { name: 'width', schema: 'double' },
        { name: 'tags', schema: { '@type': 'Array', elementSchema: 'string' } },
      ],
    };
    const map = {
      '@type': 'Map',
      mapKey: { name: 'key', schema: 'string' },
      mapValue: { name: 'value', schema: 'dtmi:test:Size;1' },
    };
    const { catalogue, problems } = resolveOntology([
      model('Box', [property('sizes', map)], { schemas: shared }),
    ]);
    expect(problems).toEqual([]);
    const size = new Map<string, object>([
      ['width', { kind: 'primitive', name: 'double' }],
      ['tags', { kind: 'array', element: { kind: 'primitive', name: 'string' } }],
    ]);
    expect(catalogue.interface('dtmi:test:Box;1')?.contents.get('sizes')).toMatchObject({
      schema: { kind: 'map', value: { kind: 'object', fields: size } },
    });
  });

  it('take an enumeration of units as a schema', () => {
    const { catalogue } = resolveOntology([model('Meter', [property('unit', 'TimeUnit')])]);
    const content = catalogue.interface('dtmi:test:Meter;1')?.contents.get('unit');
    expect(content?.kind === 'property' && content.schema).toMatchObject({ kind: 'enum' });
    expect(JSON.stringify(content)).toContain('"millisecond"');
  });
});

describe('what is refused', () => {
  it('an inherited name that is declared again', () => {
    const base = model('Base', [property('name', 'string')]);
    const leaf = model('Leaf', [property('name', 'double')], extending('Base'));
    expect(rulesBroken(base, leaf)).toEqual(['nonUniqueImportedPropertyValue']);
  });

  it('interfaces that extend each other, or over more than ten levels', () => {
    const [a, b] = [model('A', [], extending('B')), model('B', [], extending('A'))];
    expect(rulesBroken(a, b)).toEqual(['recursiveStructureNarrow']);
    const chain = Array.from({ length: 12 }, (_, index) =>
      model(`C${index}`, [], index === 0 ? {} : extending(`C${index - 1}`)),
    );
    const { catalogue, problems } = resolveOntology(chain);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ where: 'dtmi:test:C11;1/extends', expected: 'at most 10' });
    expect(catalogue.interfaces.size).toBe(11);
  });

  it('more than 1,024 ancestors, each counted once', () => {
    const flat = Array.from({ length: 1024 }, (_, index) => `P${index}`);
    const parents = flat.map((name) => model(name, []));
    expect(rulesBroken(...parents, model('Leaf', [], extending(...flat)))).toEqual([]);
    const more = [...flat, 'One'];
    const tooMany = [...parents, model('One', []), model('Leaf', [], extending(...more))];
    expect(rulesBroken(...tooMany)).toEqual(['excessiveCount']);
    // Ten levels of four, each extending all of the level above: 41 ancestors on 4^10 ways.
    const levels = Array.from({ length: 40 }, (_, index) => {
      const above = Math.floor(index / 4) - 1;
      const names = [0, 1, 2, 3].map((place) => `L${above * 4 + place}`);
      return model(`L${index}`, [], above < 0 ? {} : extending(...names));
    });
    expect(rulesBroken(...levels)).toEqual([]);
  });

  it('a component inside a component, and one whose interface is missing', () => {
    const component = (name: string, schema: string) => ({ '@type': 'Component', name, schema });
    const inner = model('Inner', [component('deep', 'dtmi:test:Leaf;1')]);
    const outer = model('Outer', [component('inner', 'dtmi:test:Inner;1')]);
    expect(rulesBroken(inner, outer, model('Leaf', []))).toEqual(['excludedType']);
    expect(rulesBroken(model('Alone', [component('x', 'dtmi:test:Gone;1')]))).toEqual([
      'unresolvedReference',
    ]);
  });

  it('a unit that does not belong to the semantic type, or is missing', () => {
    const telemetry = (more: object) => ({
      '@type': ['Telemetry', 'Temperature'],
      name: 't',
      ...more,
    });
    const wrong = telemetry({ schema: 'double', unit: 'metre' });
    const { problems } = resolveOntology([model('Sensor', [wrong])]);
    expect(problems).toMatchObject([
      {
        where: 'dtmi:test:Sensor;1/contents/t/unit',
        message: 'metre is no TemperatureUnit (wrongParent)',
        expected: 'one of kelvin, degreeCelsius, degreeFahrenheit',
      },
    ]);
    expect(rulesBroken(model('A', [telemetry({ schema: 'double' })]))).toEqual([
      'missingSupplementalObjectProperty',
    ]);
    const text = telemetry({ schema: 'string', unit: 'kelvin' });
    expect(rulesBroken(model('B', [text]))).toEqual(['notRequiredType']);
    const right = telemetry({ schema: 'double', unit: 'kelvin' });
    expect(rulesBroken(model('C', [right]))).toEqual([]);
  });

  it('an unknown version and a missing context, by name', () => {
    const five = model('Five', [], { '@context': 'dtmi:dtdl:context;5' });
    expect(resolveOntology([five]).problems).toMatchObject([
      {
        where: 'dtmi:test:Five;1/@context',
        message: '@context holds "dtmi:dtdl:context;5" (unrecognizedContextVersion)',
        expected: expect.stringContaining('dtmi:dtdl:context;4'),
      },
    ]);
    expect(rulesBroken({ '@id': 'dtmi:test:A;1', '@type': 'Interface' })).toEqual([
      'missingContext',
    ]);
  });

  it('the model with the problem and those built on it, and no other', () => {
    const bad = model('Bad', [property('x', 'strin')]);
    const leaf = model('Leaf', [], extending('Bad'));
    const { catalogue, problems } = resolveOntology([bad, leaf, model('Good', [])]);
    expect([...catalogue.interfaces.keys()]).toEqual(['dtmi:test:Good;1']);
    expect(problems).toMatchObject([
      { code: 'VALIDATION_FAILED', where: 'dtmi:test:Bad;1/contents/x/schema' },
      { where: 'dtmi:test:Leaf;1', message: expect.stringContaining('dtmi:test:Bad;1') },
    ]);
  });

  it('names the nearest known name', () => {
    const { problems } = resolveOntology([
      model('Pump', []),
      model('Leaf', [], extending('Pumb')),
      { ...model('Typo', []), '@type': 'Interfase' },
    ]);
    expect(problems.map(({ action }) => action)).toEqual([
      'did you mean Interface?',
      'did you mean dtmi:test:Pump;1?',
    ]);
  });

  it('accepts the other extensions', () => {
    const document = model(
      'Device',
      [
        { '@type': ['Telemetry', 'Historized'], name: 'speed', schema: 'double' },
        {
          '@type': ['Property', 'ValueAnnotation'],
          name: 'accuracy',
          annotates: 'speed',
          schema: 'double',
        },
      ],
      {
        '@context': [
          'dtmi:dtdl:context;3',
          'dtmi:dtdl:extension:historization;1',
          'dtmi:dtdl:extension:annotation;1',
          'dtmi:dtdl:extension:mqtt;1',
        ],
        '@type': ['Interface', 'Mqtt'],
        payloadFormat: 'Json/ecma/404',
        telemetryTopic: 'plant/{senderId}/telemetry',
      },
    );
    expect(rulesBroken(document)).toEqual([]);
  });
});
