/**
 * Reads MATPOWER cases (version 2): buses with their loads and shunts, generators with costs,
 * branches. Columns are those of the MATPOWER manual, appendix B. Infinite limits are left out,
 * which means unlimited; ratings of zero likewise. A file cut short is refused whole.
 */
import { isProblem } from '../../model/errors.ts';
import { type Document, Draft, present, refused, type SourceFile } from '../document.ts';
import { namesOf, type ReadOptions } from '../naming.ts';
import { textOf } from '../text.ts';
import { addBranch } from './branch.ts';
import { addBus } from './bus.ts';
import type { Case } from './case.ts';
import { addGenerator } from './generator.ts';
import { type Row, readCaseText } from './text.ts';

const leastColumns = { bus: 13, gen: 10, branch: 11 } as const;

/** Reads a case; ids are `bus-1`, `branch-1`, `generator-1`, `load-1` (of bus 1), after the prefix. */
export function readMatpower(file: SourceFile, options: ReadOptions = {}): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const parsed = readCaseText(text, file.name);
  if (isProblem(parsed)) return refused(parsed);
  const lacking = Object.keys(leastColumns).filter((field) => !parsed.matrices.has(field));
  if (lacking.length > 0) return refused(incomplete(file.name, lacking));

  const draft = new Draft();
  const part: Case = {
    draft,
    naming: namesOf(file.name, options),
    text: parsed,
    buses: new Set(parsed.matrices.get('bus')?.map(({ values }) => values[0] ?? Number.NaN)),
    place: (row) => `${file.name}:${row.line}`,
  };
  for (const problem of parsed.problems) draft.problem(problem);
  addNetwork(part, file.name);
  const buses = rowsOf(part, 'bus');
  for (const [index, row] of buses.entries())
    addBus(part, row, parsed.cells.get('bus_name')?.[index]);
  addGenerators(part);
  for (const [index, row] of rowsOf(part, 'branch').entries()) addBranch(part, row, index + 1);
  listOthers(part, file.name);
  return draft;
}

function addNetwork({ draft, naming, text }: Case, name: string): void {
  const version = text.texts.get('version') ?? text.numbers.get('version');
  draft.twin(
    `${name}:1`,
    naming.network,
    'dtmi:linchpin:power:PowerNetwork;1',
    present({
      name: text.name,
      basePower: text.numbers.get('baseMVA'),
      sourceFormat: `MATPOWER ${version ?? 2}`,
    }),
  );
}

function addGenerators(part: Case): void {
  const rows = rowsOf(part, 'gen');
  const costs = part.text.matrices.get('gencost') ?? [];
  for (const [index, row] of rows.entries()) {
    addGenerator(part, {
      row,
      number: index + 1,
      cost: costs[index],
      reactiveCost: costs[index + rows.length],
      fuel: part.text.cells.get('genfuel')?.[index],
    });
  }
}

/** The rows of a matrix that are long enough; the others are listed. */
function rowsOf(part: Case, field: keyof typeof leastColumns): Row[] {
  const least = leastColumns[field];
  return (part.text.matrices.get(field) ?? []).filter((row) => {
    if (row.values.length >= least) return true;
    part.draft.problem({
      code: 'BAD_USER_INPUT',
      where: part.place(row),
      message: `the row of mpc.${field} has ${row.values.length} columns`,
      expected: `at least ${least}`,
      action: 'complete the row; it was left out',
    });
    return false;
  });
}

const known = new Set(['bus', 'gen', 'branch', 'gencost', 'areas']);

/** Matrices of extensions (DC lines, user constraints) have no model here yet: they are not hidden. */
function listOthers(part: Case, name: string): void {
  for (const [field, rows] of part.text.matrices) {
    const [first] = rows;
    if (known.has(field) || first === undefined) continue;
    part.draft.problem({
      code: 'BAD_USER_INPUT',
      where: `${name}:${first.line}`,
      message: `mpc.${field} with ${rows.length} rows has no model and was left out`,
      expected: [...known].map((each) => `mpc.${each}`).join(', '),
    });
  }
}

function incomplete(name: string, lacking: readonly string[]) {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: `the case has no ${lacking.map((field) => `mpc.${field}`).join(', ')}, so it is cut short`,
    expected: 'mpc.bus, mpc.gen and mpc.branch',
    action: 'get the whole file; nothing of it was taken',
  } as const;
}
