/** What the typed schema says of a type or field in words: as the model does, in its languages. */
import type { LocalisedText, Quantity } from '../../ontology/catalogue.ts';

/** What a model says of something. */
interface Described extends Quantity {
  readonly name?: string;
  readonly displayName?: LocalisedText;
  readonly description?: LocalisedText;
}

/** Name and description, English first, then the other languages by their tags, then the unit. */
export function documented(told: Described): string | undefined {
  const { name, displayName = {}, description = {}, semanticType, unit } = told;
  const tags = new Set([...Object.keys(displayName), ...Object.keys(description)]);
  const lines = [...tags].toSorted(englishFirst).flatMap((tag) => {
    // A title that says no more than the name itself: `Serial number` of `serialNumber`.
    const title = bare(displayName[tag]) === bare(name) ? undefined : displayName[tag];
    const text = [title, description[tag]].filter((part) => part !== undefined && part !== '');
    if (text.length === 0) return [];
    return [`${tag === 'en' ? '' : `${tag}: `}${text.join(': ')}`];
  });
  if (unit !== undefined) lines.push(`In ${unit}${semanticType ? ` (${semanticType})` : ''}.`);
  else if (semanticType !== undefined) lines.push(`A ${semanticType}.`);
  return lines.length === 0 ? undefined : lines.join('\n\n');
}

function bare(text = ''): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function englishFirst(a: string, b: string): number {
  if (a === 'en' || b === 'en') return a === b ? 0 : a === 'en' ? -1 : 1;
  return a < b ? -1 : 1;
}
