/** Figures of what a contender says of many onsets, pooled over all; used by both kinds of cascades. */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import { calibrationError } from '../../statistics/calibration.ts';
import type { Figures } from '../evaluation.ts';
import type { Said } from '../said.ts';
import { failureFigures } from './failure-figures.ts';

/**
 * `ap`, `apLater`, `auc`; `ece` of probabilities; `coverage` and `setSize` of sets; `stateError` of
 * those who name who fails; `stepError` of those who say when. What failed before does not count.
 */
export function spreadFigures(said: readonly Said[], outcomes: readonly Outcome[]): Figures {
  const judged = said.map(({ scores }, i) => ({ scores, outcome: outcomes[i] as Outcome }));
  return {
    ...failureFigures(judged),
    ...(said.every(({ probability }) => probability) && { ece: calibration(said, outcomes) }),
    ...(said.every(({ inSet }) => inSet) && setFigures(said, outcomes)),
    ...(said.every(({ fails }) => fails) && {
      stateError: stateError(said, outcomes),
      ...(said.every(({ step }) => step) && { stepError: stepError(said, outcomes) }),
    }),
  };
}

/** Share of all that is open that fails: the error of saying that nothing does. */
export function failingShare(outcomes: readonly Outcome[]): number {
  let [open, failing] = [0, 0];
  for (const outcome of outcomes)
    for (const step of outcome) {
      if (step !== 0) open++;
      if (step > 0) failing++;
    }
  return failing / open;
}

/** Expected calibration error over all pairs. */
function calibration(said: readonly Said[], outcomes: readonly Outcome[]): number {
  const [probabilities, labels]: [number[], number[]] = [[], []];
  for (const [i, outcome] of outcomes.entries())
    for (let n = 0; n < outcome.length; n++) {
      if (outcome[n] === 0) continue;
      probabilities.push(said[i]?.probability?.[n] as number);
      labels.push((outcome[n] as number) > 0 ? 1 : 0);
    }
  return calibrationError(probabilities, labels);
}

/**
 * `coverage`: share of the elements that fail which lie in the set, mean over the cascades in which
 * any does; `setSize`: mean number of elements in the set, over all cascades.
 */
function setFigures(said: readonly Said[], outcomes: readonly Outcome[]): Figures {
  let [shares, spreading, members] = [0, 0, 0];
  for (const [i, outcome] of outcomes.entries()) {
    let [failing, held] = [0, 0];
    for (let n = 0; n < outcome.length; n++) {
      const step = outcome[n] as number;
      const inSet = step === 0 ? 0 : (said[i]?.inSet?.[n] as number);
      members += inSet;
      if (step <= 0) continue;
      failing++;
      held += inSet;
    }
    if (failing === 0) continue;
    spreading++;
    shares += held / failing;
  }
  return { coverage: shares / spreading, setSize: members / outcomes.length };
}

/** Share of the open elements whose final state is said wrong. */
function stateError(said: readonly Said[], outcomes: readonly Outcome[]): number {
  let [open, wrong] = [0, 0];
  for (const [i, outcome] of outcomes.entries())
    for (let n = 0; n < outcome.length; n++) {
      const step = outcome[n] as number;
      if (step === 0) continue;
      open++;
      if (said[i]?.fails?.[n] !== (step > 0 ? 1 : 0)) wrong++;
    }
  return wrong / open;
}

/** Mean absolute difference of steps among what fails and is said to; NaN for none. */
function stepError(said: readonly Said[], outcomes: readonly Outcome[]): number {
  let [count, sum] = [0, 0];
  for (const [i, outcome] of outcomes.entries())
    for (let n = 0; n < outcome.length; n++) {
      const step = outcome[n] as number;
      if (step <= 0 || said[i]?.fails?.[n] !== 1) continue;
      count++;
      sum += Math.abs((said[i]?.step?.[n] as number) - step);
    }
  return sum / count;
}
