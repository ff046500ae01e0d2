/**
 * `npm run train -- --task fault-propagation`: generates the data, fits the ensemble, calibrates
 * it, and writes the weights. `--quick` is a smaller run that writes to a folder of its own;
 * `--evaluate` prints the table of the model card for the weights that are there.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/package-root.ts';
import { printEvaluation } from './evaluate.ts';
import { fullPlan, quickPlan } from './plan.ts';
import { trainEnsemble } from './train-ensemble.ts';

const task = 'fault-propagation';

const { values } = parseArgs({
  options: {
    task: { type: 'string', default: task },
    quick: { type: 'boolean', default: false },
    evaluate: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

if (values.task !== task) {
  console.error(`BAD_USER_INPUT --task: no task ${values.task}; expected ${task}`);
  process.exitCode = 2;
} else {
  const folder =
    values.out ?? join(packageRoot(), 'gnn', 'weights', values.quick ? `${task}.quick` : task);
  if (values.evaluate) await printEvaluation(folder);
  else await trainEnsemble(folder, values.quick ? quickPlan : fullPlan);
}
