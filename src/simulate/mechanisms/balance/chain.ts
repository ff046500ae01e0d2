/** What the steps of a period work on: how a supply chain hangs together, its numbers, its state. */
import type { BalanceLayout } from './balance-layout.ts';
import type { BalanceParameters } from './balance-parameters.ts';
import type { BalanceState } from './balance-state.ts';

export interface Chain {
  readonly layout: BalanceLayout;
  readonly parameters: BalanceParameters;
  readonly state: BalanceState;
}
