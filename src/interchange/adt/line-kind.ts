/**
 * Tells from the text of an NDJSON line, without parsing it, what kind of item it holds, so that a
 * pass over a large file parses only what it takes. Used by the NDJSON reader.
 */
import type { ItemKind } from './item.ts';

/** Whether ASCII letters or signs are written as `\u0024`: a key may hide behind them. */
function hasEscapes(text: string): boolean {
  return text.includes('\\u00') && /\\u00[2-7]/.test(text);
}

/** Whether a line may be the heading of a section. */
export function mayNameSection(text: string): boolean {
  return text.includes('"Section"') || hasEscapes(text);
}

/**
 * The only kind that a line outside all sections can be of; undefined when it has to be parsed.
 * Keys that stand deeper in the item, or as values, make it undefined and never wrong.
 */
export function kindByKeys(text: string): ItemKind | undefined {
  if (hasEscapes(text)) return undefined;
  const isTwin = text.includes('"$dtId"');
  const isModel =
    text.includes('"@id"') || text.includes('"@type"') || (!isTwin && text.includes('"model"'));
  const isRelationship = text.includes('"$relationshipName"') || text.includes('"$relationshipId"');
  if (isRelationship) return isModel || text.includes('"$metadata"') ? undefined : 'relationship';
  if (!isModel) return 'twin';
  return isTwin ? undefined : 'model';
}
