/** Documents of several operations: `query` names them to whoever has to choose. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationNames } from '../../src/cli/operations.ts';
import { packageRoot } from '../../src/package-root.ts';
import { build, linchpin, temporaryFolder } from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const tour = join(packageRoot(), 'seeds', 'city', 'tour.graphql');

beforeAll(() => {
  build();
  writeFileSync(join(cwd, 'unnamed.graphql'), '{ revision }');
}, 120_000);
afterAll(remove);

test.each([
  ['', []],
  ['{ a { b } }', [undefined]],
  ['query { a } mutation M { b }', [undefined, 'M']],
  ['query A($x: In = { query: 1 }) @d(e: "query B {") { a(b: $x) { query } }', ['A']],
  ['# query A {\n{ a(b: """ } query B { \\""" """, c: "\\"}") } query C { c }', [undefined, 'C']],
  ['fragment query on T { a } query query { ...query } subscription S { b }', ['query', 'S']],
])('the operations of %j are %j', (document, names) => {
  expect(operationNames(document)).toEqual(names);
});

test('those of the tours are found', () => {
  const text = readFileSync(tour, 'utf8');
  expect(operationNames(text)).toEqual(names);
  expect(names.length).toBeGreaterThan(3);
});

const names = [...readFileSync(tour, 'utf8').matchAll(/^(?:query|mutation) (\w+)/gm)].map(
  ([, name]) => name,
);
const choices = names.join(', ');

test.each([
  [
    [tour],
    `BAD_USER_INPUT ${tour}: the document has ${names.length} operations; expected one of ${choices}; choose one with --operation\n`,
  ],
  [
    [tour, '--operation', 'Districts'],
    `BAD_USER_INPUT ${tour}: the document has no operation Districts; expected one of ${choices}; choose one with --operation\n`,
  ],
  [
    ['unnamed.graphql', '--operation', 'A'],
    'BAD_USER_INPUT unnamed.graphql: the document has no operation A; give its operation a name, or leave --operation out\n',
  ],
])('query %j is refused with what there is to choose from', async (args, line) => {
  expect(await linchpin(['query', ...args], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: line,
  });
});
