/** The advice for a missing twin goes by the problem's field, whatever its message says. */
import { expect, test } from 'vitest';
import { graphBuilder } from '../../src/model/build-graph.ts';
import { LinchpinError, type Problem } from '../../src/model/errors.ts';
import { adviseNearTwin } from '../../src/store/checked/near-twin.ts';

function graph() {
  const builder = graphBuilder();
  const record = { model: 'm', properties: {}, stamps: {}, revision: 1, updatedAt: 0 };
  builder.addTwin({ id: 'pump-1', ...record });
  return builder.build(1);
}

const advised = (problem: Problem) => adviseNearTwin(new LinchpinError(problem), graph);

test('a problem that names a missing twin gets the nearest id as its advice', async () => {
  const problem = {
    code: 'NOT_FOUND',
    where: 'to',
    message: 'not so',
    missingTwin: 'pump-l',
  } as const;
  expect(await advised(problem)).toMatchObject({
    problems: [{ ...problem, action: 'did you mean pump-1?' }],
  });
});

test('a problem that only sounds like it gets none', async () => {
  const problem = { code: 'NOT_FOUND', where: 'to', message: 'there is no twin pump-l' } as const;
  expect(await advised(problem)).toMatchObject({ problems: [problem] });
});
