/**
 * WebAssembly code as typed expressions: the part of the instruction set that our kernels use, with
 * SIMD. Numbers of instructions are those of the WebAssembly core specification 2.0, chapter 5.4.
 * Used by the kernels of this folder, which `module-bytes.ts` puts into a module.
 */

/** `f32x4` is the specification's `v128`: four float32, or four int32 where an operation says so. */
export type ValueType = 'i32' | 'f32x4';

/** Code that leaves one value on the stack. */
export interface Expression<T extends ValueType> {
  readonly type: T;
  readonly code: readonly number[];
}

/** Code that leaves nothing. */
export type Statement = readonly number[];

export type I32 = Expression<'i32'>;
export type F32x4 = Expression<'f32x4'>;

/** A local variable or parameter. */
export interface Local<T extends ValueType> extends Expression<T> {
  set(value: Expression<T>): Statement;
}

/** How many of a vector's four lanes an access moves; of one lane, the others are 0. */
export type Lanes = 4 | 1;

export function local<T extends ValueType>(type: T, index: number): Local<T> {
  return {
    type,
    code: [0x20, ...unsigned(index)],
    set: (value) => [...value.code, 0x21, ...unsigned(index)],
  };
}

export const i32 = {
  const: (value: number): I32 => ({ type: 'i32', code: [0x41, ...signed(value)] }),
  add: binary<'i32'>('i32', [0x6a]),
  sub: binary<'i32'>('i32', [0x6b]),
  mul: binary<'i32'>('i32', [0x6c]),
  eq: binary<'i32'>('i32', [0x46]),
  /** Addresses are unsigned, as they may lie above 2 GiB. */
  lessThan: binary<'i32'>('i32', [0x49]),
  atMost: binary<'i32'>('i32', [0x4d]),
  /** The first where the condition is not 0, else the second. */
  select: (first: I32, second: I32, condition: I32): I32 => ({
    type: 'i32',
    code: [...first.code, ...second.code, ...condition.code, 0x1b],
  }),
  /** The int32 at an address, plus bytes that are known beforehand. */
  load: (at: I32, offset = 0): I32 => ({
    type: 'i32',
    code: [...at.code, 0x28, 2, ...unsigned(offset)],
  }),
};

export const f32x4 = {
  /** One number in all lanes. */
  const: (value: number): F32x4 => lanes(new Float32Array(4).fill(value)),
  constInt32: (value: number): F32x4 => lanes(new Int32Array(4).fill(value)),
  load: (at: I32, offset = 0, count: Lanes = 4): F32x4 =>
    vector(at.code, [0xfd, ...(count === 4 ? [0x00, 4] : [0x5c, 2]), ...unsigned(offset)]),
  /** The float32 at an address, in all lanes. */
  loadSplat: (at: I32, offset = 0): F32x4 => vector(at.code, [0xfd, 0x09, 2, ...unsigned(offset)]),
  store: (at: I32, value: F32x4, { offset = 0, count = 4 as Lanes } = {}): Statement => [
    ...at.code,
    ...value.code,
    ...(count === 4
      ? [0xfd, 0x0b, 4, ...unsigned(offset)]
      : [0xfd, 0x5a, 2, ...unsigned(offset), 0]),
  ],
  add: binary<'f32x4'>('f32x4', [0xfd, 0xe4, 0x01]),
  sub: binary<'f32x4'>('f32x4', [0xfd, 0xe5, 0x01]),
  mul: binary<'f32x4'>('f32x4', [0xfd, 0xe6, 0x01]),
  div: binary<'f32x4'>('f32x4', [0xfd, 0xe7, 0x01]),
  /** `pmin`: the second if it is less, else the first, so that a NaN that comes first stays. */
  min: binary<'f32x4'>('f32x4', [0xfd, 0xea, 0x01]),
  /** `pmax`: the second if it is greater, else the first. */
  max: binary<'f32x4'>('f32x4', [0xfd, 0xeb, 0x01]),
  abs: (x: F32x4): F32x4 => vector(x.code, [0xfd, 0xe0, 0x01]),
  neg: (x: F32x4): F32x4 => vector(x.code, [0xfd, 0xe1, 0x01]),
  nearest: (x: F32x4): F32x4 => vector(x.code, [0xfd, 0x6a]),
  /** Bits of the first where the mask has 1, of the second where it has 0. */
  bitSelect: (first: F32x4, second: F32x4, mask: F32x4): F32x4 =>
    vector([...first.code, ...second.code, ...mask.code], [0xfd, 0x52]),
  toInt32: (x: F32x4): F32x4 => vector(x.code, [0xfd, 0xf8, 0x01]),
  addInt32: binary<'f32x4'>('f32x4', [0xfd, 0xae, 0x01]),
  shiftLeftInt32: (x: F32x4, by: number): F32x4 =>
    vector([...x.code, ...i32.const(by).code], [0xfd, 0xab, 0x01]),
};

/** Runs statements where a condition is not 0, else others. */
export function when(condition: I32, then: Statement, otherwise: Statement = []): Statement {
  const second = otherwise.length === 0 ? [] : [0x05, ...otherwise];
  return [...condition.code, 0x04, 0x40, ...then, ...second, 0x0b];
}

/** Runs statements again and again as long as the condition holds, which is asked before each. */
export function loop(condition: I32, body: Statement): Statement {
  return when(condition, [0x03, 0x40, ...body, ...condition.code, 0x0d, 0, 0x0b]);
}

/** Statements one after the other. */
export function all(...statements: readonly Statement[]): Statement {
  return statements.flat();
}

/** An unsigned number as LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const last = rest & 127;
    if ((rest >> 6 === 0 && last < 64) || (rest >> 6 === -1 && last >= 64)) return [...bytes, last];
    bytes.push(last | 128);
  }
}

function lanes(values: Float32Array | Int32Array): F32x4 {
  return vector([], [0xfd, 0x0c, ...new Uint8Array(values.buffer)]);
}

function vector(before: readonly number[], instruction: readonly number[]): F32x4 {
  return { type: 'f32x4', code: [...before, ...instruction] };
}

function binary<T extends ValueType>(type: T, instruction: readonly number[]) {
  return (a: Expression<T>, b: Expression<T>): Expression<T> => ({
    type,
    code: [...a.code, ...b.code, ...instruction],
  });
}
