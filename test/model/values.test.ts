import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, LinchpinError, refusal } from '../../src/model/errors.ts';
import { canonicalJson, type Json, type JsonObject, sameJson } from '../../src/model/json.ts';
import { pathSegments, valueAt, withValueAt } from '../../src/model/path.ts';
import { type Scenario, scenarioHash } from '../../src/model/scenario.ts';
import { idProblem } from '../../src/model/twin.ts';

const json = fc.jsonValue() as fc.Arbitrary<Json>;

function shuffledKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffledKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, shuffledKeys(item)]));
}

describe('JSON values', () => {
  test('are equal whatever the order of their keys, and then have one canonical text', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(sameJson(value, shuffledKeys(value))).toBe(true);
        expect(canonicalJson(shuffledKeys(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('canonical text reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(
          sameJson(
            JSON.parse(canonicalJson(value)) as Json,
            JSON.parse(JSON.stringify(value)) as Json,
          ),
        ).toBe(true);
      }),
    );
  });
});

describe('property paths', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });

  test('a value that was set is there, and all others are as before', () => {
    fc.assert(
      fc.property(path, path, json, json, (first, second, one, two) => {
        const root = withValueAt({}, first.join('/'), one);
        const next = withValueAt(root, second.join('/'), two);
        expect(valueAt(next, second.join('/'))).toEqual(two);
        const apart = !startsWith(first, second) && !startsWith(second, first);
        if (apart) expect(valueAt(next, first.join('/'))).toEqual(valueAt(root, first.join('/')));
      }),
    );
  });

  test.each(['', 'a//b', '/a', 'a/', '__proto__', 'a/constructor/b'])('%j is malformed', (text) => {
    expect(pathSegments(text)).toEqual([]);
  });

  test('never reach the prototype', () => {
    expect(valueAt({}, 'toString')).toBeUndefined();
    expect(() => withValueAt({}, '__proto__/polluted', true)).toThrow(TypeError);
  });
});

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((segment, index) => path[index] === segment);
}

describe('ids', () => {
  test.each(['a', 'pump 1', 'a/b', 'a+b', 'a#b', 'Brücke', '泵', '__proto__'])(
    '%j is one',
    (id) => {
      expect(idProblem(id)).toBeUndefined();
    },
  );

  test.each(['', '$dtId', 'a\u0000b', 'a\nb', '\ud800', 'x'.repeat(257), 7, null])(
    '%j is none',
    (id) => {
      expect(idProblem(id)).toMatch(/^an id /);
    },
  );
});

describe('scenarios', () => {
  const scenario: Scenario = {
    base: 3,
    edits: [{ outage: { twin: 'a' } }],
    seed: 1,
    horizonSeconds: 60,
  };

  test('the same scenario has the same hash, another has another', () => {
    expect(scenarioHash({ ...scenario })).toBe(scenarioHash(scenario));
    expect(scenarioHash({ ...scenario, seed: 2 })).not.toBe(scenarioHash(scenario));
    expect(scenarioHash({ ...scenario, edits: [] })).not.toBe(scenarioHash(scenario));
  });
});

describe('errors', () => {
  const problem = {
    code: 'VALIDATION_FAILED',
    where: 'pump-1/flow',
    message: 'the value is a string',
    expected: 'a double',
    action: 'send a number',
  } as const;

  test('say what, where, what was expected and what to do in one line', () => {
    expect(describeProblem(problem)).toBe(
      'VALIDATION_FAILED pump-1/flow: the value is a string; expected a double; send a number',
    );
  });

  test('a refused batch names the first problem, counts the others and lists all', () => {
    const error = refusal([problem, { ...problem, where: 'pump-2/flow' }]);
    expect(error).toBeInstanceOf(LinchpinError);
    expect(error.message).toContain('pump-1/flow: the value is a string (and 1 more)');
    expect(error.problems).toHaveLength(2);
  });
});
