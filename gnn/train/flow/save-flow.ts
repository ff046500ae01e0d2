/** Writes a checkpoint of the flow network and its weights; called by `train-flow.ts`. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Matrix } from '../../model/array-algebra.ts';
import { checkpointFile } from '../../model/checkpoint.ts';
import type { FlowWeights } from '../../model/flow-architecture.ts';
import type { FlowCheckpoint } from '../../model/flow-checkpoint.ts';
import { flowWeightCount, packFlowWeights } from '../../model/flow-weights.ts';

const weightsFile = 'weights.bin';

export async function saveFlowCheckpoint(
  folder: string,
  description: Omit<FlowCheckpoint, 'weights'>,
  members: readonly FlowWeights<Matrix>[],
): Promise<void> {
  const { architecture } = description;
  const count = flowWeightCount(architecture);
  const bytes = Buffer.alloc(4 * count * members.length);
  for (const [member, weights] of members.entries()) {
    packFlowWeights(architecture, weights).forEach((value, i) => {
      bytes.writeFloatLE(value, 4 * (member * count + i));
    });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const weights = { file: weightsFile, count, sha256 };
  const checkpoint: FlowCheckpoint = { ...description, weights };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, weightsFile), bytes);
  await writeFile(join(folder, checkpointFile), `${JSON.stringify(checkpoint, undefined, 2)}\n`);
}
