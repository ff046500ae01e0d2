/** The functions of WHERE; their names are case-insensitive. */
import type { Condition, ValueKind } from '../rows/rows-query.ts';
import { operandOf } from './operands.ts';
import type { Scope } from './scope.ts';
import type { CallAt, NameAt, OperandAt } from './syntax.ts';

type CallMeaning = (call: CallAt, scope: Scope) => Condition;

const functions: ReadonlyMap<string, CallMeaning> = new Map<string, CallMeaning>([
  ['IS_OF_MODEL', isOfModel],
  ['IS_DEFINED', is('defined')],
  ['IS_NULL', is('null')],
  ['IS_BOOL', is('boolean')],
  ['IS_NUMBER', is('number')],
  ['IS_STRING', is('string')],
  ['IS_OBJECT', is('object')],
  ['IS_PRIMITIVE', is('primitive')],
  ['STARTSWITH', text('startsWith')],
  ['ENDSWITH', text('endsWith')],
  ['CONTAINS', text('contains')],
  ['ARRAY_CONTAINS', arrayContains],
]);

/** The condition that a call means. */
export function conditionOfCall(call: CallAt, scope: Scope): Condition {
  const { text, offset } = nameOf(call);
  const meaning = functions.get(text.toUpperCase());
  if (meaning !== undefined && call.path.names.length === 1) return meaning(call, scope);
  throw scope.source.bad(offset, {
    message: `there is no condition ${call.path.names.map((name) => name.text).join('.')}(…)`,
    expected: `one of ${[...functions.keys()].join(', ')}`,
  });
}

/** The name of the function that is called. */
export function nameOf({ path }: CallAt): NameAt {
  return path.names[0] as NameAt;
}

/** The arguments of a call; `BAD_USER_INPUT` when there are more or fewer. */
export function argumentsOf(
  call: CallAt,
  { source }: Scope,
  expected: string,
  ...counts: readonly number[]
): readonly OperandAt[] {
  if (counts.includes(call.arguments.length)) return call.arguments;
  const { text, offset } = nameOf(call);
  throw source.bad(offset, {
    message: `${text} is given ${call.arguments.length} arguments`,
    expected,
  });
}

function is(value: ValueKind): CallMeaning {
  return (call, scope) => {
    const [argument] = argumentsOf(call, scope, 'one property', 1) as [OperandAt];
    return { kind: 'is', operand: operandOf(argument, scope), value };
  };
}

function text(operator: 'startsWith' | 'endsWith' | 'contains'): CallMeaning {
  return (call, scope) => {
    const both = argumentsOf(call, scope, 'a property and a text', 2);
    const [operand, part] = both.map((argument) => operandOf(argument, scope));
    return { kind: 'text', operator, operand, part } as Condition;
  };
}

function arrayContains(call: CallAt, scope: Scope): Condition {
  const both = argumentsOf(call, scope, 'a property and a value', 2);
  const [operand, element] = both.map((argument) => operandOf(argument, scope));
  return { kind: 'holds', operand, element } as Condition;
}

const modelArguments = "a collection where there are several, a model's DTMI in quotes, and exact";

function isOfModel(call: CallAt, scope: Scope): Condition {
  const given = argumentsOf(call, scope, modelArguments, 1, 2, 3);
  const exact = given.length > 1 && isExact(given.at(-1));
  const [model, collection, ...rest] = (exact ? given.slice(0, -1) : given).toReversed();
  const of = collectionOf(collection, call, scope);
  const value = model?.kind === 'literal' ? operandOf(model, scope) : undefined;
  if (of === undefined || rest.length > 0 || value?.kind !== 'value') {
    throw misused(call, scope, 'IS_OF_MODEL has other arguments');
  }
  if (typeof value.value !== 'string') throw misused(call, scope, 'a model is no text');
  return { kind: 'model', of, model: value.value, exact };
}

function isExact(argument: OperandAt | undefined): boolean {
  if (argument?.kind !== 'path') return false;
  const [name, ...rest] = argument.names;
  return rest.length === 0 && name?.text.toLowerCase() === 'exact';
}

/** The twins whose model is meant: those that are named, or the only ones there are. */
function collectionOf(named: OperandAt | undefined, call: CallAt, scope: Scope) {
  if (named !== undefined) {
    return named.kind === 'path' && named.names.length === 1
      ? scope.twinOf(named.names[0] as NameAt)
      : undefined;
  }
  const [sole, ...others] = scope.names;
  if (sole === undefined || others.length > 0) {
    throw misused(call, scope, 'IS_OF_MODEL does not say which collection it is about');
  }
  return scope.twinOf({ text: sole, offset: nameOf(call).offset });
}

function misused(call: CallAt, { source }: Scope, message: string): Error {
  return source.bad(nameOf(call).offset, { message, expected: modelArguments });
}
