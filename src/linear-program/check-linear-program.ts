/** Refuses linear programs that mean nothing, before they reach the solver. */
import { LinchpinError } from '../model/errors.ts';
import type { LinearProgram } from './linear-program.ts';

/** Coefficients and costs above this are a mistake of units; the solver would cut them off. */
const largest = 1e15;
/** From here on the solver takes a bound for infinite. */
const infinite = 1e20;

/** Throws BAD_USER_INPUT for wrong sizes, numbers that are none, crossed bounds, a bent objective. */
export function checkLinearProgram(program: LinearProgram): void {
  const columns = program.costs.length;
  const rows = program.rowLower.length;
  sameLength(columns, {
    columnLower: program.columnLower,
    columnUpper: program.columnUpper,
    ...(program.quadratic === undefined ? {} : { quadratic: program.quadratic }),
    ...(program.integer === undefined ? {} : { integer: program.integer }),
  });
  sameLength(rows, { rowUpper: program.rowUpper });
  checkNumber('offset', program.offset ?? 0);
  checkNumbers('costs', program.costs);
  checkAllBounds('column', program.columnLower, program.columnUpper);
  checkAllBounds('row', program.rowLower, program.rowUpper);
  checkCurvature(program);
  checkMatrix(program, rows, columns);
}

/** Throws BAD_USER_INPUT for bounds that no number lies between. */
export function checkBounds(where: string, lower: number, upper: number): void {
  if (areBounds(lower, upper)) return;
  refuse(where, `the bounds are ${lower} and ${upper}`, 'a lower bound at or below the upper one');
}

function areBounds(lower: number, upper: number): boolean {
  return lower <= upper && lower < infinite && upper > -infinite;
}

function checkAllBounds(name: string, lower: Float64Array, upper: Float64Array): void {
  for (let i = 0; i < lower.length; i++) {
    const [low, high] = [lower[i] as number, upper[i] as number];
    if (!areBounds(low, high)) checkBounds(`${name} ${i}`, low, high);
  }
}

/** Throws BAD_USER_INPUT for what is no finite number of a sensible size. */
export function checkNumber(where: string, value: number): void {
  if (isNumber(value)) return;
  refuse(where, `the number is ${value}`, `a number of at most ${largest} in size`);
}

function isNumber(value: number): boolean {
  return Math.abs(value) <= largest;
}

/** Texts of where are made for what is refused alone: there may be millions. */
function checkNumbers(name: string, values: Float64Array): void {
  const wrong = values.findIndex((value) => !isNumber(value));
  if (wrong >= 0) checkNumber(`${name}[${wrong}]`, values[wrong] as number);
}

function sameLength(length: number, arrays: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [name, array] of Object.entries(arrays)) {
    if (array.length !== length)
      refuse(name, `there are ${array.length} numbers`, `one for each of ${length}`);
  }
}

function checkCurvature({ sense, quadratic, integer }: LinearProgram): void {
  if (quadratic !== undefined) checkNumbers('quadratic', quadratic);
  quadratic?.forEach((value, j) => {
    if (sense === 'minimise' ? value < 0 : value > 0)
      refuse(`quadratic[${j}]`, `to ${sense} with ${value} has no single best`, 'a convex program');
  });
  if (quadratic?.some((value) => value !== 0) && integer?.some((value) => value !== 0))
    refuse('quadratic', 'quadratic costs stand beside whole columns', 'one or the other');
}

function checkMatrix({ matrix }: LinearProgram, rows: number, columns: number): void {
  const { starts, values } = matrix;
  const size = values.length;
  sameLength(columns + 1, { 'matrix.starts': starts });
  sameLength(size, { 'matrix.rows': matrix.rows });
  const rising = starts.every((start, j) => start >= (j === 0 ? 0 : (starts[j - 1] as number)));
  if (!rising || starts[0] !== 0 || starts[columns] !== size)
    refuse('matrix.starts', 'the starts do not divide the entries', `rising from 0 to ${size}`);
  checkNumbers('matrix.values', values);
  const lastSeen = new Int32Array(rows).fill(-1);
  for (let j = 0; j < columns; j++) {
    for (let k = starts[j] as number; k < (starts[j + 1] as number); k++) {
      const row = matrix.rows[k] as number;
      if (!(row >= 0 && row < rows))
        refuse(`matrix.rows[${k}]`, `the row is ${row}`, `a row below ${rows}`);
      if (lastSeen[row] === j)
        refuse(
          `matrix.rows[${k}]`,
          `column ${j} has row ${row} twice`,
          'each row once in a column',
        );
      lastSeen[row] = j;
    }
  }
}

function refuse(where: string, message: string, expected: string): never {
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `linear program ${where}`,
    message,
    expected,
  });
}
