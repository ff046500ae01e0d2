/**
 * `npm run train -- --task fault-propagation`: generates the data, fits the ensemble, calibrates
 * it, and writes the weights. `--quick` is a smaller run that writes to a folder of its own;
 * `--record DATA` measures the weights that are there, with the public data of that folder, and
 * prints the model card anew.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/package-root.ts';
import { readCheckpoint } from '../../src/predict/gnn/read-ensemble.ts';
import { modelCard } from './model-card.ts';
import { fullPlan, quickPlan } from './plan.ts';
import { measureWeights } from './record.ts';
import { trainEnsemble } from './train-ensemble.ts';

const task = 'fault-propagation';

const { values } = parseArgs({
  options: {
    task: { type: 'string', default: task },
    quick: { type: 'boolean', default: false },
    record: { type: 'string' },
    out: { type: 'string' },
  },
});

if (values.task !== task) {
  console.error(`BAD_USER_INPUT --task: no task ${values.task}; expected ${task}`);
  process.exitCode = 2;
} else {
  const folder =
    values.out ?? join(packageRoot(), 'gnn', 'weights', values.quick ? `${task}.quick` : task);
  if (values.record === undefined) await trainEnsemble(folder, values.quick ? quickPlan : fullPlan);
  else await writeCard(folder, values.record);
}

async function writeCard(folder: string, data: string): Promise<void> {
  const record = await measureWeights(folder, data, (text) => console.error(`measuring: ${text}`));
  const card = modelCard(await readCheckpoint(folder), record);
  writeFileSync(join(packageRoot(), 'gnn', 'MODEL_CARD.md'), card);
}
