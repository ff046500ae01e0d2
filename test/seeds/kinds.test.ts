/** Together the tours show one question of each kind: every mechanism, and all that is above a run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordedAnswers } from './raw-world.ts';
import { seedNames, seedsFolder } from './seed-world.ts';

const tours = seedNames.map((name) =>
  readFileSync(join(seedsFolder, name, 'tour.graphql'), 'utf8'),
);
const answers = seedNames.map((name) => JSON.stringify(recordedAnswers(name)));

test.each([
  'createScenario',
  'editScenario',
  'mergeScenario',
  'deleteScenario',
  'scenario',
  'startSweep',
  'jobs',
  'criticality',
  'bottlenecks',
  'timeToSurvive',
  'optimise',
  'explanation',
  'outputs',
])('%s is asked', (field) => {
  expect(tours.some((tour) => new RegExp(`\\b${field}\\(`).test(tour))).toBe(true);
});

test.each(['diff', 'findings', 'simulate', 'tree'])('%s is shown', (field) => {
  expect(tours.some((tour) => new RegExp(`^ +${field}\\b`, 'm').test(tour))).toBe(true);
});

test.each([
  ['flow', 'minimumCut'],
  ['queue', 'bottleneck'],
  ['potential', 'price'],
  ['potential', 'cascade'],
  ['potential', 'island'],
  ['water', 'unmetWater'],
  ['congestion', 'bottleneck'],
])('the mechanism %s gives a reason: %s', (mechanism, kind) => {
  const finding = `"mechanism":"${mechanism}","kind":"${kind}"`;
  expect(answers.some((answer) => answer.includes(finding))).toBe(true);
});

test('balance and dependency tell of late orders and of what failed', () => {
  for (const kpi of ['fillRate', 'failed.most']) {
    expect(answers.some((answer) => answer.includes(`"name":"${kpi}"`))).toBe(true);
  }
});
