/** What the reader of query texts does with any text: gives a tree, or says what is wrong with it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinchpinError } from '../../src/model/errors.ts';
import { parseAdt } from '../../src/query/adt/parse-adt.ts';
import { printed } from './adt-printer.ts';
import { rowsQueries } from './random-rows.ts';

/** Columns named `c0`, `c1` … of no interest here, so that texts stay short. */
const short = rowsQueries.map(({ select, ...query }) => ({
  ...query,
  select: select.kind === 'columns' ? { ...select, columns: select.columns.slice(0, 2) } : select,
}));

const words = [
  ...['SELECT', 'TOP', '(', ')', '*', 'FROM', 'DIGITALTWINS', 'RELATIONSHIPS', 'JOIN', 'RELATED'],
  ...['MATCH', '-', '[', ']', '>', '<', ':', '|', '..', '3', 'WHERE', 'AND', 'OR', 'NOT', 'IN'],
  ...['T', 'S', '.', ',', '=', "'x'", 'null', 'COUNT()', 'AS', 'GROUP', 'ORDER', 'BY', '[[order]]'],
  ...['T.$dtId', 'IS_DEFINED(T.a)', "IS_OF_MODEL('dtmi:x;1')", '$sourceId', "'", '\\', '__proto__'],
];

function outcome(text: string): unknown {
  try {
    return parseAdt(text).twins.length > 0;
  } catch (error) {
    if (error instanceof LinchpinError)
      return /^(line \d+, column \d+|query|WHERE)$/.test(error.where);
    throw error;
  }
}

describe('query texts', () => {
  test('are read as the tree that they were written from', () => {
    fc.assert(
      fc.property(short, (query) => {
        expect(parseAdt(printed(query))).toEqual(query);
      }),
      { numRuns: 300 },
    );
  });

  test('of any characters are read or refused at a place, and never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => outcome(text) === true),
      { numRuns: 1_000 },
    );
  });

  test('of any words of the language are read or refused at a place', () => {
    const texts = fc.array(fc.constantFrom(...words), { maxLength: 30 });
    fc.assert(
      fc.property(texts, fc.boolean(), (parts, begun) => {
        const text = `${begun ? 'SELECT * FROM DIGITALTWINS T ' : ''}${parts.join(' ')}`;
        return outcome(text) === true;
      }),
      { numRuns: 2_000 },
    );
  });

  test('with one change to a good text are read or refused at a place', () => {
    fc.assert(
      fc.property(short, fc.nat(), fc.constantFrom('', ...words), (query, place, word) => {
        const text = printed(query);
        const at = place % text.length;
        return outcome(`${text.slice(0, at)}${word}${text.slice(at + 1)}`) === true;
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['parentheses', (n: number) => `${'('.repeat(n)}a = 1${')'.repeat(n)}`],
    ['negations', (n: number) => `${'NOT '.repeat(n)}a = 1`],
  ])('nest %s a hundred deep and no deeper', (_, where) => {
    const text = (n: number) => `SELECT * FROM DIGITALTWINS WHERE ${where(n)}`;
    expect(parseAdt(text(99)).where).toBeDefined();
    expect(() => parseAdt(text(100))).toThrow(/^LIMIT_EXCEEDED WHERE: the condition is nested/);
    expect(() => parseAdt(text(1_900))).toThrow(/^LIMIT_EXCEEDED WHERE: the condition is nested/);
  });

  test('are as long as 8,000 characters, whatever fills them', () => {
    const text = `SELECT * FROM DIGITALTWINS WHERE a = '${'\\\\'.repeat(3_980)}'`;
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(parseAdt(text).where).toBeDefined();
    const ors = `SELECT * FROM DIGITALTWINS WHERE a=1${' OR a=1'.repeat(1_100)}`;
    expect(parseAdt(ors).where).toMatchObject({ kind: 'or' });
    expect(() => parseAdt(ors.padEnd(8_001))).toThrow(
      'LIMIT_EXCEEDED query: the query has 8001 characters; expected at most 8000; split it into several queries',
    );
  });
});
