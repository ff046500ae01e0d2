/**
 * `npm run train -- --task TASK`: generates the data, fits the ensemble, calibrates it, and writes the
 * weights. `--quick` is a smaller run that writes to a folder of its own; `--record DATA` measures the
 * weights of `fault-propagation` that are there, with the public data of that folder, and prints the
 * model card anew.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/package-root.ts';
import { readCheckpoint } from '../../src/predict/gnn/read-ensemble.ts';
import { fullFlowPlan, quickFlowPlan } from './flow/flow-plan.ts';
import { trainFlow } from './flow/train-flow.ts';
import { modelCard } from './model-card.ts';
import { fullPlan, quickPlan } from './plan.ts';
import { measureWeights } from './record.ts';
import { trainEnsemble } from './train-ensemble.ts';

type Train = (folder: string, isQuick: boolean) => Promise<void>;

const tasks: Readonly<Record<string, Train>> = {
  'fault-propagation': (folder, isQuick) => trainEnsemble(folder, isQuick ? quickPlan : fullPlan),
  'flow-bottleneck': (folder, isQuick) => trainFlow(folder, isQuick ? quickFlowPlan : fullFlowPlan),
};

const { values } = parseArgs({
  options: {
    task: { type: 'string', default: 'fault-propagation' },
    quick: { type: 'boolean', default: false },
    record: { type: 'string' },
    out: { type: 'string' },
  },
});

const { task, quick, record, out } = values;
const train = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
if (train === undefined) {
  const expected = Object.keys(tasks).join(' or ');
  console.error(`BAD_USER_INPUT --task: no task ${task}; expected ${expected}`);
  process.exitCode = 2;
} else {
  const name = quick ? `${task}.quick` : task;
  const folder = out ?? join(packageRoot(), 'gnn', 'weights', name);
  if (record === undefined) await train(folder, quick);
  else await writeCard(folder, record);
}

async function writeCard(folder: string, data: string): Promise<void> {
  const record = await measureWeights(folder, data, (text) => console.error(`measuring: ${text}`));
  const card = modelCard(await readCheckpoint(folder), record);
  writeFileSync(join(packageRoot(), 'gnn', 'MODEL_CARD.md'), card);
}
