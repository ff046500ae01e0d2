/** Judges the values of a conformance case by the schemas it names. Used by `conformance.ts`. */
import { readExactJson } from './exact-json.ts';
import { isOf } from './language/element.ts';
import type { Judgement } from './language/language.ts';
import { schemaOf } from './schema-of.ts';
import { type ValueCheck, valueCheck } from './value-check.ts';

/** A value, and whether it conforms to a schema. */
export interface InstanceCase {
  /** Identifier of the schema. */
  readonly subject: string;
  readonly conforms?: boolean;
  /** Whether the subject has no values at all. */
  readonly throws?: boolean;
  /** The value as JSON text, which may be malformed. */
  readonly submit: string;
}

/** The values that are judged otherwise than the case says, as text. */
export function instancesOf(
  instances: readonly InstanceCase[],
  { definitions, standard }: Judgement,
): readonly string[] {
  const wrong: string[] = [];
  for (const { subject, conforms = false, throws = false, submit } of instances) {
    const element = definitions.get(subject) ?? standard.get(subject);
    const schema = element !== undefined && isOf(element, 'Schema') ? schemaOf(element) : undefined;
    if (schema === undefined ? throws : conforms === fits(submit, valueCheck(schema, 'json')))
      continue;
    wrong.push(`${subject} ${submit.slice(0, 128)}`);
  }
  return wrong;
}

function fits(text: string, check: ValueCheck): boolean {
  try {
    return check(readExactJson(text)) === undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
