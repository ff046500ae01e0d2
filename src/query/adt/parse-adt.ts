/**
 * Reads a text of the Azure Digital Twins query language into the rows tree. Called by the API's
 * `rows`. Beyond that language: GROUP BY, ORDER BY, SUM, AVG, MIN, MAX and COUNT of a property, any
 * number of JOINs, and no need to give a `$dtId`. As there, `*1..3` in MATCH is 2 or 3 hops, for
 * the lower end of a range is exclusive, and `SELECT *` does not go with JOIN.
 */
import { Lexer } from 'chevrotain';
import { LinchpinError } from '../../model/errors.ts';
import type { RowsQuery } from '../rows/rows-query.ts';
import { bindingsOf } from './bindings.ts';
import { shapeOf } from './columns.ts';
import { conditionOf } from './conditions.ts';
import { Grammar } from './grammar.ts';
import { Scope } from './scope.ts';
import { SourceText } from './source-text.ts';
import type { StatementAt } from './syntax.ts';
import { isKeyword, tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The longest text, in UTF-16 code units, as in Azure Digital Twins. */
const maxTextLength = 8_000;

const lexer = new Lexer([...tokens], { positionTracking: 'onlyOffset' });
let made: Grammar | undefined;

/** Made for the first query, for it takes a tenth of a second. */
function theGrammar(): Grammar {
  made ??= new Grammar();
  return made;
}

/**
 * The tree of a query text, whose names the vocabulary knows. `BAD_USER_INPUT` says the line and
 * column, what was found and what was expected; `LIMIT_EXCEEDED` for a text that is too long or
 * nested too deeply.
 */
export function parseAdt(text: string, vocabulary?: Vocabulary): RowsQuery {
  if (text.length > maxTextLength) throw tooLong(text.length);
  const source = new SourceText(text);
  const statement = statementOf(source);
  const scope = new Scope(source, vocabulary);
  const bindings = bindingsOf(statement, scope);
  const where = statement.where && conditionOf(statement.where, scope);
  const shape = shapeOf(statement, scope);
  const { top } = statement;
  if (top !== undefined && !Number.isSafeInteger(top.value)) {
    throw source.bad(top.offset, {
      message: 'TOP takes no such number',
      expected: 'a whole number',
    });
  }
  return {
    twins: bindings.twins,
    links: bindings.links,
    ...(where && { where }),
    ...shape,
    ...(top && { top: top.value }),
  };
}

function statementOf(source: SourceText): StatementAt {
  const { tokens: found, errors } = lexer.tokenize(source.text);
  const [strange] = errors;
  if (strange !== undefined) throw unreadable(strange.offset, source);
  const grammar = theGrammar();
  grammar.input = found;
  const statement = grammar.statement();
  const [error] = grammar.errors;
  const { bare } = grammar;
  const startOf = (offset: number) => (Number.isNaN(offset) ? source.text.length : offset);
  if (bare !== undefined && !(error && error.token.startOffset < startOf(bare.startOffset))) {
    throw unexpected(bare, 'a comparison such as =, < or IN', source);
  }
  if (error !== undefined) throw unexpected(error.token, error.message, source);
  return statement;
}

function unreadable(offset: number, source: SourceText): LinchpinError {
  const found = String.fromCodePoint(source.text.codePointAt(offset) ?? 0);
  if (found === "'" || found === '"') {
    return source.bad(offset, { message: 'the text has no end', expected: `a closing ${found}` });
  }
  return source.bad(offset, {
    message: `the character ${found} has no meaning here`,
    action: 'put texts in quotes, and names with other characters in [[ and ]]',
  });
}

type Token = Grammar['errors'][number]['token'];

function unexpected(token: Token, expected: string, source: SourceText): LinchpinError {
  if (Number.isNaN(token.startOffset)) {
    return source.bad(source.text.length, { message: 'the query ends too early', expected });
  }
  const reserved = isKeyword(token.tokenType) && /\ba name\b/.test(expected);
  return source.bad(token.startOffset, {
    message: `found ${token.image.slice(0, 64)}`,
    expected,
    ...(reserved && { action: `write [[${token.image}]] where it is a name` }),
  });
}

function tooLong(length: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'query',
    message: `the query has ${length} characters`,
    expected: `at most ${maxTextLength}`,
    action: 'split it into several queries',
  });
}
