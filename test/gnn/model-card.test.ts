/** The model card is what is printed of the weights that ship and what they were measured at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelCard } from '../../gnn/train/model-card.ts';
import { readRecord } from '../../gnn/train/record.ts';
import { packageRoot } from '../../src/package-root.ts';
import { readCheckpoint, shippedWeights } from '../../src/predict/gnn/read-ensemble.ts';

const folder = shippedWeights();

test('the card is the one that is printed: npm run train -- --record', async () => {
  const card = readFileSync(join(packageRoot(), 'gnn', 'MODEL_CARD.md'), 'utf8');
  expect(card).toBe(modelCard(await readCheckpoint(folder), readRecord(folder)));
});

test('what was measured are the weights that ship', async () => {
  const { weights } = await readCheckpoint(folder);
  expect(readRecord(folder).weights).toBe(weights.sha256);
});
