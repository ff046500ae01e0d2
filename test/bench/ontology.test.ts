import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ontologyBench } from '../../src/bench/ontology.ts';
import { addedModels, ontologyLoad } from '../../src/bench/ontology-load.ts';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';

test('the ontology benchmark loads the same models as its peer and prints the ratio', async () => {
  const bench = await ontologyBench({ rounds: 1, sizes: [] });
  expect(bench).toMatchObject({ name: 'ontology', unit: 'models per second from JSON text' });
  expect(bench.details.models).toBeGreaterThan(100);
  expect(bench.ratio).toBeCloseTo(bench.result / bench.peer, 10);
});

test('a generated ontology loads whole, and takes one model after the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-ontology-'));
  try {
    const path = join(folder, 'ontology.ndjson');
    const documents = sampleOntology({ models: 60 + addedModels, version: 3 });
    writeFileSync(path, documents.map((each) => JSON.stringify(each)).join('\n'));
    const load = await ontologyLoad(path, folder);
    expect(load.modelsPerSecond).toBeCloseTo(60 / load.seconds, 8);
    expect(load.addMilliseconds).toBeGreaterThan(0);
    expect(load.peakMemoryMiB).toBeGreaterThan(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
