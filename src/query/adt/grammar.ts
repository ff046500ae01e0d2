/**
 * The clauses of the query text, read by recursive descent; made once, for every query. Gives the
 * syntax tree, in which no name is looked up yet.
 */
import type { IToken, ParserMethod } from 'chevrotain';
import { Expressions } from './expressions.ts';
import type {
  ArrowAt,
  ColumnAt,
  HopsAt,
  JoinAt,
  NameAt,
  OrderAt,
  PathAt,
  PatternAt,
  StatementAt,
} from './syntax.ts';
import * as t from './tokens.ts';

/** The parser of whole queries. */
export class Grammar extends Expressions {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly statement = this.RULE('statement', (): StatementAt => {
    this.CONSUME(t.Select);
    const selected = this.SUBRULE(this.#selected);
    this.CONSUME(t.From);
    const from = this.OR([
      { ALT: () => this.CONSUME(t.DigitalTwins) && ('twins' as const) },
      { ALT: () => this.CONSUME(t.Relationships) && ('relationships' as const) },
    ]);
    const alias = this.OPTION(() => this.nameAt(this.CONSUME(t.Name)));
    const joins: JoinAt[] = [];
    this.MANY(() => joins.push(this.SUBRULE(this.#join)));
    const pattern = this.OPTION1(() => this.SUBRULE(this.#pattern));
    const where = this.OPTION2(() => {
      this.CONSUME(t.Where);
      return this.SUBRULE(this.expression);
    });
    const groupBy = this.OPTION3(() => this.SUBRULE(this.#groupBy)) ?? [];
    const orderBy = this.OPTION4(() => this.SUBRULE(this.#orderBy)) ?? [];
    return { ...selected, from, alias, joins, pattern, where, groupBy, orderBy };
  });

  readonly #selected: ParserMethod<[], Pick<StatementAt, 'top' | 'columns'>> = this.RULE(
    'selected',
    () =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Top);
            this.CONSUME(t.LeftParen);
            const top = this.numberAt(this.CONSUME(t.Digits));
            this.CONSUME(t.RightParen);
            return { top, columns: this.OPTION(() => this.SUBRULE(this.#columns)) };
          },
        },
        { ALT: () => ({ top: undefined, columns: this.SUBRULE1(this.#columns) }) },
      ]),
  );

  readonly #columns: ParserMethod<[], readonly ColumnAt[] | undefined> = this.RULE('columns', () =>
    this.OR([
      { ALT: () => void this.CONSUME(t.Star) },
      {
        ALT: () => {
          const columns: ColumnAt[] = [];
          this.AT_LEAST_ONE_SEP({
            SEP: t.Comma,
            DEF: () => columns.push(this.SUBRULE(this.#column)),
          });
          return columns;
        },
      },
    ]),
  );

  readonly #column = this.RULE('column', (): ColumnAt => {
    const value = this.SUBRULE(this.pathOrCall);
    const alias = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.nameAt(this.CONSUME(t.Word));
    });
    return { value, alias };
  });

  readonly #join = this.RULE('join', (): JoinAt => {
    this.CONSUME(t.Join);
    const target = this.nameAt(this.CONSUME(t.Name));
    this.CONSUME(t.Related);
    const source = this.nameAt(this.CONSUME1(t.Name));
    this.CONSUME(t.Dot);
    const relationship = this.nameAt(this.CONSUME(t.Word));
    const alias = this.OPTION(() => this.nameAt(this.CONSUME2(t.Name)));
    return { target, source, relationship, alias };
  });

  readonly #pattern = this.RULE('pattern', (): PatternAt => {
    this.CONSUME(t.Match);
    const start = this.SUBRULE(this.#twin);
    const arrows: ArrowAt[] = [];
    this.MANY(() => arrows.push(this.SUBRULE(this.#arrow)));
    return { start, arrows };
  });

  readonly #twin = this.RULE('twin', (): NameAt | undefined => {
    this.CONSUME(t.LeftParen);
    const name = this.OPTION(() => this.nameAt(this.CONSUME(t.Name)));
    this.CONSUME(t.RightParen);
    return name;
  });

  readonly #arrow = this.RULE('arrow', (): ArrowAt => {
    const less = this.OPTION(() => this.CONSUME(t.Less));
    const { startOffset: offset } = this.CONSUME(t.Minus);
    this.CONSUME(t.LeftBracket);
    const first = this.OPTION1(() => this.SUBRULE(this.#names)) ?? [];
    const names = this.OPTION2(() => {
      this.CONSUME(t.Colon);
      return this.SUBRULE1(this.#names);
    });
    const hops = this.OPTION3(() => this.SUBRULE(this.#hops));
    this.CONSUME(t.RightBracket);
    this.CONSUME1(t.Minus);
    const greater = this.OPTION4(() => this.CONSUME(t.Greater));
    const to = this.SUBRULE(this.#twin);
    const [left, right] = [less !== undefined, greater !== undefined];
    return { offset, left, right, first, names, hops, to };
  });

  readonly #names = this.RULE('names', (): readonly NameAt[] => {
    const names: NameAt[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.Bar,
      DEF: () => names.push(this.nameAt(this.CONSUME(t.Word))),
    });
    return names;
  });

  readonly #hops = this.RULE('hops', (): HopsAt => {
    this.CONSUME(t.Star);
    return this.OR([
      {
        ALT: () => {
          const number = this.numberAt(this.CONSUME(t.Digits));
          const most = this.OPTION(() =>
            this.#upTo(this.CONSUME(t.Range), this.CONSUME1(t.Digits)),
          );
          return most === undefined
            ? { above: undefined, most: number, exact: true }
            : { above: number, most, exact: false };
        },
      },
      {
        ALT: () => {
          const most = this.#upTo(this.CONSUME1(t.Range), this.CONSUME2(t.Digits));
          return { above: undefined, most, exact: false };
        },
      },
    ]);
  });

  #upTo(_: IToken, most: IToken) {
    return this.numberAt(most);
  }

  readonly #groupBy = this.RULE('groupBy', (): readonly PathAt[] => {
    const paths: PathAt[] = [];
    this.CONSUME(t.Group);
    this.CONSUME(t.By);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => paths.push(this.SUBRULE(this.path)) });
    return paths;
  });

  readonly #orderBy = this.RULE('orderBy', (): readonly OrderAt[] => {
    const keys: OrderAt[] = [];
    this.CONSUME(t.Order);
    this.CONSUME(t.By);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => keys.push(this.SUBRULE(this.#orderKey)) });
    return keys;
  });

  readonly #orderKey = this.RULE('orderKey', (): OrderAt => {
    const by = this.SUBRULE(this.pathOrCall);
    const descending = this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(t.Asc) && false },
        { ALT: () => this.CONSUME(t.Desc) && true },
      ]),
    );
    return { by, descending: descending ?? false };
  });
}
