/** Reads CSV (RFC 4180): quoted fields, doubled quotes, line breaks within quotes. Used by the reader. */

export interface CsvRow {
  readonly cells: readonly string[];
  /** The line the row begins on, from 1. */
  readonly line: number;
}

/** The rows of a CSV text, blank lines left out; the separator is a comma, semicolon or tab. */
export function readCsvText(text: string): { rows: readonly CsvRow[]; ended: boolean } {
  const reader = new CsvRows();
  const rows = [...reader.feed(text), ...reader.end()];
  return { rows, ended: reader.ended };
}

/** The rows of a CSV text that comes in pieces. */
export class CsvRows {
  #text = '';
  #line = 1;
  #separator = ',';
  #stop: RegExp | undefined;
  #ended = true;

  /** Whether the last row read ended outside quotes. */
  get ended(): boolean {
    return this.#ended;
  }

  /** How many characters wait for the end of their row. */
  get waiting(): number {
    return this.#text.length;
  }

  /** The line that the next row begins on. */
  get line(): number {
    return this.#line;
  }

  /** The rows that this piece completes. */
  *feed(text: string): Generator<CsvRow> {
    this.#text += text;
    // The sign that separates cells is told from the whole heading.
    if (this.#stop === undefined && !/[\r\n]/.test(this.#text)) return;
    yield* this.#rows(false);
  }

  /** The rows that the end of the text completes. */
  *end(): Generator<CsvRow> {
    yield* this.#rows(true);
  }

  *#rows(isLast: boolean): Generator<CsvRow> {
    const text = this.#text;
    this.#stop ??= this.#stopFor(text);
    let at = 0;
    while (at < text.length) {
      const row = rowAt(text, at, { separator: this.#separator, stop: this.#stop });
      // A row that reaches the end of the piece may go on in the next one.
      if (!isLast && row.end >= text.length) break;
      this.#ended = row.ended;
      if (row.cells.some((each) => each !== '')) yield { cells: row.cells, line: this.#line };
      this.#line += row.lines;
      at = row.end;
    }
    this.#text = text.slice(at);
  }

  #stopFor(text: string): RegExp {
    this.#separator = separatorOf(text);
    return new RegExp(`[${this.#separator}\\r\\n]`, 'g');
  }
}

interface Row {
  readonly cells: readonly string[];
  readonly lines: number;
  /** Where the next row begins. */
  readonly end: number;
  readonly ended: boolean;
}

interface Signs {
  readonly separator: string;
  readonly stop: RegExp;
}

function rowAt(text: string, start: number, { separator, stop }: Signs): Row {
  const cells: string[] = [];
  let [at, lines] = [start, 1];
  for (;;) {
    const isQuoted = text[at] === '"';
    const cell = isQuoted ? quoted(text, at, stop) : plain(text, at, stop);
    cells.push(cell.value);
    if (isQuoted) lines += cell.value.split(/\r\n|\n|\r/).length - 1;
    at = cell.end;
    if (text[at] !== separator) {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
      return { cells, lines, end: Math.min(at, text.length), ended: cell.ended };
    }
    at++;
    if (at < text.length) continue;
    cells.push('');
    return { cells, lines, end: at, ended: true };
  }
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
