/** The names of query texts are those that models declare; others are refused where they stand. */
import { describe, expect, test } from 'vitest';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { parseAdt } from '../../src/query/adt/parse-adt.ts';
import { vocabularyOf } from '../../src/store/checked/vocabulary.ts';

const property = (name: string, schema: unknown) => ({ '@type': 'Property', name, schema });
const interfaceOf = (name: string, contents: readonly object[]) => ({
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  '@context': 'dtmi:dtdl:context;3',
  contents,
});
const address = { '@type': 'Object', fields: [{ name: 'street', schema: 'string' }] };
const { catalogue, problems } = resolveOntology(
  [
    interfaceOf('Hospital', [
      property('name', 'string'),
      property('beds', 'integer'),
      property('address', address),
      { '@type': 'Telemetry', name: 'noise', schema: 'double' },
      { '@type': 'Component', name: 'heating', schema: 'dtmi:test:Boiler;1' },
      { '@type': 'Relationship', name: 'poweredBy', properties: [property('share', 'double')] },
      { '@type': 'Relationship', name: 'cooledBy' },
    ]),
    interfaceOf('Boiler', [property('level', 'double')]),
  ] as never,
  [],
);
const vocabulary = vocabularyOf(catalogue);
const where = (condition: string) => `SELECT * FROM DIGITALTWINS T\nWHERE ${condition}`;
const match = (pattern: string) => `SELECT a FROM DIGITALTWINS\nMATCH ${pattern}`;

test('the little ontology is sound', () => expect(problems).toEqual([]));

const unknownBeds = 'no model has a property bedz; expected one of name, beds, address, noise';

describe('a name that no model declares', () => {
  test.each([
    [
      "SELECT SUM(h.bedz) AS n FROM DIGITALTWINS h WHERE IS_OF_MODEL(h, 'dtmi:test:Hospital;1')",
      `line 1, column 14: ${unknownBeds}`,
      'did you mean beds?',
    ],
    [
      'SELECT h.name, h.bedz FROM DIGITALTWINS h',
      `line 1, column 18: ${unknownBeds}`,
      'did you mean beds?',
    ],
    [where('T.bedz > 3'), `line 2, column 9: ${unknownBeds}`, 'did you mean beds?'],
    [where('bedz > 3'), `line 2, column 7: ${unknownBeds}`, 'did you mean beds?'],
    [where('NOT (3 < T.bedz)'), `line 2, column 18: ${unknownBeds}`, 'did you mean beds?'],
    [where('T.bedz IN [1]'), `line 2, column 9: ${unknownBeds}`, 'did you mean beds?'],
    [where('IS_DEFINED(T.bedz)'), `line 2, column 20: ${unknownBeds}`, 'did you mean beds?'],
    [
      where("STARTSWITH(T.Nam, 'St')"),
      'line 2, column 20: no model has a property Nam;',
      'did you mean name?',
    ],
    [
      where("T.address.stret = 'x'"),
      'line 2, column 9: no model has a property address.stret; expected one of street below address',
      'did you mean address.street?',
    ],
    [
      where('T.heating.lvl > 1'),
      'line 2, column 9: no model has a property heating.lvl; expected one of level below heating',
      'did you mean heating.level?',
    ],
    [
      where('IS_DEFINED(T.poweredBy)'),
      'line 2, column 20: no model has a property poweredBy',
      'correct the path',
    ],
    [
      'SELECT COUNT() FROM DIGITALTWINS T\nGROUP BY T.bedz',
      `line 2, column 12: ${unknownBeds}`,
      'did you mean beds?',
    ],
    [
      'SELECT * FROM DIGITALTWINS T\nORDER BY T.bedz DESC',
      `line 2, column 12: ${unknownBeds}`,
      'did you mean beds?',
    ],
    [
      match('(a)-[:cooledBy|powerdBy]->(b)'),
      'line 2, column 22: no model declares a relationship powerdBy; expected one of poweredBy, cooledBy',
      'did you mean poweredBy?',
    ],
    [
      'SELECT b FROM DIGITALTWINS a\nJOIN b RELATED a.powerdBy',
      'line 2, column 18: no model declares a relationship powerdBy',
      'did you mean poweredBy?',
    ],
    [
      match('(a)-[r:poweredBy]->(b) WHERE r.shar > 0'),
      'line 2, column 38: no relationship poweredBy has a property shar; expected one of share',
      'did you mean share?',
    ],
    [
      match('(a)-[r:cooledBy]->(b) WHERE r.share > 0'),
      'line 2, column 37: no relationship cooledBy has a property share; expected nothing',
      'correct the path',
    ],
    [
      'SELECT b FROM DIGITALTWINS a JOIN b RELATED a.poweredBy\nWHERE poweredBy.shar > 0',
      'line 2, column 17: no relationship poweredBy has a property shar',
      'did you mean share?',
    ],
    [
      'SELECT * FROM RELATIONSHIPS R\nWHERE R.shar > 0',
      'line 2, column 9: no relationship has a property shar',
      'did you mean share?',
    ],
  ])('%j is refused', (text, said, advice) => {
    const asked = () => parseAdt(text, vocabulary);
    expect(asked).toThrow(`BAD_USER_INPUT ${said}`);
    expect(asked).toThrow(advice);
  });

  test.each([where('T.bedz > 3'), match('(a)-[r:powerdBy]->(b) WHERE r.shar > 0')])(
    '%j is taken where there are no models that could tell',
    (text) => {
      const unknowing = vocabularyOf(resolveOntology([]).catalogue);
      expect(parseAdt(text, unknowing)).toEqual(parseAdt(text));
    },
  );
});

test.each([
  where("T.$dtId = 'a' AND T.$metadata.$model = 'm' AND T.beds > 3 AND IS_DEFINED(noise)"),
  where("T.address.street = 'x' OR heating.level < 1 OR IS_OBJECT(T.heating)"),
  match("(a)-[r:poweredBy|cooledBy*1]->(b) WHERE r.share > 0 AND r.$relationshipName = 'x'"),
  match('(a)-[r]->(b)<-[:cooledBy*..3]-() WHERE r.share > a.beds'),
  "SELECT R.$targetId FROM RELATIONSHIPS R WHERE R.share = 1 AND R.$sourceId = 'a'",
  'SELECT T.name AS n, AVG(T.beds) AS b FROM DIGITALTWINS T GROUP BY T.name ORDER BY b, n',
])('%j names only what is there', (text) => {
  expect(parseAdt(text, vocabulary)).toEqual(parseAdt(text));
});
