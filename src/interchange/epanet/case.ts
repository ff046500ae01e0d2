/** What the reader of EPANET files and its parts for nodes, links and settings share. */
import type { JsonObject } from '../../model/json.ts';
import type { Draft } from '../document.ts';
import type { InpRow, SectionName, Sections } from './sections.ts';
import type { InpUnits } from './units.ts';

/** A network while it is read. */
export interface InpCase {
  readonly draft: Draft;
  readonly sections: Sections;
  readonly units: InpUnits;
  /** Id of the twin for the network. */
  readonly network: string;
  /** Id of a node or link by its name in the file; undefined when the file does not have it. */
  readonly nodeId: (name: string | undefined) => string | undefined;
  readonly linkId: (name: string | undefined) => string | undefined;
  readonly file: string;
  readonly place: (row: InpRow) => string;
}

/** A node or link in the making. */
export interface InpTwin {
  readonly model: string;
  /** NaN where the file holds a word instead; undefined where it holds nothing. */
  readonly numbers: { readonly [name: string]: number | undefined };
  readonly other: JsonObject;
}

/** The number in a column, times a unit's factor; undefined where the column is empty. */
export function numberAt(row: InpRow, column: number, factor = 1): number | undefined {
  const word = row.words[column];
  if (word === undefined || word === '*') return undefined;
  const value = Number(word);
  return word.trim() === '' || !Number.isFinite(value) ? Number.NaN : value * factor;
}

/** Whether every number that a row gives is one; lists the row when not. */
export function numbersAreRight(
  part: InpCase,
  row: InpRow,
  values: readonly (number | undefined)[],
): boolean {
  if (!values.some(Number.isNaN)) return true;
  listRow(part, row, 'holds a word where a number belongs', 'numbers');
  return false;
}

/** Lists a row that cannot be taken. */
export function listRow(part: InpCase, row: InpRow, fault: string, expected: string): void {
  part.draft.problem({
    code: 'BAD_USER_INPUT',
    where: part.place(row),
    message: `the row "${row.text.slice(0, 60)}" ${fault}`,
    expected,
    action: 'correct the row; it was left out',
  });
}

/** The tags of the nodes or of the links, by name. */
export function tagsOf({ sections }: InpCase, kind: 'NODE' | 'LINK'): Map<string, string> {
  const tags = new Map<string, string>();
  for (const { words } of sections.rows('TAGS')) {
    if (words[0]?.toUpperCase() === kind) tags.set(words[1] ?? '', words.slice(2).join(' '));
  }
  return tags;
}

/** The rows of a section by the first word; later ones win, as in EPANET. */
export function byName(part: InpCase, section: SectionName): Map<string, InpRow> {
  return new Map(part.sections.rows(section).map((row) => [row.words[0] ?? '', row]));
}
