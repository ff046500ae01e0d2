/** Time to the first answer: `linchpin bench start`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn, type Measured, median } from './benchmark.ts';
import { runningService } from './running.ts';

/**
 * Seconds from starting the process until a query is answered, on a data folder that holds the
 * seed worlds already; the peer is a Node process that does nothing, the least a start can take.
 */
export async function startBench({ rounds = 5 } = {}): Promise<Measured> {
  const data = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  try {
    const first = await secondsToAnswer(data);
    const { ours, peer } = await inTurn(
      rounds,
      () => secondsToAnswer(data),
      async () => secondsOfEmptyProcess(),
    );
    const [result, bare] = [median(ours), median(peer)];
    const details = { rounds, firstStartSeconds: first, slowestSeconds: Math.max(...ours) };
    const unit = 'seconds to the first answer';
    return { name: 'start', result, peer: bare, ratio: result / bare, unit, details };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function secondsToAnswer(data: string): Promise<number> {
  const started = performance.now();
  const service = await runningService(data);
  const response = await fetch(service.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ twins(first: 1) { nodes { id } } }' }),
  });
  await response.json();
  const seconds = (performance.now() - started) / 1000;
  await service.stop();
  return seconds;
}

function secondsOfEmptyProcess(): number {
  const started = performance.now();
  execFileSync(process.execPath, ['--eval', '0']);
  return (performance.now() - started) / 1000;
}
