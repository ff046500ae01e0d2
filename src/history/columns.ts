/**
 * Columns of numbers in few bytes, without loss. Numbers that are whole after scaling (21.37 times
 * 100) are kept as differences, or as differences of these, whichever is shorter; all others as
 * their bits, each exclusive-or'ed with those before it (as in Gorilla: Pelkonen et al., VLDB
 * 2015), byte place by byte place, which the compression of the whole part then shortens.
 */
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Powers of ten for measured values; 4096 makes any present time in milliseconds whole. */
const scales = [1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 4096] as const;

const constant = 0;
const differences = 1;
const secondDifferences = 2;
const bits = 3;
/** Set in a column's head when its first number is below zero. */
const negative = 64;

/** Writes numbers; how many must be known to who reads them. */
export function writeNumbers(writer: ByteWriter, numbers: readonly number[]): void {
  if (numbers.length === 0) return;
  for (const [index, scale] of scales.entries()) {
    const wholes = scaled(numbers, scale);
    if (wholes !== undefined && writeWholes(writer, wholes, index)) return;
  }
  writeBits(writer, numbers);
}

/** Reads as many numbers as were written. */
export function readNumbers(reader: ByteReader, count: number): number[] {
  if (count === 0) return [];
  const head = reader.varint();
  const form = head & 3;
  if (form === bits) return readBits(reader, count);
  const scale = scales[(head >> 2) & 15] as number;
  const numbers = new Array<number>(count);
  let whole = head >= negative ? -reader.varint() : reader.varint();
  let step = 0;
  numbers[0] = whole / scale;
  for (let i = 1; i < count; i++) {
    if (form === differences) step = unfold(reader.varint());
    else if (form === secondDifferences) step += unfold(reader.varint());
    whole += step;
    numbers[i] = whole / scale;
  }
  return numbers;
}

/** The numbers times a scale, if all of them are whole then and come back as they were. */
function scaled(numbers: readonly number[], scale: number): number[] | undefined {
  const wholes = new Array<number>(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    const whole = Math.round(number * scale);
    if (!Number.isSafeInteger(whole) || whole / scale !== number) return undefined;
    if (Object.is(whole, -0)) return undefined;
    wholes[i] = whole;
  }
  return wholes;
}

/** Writes whole numbers in the shorter form; false when neither can hold them. */
function writeWholes(writer: ByteWriter, wholes: readonly number[], scale: number): boolean {
  const first = wholes[0] as number;
  const write = (form: number, steps: readonly number[]) => {
    writer.varint(form | (scale << 2) | (first < 0 ? negative : 0));
    writer.varint(Math.abs(first));
    for (const step of steps) writer.varint(folded(step));
    return true;
  };
  if (wholes.every((whole) => whole === first)) return write(constant, []);
  const steps = stepsOf(wholes);
  const length = lengthOf(steps);
  // Where a difference has no exact number, its own differences have none either.
  if (length === undefined) return false;
  const second = [steps[0] as number, ...stepsOf(steps)];
  const isShorter = (lengthOf(second) ?? length) < length;
  return isShorter ? write(secondDifferences, second) : write(differences, steps);
}

/** Each number's difference from the one before. */
function stepsOf(numbers: readonly number[]): number[] {
  return numbers.slice(1).map((number, i) => number - (numbers[i] as number));
}

/** How many bytes steps take; undefined when one of them is not exact. */
function lengthOf(steps: readonly number[]): number | undefined {
  let length = 0;
  for (const step of steps) {
    const value = folded(step);
    if (!Number.isSafeInteger(value)) return undefined;
    for (let rest = value; rest >= 128; rest /= 128) length++;
    length++;
  }
  return length;
}

/** Counts signed numbers from 0, as 0, -1, 1, -2, 2 … (ZigZag), so that small ones are short. */
function folded(step: number): number {
  return step >= 0 ? step * 2 : step * -2 - 1;
}

/** The number that was folded. */
function unfold(folded: number): number {
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

function writeBits(writer: ByteWriter, numbers: readonly number[]): void {
  const plain = Buffer.alloc(numbers.length * 8);
  for (let i = 0; i < numbers.length; i++) plain.writeDoubleBE(numbers[i] as number, i * 8);
  const places = Buffer.alloc(plain.length);
  for (let at = 0; at < plain.length; at++) {
    const before = at < 8 ? 0 : (plain[at - 8] as number);
    places[(at % 8) * numbers.length + (at >> 3)] = (plain[at] as number) ^ before;
  }
  writer.varint(bits);
  writer.bytes(places);
}

function readBits(reader: ByteReader, count: number): number[] {
  const places = reader.bytes(count * 8);
  const plain = Buffer.alloc(count * 8);
  for (let at = 0; at < plain.length; at++) {
    const before = at < 8 ? 0 : (plain[at - 8] as number);
    plain[at] = (places[(at % 8) * count + (at >> 3)] as number) ^ before;
  }
  return Array.from({ length: count }, (_, i) => plain.readDoubleBE(i * 8));
}
