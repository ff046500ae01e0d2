/** Reads the flow network's weights and their checkpoint from a folder; called once, at the start. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointFile } from '../../../gnn/model/checkpoint.ts';
import type { FlowCheckpoint } from '../../../gnn/model/flow-checkpoint.ts';
import { flowWeightCount, unpackFlowWeights } from '../../../gnn/model/flow-weights.ts';
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject } from '../../model/json.ts';
import type { FlowEnsemble } from './flow-ensemble.ts';
import { flowColumns } from './link-columns.ts';
import { relationNames } from './relations.ts';

export interface ReadFlowEnsemble {
  readonly checkpoint: FlowCheckpoint;
  readonly ensemble: FlowEnsemble;
}

/** Throws `NOT_FOUND` for a missing file, `VALIDATION_FAILED` for one that is not as it was made. */
export async function readFlowEnsemble(folder: string): Promise<ReadFlowEnsemble> {
  const checkpoint = parse(await read(folder, checkpointFile), join(folder, checkpointFile));
  const { architecture, normalisation, weights } = checkpoint;
  const bytes = await read(folder, weights.file);
  const where = join(folder, weights.file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== weights.sha256) {
    throw damaged(where, `the weights have the hash ${sha256}`, weights.sha256);
  }
  const count = flowWeightCount(architecture);
  if (bytes.byteLength !== 4 * count * checkpoint.members.length) {
    const expected = `${checkpoint.members.length} members of ${count} numbers`;
    throw damaged(where, `the weights are ${bytes.byteLength} bytes`, expected);
  }
  const members = checkpoint.members.map((_, member) => {
    const block = new Float32Array(count);
    for (let i = 0; i < count; i++) block[i] = bytes.readFloatLE(4 * (member * count + i));
    return unpackFlowWeights(architecture, block);
  });
  const ensemble = { architecture, normalisation: normalisation.links, members };
  return { checkpoint, ensemble };
}

function parse(bytes: Buffer, where: string): FlowCheckpoint {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw damaged(where, 'the checkpoint is not JSON', 'JSON');
  }
  const checkpoint = parsed as FlowCheckpoint;
  if (!isJsonObject(parsed) || checkpoint.format !== 2 || checkpoint.task !== 'flow-bottleneck') {
    const expected = 'format 2 of the task flow-bottleneck';
    throw damaged(where, 'this is not a checkpoint that this version reads', expected);
  }
  const features = JSON.stringify({ links: flowColumns, relations: relationNames });
  if (JSON.stringify(checkpoint.features) !== features) {
    throw damaged(where, 'the weights were trained on other features', `the features ${features}`);
  }
  return checkpoint;
}

const action = 'restore the folder from the package, or make it with npm run train';

async function read(folder: string, file: string): Promise<Buffer> {
  const where = join(folder, file);
  return await readFile(where).catch((cause: unknown) => {
    const message = 'the predictor needs this file and cannot read it';
    throw new LinchpinError({ code: 'NOT_FOUND', where, message, action }, { cause });
  });
}

function damaged(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'VALIDATION_FAILED', where, message, expected, action });
}
