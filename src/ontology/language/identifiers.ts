/** Reads `@id` and judges it by the grammar, length and reserved prefixes. Used by the reader. */
import type { Json } from '../../model/json.ts';
import { shown } from '../value-check.ts';
import { patternOf } from './literals.ts';
import type { Findings } from './problem.ts';
import type { ClassRule, LanguageRules } from './rules.ts';

interface IdentifierRules {
  readonly language: LanguageRules;
  /** Beginnings that are kept for the language. */
  readonly reserved: readonly string[];
}

interface Place {
  readonly where: string;
  readonly findings: Findings;
}

/** The identifier of an element; undefined when there is none, or, with a problem, a wrong one. */
export function readIdentifier(
  value: Json | undefined,
  { language, reserved }: IdentifierRules,
  { where, findings }: Place,
): string | undefined {
  if (value === undefined) return undefined;
  const { pattern, maxLength: most } = language.identifier;
  const flaw = flawOf(value, { pattern, most, reserved });
  if (flaw === undefined) return value as string;
  findings.stop(flaw, `${where}/@id`, {
    message: `@id is ${shown(value)}`,
    expected: `a DTMI of at most ${most} characters, not ${reserved.join(' or ')}…`,
  });
  return undefined;
}

/** Whether an identifier is as short as its class demands; gives a problem where it is not. */
export function fitsClass(
  id: string | undefined,
  { idMaxLength: most = Infinity }: Pick<ClassRule, 'idMaxLength'> = {},
  { where, findings }: Place,
): boolean {
  if (id === undefined || id.length <= most) return true;
  const message = `@id has ${id.length} characters`;
  const expected = `at most ${most} characters`;
  findings.stop('idTooLongForType', `${where}/@id`, { message, expected });
  return false;
}

function flawOf(
  id: Json,
  { pattern, most, reserved }: { pattern: string; most: number; reserved: readonly string[] },
): string | undefined {
  if (typeof id !== 'string' || id === '') return 'idNotString';
  if (id.length > most) return 'idTooLong';
  if (!patternOf(pattern).test(id)) return 'invalidId';
  return reserved.some((prefix) => id.startsWith(prefix)) ? 'reservedId' : undefined;
}
