import { expect, test } from 'vitest';
import { ingestBench } from '../../src/bench/ingest.ts';

test('the ingest benchmark runs on the real store and prints its ratio', async () => {
  const bench = await ingestBench({ messages: 500, rounds: 1, connections: 2, twins: 10 });
  expect(bench).toMatchObject({
    name: 'ingest',
    unit: 'durable QoS 1 messages per second',
    details: { messages: 500, rounds: 1, connections: 2, twins: 10 },
  });
  expect(bench.result).toBeGreaterThan(0);
  expect(bench.ratio).toBeCloseTo(bench.result / bench.peer, 10);
  expect(bench.details.messagesPerCommit).toBeGreaterThan(1);
});
