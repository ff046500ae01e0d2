/**
 * Holds what the typed parts of the tours answer against the seeds' files, read line by line, and
 * units against their definitions. That the service answers as recorded, `tours.test.ts` says.
 */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { firstDifference } from './answers.ts';
import { rawWorld, recordedAnswers } from './raw-world.ts';
import { city } from './typed-answers/city.ts';
import { enterprise } from './typed-answers/enterprise.ts';
import { plant } from './typed-answers/plant.ts';
import { supplyChain } from './typed-answers/supply-chain.ts';

const seeds = { city, enterprise, plant, 'supply-chain': supplyChain };

describe.each(Object.entries(seeds))('by the files of %s', (seed, expectedAnswers) => {
  const world = rawWorld(seed);
  const recorded = recordedAnswers(seed);

  test.each(Object.entries(expectedAnswers))('%s answers what they say', (operation, expected) => {
    const answer = recorded[operation]?.data as Json;
    expect(JSON.stringify(answer)).toMatch(/"(?:id|name)":"/);
    expect(firstDifference(answer, expected(world) as Json)).toBeUndefined();
  });
});
