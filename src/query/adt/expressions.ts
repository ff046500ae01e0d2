/** The grammar of names, values and conditions, on which the clauses of `grammar.ts` stand. */
import { EmbeddedActionsParser, type IToken, type ParserMethod } from 'chevrotain';
import { LinchpinError } from '../../model/errors.ts';
import type { Comparison } from '../query.ts';
import { plainWords } from './plain-words.ts';
import type {
  CallAt,
  ExpressionAt,
  LiteralAt,
  NameAt,
  NumberAt,
  OperandAt,
  PathAt,
} from './syntax.ts';
import * as t from './tokens.ts';

/** How deep conditions may nest. */
const maxDepth = 100;

/** The rules of expressions. */
export class Expressions extends EmbeddedActionsParser {
  /** What follows the first operand that nothing is asked of, as in `WHERE T.a AND …`. */
  bare: IToken | undefined;
  #depth = 0;

  constructor() {
    super([...t.tokens], { errorMessageProvider: plainWords, maxLookahead: 2 });
  }

  override reset(): void {
    super.reset();
    this.bare = undefined;
    this.#depth = 0;
  }

  protected nameAt({ image, startOffset }: IToken): NameAt {
    const text = image.startsWith('[[') ? image.slice(2, -2) : image;
    return { text, offset: startOffset };
  }

  protected numberAt({ image, startOffset }: IToken): NumberAt {
    return { value: Number(image), offset: startOffset };
  }

  protected readonly path = this.RULE('path', (): PathAt => {
    const names = [this.nameAt(this.CONSUME(t.Name))];
    this.MANY(() => {
      this.CONSUME(t.Dot);
      names.push(this.nameAt(this.CONSUME(t.Word)));
    });
    return { kind: 'path', names };
  });

  readonly #literal = this.RULE('literal', (): LiteralAt => {
    const at = (token: IToken, value: LiteralAt['value']): LiteralAt => ({
      kind: 'literal',
      value,
      offset: token.startOffset,
      image: token.image,
    });
    return this.OR([
      { ALT: () => at(this.CONSUME(t.Text), '') },
      { ALT: () => at(this.CONSUME(t.True), true) },
      { ALT: () => at(this.CONSUME(t.False), false) },
      { ALT: () => at(this.CONSUME(t.Null), null) },
      {
        ALT: () => {
          const minus = this.OPTION(() => this.CONSUME(t.Minus));
          const digits = this.CONSUME(t.Digits);
          return at(digits, minus === undefined ? Number(digits.image) : 0 - Number(digits.image));
        },
      },
    ]);
  });

  /** A path, or a function's call: they begin alike. */
  protected readonly pathOrCall: ParserMethod<[], PathAt | CallAt> = this.RULE('pathOrCall', () => {
    const path = this.SUBRULE(this.path);
    const given = this.OPTION(() => {
      const operands: OperandAt[] = [];
      this.CONSUME(t.LeftParen);
      this.MANY_SEP({
        SEP: t.Comma,
        DEF: () => operands.push(this.SUBRULE(this.#operand)),
      });
      this.CONSUME(t.RightParen);
      return operands;
    });
    return given === undefined ? path : { kind: 'call' as const, path, arguments: given };
  });

  readonly #operand: ParserMethod<[], OperandAt> = this.RULE('operand', () =>
    this.OR([
      { ALT: (): OperandAt => this.SUBRULE(this.pathOrCall) },
      { ALT: (): OperandAt => this.SUBRULE(this.#literal) },
    ]),
  );

  protected readonly expression: ParserMethod<[], ExpressionAt> = this.RULE('expression', () => {
    const parts: ExpressionAt[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.Or,
      DEF: () => parts.push(this.SUBRULE(this.#conjunction)),
    });
    return joined('or', parts);
  });

  readonly #conjunction: ParserMethod<[], ExpressionAt> = this.RULE('conjunction', () => {
    const parts: ExpressionAt[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.And,
      DEF: () => parts.push(this.SUBRULE(this.#condition)),
    });
    return joined('and', parts);
  });

  readonly #condition: ParserMethod<[], ExpressionAt> = this.RULE('condition', () => {
    this.ACTION(() => {
      if (++this.#depth > maxDepth) throw tooDeep();
    });
    const found = this.OR([
      {
        ALT: (): ExpressionAt => {
          this.CONSUME(t.Not);
          return { kind: 'not', of: this.SUBRULE(this.#condition) };
        },
      },
      {
        ALT: (): ExpressionAt => {
          this.CONSUME(t.LeftParen);
          const inner = this.SUBRULE(this.expression);
          this.CONSUME(t.RightParen);
          return inner;
        },
      },
      { ALT: (): ExpressionAt => this.SUBRULE(this.#test) },
    ]);
    this.ACTION(() => this.#depth--);
    return found;
  });

  readonly #test: ParserMethod<[], ExpressionAt> = this.RULE('test', () => {
    const left = this.SUBRULE(this.#operand);
    const test = this.OPTION(() =>
      this.OR([
        { ALT: (): ExpressionAt => ({ ...this.SUBRULE(this.#comparison), left }) },
        { ALT: (): ExpressionAt => ({ ...this.SUBRULE(this.#membership), operand: left }) },
      ]),
    );
    if (test !== undefined) return test;
    if (left.kind === 'call') return left;
    this.ACTION(() => {
      this.bare ??= this.LA(1);
    });
    return { kind: 'and' as const, of: [] };
  });

  readonly #comparison = this.RULE('comparison', () => {
    const as = (_: IToken, operator: Comparison) => operator;
    const operator = this.OR([
      { ALT: () => as(this.CONSUME(t.Equal), 'eq') },
      { ALT: () => as(this.CONSUME(t.NotEqual), 'ne') },
      { ALT: () => as(this.CONSUME(t.Less), 'lt') },
      { ALT: () => as(this.CONSUME(t.LessOrEqual), 'lte') },
      { ALT: () => as(this.CONSUME(t.Greater), 'gt') },
      { ALT: () => as(this.CONSUME(t.GreaterOrEqual), 'gte') },
    ]);
    const right = this.SUBRULE(this.#operand);
    return { kind: 'compare' as const, operator, right };
  });

  readonly #membership = this.RULE('membership', () => {
    const negated = this.OR([
      { ALT: () => this.CONSUME(t.In) && false },
      { ALT: () => this.CONSUME(t.Nin) && true },
    ]);
    const values: LiteralAt[] = [];
    this.CONSUME(t.LeftBracket);
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => values.push(this.SUBRULE(this.#literal)),
    });
    this.CONSUME(t.RightBracket);
    return { kind: 'in' as const, negated, values };
  });
}

function joined(kind: 'and' | 'or', parts: readonly ExpressionAt[]): ExpressionAt {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, of: parts };
}

function tooDeep(): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'WHERE',
    message: 'the condition is nested too deeply',
    expected: `at most ${maxDepth} levels`,
    action: 'leave out parentheses that change nothing',
  });
}
