/** Reads `@id` and judges it by the grammar, length and reserved prefixes. Used by the reader. */
import type { Json } from '../../model/json.ts';
import { shown } from '../value-check.ts';
import { own } from './element.ts';
import { patternOf } from './literals.ts';
import type { Findings } from './problem.ts';
import type { LanguageRules } from './rules.ts';

interface IdentifierRules {
  readonly language: LanguageRules;
  readonly type: string | undefined;
  /** Beginnings that are kept for the language. */
  readonly reserved: readonly string[];
}

/** The identifier of an element; undefined when there is none, or, with a problem, a wrong one. */
export function readIdentifier(
  value: Json | undefined,
  { language, type, reserved }: IdentifierRules,
  { where, findings }: { readonly where: string; readonly findings: Findings },
): string | undefined {
  if (value === undefined) return undefined;
  const { pattern, maxLength } = language.identifier;
  const most = (type && own(language.classes, type)?.idMaxLength) || maxLength;
  const flaw = flawOf(value, { pattern, most, reserved });
  if (flaw === undefined) return value as string;
  findings.add(flaw, where, {
    message: `@id is ${shown(value)}`,
    expected: `a DTMI of at most ${most} characters, not ${reserved.join(' or ')}…`,
  });
  return undefined;
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
