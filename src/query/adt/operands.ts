/** The properties and values of conditions. */
import type { Json } from '../../model/json.ts';
import type { Operand } from '../rows/rows-query.ts';
import type { Scope } from './scope.ts';
import type { SourceText } from './source-text.ts';
import type { LiteralAt, NameAt, OperandAt } from './syntax.ts';

/** The operand that stands beside an operator or in a function. */
export function operandOf(operand: OperandAt, scope: Scope): Operand {
  if (operand.kind === 'path') return { kind: 'property', ...scope.propertyOf(operand) };
  if (operand.kind === 'literal') {
    return { kind: 'value', value: literalValue(operand, scope.source) };
  }
  const { text, offset } = operand.path.names[0] as NameAt;
  throw scope.source.bad(offset, {
    message: `${text}(…) is no value to compare`,
    expected: 'a property or a value',
  });
}

/** The value of a literal; `BAD_USER_INPUT` for a number or an escape that cannot be. */
export function literalValue({ value, image, offset }: LiteralAt, source: SourceText): Json {
  if (typeof value === 'string') return unquoted(image, offset, source);
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw source.bad(offset, { message: `${image} is too large a number` });
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  "'": "'",
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** The text between quotes, escapes resolved. */
function unquoted(image: string, offset: number, source: SourceText): string {
  return image
    .slice(1, -1)
    .replace(/\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g, (found, code, mark, at) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      const meant = Object.hasOwn(escapes, mark) ? escapes[mark] : undefined;
      if (meant !== undefined) return meant;
      throw source.bad(offset + 1 + at, {
        message: `there is no escape ${found}`,
        expected: String.raw`one of \' \" \\ \/ \b \f \n \r \t \uXXXX`,
      });
    });
}
