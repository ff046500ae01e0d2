/** What is said of query texts that cannot be read: where, what was found and what was expected. */
import { expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { parseAdt } from '../../src/query/adt/parse-adt.ts';
import { ask } from './building.ts';

const from = 'SELECT * FROM DIGITALTWINS';
const match = (pattern: string) => `SELECT a FROM DIGITALTWINS MATCH ${pattern}`;

test.each([
  ['', 'line 1, column 1: the query ends too early; expected SELECT'],
  ['SELECT', 'line 1, column 7: the query ends too early; expected TOP, * or a name'],
  [
    'SELECT FROM DIGITALTWINS',
    'line 1, column 8: found FROM; expected TOP, * or a name; write [[FROM]] where it is a name',
  ],
  ['SELECT *\nFROM TWINS', 'line 2, column 6: found TWINS; expected DIGITALTWINS or RELATIONSHIPS'],
  [
    'SELECT * FROM (SELECT * FROM DIGITALTWINS)',
    'line 1, column 15: found (; expected DIGITALTWINS or RELATIONSHIPS',
  ],
  [
    `${from} T WERE T.a = 1`,
    'line 1, column 30: found WERE; expected AND, OR, a further clause (JOIN, MATCH, WHERE, GROUP BY, ORDER BY, in this order) or the end',
  ],
  [
    `${from} WHERE T`,
    'line 1, column 35: the query ends too early; expected a comparison such as =, < or IN',
  ],
  [
    `${from} WHERE IS_DEFINED x`,
    'line 1, column 45: found x; expected a comparison such as =, < or IN',
  ],
  [
    `${from} WHERE a = `,
    'line 1, column 38: the query ends too early; expected a name, a text in quotes, TRUE, FALSE, NULL, - or a number',
  ],
  [`${from} WHERE a = 'x`, "line 1, column 38: the text has no end; expected a closing '"],
  [`${from} WHERE a = 'x\\q'`, 'line 1, column 40: there is no escape \\q; expected one of'],
  [`${from} WHERE a = 1e999`, 'line 1, column 38: 1e999 is too large a number'],
  [
    `${from} WHERE ä = 1`,
    'line 1, column 34: the character ä has no meaning here; put texts in quotes',
  ],
  [`${from} WHERE order = 1`, 'line 1, column 34: found order; expected NOT, (, a name'],
  [`${from} T WHERE x.y.z IN []`, 'line 1, column 46: found ]; expected a text in quotes'],
  [
    `${from} T WHERE T.$dtid = 'a'`,
    'line 1, column 38: a twin has no metadata field $dtid; expected $dtId, $metadata.$model',
  ],
  [
    `${from} T WHERE T = 'a'`,
    'line 1, column 36: T is a whole collection; expected a property of it, such as T.$dtId',
  ],
  [
    `${from} WHERE IS_OBJECT(a, b)`,
    'line 1, column 34: IS_OBJECT is given 2 arguments; expected one property',
  ],
  [
    `${from} WHERE IS_ODD(a)`,
    'line 1, column 34: there is no condition IS_ODD(…); expected one of IS_OF_MODEL, IS_DEFINED',
  ],
  [
    `${from} WHERE IS_DEFINED(a) = true`,
    'line 1, column 34: IS_DEFINED(…) is no value to compare; expected a property or a value',
  ],
  [
    "SELECT T FROM DIGITALTWINS T JOIN S RELATED T.has WHERE IS_OF_MODEL('m')",
    'line 1, column 57: IS_OF_MODEL does not say which collection it is about',
  ],
  [
    `${from} T JOIN S RELATED T.has`,
    'line 1, column 35: SELECT * does not go with JOIN; expected the collections to show, such as SELECT T, S',
  ],
  [
    'SELECT S FROM DIGITALTWINS T JOIN S RELATED U.has',
    'line 1, column 45: no collection is called U; expected one of T',
  ],
  [
    'SELECT T FROM DIGITALTWINS T JOIN T RELATED T.has',
    'line 1, column 35: two collections are called T; expected another name',
  ],
  [
    'SELECT S.a, T.a FROM DIGITALTWINS T JOIN S RELATED T.has',
    'line 1, column 13: two columns are called a; expected another name, given with AS',
  ],
  [
    'SELECT * FROM RELATIONSHIPS R JOIN S RELATED R.has',
    'line 1, column 36: RELATIONSHIPS cannot be joined',
  ],
  [match('(a)<-[]->(b)'), 'line 1, column 38: an arrow has two heads'],
  [
    match('(a)-[r*2]->(b)'),
    'line 1, column 39: r would name several relationships; expected a name for one hop only, or :r',
  ],
  [
    match('(a)-[*3..3]->(b)'),
    'line 1, column 43: no number of hops is in the range; expected an upper end above the lower one, which is exclusive',
  ],
  [match('(a)-[*0]->(b)'), 'line 1, column 40: no number of hops is in the range'],
  [match('(a)-[*2..]->(b)'), 'line 1, column 43: found ]; expected a number'],
  [match('(a)-[*1.5]->(b)'), 'line 1, column 40: 1.5 is no count; expected a whole number'],
  [match('(a-[]-(b)'), 'line 1, column 36: found -; expected )'],
  [
    'SELECT a, COUNT() FROM DIGITALTWINS',
    'line 1, column 8: the rows of a group may differ in this; expected an aggregate, or what GROUP BY names',
  ],
  [`${from} ORDER BY COUNT()`, 'line 1, column 37: rows that are not grouped have no aggregates'],
  [`${from} GROUP BY a`, 'line 1, column 37: SELECT * shows records, which groups do not have'],
  [
    'SELECT MEDIAN(a) FROM DIGITALTWINS',
    'line 1, column 8: there is no function MEDIAN(…) to select; expected one of COUNT, SUM, AVG, MIN, MAX',
  ],
  [
    'SELECT TOP(1.5) * FROM DIGITALTWINS',
    'line 1, column 12: TOP takes no such number; expected a whole number',
  ],
  [`${from} WHERE [[a/b]] = 1`, 'line 1, column 34: no property is called a/b'],
])('%s', (text, message) => {
  expect(() => parseAdt(text)).toThrow(`BAD_USER_INPUT ${message}`);
});

test('more hops than ten are too many', () => {
  expect(() => parseAdt(match('(a)-[*..11]->(b)'))).toThrow(
    'LIMIT_EXCEEDED line 1, column 42: an arrow has 11 hops; expected at most 10; chain arrows to go further',
  );
});

test('a search that would go on and on is given up with a reason', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `t${index}`);
  const dense = graphAfter(emptyGraph(), [
    ...[...ids, 'far'].map((id) => ({ addTwin: { id, model: 'm', properties: {} } })),
    ...ids.flatMap((source) =>
      ids.map((target) => ({ addRelationship: { source, target, name: 'next' } })),
    ),
  ]);
  const query = 'SELECT COUNT() FROM DIGITALTWINS MATCH (a)-[*..10]->(b)';
  expect(() => ask(query, dense)).toThrow(
    'LIMIT_EXCEEDED query: the query looks at more than 2000157 twins and relationships; name a twin by its id',
  );
  const between = `${query} WHERE a.$dtId = 't0' AND b.$dtId = `;
  expect(ask(`${between}'far'`, dense)).toEqual([{ COUNT: 0 }]);
});
