/**
 * Compiles a predicate to a function of a record, once per query. Logic has two values: a
 * comparison with a missing value is false, so `not` of it is true. Read by every executor that
 * answers in memory; an adapter that translates predicates keeps these meanings.
 */
import { LinchpinError } from '../../model/errors.ts';
import { type Json, sameJson } from '../../model/json.ts';
import type { Field, Fields } from '../fields.ts';
import type { Compare, Comparison, In, Predicate, Related, Within } from '../query.ts';
import { meantTest } from './meaning.ts';
import { nearTest } from './near.ts';

/** Whether a record is wanted. */
export type Test<T> = (record: T) => boolean;

/** How the records of a query are read, and what compiles predicates that look beyond them. */
interface Subject<T> {
  readonly fields: Fields<T>;
  /** Absent where records stand alone; `depth` is that of the predicate. */
  readonly beyond?: (predicate: Related | Within, depth: number) => Test<T>;
}

/** How deep predicates may nest; deeper is `LIMIT_EXCEEDED`. */
const maxPredicateDepth = 100;

/** The test of a predicate at a depth of its query; every record passes when there is none. */
export function testOf<T>(
  predicate: Predicate | undefined,
  subject: Subject<T>,
  depth = 1,
): Test<T> {
  return predicate === undefined ? () => true : compile(predicate, subject, depth);
}

function compile<T>(predicate: Predicate, subject: Subject<T>, depth: number): Test<T> {
  if (depth > maxPredicateDepth) throw tooDeep();
  const { fields } = subject;
  switch (predicate.kind) {
    case 'and': {
      const tests = predicate.of.map((part) => compile(part, subject, depth + 1));
      return (record) => tests.every((test) => test(record));
    }
    case 'or': {
      const tests = predicate.of.map((part) => compile(part, subject, depth + 1));
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = compile(predicate.of, subject, depth + 1);
      return (record) => !test(record);
    }
    case 'compare':
    case 'in': {
      const field = fields(predicate.path);
      // Compiled all the same, because it refuses what nothing compares with.
      const plain =
        predicate.kind === 'in' ? inTest(predicate, field) : compareTest(predicate, field);
      return predicate.as === undefined ? plain : meantTest(predicate, predicate.as, field);
    }
    case 'exists': {
      const field = fields(predicate.path);
      return (record) => (field(record) !== undefined) === predicate.exists;
    }
    case 'text':
      return textTest(predicate, fields(predicate.path));
    case 'near':
      return nearTest(predicate, fields(predicate.path));
    case 'related':
    case 'within':
      if (subject.beyond !== undefined) return subject.beyond(predicate, depth);
      throw bad(predicate.kind, 'only the twins of a graph have others around them');
    default:
      throw bad('', `there is no predicate of kind ${(predicate as { kind: string }).kind}`);
  }
}

function compareTest<T>({ operator, path, value, unit }: Compare, field: Field<T>): Test<T> {
  if (unit !== undefined) throw unreadUnit(path);
  if (value === null) throw bad(path, 'nothing compares with null', 'use exists instead');
  if (operator === 'eq') return (record) => sameJson(field(record), value);
  if (operator === 'ne') {
    return (record) => {
      const held = field(record);
      return held !== undefined && !sameJson(held, value);
    };
  }
  const holds = orderings[operator];
  if (holds === undefined) throw bad(path, `there is no comparison ${operator}`);
  if (typeof value === 'number') {
    return (record) => {
      const held = field(record);
      return typeof held === 'number' && holds(held, value);
    };
  }
  if (typeof value !== 'string') throw bad(path, `${operator} needs a number or a text`);
  return (record) => {
    const held = field(record);
    return typeof held === 'string' && holds(held, value);
  };
}

type Holds = <V extends number | string>(held: V, value: V) => boolean;

const orderings: Readonly<Record<Exclude<Comparison, 'eq' | 'ne'>, Holds>> = {
  lt: (held, value) => held < value,
  lte: (held, value) => held <= value,
  gt: (held, value) => held > value,
  gte: (held, value) => held >= value,
};

function inTest<T>({ path, values, unit }: In, field: Field<T>): Test<T> {
  if (unit !== undefined) throw unreadUnit(path);
  if (values.includes(null)) throw bad(path, 'a null is in no list', 'use exists instead');
  const scalars = new Set<Json | undefined>(values.filter((value) => typeof value !== 'object'));
  const composites = values.filter((value) => typeof value === 'object');
  return (record) => {
    const held = field(record);
    return scalars.has(held) || composites.some((value) => sameJson(held, value));
  };
}

function textTest<T>(
  { path, operator, value, ignoreCase }: Predicate & { kind: 'text' },
  field: Field<T>,
): Test<T> {
  if (typeof value !== 'string') throw bad(path, `${operator} needs a text`);
  if (!['startsWith', 'endsWith', 'contains'].includes(operator)) {
    throw bad(path, `there is no text operator ${operator}`);
  }
  const method = operator === 'contains' ? 'includes' : operator;
  if (ignoreCase === true) {
    // In capitals: small letters depend on where in a word they stand (Σ).
    const wanted = value.toUpperCase();
    return (record) => {
      const held = field(record);
      return typeof held === 'string' && held.toUpperCase()[method](wanted);
    };
  }
  return (record) => {
    const held = field(record);
    return typeof held === 'string' && held[method](value);
  };
}

/** Units mean something only to those who know the models. */
function unreadUnit(path: string): LinchpinError {
  return bad(path, 'no model says in which unit it is', 'compare without a unit');
}

function bad(where: string, message: string, action?: string): LinchpinError {
  const more = action === undefined ? {} : { action };
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, ...more });
}

function tooDeep(): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'where',
    message: 'the predicate is nested too deeply',
    expected: `at most ${maxPredicateDepth} levels`,
    action: 'flatten and/or, or split the query',
  });
}
