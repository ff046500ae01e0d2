/**
 * The typed schema of each seed's models as a client's author meets it: as SDL that graphql-js
 * accepts, and as types of gql.tada, by which right clients compile and wrong ones do not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  parse,
  print,
  printSchema,
  separateOperations,
  validateSchema,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { typedSchema } from '../../src/api/typed/typed-schema.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { recordedAnswers } from '../seeds/raw-world.ts';
import { catalogue, seedGraph, seedNames, seedsFolder, twinsOf } from '../seeds/seed-world.ts';
import { type Client, compileClients } from './client-compiler.ts';
import { mistakes, seedClients } from './seed-clients.ts';

const wholeSdl = printSchema(typedSchema(catalogue()));
const sdlBySeed = Object.fromEntries(seedNames.map((seed) => [seed, sdlOf(seed)]));

/** The schema of the models that a seed's twins have, and of what these extend. */
function sdlOf(seed: string): string {
  const models = new Set(twinsOf(seedGraph(seed)).map(({ model }) => model));
  const used = new Set([...models].flatMap((id) => [...ancestorsOf(id)]));
  const documents = builtInOntology().documents.filter((each) => used.has(String(each['@id'])));
  const resolved = resolveOntology(documents);
  expect(resolved.problems).toEqual([]);
  return printSchema(typedSchema(resolved.catalogue));
}

function ancestorsOf(id: string): ReadonlySet<string> {
  return catalogue().interface(id)?.ancestors ?? new Set();
}

/** A client that asks a seed's whole tour and takes the recorded answers for what it is told. */
function tourClient(seed: string): Client {
  const tour = parse(readFileSync(join(seedsFolder, seed, 'tour.graphql'), 'utf8'));
  const answers = recordedAnswers(seed);
  const texts = Object.entries(separateOperations(tour)).map(
    ([name, document]) => `
      const ${name}Document = graphql(${JSON.stringify(print(document))});
      export const ${name}: ResultOf<typeof ${name}Document> =
        ${JSON.stringify(answers[name]?.data)};`,
  );
  return { schema: 'whole', text: texts.join('') };
}

describe.each(Object.entries({ ...sdlBySeed, 'all seeds': wholeSdl }))('for %s', (_seed, sdl) => {
  test('the SDL is a schema that graphql-js finds nothing wrong with', () => {
    expect(validateSchema(buildSchema(sdl))).toEqual([]);
  });

  test('the SDL, read and printed again, is the same', () => {
    expect(printSchema(buildSchema(sdl))).toBe(sdl);
  });
});

describe('a client with the types of gql.tada', () => {
  let judged: Record<string, string[]>;

  beforeAll(async () => {
    const clients: Record<string, Client> = {};
    for (const [seed, text] of Object.entries(seedClients)) clients[seed] = { schema: seed, text };
    for (const seed of seedNames) clients[`tour of ${seed}`] = tourClient(seed);
    const wrong = tourClient('plant');
    clients['wrong answer'] = {
      ...wrong,
      text: wrong.text.replace('"health":0.79', '"health":"bad"'),
    };
    for (const { title, seed, change } of mistakes) {
      clients[title] = { schema: seed, text: seedClients[seed].replace(change[0], change[1]) };
    }
    judged = await compileClients({ ...sdlBySeed, whole: wholeSdl }, clients);
  }, 300_000);

  test.each(seedNames)('compiles against the models of %s, with exact types', (seed) => {
    expect(judged[seed]).toEqual([]);
  });

  test.each(seedNames)('takes every recorded answer of the tour of %s for its result', (seed) => {
    expect(judged[`tour of ${seed}`]).toEqual([]);
  });

  test('does not take an answer with a text for a number', () => {
    expect(judged['wrong answer']?.join('\n')).toContain("Type 'string' is not assignable");
  });

  test.each(mistakes)('does not compile with $title', ({ title, says }) => {
    expect(judged[title]?.join('\n')).toContain(says);
  });
});
