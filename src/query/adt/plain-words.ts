/** What the parser says of a syntax error: what was expected, in words of the language. */
import type { IParserErrorMessageProvider, TokenType } from 'chevrotain';
import { tokenLabel } from 'chevrotain';

/** Gives as an error's message only what was expected; the place and what was found are added later. */
export const plainWords: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => oneOf([expected]),
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) =>
    oneOf(expectedPathsPerAlt.flat().flatMap(([first]) => first ?? [])),
  buildEarlyExitMessage: ({ expectedIterationPaths }) =>
    oneOf(expectedIterationPaths.flatMap(([first]) => first ?? [])),
  buildNotAllInputParsedMessage: () =>
    'AND, OR, a further clause (JOIN, MATCH, WHERE, GROUP BY, ORDER BY, in this order) or the end',
};

function oneOf(expected: readonly TokenType[]): string {
  const labels = [...new Set(expected.map(tokenLabel))];
  const last = labels.pop() ?? 'the end';
  return labels.length === 0 ? last : `${labels.join(', ')} or ${last}`;
}
