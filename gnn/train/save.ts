/** Writes a checkpoint and its weights; called by `train.ts`. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Weights } from '../model/architecture.ts';
import type { Matrix } from '../model/array-algebra.ts';
import { type Checkpoint, checkpointFile } from '../model/checkpoint.ts';
import { packWeights, weightCount } from '../model/weights.ts';

const weightsFile = 'weights.bin';

/** Everything of a checkpoint but what the weights themselves say. */
export type Description = Omit<Checkpoint, 'weights'>;

export async function saveCheckpoint(
  folder: string,
  description: Description,
  members: readonly Weights<Matrix>[],
): Promise<void> {
  const { architecture } = description;
  const count = weightCount(architecture);
  const bytes = Buffer.alloc(4 * count * members.length);
  for (const [member, weights] of members.entries()) {
    packWeights(architecture, weights).forEach((value, i) => {
      bytes.writeFloatLE(value, 4 * (member * count + i));
    });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const checkpoint: Checkpoint = { ...description, weights: { file: weightsFile, count, sha256 } };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, weightsFile), bytes);
  await writeFile(join(folder, checkpointFile), `${JSON.stringify(checkpoint, undefined, 2)}\n`);
}
