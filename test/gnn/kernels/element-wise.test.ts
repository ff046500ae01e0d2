/** Sigmoid and tanh of the kernels against `Math`. */
import { expect, test } from 'vitest';
import { activations } from '../../../gnn/kernels/wasm/element-wise.ts';
import { kernelsOn } from '../../../gnn/kernels/wasm/kernels.ts';

function activated(name: 'sigmoid' | 'tanh', values: readonly number[]) {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const floats = new Float32Array(memory.buffer);
  floats.set(values);
  const size = values.length * 4;
  kernelsOn(memory).activate({ kind: activations[name], x: 0, out: size, size });
  return values.map((_, i) => ({ x: floats[i] as number, y: floats[values.length + i] as number }));
}

const steps = Array.from({ length: 8701 }, (_, i) => (i - 4350) / 50);
const small = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 1.2 ** -i);

test('sigmoid is within 1e-6 of its definition, relatively', () => {
  for (const { x, y } of activated('sigmoid', [...steps, ...small])) {
    const expected = 1 / (1 + Math.exp(-x));
    expect(Math.abs(y - expected) / expected, `at ${x}`).toBeLessThan(1e-6);
  }
});

test('tanh is within 1e-6 of Math.tanh, relatively, for small arguments too', () => {
  for (const { x, y } of activated(
    'tanh',
    [...steps, ...small].filter((value) => value !== 0),
  )) {
    const expected = Math.tanh(x);
    expect(Math.abs((y - expected) / expected), `at ${x}`).toBeLessThan(1e-6);
  }
});

test('the ends of the number line and what is no number stay what they are', () => {
  const far = [-1e30, Number.NEGATIVE_INFINITY, 0, -0, 1e30, Number.POSITIVE_INFINITY, Number.NaN];
  const [low, lowest, , , high, highest, none] = activated('sigmoid', far).map(({ y }) => y);
  expect(low).toBeLessThan(2e-38);
  expect(lowest).toBeLessThan(2e-38);
  expect([high, highest, none]).toEqual([1, 1, Number.NaN]);
  expect(activated('tanh', far).map(({ y }) => y)).toEqual([-1, -1, 0, -0, 1, 1, Number.NaN]);
});
