/** Splits an EPANET input file into its sections and their rows of words. Used by its reader. */
import type { Problem } from '../../model/errors.ts';
import { linesOf } from '../text.ts';

/** A row of a section. */
export interface InpRow {
  readonly words: readonly string[];
  /** The row without its comment. */
  readonly text: string;
  /** What stands after the semicolon. */
  readonly comment: string;
  readonly line: number;
}

/** The sections of the EPANET 2.2 manual, appendix C; four letters are enough to name one. */
const sectionNames = [
  'TITLE',
  'JUNCTIONS',
  'RESERVOIRS',
  'TANKS',
  'PIPES',
  'PUMPS',
  'VALVES',
  'TAGS',
  'DEMANDS',
  'STATUS',
  'PATTERNS',
  'CURVES',
  'CONTROLS',
  'RULES',
  'ENERGY',
  'EMITTERS',
  'QUALITY',
  'SOURCES',
  'REACTIONS',
  'MIXING',
  'TIMES',
  'REPORT',
  'OPTIONS',
  'COORDINATES',
  'VERTICES',
  'LABELS',
  'BACKDROP',
  'END',
] as const;

/** The name of a section. */
export type SectionName = (typeof sectionNames)[number];

/** A file, section by section. */
export interface Sections {
  /** The rows of a section, in order; a section may occur several times. */
  rows(name: SectionName): readonly InpRow[];
  /** Whether the file says where it ends. */
  readonly ended: boolean;
  readonly problems: readonly Problem[];
}

/** The sections of a file; rows outside of any, and sections that are not known, are listed. */
export function readSections(text: string, file: string): Sections {
  const sections = new Map<SectionName, InpRow[]>();
  const problems: Problem[] = [];
  let rows: InpRow[] | undefined;
  let ignoring = false;
  for (const line of linesOf(text)) {
    const heading = /^\s*\[\s*([^\]]*)/.exec(line.text)?.[1];
    if (heading !== undefined) {
      const name = sectionOf(heading);
      if (name === 'END') return made(sections, problems, true);
      if (name === undefined) problems.push(unknownSection(heading, `${file}:${line.number}`));
      ignoring = name === undefined;
      rows = name === undefined ? undefined : rowsIn(sections, name);
      continue;
    }
    const row = rowOf(line.text, line.number, rows !== undefined && rows === sections.get('TITLE'));
    if (row === undefined || ignoring) continue;
    if (rows !== undefined) rows.push(row);
    else problems.push(outside(`${file}:${line.number}`));
  }
  return made(sections, problems, false);
}

function made(
  sections: ReadonlyMap<SectionName, readonly InpRow[]>,
  problems: readonly Problem[],
  ended: boolean,
): Sections {
  return { rows: (name) => sections.get(name) ?? [], ended, problems };
}

function rowsIn(sections: Map<SectionName, InpRow[]>, name: SectionName): InpRow[] {
  const rows = sections.get(name) ?? [];
  sections.set(name, rows);
  return rows;
}

function sectionOf(heading: string): SectionName | undefined {
  const wanted = heading.trim().toUpperCase();
  if (wanted.length < 3) return undefined;
  return sectionNames.find((name) => name.startsWith(wanted.slice(0, 4)));
}

function rowOf(line: string, number: number, isTitle: boolean): InpRow | undefined {
  const semicolon = isTitle ? -1 : line.indexOf(';');
  const text = (semicolon < 0 ? line : line.slice(0, semicolon)).trim();
  if (text === '') return undefined;
  const comment = semicolon < 0 ? '' : line.slice(semicolon + 1).trim();
  const words = text.match(/"[^"]*"|[^\s",]+/g) ?? [];
  return { words: words.map((word) => word.replaceAll('"', '')), text, comment, line: number };
}

function unknownSection(heading: string, where: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: `the section [${heading.slice(0, 40)}] is not known and was left out`,
    expected: sectionNames.join(', '),
  };
}

function outside(where: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: 'the row stands before the first section',
    expected: 'a section heading such as [JUNCTIONS]',
    action: 'check that this is an EPANET input file',
  };
}
