/** Wrong uses of a resident network, and the parts of its rows. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Plan } from '../../../gnn/kernels/resident/plan.ts';
import { ResidentNetwork } from '../../../gnn/kernels/resident/resident-network.ts';
import { matrix } from '../../../gnn/model/array-algebra.ts';
import { sparseMatrix } from '../../../gnn/model/sparse.ts';

const loader = new URL('../../simulate/workers/register-typescript.mjs', import.meta.url);
const execArgv = ['--import', fileURLToPath(loader)];

/** Each row twice as large, on rows that stand the other way round in memory. */
function doubling(threads: number) {
  const plan = new Plan();
  const input = plan.input(3, 2, Int32Array.of(2, 1, 0));
  const out = plan.add(input, input);
  return { input, out, network: new ResidentNetwork([out], { threads, execArgv }) };
}

test('rows are written and read one by one, in the order of the caller', async () => {
  const { input, out, network } = doubling(0);
  network.write(input, Float32Array.of(1, 2, 3, 4, 5, 6));
  await network.run();
  expect([...network.read(out)]).toEqual([2, 4, 6, 8, 10, 12]);
  network.write(input, Float32Array.of(50, 60, 10, 20), [2, 0]);
  await network.run();
  expect([...network.read(out)]).toEqual([20, 40, 6, 8, 100, 120]);
  expect([...network.read(out, [2])]).toEqual([100, 120]);
});

test('a run changes nothing of what is read until it is awaited', async () => {
  const { input, out, network } = doubling(1);
  network.write(input, Float32Array.of(1, 2, 3, 4, 5, 6));
  const run = network.run();
  expect(() => network.read(out)).toThrow('the network is running: await its run');
  await expect(network.run()).rejects.toThrow('the network is running');
  await run;
  expect([...network.read(out, [1])]).toEqual([6, 8]);
  await network.close();
  await expect(network.run()).rejects.toThrow('the network is closed');
});

test('what it does not know and rows that are not there are refused', () => {
  const { input, network } = doubling(0);
  const other = new Plan().input(3, 2);
  expect(() => network.read(other)).toThrow('no such input or output');
  expect(() => network.write(input, Float32Array.of(1, 2), [3])).toThrow('there is no row 3');
  expect(() => network.write(input, Float32Array.of(1))).toThrow('do not fill rows of 2');
});

test('operands that do not fit are refused when the plan is made', () => {
  const plan = new Plan();
  const order = Int32Array.of(1, 0);
  const [x, turned] = [plan.input(2, 3), plan.input(2, 3, order)];
  const weight = plan.constant(matrix(2, 2));
  const sparse = plan.sparse(sparseMatrix(2, 2, []), order);
  expect(() => plan.matMul(x, weight)).toThrow('operands do not fit: 3 where 2 has to be');
  expect(() => plan.add(x, turned)).toThrow('another order of rows');
  expect(() => plan.aggregate(sparse, x)).toThrow('another order of rows');
});

test('threads that cannot begin end the run with their reason', async () => {
  const plan = new Plan();
  const input = plan.input(1, 1);
  const flags = ['--import', 'data:text/javascript,throw new Error("no loader")'];
  const network = new ResidentNetwork([plan.relu(input)], { threads: 2, execArgv: flags });
  network.write(input, Float32Array.of(1));
  await expect(network.run()).rejects.toThrow('no loader');
  await expect(network.run()).rejects.toThrow('no loader');
  await network.close();
});
