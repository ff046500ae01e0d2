/**
 * Runs the tour of each seed on a store that holds only this seed, through the service's own
 * request pipeline, and compares the answers with `tour.out.json`. With `RECORD_TOURS=1` it writes
 * that file anew first, as is needed after training: look at the difference before committing it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSeeds } from '../../src/flows/seeds.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { openApi } from '../../src/service.ts';
import type { CheckedStore } from '../../src/store/checked/checked-store.ts';
import { firstDifference } from './answers.ts';
import { seedNames, seedsFolder } from './seed-world.ts';

/** A store under the package's ontology on an empty place, which is removed when it is closed. */
export type EmptyStore = () => Promise<CheckedStore>;

/** Declares a tour for each seed. */
export function tours(open: EmptyStore): void {
  describe.each(seedNames)('the tour of %s', (name) => tour(name, open));
}

function tour(name: string, open: EmptyStore): void {
  const folder = join(seedsFolder, name);
  const query = readFileSync(join(folder, 'tour.graphql'), 'utf8');
  const operations = parse(query).definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const names = operations.map((operation) => operation.name?.value ?? '');
  const recording = join(folder, 'tour.out.json');
  const answers: Record<string, Json> = {};
  let recorded: JsonObject;

  beforeAll(async () => {
    const store = await open();
    await loadSeeds(store, [name]);
    const fetch = await openApi(store);
    for (const operationName of names) {
      const response = await fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
      answers[operationName] = (await response.json()) as Json;
      await jobsDone(fetch);
    }
    await store.close();
    if (process.env.RECORD_TOURS === '1') {
      writeFileSync(recording, `${JSON.stringify(answers, null, 2)}\n`);
    }
    recorded = JSON.parse(readFileSync(recording, 'utf8')) as JsonObject;
  }, 120_000);

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
}

type Fetch = Awaited<ReturnType<typeof openApi>>;

/** Waits until no job runs: the next operation may ask for its results. */
async function jobsDone(fetch: Fetch): Promise<void> {
  const query = '{ jobs(first: 1) { nodes { state } } }';
  for (;;) {
    const response = await fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    if (!(await response.text()).includes('"RUNNING"')) return;
    await setTimeout(20);
  }
}
