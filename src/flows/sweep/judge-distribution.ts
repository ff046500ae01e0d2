/** What can be wrong with a distribution of a sweep. Used by `judgedSweep`. */
import type { Problem } from '../../model/errors.ts';
import type { Distribution } from './sweep-definition.ts';

/** The problem of a distribution, if it has one; `place` names it. */
export function distributionProblem(given: Distribution, place: string): Problem | undefined {
  const wrong = faultOf(given);
  if (wrong === undefined) return undefined;
  const [kind = ''] = Object.keys(given);
  const [message, expected] = wrong;
  const action = 'correct the distribution';
  return { code: 'BAD_USER_INPUT', where: `${place}.${kind}`, message, expected, action };
}

type Fault = readonly [message: string, expected: string];

function faultOf(given: Distribution): Fault | undefined {
  if ('choice' in given) return choiceFault(given.choice);
  const [numbers = {}] = Object.values(given) as Readonly<Record<string, number>>[];
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value)) return [`${name} is ${value}`, 'finite numbers'];
  }
  if ('uniform' in given) return orderFault([given.uniform.low, given.uniform.high]);
  if ('triangular' in given) {
    const { low, mode, high } = given.triangular;
    return orderFault([low, mode, high]);
  }
  const { standardDeviation, mean } = 'normal' in given ? given.normal : given.lognormal;
  if (standardDeviation < 0) {
    return [`the standard deviation is ${standardDeviation}`, 'a standard deviation of 0 or more'];
  }
  if ('lognormal' in given && mean <= 0) return [`the mean is ${mean}`, 'a mean above 0'];
  return undefined;
}

function orderFault(ascending: readonly number[]): Fault | undefined {
  const fits = ascending.every((value, i) => i === 0 || value >= (ascending[i - 1] as number));
  if (fits) return undefined;
  const expected = ascending.length === 2 ? 'low up to high' : 'low up to mode up to high';
  return [`${ascending.join(', ')} do not ascend`, expected];
}

function choiceFault({
  values,
  weights,
}: Extract<Distribution, { choice: unknown }>['choice']): Fault | undefined {
  if (values.length === 0) return ['there is nothing to choose from', 'at least one value'];
  if (weights === undefined) return undefined;
  if (weights.length !== values.length) {
    return [`${values.length} values have ${weights.length} weights`, 'one weight for each value'];
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const fits = Number.isFinite(sum) && sum > 0 && weights.every((weight) => weight >= 0);
  return fits ? undefined : ['the weights cannot be shares', 'weights of 0 or more, one above 0'];
}
