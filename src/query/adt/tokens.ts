/**
 * The words of the Azure Digital Twins query language. Keywords are case-insensitive; after a dot
 * and between double square brackets (`[[group]]`) any of them is a name. Labels are what errors say.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

/** Any word, keywords included: what may stand after a dot. */
export const Word = createToken({ name: 'Word', label: 'a name', pattern: Lexer.NA });
/** A name that is no keyword, or any in double square brackets. */
export const Name = createToken({ name: 'Name', label: 'a name', pattern: Lexer.NA });

const PlainName = createToken({
  name: 'PlainName',
  label: 'a name',
  pattern: /\$?[A-Za-z_]\w*/,
  categories: [Name, Word],
});
const EscapedName = createToken({
  name: 'EscapedName',
  label: 'a name',
  pattern: /\[\[[^[\]]+\]\]/,
  line_breaks: true,
  categories: [Name, Word],
});
/** A text in single or double quotes; `\` escapes. */
export const Text = createToken({
  name: 'Text',
  label: 'a text in quotes',
  pattern: /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/,
  line_breaks: true,
});
/** A number without its sign. */
export const Digits = createToken({
  name: 'Digits',
  label: 'a number',
  pattern: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
});
const Space = createToken({
  name: 'Space',
  pattern: /\s+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});

const keyword = (word: string): TokenType =>
  createToken({
    name: word,
    label: word,
    pattern: new RegExp(word, 'i'),
    longer_alt: PlainName,
    categories: [Word],
  });
const sign = (name: string, text: string): TokenType =>
  createToken({ name, label: text, pattern: text });

export const Select = keyword('SELECT');
export const Top = keyword('TOP');
export const As = keyword('AS');
export const From = keyword('FROM');
export const DigitalTwins = keyword('DIGITALTWINS');
export const Relationships = keyword('RELATIONSHIPS');
export const Join = keyword('JOIN');
export const Related = keyword('RELATED');
export const Match = keyword('MATCH');
export const Where = keyword('WHERE');
export const And = keyword('AND');
export const Or = keyword('OR');
export const Not = keyword('NOT');
export const In = keyword('IN');
export const Nin = keyword('NIN');
export const True = keyword('TRUE');
export const False = keyword('FALSE');
export const Null = keyword('NULL');
export const Group = keyword('GROUP');
export const Order = keyword('ORDER');
export const By = keyword('BY');
export const Asc = keyword('ASC');
export const Desc = keyword('DESC');

/** Longer ones first, for the lexer takes the first that fits: ASC before AS. */
const keywords = [
  ...[Select, Top, As, From, DigitalTwins, Relationships, Join, Related, Match, Where, And, Or],
  ...[Not, In, Nin, True, False, Null, Group, Order, By, Asc, Desc],
].sort((a, b) => b.name.length - a.name.length);

export const NotEqual = sign('NotEqual', '!=');
export const LessOrEqual = sign('LessOrEqual', '<=');
export const GreaterOrEqual = sign('GreaterOrEqual', '>=');
export const Equal = sign('Equal', '=');
export const Less = sign('Less', '<');
export const Greater = sign('Greater', '>');
export const Range = sign('Range', '..');
export const Dot = sign('Dot', '.');
export const Comma = sign('Comma', ',');
export const Colon = sign('Colon', ':');
export const Bar = sign('Bar', '|');
export const Star = sign('Star', '*');
export const Minus = sign('Minus', '-');
export const LeftParen = sign('LeftParen', '(');
export const RightParen = sign('RightParen', ')');
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');

/** All tokens, those first that must be tried first. */
export const tokens: readonly TokenType[] = [
  Space,
  EscapedName,
  Text,
  Digits,
  ...keywords,
  PlainName,
  ...[NotEqual, LessOrEqual, GreaterOrEqual, Equal, Less, Greater, Range, Dot, Comma, Colon],
  ...[Bar, Star, Minus, LeftParen, RightParen, LeftBracket, RightBracket],
  Word,
  Name,
];

/** Whether a token is a keyword, which cannot be a name as it stands. */
export function isKeyword(token: TokenType): boolean {
  return keywords.includes(token);
}
