/** Reads the tables of TNTP files: metadata in angle brackets, then rows. Used by the roads' reader. */
import { linesOf } from '../text.ts';

/** A row as its words. */
export interface TntpRow {
  readonly words: readonly string[];
  readonly line: number;
}

/** What a file holds, not yet understood. */
export interface TntpText {
  readonly metadata: ReadonlyMap<string, string>;
  /** Names of the columns from the heading, in lower case without blanks; empty without heading. */
  readonly columns: readonly string[];
  readonly rows: readonly TntpRow[];
  /** Whether the last row ends with a semicolon, as far as the first one does. */
  readonly ended: boolean;
}

/** A file of a network, taken apart. */
export interface TntpFile {
  readonly name: string;
  readonly text: TntpText;
}

/** What a TNTP file holds, by its content. */
export type TntpKind = 'net' | 'node' | 'trips' | 'flow';

/** The metadata and rows of a file; a row ends with its line, semicolons apart. */
export function readTntpText(text: string): TntpText {
  const metadata = new Map<string, string>();
  const rows: TntpRow[] = [];
  let columns: readonly string[] = [];
  const closed: boolean[] = [];
  for (const { text: line, number } of linesOf(text)) {
    const meta = /^\s*<([^>]+)>(.*)$/.exec(line);
    const content = line.trim();
    if (meta !== null) metadata.set((meta[1] ?? '').trim().toUpperCase(), (meta[2] ?? '').trim());
    else if (content.startsWith('~')) columns = headings(content.slice(1));
    else if (rows.length === 0 && columns.length === 0 && /^(node|from)\s/i.test(content)) {
      columns = headings(content);
    } else if (content !== '') {
      rows.push({ words: wordsOf(content), line: number });
      closed.push(content.endsWith(';'));
    }
  }
  return { metadata, columns, rows, ended: closed[0] !== true || closed.at(-1) === true };
}

/** What the file is: each kind has a heading or rows that no other has. */
export function kindOfTntp({ metadata, columns, rows }: TntpText): TntpKind | undefined {
  if (columns.includes('initnode') || metadata.has('NUMBER OF LINKS')) return 'net';
  if (rows.some(({ words }) => words[0] === 'Origin')) return 'trips';
  if (metadata.has('TOTAL OD FLOW')) return 'trips';
  if (columns[0] === 'node' && columns.includes('x')) return 'node';
  return columns[0] === 'from' && columns.includes('volume') ? 'flow' : undefined;
}

function wordsOf(content: string): string[] {
  return content.split(/[\s;]+/).filter((word) => word !== '');
}

/** Headings are parted by tabs or wide gaps where there are any, because names may have blanks. */
function headings(content: string): string[] {
  const wide = content.split(/\t+|\s{2,}/);
  const names = wide.length > 2 ? wide : content.split(/\s+/);
  return names
    .map((name) => name.toLowerCase().replace(/[^a-z]/g, ''))
    .filter((name) => name !== '');
}
