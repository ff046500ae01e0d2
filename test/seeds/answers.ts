/**
 * Compares an answer with a recorded one: exactly, but for the last digits of computed numbers; what
 * a predictor computes in single precision may differ in the third.
 */
import { isJsonObject, type Json } from '../../src/model/json.ts';

/** Fields that a predictor computes, and how far they may be off. */
const predicted: Readonly<Record<string, number>> = {
  probability: 0.001,
  low: 0.001,
  high: 0.001,
  weight: 0.001,
  step: 0.01,
};

/** Where and how two answers differ first; undefined when they agree. */
export function firstDifference(answer: Json, recorded: Json, path = ''): string | undefined {
  if (typeof answer === 'number' && typeof recorded === 'number') {
    const field = path.slice(path.lastIndexOf('/') + 1);
    const tolerance = predicted[field] ?? 1e-9 * Math.max(1, Math.abs(recorded));
    const same = Math.abs(answer - recorded) <= tolerance;
    return same ? undefined : differs(path, answer, recorded);
  }
  if (Array.isArray(answer) && Array.isArray(recorded)) {
    if (answer.length !== recorded.length) return differs(path, answer, recorded);
    return firstOf(answer.keys(), (key) =>
      firstDifference(answer[key] as Json, recorded[key] as Json, `${path}/${key}`),
    );
  }
  if (isJsonObject(answer) && isJsonObject(recorded)) {
    const keys = new Set([...Object.keys(answer), ...Object.keys(recorded)]);
    return firstOf(keys, (key) =>
      key in answer && key in recorded
        ? firstDifference(answer[key] as Json, recorded[key] as Json, `${path}/${key}`)
        : differs(`${path}/${key}`, answer[key], recorded[key]),
    );
  }
  return answer === recorded ? undefined : differs(path, answer, recorded);
}

function firstOf<T>(items: Iterable<T>, check: (item: T) => string | undefined) {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differs(path: string, answer: Json | undefined, recorded: Json | undefined): string {
  const short = (value: Json | undefined) => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
  return `${path || 'the answer'}: ${short(answer)} instead of ${short(recorded)}`;
}
