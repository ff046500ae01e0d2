/** What `explain` tells of rows: their stages, and counts that agree with one another. */
import { describe, expect, test } from 'vitest';
import { parseAdt } from '../../src/query/adt/parse-adt.ts';
import type { PlanStep } from '../../src/query/explain.ts';
import { rowsOf } from '../../src/query/rows/rows-of.ts';
import { building, modelsOf } from './building.ts';

function explained(text: string): PlanStep {
  const steps: PlanStep[] = [];
  const observe = (step: PlanStep) => {
    steps.push(step);
  };
  rowsOf(building, parseAdt(text), { modelsOf, observe, first: 3 });
  expect(steps).toHaveLength(1);
  return steps[0] as PlanStep;
}

/** A stage in short: what it is, on what, and what it examined, followed and returned. */
function stagesOf(text: string) {
  return explained(text).stages?.map(({ operation, on, index, examined, followed, returned }) =>
    [operation, on, index, examined, followed, returned].filter((part) => part !== undefined),
  );
}

describe('the plan of rows', () => {
  test('tells where they started, the walks, filters and groups, the order and the page', () => {
    const joined =
      "SELECT T.$dtId, COUNT() FROM DIGITALTWINS T JOIN P RELATED T.contains WHERE IS_OF_MODEL(P, 'dtmi:example:space;1') AND P.Temperature > 60 GROUP BY T.$dtId";
    expect(stagesOf(joined)).toEqual([
      ['start', 'P', 'models', 5, 0, 5],
      ['filter', 'P', 5, 0, 2],
      ['walk', 'P <-[contains]- T', 'ends', 2, 2, 2],
      ['group', 2, 0, 1],
      ['order', 1, 0, 1],
      ['page', 1, 0, 1],
    ]);
  });

  test('tells of long walks, of walks between bound twins, and what TOP leaves', () => {
    const pattern =
      "SELECT TOP(2) a, c FROM DIGITALTWINS MATCH (a)-[:contains|isAssociatedWith*..3]->(b)<-[r]-(c) WHERE a.$dtId = 'Building1'";
    expect(stagesOf(pattern)).toEqual([
      ['start', 'a', 'ids', 1, 0, 1],
      ['filter', 'a', 1, 0, 1],
      ['walk', 'a -[contains|isAssociatedWith, 1 to 3 hops]-> b', 'ends', 1, 8, 7],
      ['walk', 'b <-[r]- c', 'ends', 7, 10, 3],
      ['order', 3, 0, 2],
      ['page', 2, 0, 2],
    ]);
    const ring = 'SELECT a FROM DIGITALTWINS MATCH (a)-[]-(b)-[]-(c)-[]-(a)';
    expect(stagesOf(ring)?.slice(0, 4)).toEqual([
      ['start', 'a', 'scan', 14, 0, 14],
      ['walk', 'a -[]- b', 'ends', 14, 24, 24],
      ['walk', 'b -[]- c', 'ends', 24, 56, 32],
      ['walk', 'c -[]- a', 'ends', 32, 66, 0],
    ]);
  });

  test('counts as a whole what its stages count, and the rows of the page', () => {
    const { stages = [], ...step } = explained(
      'SELECT * FROM DIGITALTWINS MATCH (a)-[]-(b)-[*..2]-(c)',
    );
    const followed = stages.reduce((sum, stage) => sum + stage.followed, 0);
    expect(step).toMatchObject({ operation: 'rows', index: 'scan', examined: 14, followed });
    expect(step.returned).toBe(3);
    expect(step.milliseconds).toBeGreaterThan(0);
  });
});
