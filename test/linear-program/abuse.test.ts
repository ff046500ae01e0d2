/** Wrong programs, each with the full message of its refusal. */
import { beforeAll, expect, test } from 'vitest';
import type { LinearProgram } from '../../src/linear-program/linear-program.ts';
import { loadSolver, type Solver } from '../../src/linear-program/solver.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import { infinity, program } from './programs.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

const good = program({ costs: [1, 1], rows: [{ of: [1, 1], in: [1, infinity] }] });

const floats = (...numbers: number[]) => Float64Array.from(numbers);

const wrong: readonly [string, Partial<LinearProgram>, string][] = [
  [
    'a cost that is no number',
    { costs: floats(1, Number.NaN) },
    'BAD_USER_INPUT linear program costs[1]: the number is NaN; expected a number of at most 1000000000000000 in size',
  ],
  [
    'crossed bounds',
    { columnLower: floats(0, 3), columnUpper: floats(1, 2) },
    'BAD_USER_INPUT linear program column 1: the bounds are 3 and 2; expected a lower bound at or below the upper one',
  ],
  [
    'a lower bound without end',
    { rowLower: floats(infinity) },
    'BAD_USER_INPUT linear program row 0: the bounds are Infinity and Infinity; expected a lower bound at or below the upper one',
  ],
  [
    'a bound too few',
    { columnUpper: floats(1) },
    'BAD_USER_INPUT linear program columnUpper: there are 1 numbers; expected one for each of 2',
  ],
  [
    'a row that is not there',
    { matrix: { ...good.matrix, rows: Int32Array.of(0, 4) } },
    'BAD_USER_INPUT linear program matrix.rows[1]: the row is 4; expected a row below 1',
  ],
  [
    'a row twice in a column',
    { matrix: { starts: Int32Array.of(0, 2, 2), rows: Int32Array.of(0, 0), values: floats(1, 2) } },
    'BAD_USER_INPUT linear program matrix.rows[1]: column 0 has row 0 twice; expected each row once in a column',
  ],
  [
    'starts that fall',
    { matrix: { ...good.matrix, starts: Int32Array.of(0, 3, 2) } },
    'BAD_USER_INPUT linear program matrix.starts: the starts do not divide the entries; expected rising from 0 to 2',
  ],
  [
    'an endless coefficient',
    { matrix: { ...good.matrix, values: floats(1, infinity) } },
    'BAD_USER_INPUT linear program matrix.values[1]: the number is Infinity; expected a number of at most 1000000000000000 in size',
  ],
  [
    'a bent objective',
    { quadratic: floats(0, -1) },
    'BAD_USER_INPUT linear program quadratic[1]: to minimise with -1 has no single best; expected a convex program',
  ],
  [
    'quadratic costs of whole columns',
    { quadratic: floats(1, 1), integer: Uint8Array.of(1, 0) },
    'BAD_USER_INPUT linear program quadratic: quadratic costs stand beside whole columns; expected one or the other',
  ],
];

test.each(wrong)('%s is refused', (_, change, message) => {
  expect(() => solver.solve({ ...good, ...change })).toThrow(LinchpinError);
  expect(() => solver.solve({ ...good, ...change })).toThrow(message);
});

test('an open program refuses changes that mean nothing and stays as it was', () => {
  const open = solver.open(good);
  expect(() => open.setRowBounds(0, 2, 1)).toThrow('the bounds are 2 and 1');
  expect(() => open.setCost(0, Number.NaN)).toThrow('the number is NaN');
  expect(() => open.setRowBounds(9, 0, 1)).toThrow();
  expect(open.solve()).toMatchObject({ status: 'optimal', objective: 1 });
  open.close();
});
