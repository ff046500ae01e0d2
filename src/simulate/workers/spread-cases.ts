/**
 * Spreads cases over the threads of a pool, in messages that take about a tenth of a second: long
 * enough not to be all overhead, short enough to stop soon. Used by `pooledSimulator`.
 */
import type { CasesRequest } from '../simulator.ts';
import type { CaseTally } from './case-tally.ts';
import { type CasesFound, packCases } from './messages.ts';
import { sharedRooms } from './shared-input.ts';
import { type Errand, messagesAtOnce, spread, type Threads } from './spread.ts';

export interface CasesToSpread {
  readonly request: CasesRequest;
  readonly tally: CaseTally;
}

const messageSeconds = 0.1;
const mostCases = 20_000;

/** Runs the cases from a position on, of which each is thought to take so many seconds. */
export async function spreadCases(
  { pool, source }: Threads,
  { request, tally }: CasesToSpread,
  start: { readonly from: number; readonly seconds: number },
): Promise<void> {
  const { cases, scenario, kpis } = request;
  const setting = { ...sharedRooms(source, request), scenario, kpis };
  let from = start.from;
  let { seconds } = start;
  const size = (): number => {
    const left = cases.length - from;
    const fair = Math.ceil(left / messagesAtOnce(pool));
    const wanted = Math.round(messageSeconds / Math.max(seconds, 1e-7));
    return Math.min(left, Math.max(1, Math.min(wanted, fair, mostCases)));
  };
  const next = (): Errand<CasesFound> | undefined => {
    if (from >= cases.length) return undefined;
    const first = from;
    from += size();
    const count = from - first;
    return {
      message: { ...setting, cases: packCases(cases, first, from) },
      what: `cases ${first} to ${from - 1}`,
      take(answer) {
        seconds = (seconds + answer.seconds / count) / 2;
        tally.take(first, answer);
      },
    };
  };
  await spread(pool, next, request.signal);
}
