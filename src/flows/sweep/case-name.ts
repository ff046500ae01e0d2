/** What a case of a sweep is called where it cannot be run. Used by `ChunkRun` and `runSweep`. */
import type { Problem } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { labelOf } from '../causes/edit-labels.ts';
import type { CaseSpace } from './case-space.ts';

const mostNamed = 3;
const longestValue = 40;

/** The problem of a case, by its index and what it edits: `case 7 (capacity of line-1 = -5): line-1`. */
export function problemOfCase(space: CaseSpace, row: number, problem: Problem): Problem {
  const edits = space.editsAt(row);
  const named = edits.slice(0, mostNamed).map(textOf);
  const more = edits.length - named.length;
  if (more > 0) named.push(`${more} more`);
  const text = named.length === 0 ? '' : ` (${named.join(', ')})`;
  return { ...problem, where: `case ${row}${text}: ${problem.where}`, index: row };
}

function textOf(edit: Edit): string {
  if (!('set' in edit) || edit.set.value === undefined) return labelOf([edit]);
  const value = JSON.stringify(edit.set.value);
  const shown = value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
  return `${labelOf([edit])} = ${shown}`;
}
