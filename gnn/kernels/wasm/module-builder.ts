/**
 * Puts kernels into the binary form of a WebAssembly module (core specification 2.0, chapter 5.5)
 * whose memory is given to it when it is instantiated. There is no build step: the bytes are made
 * when the kernels are first asked for, by `kernels.ts`.
 */
import {
  all,
  type I32,
  type Local,
  local,
  type Statement,
  unsigned,
  type ValueType,
} from './code.ts';

/** What the body of a kernel is written with. */
export interface Scope<P extends string> {
  /** The parameters by name; all are int32. */
  readonly given: Readonly<Record<P, Local<'i32'>>>;
  /** A new local variable, which is 0 at first. */
  i32(): Local<'i32'>;
  f32x4(): Local<'f32x4'>;
}

/** A kernel of the module, as other kernels call it. */
export type Kernel<P extends string> = (values: Readonly<Record<P, I32>>) => Statement;

/** WebAssembly memory ends at 4 GiB: this many pages of 64 KiB. */
export const mostPages = 2 ** 16;

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32x4: 0x7b };
const sections = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 };

export class ModuleBuilder {
  /** The parameters of each kernel in their order. */
  readonly parameters = new Map<string, readonly string[]>();
  readonly #types: number[][] = [];
  readonly #exports: number[][] = [];
  readonly #bodies: number[][] = [];

  /** Adds a kernel, which is exported under its name. */
  kernel<P extends string>(
    name: string,
    parameters: readonly P[],
    write: (scope: Scope<P>) => Statement,
  ): Kernel<P> {
    const locals: ValueType[] = [];
    const fresh = <T extends ValueType>(type: T): Local<T> =>
      local(type, parameters.length + locals.push(type) - 1);
    const given = Object.fromEntries(parameters.map((p, i) => [p, local('i32', i)]));
    const body = write({
      given: given as Record<P, Local<'i32'>>,
      i32: () => fresh('i32'),
      f32x4: () => fresh('f32x4'),
    });
    const number = this.#bodies.length;
    this.parameters.set(name, parameters);
    const declared = vector(locals.map((type) => [1, typeCodes[type]]));
    this.#types.push([0x60, ...vector(parameters.map(() => [typeCodes.i32])), 0]);
    this.#exports.push([...text(name), 0, ...unsigned(number)]);
    this.#bodies.push(sized([...declared, ...body, 0x0b]));
    const call = [0x10, ...unsigned(number)];
    return (values) => all(...parameters.map((p) => values[p].code), call);
  }

  /** The module, which imports its memory as `env.memory`; one that is shared has to say its limit. */
  bytes(isShared: boolean): Uint8Array<ArrayBuffer> {
    const limits = isShared ? [3, 0, ...unsigned(mostPages)] : [0, 0];
    const memory = [...text('env'), ...text('memory'), 2, ...limits];
    return Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(sections.types, this.#types),
      ...section(sections.imports, [memory]),
      ...section(
        sections.functions,
        this.#types.map((_, index) => unsigned(index)),
      ),
      ...section(sections.exports, this.#exports),
      ...section(sections.code, this.#bodies),
    ]);
  }
}

function section(number: number, items: readonly (readonly number[])[]): number[] {
  return [number, ...sized(vector(items))];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

function text(value: string): number[] {
  return sized([...new TextEncoder().encode(value)]);
}
