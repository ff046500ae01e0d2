/** `Change` and `Edit` inputs as the values of the model. Called by the mutations. */
import type { Change } from '../model/change.ts';
import { LinchpinError } from '../model/errors.ts';
import type { Edit } from '../model/scenario.ts';

/** A `@oneOf` input: every key but one is absent or null. */
type OneOf = Readonly<Record<string, object | null | undefined>>;
type Body = Record<string, unknown>;

/** The change that an input means; `place` names it in an error. */
export function changeOf(input: object, place: string): Change {
  const [kind, body] = only(input as OneOf, place);
  // The input types have the names and shapes of `Change`; a test goes through every kind.
  return { [kind]: body } as unknown as Change;
}

/** The edit that an input means. GraphQL has the time inside, because `@oneOf` allows no second key. */
export function editOf(input: object, place: string): Edit {
  const [kind, { at, ...body }] = only(input as OneOf, place);
  return { [kind]: body, ...(at !== undefined && { at }) } as unknown as Edit;
}

function only(input: OneOf, place: string): [string, Body] {
  const given = Object.entries(input).filter(([, body]) => body != null);
  const [kind, body] = given[0] ?? [];
  if (kind === undefined || body == null) throw new TypeError('a @oneOf input holds one key');
  if (kind === 'set' || kind === 'setRelationship') requireValue(body, `${place}.${kind}`);
  return [kind, withoutNulls(body)];
}

/** A left-out value is an oversight; removing a property takes an explicit null. */
function requireValue(body: object, place: string): void {
  if ((body as Body).value !== undefined) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `${place}.value`,
    message: 'there is no value to set',
    expected: 'a JSON value, or null to remove the property',
  });
}

/** A null in an optional field means the same as leaving it out, except in `value`. */
function withoutNulls(body: object): Body {
  const kept = Object.entries(body).filter(([key, value]) =>
    key === 'value' ? value !== undefined : value != null,
  );
  return Object.fromEntries(kept);
}
