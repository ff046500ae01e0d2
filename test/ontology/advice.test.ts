/** What is said to do about names that the language knows and a model cannot use as it stands. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

const core = (version: number) => `dtmi:dtdl:context;${version}`;
const extension = (name: string, version: number) => `dtmi:dtdl:extension:${name};${version}`;
const quantities = [core(3), extension('quantitativeTypes', 1)];

/** The problems of an interface with one content. */
function problemsOf(context: Json, content: JsonObject, more: JsonObject = {}) {
  const contents = [{ name: 'x', schema: 'double', ...content }];
  const named = { '@context': context, '@id': 'dtmi:test:A;1', '@type': 'Interface', contents };
  return resolveOntology([{ ...named, ...more }]).problems;
}

/** What is said to do, undefined where nothing is. */
function actions(...model: Parameters<typeof problemsOf>): (string | undefined)[] {
  return problemsOf(...model).map(({ action }) => action);
}

describe('a type of an extension that @context does not list', () => {
  test.each([
    [3, 'Length', 'quantitativeTypes', 1],
    [3, 'Temperature', 'quantitativeTypes', 1],
    [4, 'Temperature', 'quantitativeTypes', 2],
    [3, 'Historized', 'historization', 1],
    [4, 'Idempotent', 'mqtt', 4],
  ])('of version %i, %s, leads to the latest extension', (version, type, name, latest) => {
    const content = { '@type': ['Property', type] };
    expect(actions(core(version), content)).toEqual([
      `add "${extension(name, latest)}" to @context`,
    ]);
  });

  test('is meant by a misspelled one', () => {
    const content = { '@type': ['Property', 'Lenght'], unit: 'metre' };
    const meant = 'did you mean Length?';
    expect(actions(core(3), content)).toEqual([
      `${meant} Then add "${extension('quantitativeTypes', 1)}" to @context`,
    ]);
    expect(actions(quantities, content)).toEqual([meant]);
  });

  test('leads to a later version of one that it lists', () => {
    const context = [core(4), extension('mqtt', 2)];
    expect(actions(context, { '@type': 'Property' }, { '@type': ['Interface', 'Result'] })).toEqual(
      ['raise dtmi:dtdl:extension:mqtt in @context to version 4'],
    );
  });

  test.each([extension('historization', 1), extension('quantitativeTypes', 1)])(
    'is right once %s is there',
    (listed) => {
      const type = listed.includes('histor') ? ['Historized'] : ['Length'];
      const unit = type[0] === 'Length' ? { unit: 'metre' } : {};
      const content = { '@type': ['Property', ...type], ...unit };
      expect(problemsOf([core(3), listed], content)).toEqual([]);
    },
  );
});

describe('a property that a type brings', () => {
  const unitNeeds = 'a unit needs a semantic type of its quantity';

  test.each([
    ['metre', '"@type": ["Property", "Length"] (or Distance)'],
    ['kelvin', '"@type": ["Property", "Temperature"]'],
  ])('of the unit %s leads to the semantic types of that', (unit, types) => {
    const content = { '@type': 'Property', unit };
    expect(actions(quantities, content)).toEqual([`${unitNeeds}: ${types}`]);
    expect(actions(core(2), content)).toEqual([`${unitNeeds}: ${types}`]);
    expect(actions(core(3), content)).toEqual([
      `add "${extension('quantitativeTypes', 1)}" to @context; ${unitNeeds}: ${types}`,
    ]);
  });

  test('of a unit that is not known leads to semantic types', () => {
    expect(actions(quantities, { '@type': 'Property', unit: 'furlong' })).toEqual([
      expect.stringMatching(/^a unit needs .*, one of Acceleration, Angle, .* and \d+ more$/),
    ]);
  });

  test('leads to the type, and to its extension where @context does not list it', () => {
    const property = { '@type': 'Property' };
    expect(actions(core(3), property, { telemetryTopic: 'a' })).toEqual([
      `add "${extension('mqtt', 1)}" to @context; telemetryTopic comes with a type: "@type": ["Interface", "Mqtt"]`,
    ]);
    expect(actions([core(3), extension('annotation', 1)], { ...property, annotates: 'y' })).toEqual(
      ['annotates comes with a type: "@type": ["Property", "ValueAnnotation"]'],
    );
    expect(actions(core(3), { ...property, displyName: 'y' })).toEqual([
      'did you mean displayName?',
    ]);
  });
});

describe('what is expected is said in the terms of the language', () => {
  test.each<[JsonObject, string, string, string?]>([
    [
      { '@type': ['Property', 'Temperature'], unit: 'metre' },
      'metre is no TemperatureUnit (wrongParent)',
      'one of kelvin, degreeCelsius, degreeFahrenheit',
    ],
    [
      { '@type': ['Property', 'Temperature'] },
      'unit is missing (missingSupplementalObjectProperty)',
      'a Temperature with unit',
      'add unit: one of kelvin, degreeCelsius, degreeFahrenheit',
    ],
    [
      { '@type': 'Property', schema: 'Double' },
      'Double is no value that may stand here (badType)',
      'a Schema, its DTMI, or boolean, double, float, integer, long, date, dateTime, duration, time, string, point, multiPoint and 4 more',
      'did you mean double?',
    ],
    [
      { '@type': 'Property', schema: { '@type': 'Double' } },
      '"Double" is not a type that may stand here (badType)',
      'a type of the language or of an extension in @context',
      'write "double" in place of the object',
    ],
    [
      {},
      '@type is missing (badType)',
      'one of Component, Property, Telemetry, Command, Relationship, and supplemental types beside it',
    ],
    [
      { '@type': 'Property', schema: ['double', 'string'] },
      'there are 2 values (objectMultipleValues)',
      'exactly 1',
    ],
    [
      { '@type': 'Property', writable: 'yes' },
      'the value is "yes" (booleanNotBoolean)',
      'true or false',
    ],
    [
      {
        '@type': 'Property',
        schema: { '@type': 'Enum', valueSchema: 'string', enumValues: [{ '@type': 'Field' }] },
      },
      'it has no name',
      'an element with @id or name',
    ],
    [
      {
        '@type': 'Property',
        schema: {
          '@type': 'Enum',
          valueSchema: 'string',
          enumValues: [{ '@type': 'Field', name: 'a' }],
        },
      },
      'the value is a Field (badType)',
      'an EnumValue',
    ],
  ])('%j: %s', (content, message, expected, action) => {
    const [problem] = problemsOf(quantities, content);
    expect(problem?.message).toContain(message);
    expect(problem).toMatchObject({ expected, ...(action !== undefined && { action }) });
    if (action === undefined) expect(problem).not.toHaveProperty('action');
  });
});
