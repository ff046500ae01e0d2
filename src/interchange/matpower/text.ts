/**
 * Reads the part of MATLAB that MATPOWER case files are written in: assignments of numbers, texts,
 * matrices and cell arrays to fields of `mpc`. Used by the reader of cases.
 * What has to be computed is refused, because leaving it out would change the network.
 */
import type { Problem } from '../../model/errors.ts';
import { linesOf } from '../text.ts';

/** A row of a matrix. */
export interface Row {
  readonly values: readonly number[];
  readonly line: number;
}

/** The fields of `mpc`, by kind. */
export interface CaseText {
  /** `function mpc = NAME`, undefined where the file has no such line. */
  readonly name?: string;
  readonly numbers: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, string>;
  readonly matrices: ReadonlyMap<string, readonly Row[]>;
  /** Cell arrays of texts: names of buses, fuels. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
  /** Rows that are no numbers; the case holds the others. */
  readonly problems: readonly Problem[];
}

interface Open {
  readonly field: string;
  readonly line: number;
  readonly close: ']' | '}';
  readonly lines: { readonly text: string; readonly number: number }[];
}

/** The fields of a case, or the problem for which the file is refused whole. */
export function readCaseText(text: string, file: string): CaseText | Problem {
  const reading = new CaseReading(file);
  for (const line of linesOf(text)) {
    const problem = reading.take(withoutComment(line.text), line.number);
    if (problem !== undefined) return problem;
  }
  return reading.end();
}

class CaseReading {
  readonly #file: string;
  #name: string | undefined;
  readonly #numbers = new Map<string, number>();
  readonly #texts = new Map<string, string>();
  readonly #matrices = new Map<string, readonly Row[]>();
  readonly #cells = new Map<string, readonly string[]>();
  readonly #problems: Problem[] = [];
  #open: Open | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  take(text: string, line: number): Problem | undefined {
    if (this.#open !== undefined) return this.#inside(this.#open, text, line);
    const statement = text.trim();
    if (statement === '' || /^(end|return|endfunction)?;?$/.test(statement)) return undefined;
    const heading = /^function\s+mpc\s*=\s*(\w+)/.exec(statement);
    if (heading !== null) {
      this.#name = heading[1] as string;
      return undefined;
    }
    const assignment = /^mpc\.(\w+)\s*=\s*(.*)$/.exec(statement);
    if (assignment === null) return this.#refused(line, `"${statement.slice(0, 60)}" is not data`);
    return this.#assign(assignment[1] as string, assignment[2] as string, line);
  }

  end(): CaseText | Problem {
    const open = this.#open;
    if (open !== undefined) {
      return {
        code: 'BAD_USER_INPUT',
        where: `${this.#file}:${open.line}`,
        message: `the file ends within mpc.${open.field}, so it is cut short`,
        expected: `a closing ${open.close}`,
        action: 'get the whole file; nothing of it was taken',
      };
    }
    return {
      ...(this.#name === undefined ? {} : { name: this.#name }),
      numbers: this.#numbers,
      texts: this.#texts,
      matrices: this.#matrices,
      cells: this.#cells,
      problems: this.#problems,
    };
  }

  #assign(field: string, value: string, line: number): Problem | undefined {
    const opening = value[0];
    if (opening === '[' || opening === '{') {
      this.#open = { field, line, close: opening === '[' ? ']' : '}', lines: [] };
      return this.#inside(this.#open, value.slice(1), line);
    }
    const bare = value.replace(/;\s*$/, '').trim();
    const quoted = /^'((?:[^']|'')*)'$|^"([^"]*)"$/.exec(bare);
    const number = numberOf(bare);
    if (quoted !== null)
      this.#texts.set(field, (quoted[1] ?? quoted[2] ?? '').replaceAll("''", "'"));
    else if (number !== undefined) this.#numbers.set(field, number);
    else return this.#refused(line, `mpc.${field} is not a plain value`);
    return undefined;
  }

  #inside(open: Open, text: string, number: number): Problem | undefined {
    const end = closing(text, open.close);
    open.lines.push({ text: end < 0 ? text : text.slice(0, end), number });
    if (end < 0) return undefined;
    this.#open = undefined;
    if (open.close === '}') this.#cells.set(open.field, cellsOf(open.lines));
    else this.#matrices.set(open.field, this.#rowsOf(open));
    const rest = text.slice(end + 1).replace(/^\s*;?\s*/, '');
    return rest === '' ? undefined : this.#refused(number, `"${rest.slice(0, 60)}" is not data`);
  }

  #rowsOf(open: Open): Row[] {
    const rows: Row[] = [];
    for (const { text, number: line } of continued(open.lines)) {
      for (const part of text.split(';')) {
        const words = part.split(/[\s,]+/).filter((word) => word !== '');
        const values = words.map((word) => numberOf(word) ?? Number.NaN);
        if (values.some(Number.isNaN)) {
          this.#problems.push(
            this.#badRow(open.field, words[values.findIndex(Number.isNaN)], line),
          );
        } else if (values.length > 0) rows.push({ values, line });
      }
    }
    return rows;
  }

  #badRow(field: string, word: string | undefined, line: number): Problem {
    return {
      code: 'BAD_USER_INPUT',
      where: `${this.#file}:${line}`,
      message: `the row of mpc.${field} holds "${word?.slice(0, 40)}"`,
      expected: 'numbers',
      action: 'correct the row; it was left out',
    };
  }

  #refused(line: number, message: string): Problem {
    return {
      code: 'BAD_USER_INPUT',
      where: `${this.#file}:${line}`,
      message,
      expected: 'mpc.FIELD = a number, text, matrix or cell array, as in version 2 of the format',
      action: "write the case as plain data with MATPOWER's savecase; nothing of it was taken",
    };
  }
}

/** A row that ends in `...` goes on in the next line. */
function continued(lines: Open['lines']): Open['lines'] {
  const whole: Open['lines'] = [];
  let begun: { text: string; number: number } | undefined;
  for (const { text, number } of lines) {
    const goesOn = /\.\.\.\s*$/.test(text);
    const part = goesOn ? text.replace(/\.\.\.\s*$/, ' ') : text;
    begun = begun === undefined ? { text: part, number } : { ...begun, text: begun.text + part };
    if (goesOn) continue;
    whole.push(begun);
    begun = undefined;
  }
  if (begun !== undefined) whole.push(begun);
  return whole;
}

function numberOf(word: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(word)) {
    return Number(word.replace(/[dD]/, 'e'));
  }
  if (/^\+?inf$/i.test(word)) return Number.POSITIVE_INFINITY;
  return /^-inf$/i.test(word) ? Number.NEGATIVE_INFINITY : undefined;
}

/** Cuts a comment off, but not a percent sign within quotes. */
function withoutComment(text: string): string {
  if (!/[%#]/.test(text)) return text;
  return /^(?:'(?:[^']|'')*'|"[^"]*"|[^%#'"]|['"])*?(?=[%#]|$)/.exec(text)?.[0] ?? text;
}

/** Where a matrix or cell array ends, outside of quotes; -1 where it goes on. */
function closing(text: string, close: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted;
    else if (!quoted && text[i] === close) return i;
  }
  return -1;
}

function cellsOf(lines: Open['lines']): string[] {
  const text = lines.map((line) => line.text).join('\n');
  return [...text.matchAll(/'((?:[^']|'')*)'/g)].map((match) =>
    (match[1] ?? '').replaceAll("''", "'"),
  );
}
