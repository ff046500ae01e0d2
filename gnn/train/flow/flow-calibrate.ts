/**
 * Finds on validation graphs how far to cool the probabilities and how far to widen the quantiles of
 * the flow ensemble. Called by `train-flow.ts`.
 */

import type { Matrix } from '../../model/array-algebra.ts';
import { flowOutputs } from '../../model/flow-architecture.ts';
import type { FlowCalibration } from '../../model/flow-checkpoint.ts';
import type { FlowLesson } from './flow-lesson.ts';

/** A lesson with what each member said of it, before any calibration. */
export interface FlowTold {
  readonly lesson: FlowLesson;
  /** `[links, flowOutputs]` each */
  readonly outputs: readonly Matrix[];
}

/** Share of links that lie between quantiles 0.1 and 0.9. */
export const promisedShare = 0.8;

export function calibrateFlow(told: readonly FlowTold[]): FlowCalibration {
  return { temperature: temperatureOf(told), widening: wideningOf(told) };
}

/** The temperature with the least log loss, every scenario counting alike. */
function temperatureOf(told: readonly FlowTold[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = 0; step <= 60; step++) {
    const temperature = Number((0.5 * 1.03 ** step).toFixed(3));
    let loss = 0;
    for (const each of told) loss += logLoss(each, temperature) / each.lesson.saturated.length;
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

function logLoss({ lesson, outputs }: FlowTold, temperature: number): number {
  let loss = 0;
  for (const [link, label] of lesson.saturated.entries()) {
    let mean = 0;
    for (const { values } of outputs) {
      const logit = (values[link * flowOutputs] as number) / temperature;
      mean += 1 / (1 + Math.exp(-logit)) / outputs.length;
    }
    const p = Math.min(1 - 1e-7, Math.max(1e-7, mean));
    loss -= label * Math.log(p) + (1 - label) * Math.log(1 - p);
  }
  return loss;
}

/**
 * Conformal risk control (Angelopoulos et al. 2022, equation 4) over graphs, whose demands count
 * together: the least widening at which (Σ share missed + 1) / (graphs + 1) is at most 0.2. Links of
 * one graph are not exchangeable with those of another; graphs are.
 */
function wideningOf(told: readonly FlowTold[]): number {
  const graphs = byGraph(told);
  const missed = (widening: number) => {
    let sum = 1;
    for (const scenarios of graphs) {
      for (const scores of scenarios) {
        const out = scores.reduce((count, score) => count + (score > widening ? 1 : 0), 0);
        sum += out / scores.length / scenarios.length;
      }
    }
    return sum / (graphs.length + 1);
  };
  let [low, high] = [-1, 4];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (missed(middle) <= 1 - promisedShare) high = middle;
    else low = middle;
  }
  return Number(high.toFixed(5));
}

/** The scores of each graph's scenarios. */
function byGraph(told: readonly FlowTold[]): Float64Array[][] {
  const graphs = new Map<number, Float64Array[]>();
  for (const each of told) {
    const { graph } = each.lesson.example;
    const known = graphs.get(graph);
    if (known === undefined) graphs.set(graph, [scoresOf(each)]);
    else known.push(scoresOf(each));
  }
  return [...graphs.values()];
}

/** By link: how far the truth lies outside the members' mean quantiles, below 0 inside. */
function scoresOf({ lesson, outputs }: FlowTold): Float64Array {
  return Float64Array.from(lesson.residual, (truth, link) => {
    const said = [1, 2, 3].map((column) => {
      let mean = 0;
      for (const { values } of outputs) {
        mean += (values[link * flowOutputs + column] as number) / outputs.length;
      }
      return mean;
    });
    const [low = 0, , high = 0] = said.sort((a, b) => a - b);
    return Math.max(low - truth, truth - high);
  });
}
