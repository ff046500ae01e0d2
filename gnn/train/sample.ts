/**
 * A network with onsets of failures on it, and what then happened: what training, calibration and
 * evaluation are made of, wherever it comes from.
 */
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';
import { declaredSteps } from '../../src/predict/declared-rule.ts';
import { dependencyOnset, dependencyStress } from '../../src/predict/gnn/dependency-stress.ts';
import { superposed } from '../../src/predict/gnn/superposition.ts';
import type { Seen } from '../../src/predict/gnn/view.ts';
import type { StressNetwork } from '../model/stress-network.ts';
import { type Example, recordedSteps } from './example.ts';
import type { OverloadExample } from './overload-examples.ts';

export interface Sample {
  readonly family: string;
  /** Number of the graph in its split. */
  readonly graph: number;
  readonly network: StressNetwork;
  readonly onsets: readonly Seen[];
  /** Share of the worlds in which an element fails at step t of an onset, 1 … `recordedSteps`. */
  failsAt(onset: number, element: number, t: number): number;
  /** How much an onset is worth learning from, beside the others of the network. */
  weight(onset: number): number;
}

export interface DependencySample extends Sample {
  readonly declared: DependencyNetwork;
}

/** Rules and outcomes of overloads are certain: every share is 0 or 1. */
export function overloadSample({
  family,
  graph,
  network,
  onsets,
  outcomes,
}: OverloadExample): Sample {
  const seen = onsets.map((onset) => {
    return { ...onset, declared: superposed(network, onset).steps, awaitedAmong: 0 };
  });
  const later = outcomes.map((outcome) => outcome.reduce((n, step) => n + Number(step > 1), 0));
  return {
    family,
    graph,
    network,
    onsets: seen,
    failsAt: (onset, element, t) => Number((outcomes[onset] as Int16Array)[element] === t),
    weight: (onset) => (later[onset] as number) + leastWeight,
  };
}

/** That of a cascade without a second step. */
const leastWeight = 0.3;

/** All examples of one graph. */
export function dependencySample(examples: readonly [Example, ...Example[]]): DependencySample {
  const [{ family, graph, network: declared }] = examples;
  const network = dependencyStress(declared);
  const onsets = examples.map(({ failed, awaited }) => ({
    ...dependencyOnset(declared, failed),
    declared: declaredSteps(declared, failed),
    awaitedAmong: awaited ? declared.nodeCount : 0,
  }));
  const at = (element: number, t: number) => element * recordedSteps + t - 1;
  const failsAt = (onset: number, element: number, t: number) => {
    return (examples[onset] as Example).failsAt[at(element, t)] as number;
  };
  return { family, graph, network, onsets, declared, failsAt, weight: () => 1 };
}

/** The samples of examples that come graph by graph. */
export function* dependencySamples(examples: Iterable<Example>): Generator<DependencySample> {
  let group: Example[] = [];
  for (const example of examples) {
    if (group.length > 0 && group[0]?.network !== example.network) {
      yield dependencySample(group as [Example, ...Example[]]);
      group = [];
    }
    group.push(example);
  }
  if (group.length > 0) yield dependencySample(group as [Example, ...Example[]]);
}
