/**
 * What is done to each element: the activations, and the sums and products of equal shapes.
 * Sigmoid and tanh are within 1e-6 of `Math`, relatively, by the series of e^r - 1 on |r| ≤ ln 2 / 2.
 */
import {
  all,
  type F32x4,
  f32x4,
  i32,
  type Lanes,
  type Local,
  loop,
  type Statement,
  when,
} from './code.ts';
import type { Kernel, ModuleBuilder, Scope } from './module-builder.ts';

/** The numbers of the activations, which kernels take as a parameter. */
export const activations = { none: 0, relu: 1, sigmoid: 2, tanh: 3 } as const;
export type Activation = keyof typeof activations;

/** The numbers of the operations on two arrays, and of `blend`: `a + b · (c - a)`, as in a GRU. */
export const combinations = { add: 1, subtract: 2, multiply: 3, blend: 4 } as const;
export type Combination = keyof typeof combinations;

/** `out = f(x)`; `out` may be `x`. `size` in bytes. */
export type ActivateParameter = 'kind' | 'x' | 'out' | 'size';
/** `out = f(a, b, c)`; `out` may be one of them, and `c` is read for `blend` alone. */
export type CombineParameter = 'kind' | 'a' | 'b' | 'c' | 'out' | 'size';

/** Statements, then the value that they have prepared. */
interface Computed {
  readonly before: Statement;
  readonly value: F32x4;
}

export function addActivate(module: ModuleBuilder): Kernel<ActivateParameter> {
  return module.kernel('activate', ['kind', 'x', 'out', 'size'], (scope) => {
    const { kind, x } = scope.given;
    const [at, input] = [scope.i32(), scope.f32x4()];
    const series = { power: scope.f32x4(), r: scope.f32x4(), p: scope.f32x4() };
    const functions: Record<Activation, Computed> = {
      none: { before: [], value: input },
      relu: { before: [], value: f32x4.max(input, f32x4.const(0)) },
      sigmoid: sigmoid(input, series),
      tanh: tanh(input, series),
    };
    return all(
      ...Object.entries(functions).map(([name, { before, value }]) =>
        when(
          i32.eq(kind, i32.const(activations[name as Activation])),
          everywhere(scope, at, (lanes) => ({
            before: all(input.set(f32x4.load(i32.add(x, at), 0, lanes)), before),
            value,
          })),
        ),
      ),
    );
  });
}

export function addCombine(module: ModuleBuilder): Kernel<CombineParameter> {
  return module.kernel('combine', ['kind', 'a', 'b', 'c', 'out', 'size'], (scope) => {
    const { kind, a, b, c } = scope.given;
    const [at, first] = [scope.i32(), scope.f32x4()];
    const functions: Record<Combination, (b: F32x4, c: F32x4) => F32x4> = {
      add: (second) => f32x4.add(first, second),
      subtract: (second) => f32x4.sub(first, second),
      multiply: (second) => f32x4.mul(first, second),
      blend: (second, third) => f32x4.add(first, f32x4.mul(second, f32x4.sub(third, first))),
    };
    return all(
      ...Object.entries(functions).map(([name, compute]) =>
        when(
          i32.eq(kind, i32.const(combinations[name as Combination])),
          everywhere(scope, at, (lanes) => ({
            before: first.set(f32x4.load(i32.add(a, at), 0, lanes)),
            value: compute(
              f32x4.load(i32.add(b, at), 0, lanes),
              f32x4.load(i32.add(c, at), 0, lanes),
            ),
          })),
        ),
      ),
    );
  });
}

/** Stores a value at each place of `out`: four at a time, then what is left one by one. */
function everywhere(
  scope: Scope<'out' | 'size'>,
  at: Local<'i32'>,
  compute: (lanes: Lanes) => Computed,
): Statement {
  const { out, size } = scope.given;
  const stretch = (lanes: Lanes) => {
    const { before, value } = compute(lanes);
    const next = i32.add(at, i32.const(4 * lanes));
    const store = f32x4.store(i32.add(out, at), value, { count: lanes });
    return loop(i32.atMost(next, size), all(before, store, at.set(next)));
  };
  return all(at.set(i32.const(0)), stretch(4), stretch(1));
}

interface Series {
  /** 2^n with n the whole number nearest to x / ln 2. */
  readonly power: Local<'f32x4'>;
  /** x - n · ln 2 */
  readonly r: Local<'f32x4'>;
  /** e^r - 1 */
  readonly p: Local<'f32x4'>;
}

/** 1 / (1 + e^-x) */
function sigmoid(x: F32x4, series: Series): Computed {
  const { power, p } = series;
  const one = f32x4.const(1);
  const exponential = f32x4.add(f32x4.mul(power, p), power);
  const value = f32x4.div(one, f32x4.add(one, exponential));
  return { before: exponentialOf(f32x4.neg(x), series), value };
}

/** With t = e^(2|x|) - 1: t / (t + 2), and the sign of x. Small x lose nothing, since n is 0. */
function tanh(x: F32x4, series: Series): Computed {
  const { power, r, p } = series;
  const two = f32x4.const(2);
  const t = f32x4.add(f32x4.mul(power, p), f32x4.sub(power, f32x4.const(1)));
  return {
    before: all(exponentialOf(f32x4.mul(f32x4.abs(x), two), series), r.set(t)),
    value: f32x4.bitSelect(x, f32x4.div(r, f32x4.add(r, two)), f32x4.constInt32(0x8000_0000 | 0)),
  };
}

// ln 2 in two parts, the first with so few bits that n times it is exact (Cody and Waite 1980).
const ln2High = 355 / 512;
const ln2Low = Math.LN2 - ln2High;
/** Beyond these, float32 has no more normal numbers for e^x. */
const [least, greatest] = [-87, 88];

/** Sets 2^n and e^r - 1, with which e^x = 2^n · (e^r - 1) + 2^n. */
function exponentialOf(x: F32x4, { power, r, p }: Series): Statement {
  const { add, mul, sub } = f32x4;
  const exponent = f32x4.addInt32(f32x4.toInt32(power), f32x4.constInt32(127));
  // Taylor's series: its next term is below 6e-9.
  const series = [5040, 720, 120, 24, 6, 2, 1].map((factorial) => f32x4.const(1 / factorial));
  const sum = series.reduce((rest, coefficient) => add(coefficient, mul(r, rest)));
  return all(
    r.set(f32x4.max(f32x4.min(x, f32x4.const(greatest)), f32x4.const(least))),
    power.set(f32x4.nearest(mul(r, f32x4.const(Math.LOG2E)))),
    r.set(sub(sub(r, mul(power, f32x4.const(ln2High))), mul(power, f32x4.const(ln2Low)))),
    p.set(mul(r, sum)),
    power.set(f32x4.shiftLeftInt32(exponent, 23)),
  );
}
