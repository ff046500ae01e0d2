/** Reads CSV (RFC 4180): quoted fields, doubled quotes, line breaks within quotes. Used by the reader. */

export interface CsvRow {
  readonly cells: readonly string[];
  /** The line the row begins on, from 1. */
  readonly line: number;
}

/** The rows of a CSV text, blank lines left out; the separator is a comma, semicolon or tab. */
export function readCsvText(text: string): { rows: readonly CsvRow[]; ended: boolean } {
  const separator = separatorOf(text);
  const stop = new RegExp(`[${separator}\\r\\n]`, 'g');
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, begun, at] = [1, 1, 0];
  let ended = true;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at, stop) : plain(text, at, stop);
    cells.push(cell.value);
    ended = cell.ended;
    line += cell.value.split(/\r\n|\n|\r/).length - 1;
    at = cell.end;
    if (text[at] === separator) {
      at++;
      if (at === text.length) cells.push('');
      else continue;
    }
    at += /^(\r\n|\n|\r)/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
    if (cells.some((each) => each !== '')) rows.push({ cells, line: begun });
    cells = [];
    line++;
    begun = line;
  }
  return { rows, ended };
}

interface Cell {
  readonly value: string;
  /** Where the separator or line end is. */
  readonly end: number;
  /** False where a quote is not closed. */
  readonly ended: boolean;
}

/** What follows a closing quote up to the separator belongs to the cell. */
function quoted(text: string, start: number, stop: RegExp): Cell {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return { value: value + text.slice(from), end: text.length, ended: false };
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const rest = plain(text, quote + 1, stop);
      return { ...rest, value: value + rest.value };
    }
    value += '"';
    from = quote + 2;
  }
}

function plain(text: string, start: number, stop: RegExp): Cell {
  stop.lastIndex = start;
  const end = stop.exec(text)?.index ?? text.length;
  return { value: text.slice(start, end).trim(), end, ended: true };
}

function separatorOf(text: string): string {
  const [heading = ''] = text.split(/[\r\n]/, 1);
  const counted = [',', ';', '\t'].map((sign) => ({ sign, count: heading.split(sign).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}
