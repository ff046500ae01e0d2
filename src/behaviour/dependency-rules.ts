/** What a dependency group needs: the rules of `ontology/core/dependent.json` as numbers. */
import { isJsonObject } from '../model/json.ts';
import type { Behaviour } from './behaviours.ts';

interface Rule {
  readonly rule: string;
  /** NaN where there is none. */
  readonly threshold: number;
}

/** The need of a group, and the weights its supports count with. */
export interface GroupNeed {
  readonly need: number;
  /** Whether support must be grounded: all rules but `all`. */
  readonly grounded: boolean;
  readonly weights: readonly number[];
}

/** Reads the rules of a node. */
export interface DependencyRules {
  /** The groups that `dependencyRules` names: they are needed even without any support. */
  readonly named: readonly string[];
  /** The need of a group whose relationships carry these weights. */
  need(group: string, weights: readonly number[]): GroupNeed;
}

/**
 * The rules of a node. Bad data never makes a twin fail by itself: an unknown rule counts as `any`,
 * as does `kOfN` or `fraction` without a threshold; a k above the number of supports means all of
 * them; a fraction is cut to 0 … 1; a threshold of 0 or less is always met.
 */
export function rulesOf(dependent: Behaviour, node: number): DependencyRules {
  const own: Rule = {
    rule: String(dependent.value(node, 'dependencyRule') ?? 'any'),
    threshold: dependent.number(node, 'dependencyThreshold'),
  };
  const byGroup = dependent.value(node, 'dependencyRules');
  const rules = new Map<string, Rule>();
  for (const [group, entry] of Object.entries(isJsonObject(byGroup) ? byGroup : {})) {
    if (!isJsonObject(entry)) continue;
    const threshold = typeof entry.threshold === 'number' ? entry.threshold : Number.NaN;
    rules.set(group, { rule: String(entry.rule ?? 'any'), threshold });
  }
  return {
    named: [...rules.keys()],
    need: (group, weights) => needOf(rules.get(group) ?? own, weights),
  };
}

function needOf({ rule, threshold }: Rule, weights: readonly number[]): GroupNeed {
  if (rule === 'all') return { need: weights.length, grounded: false, weights: weights.map(one) };
  if (rule === 'fraction' && !Number.isNaN(threshold)) return fractionOf(threshold, weights);
  const k = rule === 'kOfN' && !Number.isNaN(threshold) ? Math.ceil(threshold) : 1;
  const most = Math.max(1, weights.length);
  return { need: Math.min(Math.max(k, 0), most), grounded: true, weights: weights.map(one) };
}

/** A fraction of nothing is not met, unless the fraction is 0. */
function fractionOf(threshold: number, weights: readonly number[]): GroupNeed {
  const fraction = Math.min(1, Math.max(0, threshold));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const need = total > 0 ? fraction * total : Math.ceil(fraction);
  return { need, grounded: true, weights };
}

function one(): number {
  return 1;
}
