import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeclaredTopic, DeclaredTopics } from '../../src/telemetry/declared-topics.ts';

const declared = (pattern: string, model = 'dtmi:test:Pump;1'): DeclaredTopic => ({
  model,
  pattern,
  payloadFormat: 'Json/ecma/404',
  telemetry: new Map(),
});
const patternsOf = (topics: DeclaredTopics, topic: string) =>
  topics
    .matching(topic)
    .flatMap((match) => [...match.declared.values()].map(({ pattern }) => pattern));

test('tokens name the twin and the telemetry, the model its own, any other one level', () => {
  const topics = new DeclaredTopics([
    declared('plant/{modelId}/{ex:line}/{senderId}/{telemetryName}'),
  ]);
  expect(topics.filters).toEqual(['plant/dtmi:test:Pump;1/+/+/+']);
  expect(topics.matching('plant/dtmi:test:Pump;1/west/p%2F1/flow')).toMatchObject([
    { twin: 'p/1', name: 'flow' },
  ]);
  for (const topic of ['plant/dtmi:test:Pump;2/west/p/flow', 'plant/dtmi:test:Pump;1/west/p', '']) {
    expect(topics.matching(topic), topic).toEqual([]);
  }
});

test('a token of its own for the twin counts more than the sender', () => {
  for (const token of ['{twinId}', '{ex:twinId}']) {
    const topics = new DeclaredTopics([declared(`plant/{senderId}/${token}`)]);
    expect(topics.matching('plant/gateway/pump')).toMatchObject([{ twin: 'pump' }]);
  }
});

test('a level that is no twin is a problem that says why', () => {
  const [match] = new DeclaredTopics([declared('plant/{senderId}')]).matching('plant/50%');
  expect(match?.twin).toMatchObject({
    where: 'plant/50%',
    message: '"50%" is not percent-encoded text',
  });
});

test('no pattern takes the topics of twins, nor those that begin with $', () => {
  const topics = new DeclaredTopics(
    [
      'twins',
      'twins/{senderId}',
      'twins/{modelId}/{senderId}',
      'twins/{senderId}/flow',
      '{senderId}/{ex:a}',
      '{ex:a}',
    ].map((each) => declared(each)),
  );
  expect(topics.filters).toEqual(['+/+', '+']);
  for (const topic of ['$SYS/broker', '$SYS', '$share/x'])
    expect(patternsOf(topics, topic)).toEqual([]);
  expect(patternsOf(topics, 'a/b')).toEqual(['{senderId}/{ex:a}']);
});

test('a filter that another one holds is not subscribed to, since its messages would come twice', () => {
  const patterns = ['a/b', 'a/{senderId}', '{ex:x}/{senderId}', 'a/b/c', 'a/b/c'];
  const topics = new DeclaredTopics(
    patterns.map((each, n) => declared(each, `dtmi:test:M;${n + 1}`)),
  );
  expect(topics.filters).toEqual(['+/+', 'a/b/c']);
  expect(patternsOf(topics, 'a/b').toSorted()).toEqual([
    'a/b',
    'a/{senderId}',
    '{ex:x}/{senderId}',
  ]);
  expect(patternsOf(topics, 'a/b/c')).toEqual(['a/b/c', 'a/b/c']);
});

test('thousands of models that declare a topic alike are one match', () => {
  const alike = Array.from({ length: 3000 }, (_, n) =>
    declared('fleet/{senderId}', `dtmi:test:M;${n}`),
  );
  const matches = new DeclaredTopics(alike).matching('fleet/a');
  expect(matches).toHaveLength(1);
  expect(matches[0]?.declared.size).toBe(3000);
});

const label = fc.constantFrom('a', 'b', 'c', '{senderId}', '{telemetryName}', '{ex:y}');
const pattern = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('/'));
const topic = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'));

test('finds the same patterns as trying each one, and its filters hold them all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(pattern, { maxLength: 12 }), topic, (patterns, asked) => {
      const topics = new DeclaredTopics(patterns.map((each) => declared(each, each)));
      const expected = patterns.filter((each) => isOf(asked, each));
      expect(patternsOf(topics, asked).toSorted()).toEqual(expected.toSorted());
      const holds = topics.filters.some((filter) => isOf(asked, filter.replaceAll('+', '{x}')));
      expect(holds).toBe(expected.length > 0);
    }),
  );
});

/** MQTT 3.1.1, 4.7.1.3: a single-level wildcard stands for one whole level. */
function isOf(asked: string, each: string): boolean {
  const text = each.replaceAll(/\{[^}]*\}/g, '[^/]*');
  return new RegExp(`^${text}$`).test(asked);
}
