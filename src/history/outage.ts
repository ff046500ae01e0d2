/**
 * Tells once of what goes wrong again and again: when it begins, when it becomes something else, and
 * when it is over. Used by the follower.
 */
import { LinchpinError } from '../model/errors.ts';
import type { HistoryOptions } from './history-options.ts';

/** Whether something is known to go wrong, and who is told. */
export class Outage {
  readonly #told: Pick<Required<HistoryOptions>, 'onFailure' | 'onRecovery'>;
  #kind: string | undefined;

  constructor(told: Pick<Required<HistoryOptions>, 'onFailure' | 'onRecovery'>) {
    this.#told = told;
  }

  failed(error: unknown): void {
    // An outage has many messages: a connection is closed, then refused.
    const kind = error instanceof LinchpinError ? error.code : String(error);
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#told.onFailure(error);
  }

  over(): void {
    if (this.#kind === undefined) return;
    this.#kind = undefined;
    this.#told.onRecovery();
  }
}
