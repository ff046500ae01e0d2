/** Reads weights and their checkpoint from a folder; called once, when the service starts. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, checkpointFile } from '../../../gnn/model/checkpoint.ts';
import { unpackWeights, weightCount } from '../../../gnn/model/weights.ts';
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject } from '../../model/json.ts';
import { packageRoot } from '../../package-root.ts';
import type { Ensemble } from './ensemble.ts';
import { stepFeatureNames } from './features.ts';
import { limitFeatures } from './limit-features.ts';
import { nodeFeatures } from './node-features.ts';

export interface ReadEnsemble {
  readonly checkpoint: Checkpoint;
  readonly ensemble: Ensemble;
}

/** The folder of the weights that ship, inside the package. */
export function shippedWeights(): string {
  return join(packageRoot(), 'gnn', 'weights', 'fault-propagation');
}

/** The names of the features that this code computes, to be compared with a checkpoint's. */
export const featureNames: Checkpoint['features'] = {
  nodes: nodeFeatures.map(({ name }) => name),
  limits: limitFeatures.map(({ name }) => name),
  steps: stepFeatureNames,
};

/** Throws `NOT_FOUND` for a missing file, `VALIDATION_FAILED` for one that is not as it was made. */
export async function readEnsemble(folder: string): Promise<ReadEnsemble> {
  const checkpoint = await readCheckpoint(folder);
  const bytes = await read(folder, checkpoint.weights.file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== checkpoint.weights.sha256) {
    throw damaged(join(folder, checkpoint.weights.file), {
      message: `the weights have the hash ${sha256}`,
      expected: checkpoint.weights.sha256,
    });
  }
  return { checkpoint, ensemble: ensembleOf(checkpoint, bytes, folder) };
}

/** The checkpoint alone; throws alike. */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  return parse(await read(folder, checkpointFile), folder);
}

function ensembleOf(checkpoint: Checkpoint, bytes: Buffer, folder: string): Ensemble {
  const { architecture, normalisation } = checkpoint;
  const count = weightCount(architecture);
  const numbers = bytes.byteLength / 4;
  if (numbers !== count * checkpoint.members.length) {
    throw damaged(join(folder, checkpoint.weights.file), {
      message: `the weights are ${numbers} numbers`,
      expected: `${checkpoint.members.length} members of ${count}`,
    });
  }
  const members = checkpoint.members.map((_, member) => {
    const block = new Float32Array(count);
    for (let i = 0; i < count; i++) block[i] = bytes.readFloatLE(4 * (member * count + i));
    return unpackWeights(architecture, block);
  });
  return { architecture, normalisation, members };
}

function parse(bytes: Buffer, folder: string): Checkpoint {
  const where = join(folder, checkpointFile);
  const checkpoint = jsonOf(bytes, where) as unknown as Checkpoint;
  if (!isJsonObject(checkpoint) || checkpoint.format !== 2) {
    const expected = 'format 2';
    throw damaged(where, { message: 'this is not a checkpoint that this version reads', expected });
  }
  if (JSON.stringify(checkpoint.features) !== JSON.stringify(featureNames)) {
    const expected = `the features ${JSON.stringify(featureNames)}`;
    throw damaged(where, { message: 'the weights were trained on other features', expected });
  }
  return checkpoint;
}

function jsonOf(bytes: Buffer, where: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw damaged(where, { message: 'the checkpoint is not JSON', expected: 'JSON', cause });
  }
}

async function read(folder: string, file: string): Promise<Buffer> {
  const where = join(folder, file);
  return await readFile(where).catch((cause: unknown) => {
    const message = 'the predictor needs this file and cannot read it';
    throw new LinchpinError({ code: 'NOT_FOUND', where, message, action: remedy }, { cause });
  });
}

const remedy = 'restore the folder from the package, or make it with npm run train';

function damaged(
  where: string,
  fault: { message: string; expected: string; cause?: unknown },
): LinchpinError {
  const { message, expected, cause } = fault;
  const problem = { code: 'VALIDATION_FAILED', where, message, expected, action: remedy } as const;
  return new LinchpinError(problem, cause === undefined ? {} : { cause });
}
