/**
 * Runs the tour of each seed on a store that holds only this seed, through the service's own
 * request pipeline, and compares the answers with `tour.out.json`. With `RECORD_TOURS=1` it writes
 * that file anew first, as is needed after training: look at the difference before committing it.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OperationDefinitionNode, parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSeeds } from '../../src/flows/seeds.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { openApi, openStore } from '../../src/service.ts';
import { firstDifference } from './answers.ts';
import { seedNames, seedsFolder } from './seed-world.ts';

describe.each(seedNames)('the tour of %s', (name) => {
  const folder = join(seedsFolder, name);
  const query = readFileSync(join(folder, 'tour.graphql'), 'utf8');
  const operations = parse(query).definitions as readonly OperationDefinitionNode[];
  const names = operations.map((operation) => operation.name?.value ?? '');
  const recording = join(folder, 'tour.out.json');
  const answers: Record<string, Json> = {};
  let recorded: JsonObject;

  beforeAll(async () => {
    const data = mkdtempSync(join(tmpdir(), 'linchpin-tour-'));
    const store = await openStore(data);
    await loadSeeds(store, [name]);
    const fetch = await openApi(store);
    for (const operationName of names) {
      const response = await fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
      answers[operationName] = (await response.json()) as Json;
    }
    await store.close();
    await rm(data, { recursive: true, force: true });
    if (process.env.RECORD_TOURS === '1') {
      writeFileSync(recording, `${JSON.stringify(answers, null, 2)}\n`);
    }
    recorded = JSON.parse(readFileSync(recording, 'utf8')) as JsonObject;
  });

  test('shows a query, an aggregate, a path, a what-if and a forecast', () => {
    for (const field of ['twins?', 'aggregate', 'paths', 'runWhatIf', 'forecast']) {
      expect(query).toMatch(new RegExp(`^  ${field}\\(`, 'm'));
    }
    expect(Object.keys(recorded)).toEqual(names);
  });

  test.each(names)('%s answers without an error, as recorded', (operationName) => {
    const answer = answers[operationName] as Json;
    expect(answer).not.toHaveProperty('errors');
    expect(firstDifference(answer, recorded[operationName] as Json)).toBeUndefined();
  });
});
