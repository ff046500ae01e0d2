/** What every benchmark gives, and what they share: rounds in turn, medians, percentiles. */
import { LinchpinError } from '../model/errors.ts';

export interface Measured {
  readonly name: string;
  /** What Linchpin reached, in `unit`. */
  readonly result: number;
  /** What the peer reached in the same run. */
  readonly peer: number;
  /** `result / peer`. */
  readonly ratio: number;
  readonly unit: string;
  readonly details: Readonly<Record<string, number | string>>;
}

/** The refusal of a benchmark whose peer, a package for development, is not there. */
export function missingPeer(name: string, what: string, cause: unknown): LinchpinError {
  return new LinchpinError(
    {
      code: 'UNAVAILABLE',
      where: name,
      message: `the ${what} to compare with is not installed`,
      action: 'run npm install in a checkout: it is a package for development',
    },
    { cause },
  );
}

/** The refusal of a benchmark whose answers differ from what they are checked by. */
export function wrongAnswer(name: string, message: string): LinchpinError {
  return new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where: name,
    message,
    action: 'report it: the benchmark measures nothing while its answers are wrong',
  });
}

/** The middle of some figures; the mean of the two middle ones of an even number. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The figure that a share of all figures does not exceed. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Runs two measurements in turn, A B A B …, so that a drift of the machine meets both alike. */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<{ readonly ours: readonly number[]; readonly peer: readonly number[] }> {
  const figures = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    figures.ours.push(await ours());
    figures.peer.push(await peer());
  }
  return figures;
}
