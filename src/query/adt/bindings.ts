/** What the clauses FROM, JOIN and MATCH bind: the twins and links of the rows tree. */
import type { Link } from '../rows/rows-query.ts';
import type { Scope } from './scope.ts';
import type { ArrowAt, JoinAt, NameAt, NumberAt, StatementAt } from './syntax.ts';

/** The most hops of one arrow, as in Azure Digital Twins. */
const mostHops = 10;

/** What a query binds. */
interface Bindings {
  readonly twins: readonly string[];
  readonly links: readonly Link[];
}

/** Looks up the names of FROM, JOIN and MATCH, and declares those that they give. */
export function bindingsOf(statement: StatementAt, scope: Scope): Bindings {
  const gathered = new Gathered(scope);
  gathered.from(statement);
  for (const join of statement.joins) gathered.join(join, statement.from);
  if (statement.pattern !== undefined) gathered.match(statement.pattern);
  return gathered;
}

class Gathered implements Bindings {
  readonly twins: string[] = [];
  readonly links: Link[] = [];
  readonly #scope: Scope;
  #hidden = 0;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  from({ from, alias, joins, pattern }: StatementAt): void {
    if (from === 'relationships') {
      const name = alias ?? this.#anonymous();
      const [start, end] = [this.#anonymous().text, this.#anonymous().text];
      this.#scope.declare(name, { kind: 'relationship' });
      this.twins.push(start, end);
      const hops = { minHops: 1, maxHops: 1 };
      const link = { from: start, to: end, direction: 'out', ...hops, once: false } as const;
      this.links.push({ ...link, relationship: name.text });
    } else if (alias !== undefined || joins.length > 0 || pattern === undefined) {
      this.#twin(alias ?? this.#anonymous());
    }
  }

  join({ target, source, relationship, alias }: JoinAt, from: StatementAt['from']): void {
    if (from === 'relationships') {
      throw this.#scope.source.bad(target.offset, {
        message: 'RELATIONSHIPS cannot be joined',
        expected: 'FROM DIGITALTWINS, which JOIN goes on from',
      });
    }
    const link: Link = {
      from: this.#scope.twinOf(source),
      to: target.text,
      direction: 'out',
      names: [this.#scope.relationship(relationship)],
      minHops: 1,
      maxHops: 1,
      once: false,
    };
    this.#scope.declare(target, { kind: 'twin' });
    this.twins.push(target.text);
    const slot = this.links.push(link) - 1;
    const give = (name: string) => {
      this.links[slot] = { ...link, relationship: name };
    };
    if (alias === undefined) this.#scope.offer(link, give);
    else {
      this.#scope.declare(alias, { kind: 'relationship', names: [relationship.text] });
      give(alias.text);
    }
  }

  match({ start, arrows }: NonNullable<StatementAt['pattern']>): void {
    let from = this.#twin(start ?? this.#anonymous());
    for (const arrow of arrows) {
      if (arrow.left && arrow.right) {
        throw this.#scope.source.bad(arrow.offset, {
          message: 'an arrow has two heads',
          expected: '-[]->, <-[]- or -[]-, or two arrows in a chain',
        });
      }
      const to = this.#twin(arrow.to ?? this.#anonymous());
      this.links.push(this.#link(arrow, from, to));
      from = to;
    }
  }

  #link(arrow: ArrowAt, from: string, to: string): Link {
    const { variable, names: given } = this.#partsOf(arrow);
    const names = given && { names: given.map((name) => this.#scope.relationship(name)) };
    const hops = this.#hopsOf(arrow);
    if (variable !== undefined && hops.maxHops > 1) {
      throw this.#scope.source.bad(variable.offset, {
        message: `${variable.text} would name several relationships`,
        expected: `a name for one hop only, or :${variable.text} to follow relationships so named`,
      });
    }
    if (variable !== undefined) this.#scope.declare(variable, { kind: 'relationship', ...names });
    return {
      from,
      to,
      direction: arrow.left ? 'in' : arrow.right ? 'out' : 'both',
      ...names,
      ...hops,
      ...(variable && { relationship: variable.text }),
      once: true,
    };
  }

  /** The variable and the names of an arrow: several names need no colon, as in `[has|includes]`. */
  #partsOf({ first, names }: ArrowAt): { variable?: NameAt; names?: readonly NameAt[] } {
    const [variable, second] = first;
    if (variable === undefined) return { ...(names && { names }) };
    if (second === undefined) return { variable, ...(names && { names }) };
    if (names === undefined) return { names: first };
    throw this.#scope.source.bad(second.offset, {
      message: 'a relationship has two variables',
      expected: 'one name before the colon',
    });
  }

  #hopsOf({ hops }: ArrowAt): { minHops: number; maxHops: number } {
    if (hops === undefined) return { minHops: 1, maxHops: 1 };
    const most = this.#count(hops.most);
    const above = hops.above === undefined ? 0 : this.#count(hops.above);
    if (most === 0 || most <= above) {
      throw this.#scope.source.bad(hops.most.offset, {
        message: 'no number of hops is in the range',
        expected: 'an upper end above the lower one, which is exclusive: *1..3 is 2 or 3 hops',
      });
    }
    if (most > mostHops) {
      throw this.#scope.source.tooMuch(hops.most.offset, {
        message: `an arrow has ${most} hops`,
        expected: `at most ${mostHops}`,
        action: 'chain arrows to go further',
      });
    }
    return { minHops: hops.exact ? most : above + 1, maxHops: most };
  }

  #count({ value, offset }: NumberAt): number {
    if (Number.isInteger(value)) return value;
    throw this.#scope.source.bad(offset, {
      message: `${value} is no count`,
      expected: 'a whole number',
    });
  }

  #twin(name: NameAt): string {
    this.#scope.twin(name);
    if (!this.twins.includes(name.text)) this.twins.push(name.text);
    return name.text;
  }

  /** A name that no text can give. */
  #anonymous(): NameAt {
    return { text: `[${++this.#hidden}]`, offset: 0 };
  }
}
