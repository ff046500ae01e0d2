/** `Problem`: one refused item of a batch that went on without it. */
import type { Problem as ProblemValue } from '../../model/errors.ts';
import { builder } from '../builder.ts';

export const Problem = builder.objectRef<ProblemValue>('Problem').implement({
  description: 'One refused item, and what to do about it.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'What kind of refusal it is.' }),
    where: t.exposeString('where', { description: 'The place: a file and line, a twin, a path.' }),
    message: t.exposeString('message', { description: 'What is wrong.' }),
    expected: t.exposeString('expected', {
      nullable: true,
      description: 'What would have been right.',
    }),
    action: t.exposeString('action', { nullable: true, description: 'What to do about it.' }),
  }),
});
