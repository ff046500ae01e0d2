/** `Job`, `Query.job`, `Query.jobs`, `cancelJob` and the `job` subscription. */
import type { Job as JobValue } from '../../flows/jobs/job.ts';
import type { ListedJob } from '../../flows/jobs/kept-jobs.ts';
import { orderingBy } from '../../query/page/order.ts';
import { pageOf } from '../../query/page/page.ts';
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { Query } from './graph.ts';
import { Problem } from './problem.ts';
import { Sweep } from './sweep.ts';

const JobState = builder.enumType('JobState', {
  description: 'How it stands with a job.',
  values: {
    RUNNING: { value: 'running', description: 'It is worked on, or waits for its turn.' },
    DONE: { value: 'done', description: 'It has come to its end.' },
    CANCELLED: { value: 'cancelled', description: 'It was ended; what it had is kept.' },
    FAILED: { value: 'failed', description: 'It could not go on; see its problem.' },
  } as const,
});

export const Job = builder.objectRef<JobValue>('Job').implement({
  description: 'Work that outlives a request and the service.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The hash of what is asked: the same is the same job.' }),
    kind: t.exposeString('kind', { description: 'What kind of work: `sweep`.' }),
    state: t.field({
      type: JobState,
      description: 'How it stands with it.',
      resolve: ({ state }) => state,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was first started.',
      resolve: ({ createdAt }) => createdAt,
    }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ finishedAt }) => finishedAt ?? null,
    }),
    done: t.exposeFloat('done', { description: 'How many runs are done.' }),
    total: t.exposeFloat('total', {
      description: 'How many there will be, as far as is known; 0 before that.',
    }),
    secondsLeft: t.float({
      nullable: true,
      description: 'About how long it goes on; null when it is over or too early to say.',
      resolve: ({ secondsLeft }) => secondsLeft ?? null,
    }),
    problem: t.field({
      type: Problem,
      nullable: true,
      description: 'Why it failed.',
      resolve: ({ problem }) => problem ?? null,
    }),
    sweep: t.field({
      type: Sweep,
      description: 'What is known of the sweep so far.',
      complexity: { field: 10, multiplier: 1 },
      resolve: ({ id }, _args, { services }) => services.jobs.state(id),
    }),
  }),
});

const idArgument = { required: true, description: 'Its id.' } as const;

builder.objectField(Query, 'job', (t) =>
  t.field({
    type: Job,
    description: 'A job that is kept.',
    args: { id: t.arg.id(idArgument) },
    resolve: (_graph, { id }, { services }) => services.jobs.get(id),
  }),
);

const newestFirst = orderingBy<ListedJob>('jobs', [
  { field: ({ createdAt }) => createdAt, sign: -1 },
  { field: ({ id }) => id, sign: 1 },
]);

const JobConnection = builder.connectionObject(
  { type: Job, name: 'JobConnection', description: 'One page of jobs.' },
  { name: 'JobEdge', description: 'A job of a page.' },
);

builder.objectField(Query, 'jobs', (t) =>
  t.connection(
    {
      type: Job,
      description: 'The jobs that are kept, newest first.',
      resolve: async (_graph, page, { services }) => {
        const found = pageOf(await services.jobs.list(), newestFirst, pageRequest(page));
        const jobs = new Map<ListedJob, JobValue>();
        for (const item of found.items) jobs.set(item, await services.jobs.get(item.id));
        return connection(found, (item) => jobs.get(item) as JobValue);
      },
    },
    JobConnection,
  ),
);

const CancelJobInput = builder.inputType('CancelJobInput', {
  description: 'Which job to end.',
  fields: (t) => ({ id: t.id(idArgument) }),
});

const CancelJobPayload = builder.objectRef<JobValue>('CancelJobPayload').implement({
  description: 'The job that was ended.',
  fields: (t) => ({
    job: t.field({ type: Job, description: 'As it is now.', resolve: (job) => job }),
  }),
});

builder.mutationField('cancelJob', (t) =>
  t.field({
    type: CancelJobPayload,
    description:
      'Ends a job. What it has stays; started again, it goes on from there. One that is cancelled already stays so.',
    args: { input: t.arg({ type: CancelJobInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, { services }) => services.jobs.cancel(String(input.id)),
  }),
);

builder.subscriptionField('job', (t) =>
  t.field({
    type: Job,
    description:
      'A job as it goes on, with what it knows so far: at once, at most four times a second, and a last time when it is over.',
    args: { id: t.arg.id(idArgument) },
    subscribe: (_root, { id }, { services, signal }) => services.jobs.follow(id, signal()),
    resolve: (job) => job,
  }),
);
