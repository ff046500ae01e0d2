/**
 * Contents whose values override the unit of another one beside them (DTDL extensions annotation
 * and overriding): both are joined when interfaces are resolved, and the values are judged when
 * twins change. Used by `make-catalogue.ts`, `interface-of.ts` and `interface-check.ts`.
 */
import { unitsBeside } from '../model/units.ts';
import type { Content, ValueContent } from './catalogue.ts';
import { adviceFor } from './near-name.ts';
import { shown, type ValueCheck } from './value-check.ts';

/** The contents; those whose unit another one of them tells say which, as `unitFrom`. */
export function withOverrides<C extends Content>(
  contents: ReadonlyMap<string, C>,
): ReadonlyMap<string, C> {
  let joined: Map<string, C> | undefined;
  for (const content of contents.values()) {
    if (!('overrides' in content) || content.overrides !== 'unit') continue;
    const annotated = contents.get(content.annotates ?? '');
    if (annotated === undefined || !('unit' in annotated)) continue;
    joined ??= new Map(contents);
    joined.set(annotated.name, withUnitFrom(annotated, content.name));
  }
  return joined ?? contents;
}

/** Made once, so that subtypes share what they inherit, as they do all else. */
const made = new WeakMap<Content, Map<string, Content>>();

function withUnitFrom<C extends Content>(content: C, unitFrom: string): C {
  if ('unitFrom' in content && content.unitFrom === unitFrom) return content;
  const known = made.get(content) ?? new Map<string, Content>();
  made.set(content, known);
  const found = known.get(unitFrom) ?? { ...content, unitFrom };
  known.set(unitFrom, found);
  return found as C;
}

/** What the values of a content must be because they override a unit; undefined where they do not. */
export function overrideCheck(
  { overrides, annotates }: ValueContent,
  contents: ReadonlyMap<string, Content>,
): ValueCheck | undefined {
  const annotated = overrides === 'unit' ? contents.get(annotates ?? '') : undefined;
  const unit = annotated && 'unit' in annotated ? annotated.unit : undefined;
  if (unit === undefined) return undefined;
  const units = unitsBeside(unit);
  return (value) => {
    if (typeof value === 'string' && units.includes(value)) return undefined;
    return {
      path: '',
      message: `the value is ${shown(value)}`,
      expected: `a unit of ${annotates}: one of ${units.join(', ')}`,
      action: adviceFor(String(value), units, 'name one of these units'),
    };
  };
}
