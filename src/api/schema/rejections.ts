/** `Rejection` and `Query.rejections`: telemetry that was refused, and why. */
import type { Rejection as KeptRejection } from '../../store/twin-store.ts';
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { Query } from './graph.ts';

const Rejection = builder.objectRef<KeptRejection>('Rejection').implement({
  description: 'A reading or message that was refused, and why.',
  fields: (t) => ({
    time: t.field({
      type: 'DateTime',
      description: 'When the service refused it.',
      resolve: ({ time }) => time,
    }),
    source: t.exposeString('source', { description: 'Where it came from: an MQTT topic.' }),
    payload: t.exposeString('payload', { description: 'How the message began.' }),
    code: t.string({
      description: 'What kind of refusal it is.',
      resolve: ({ problem }) => problem.code,
    }),
    where: t.string({
      description: 'The place: a twin and its property, or a part of the message.',
      resolve: ({ problem }) => problem.where,
    }),
    message: t.string({
      description: 'What is wrong.',
      resolve: ({ problem }) => problem.message,
    }),
    expected: t.string({
      nullable: true,
      description: 'What would have been right.',
      resolve: ({ problem }) => problem.expected ?? null,
    }),
    action: t.string({
      nullable: true,
      description: 'What to do about it.',
      resolve: ({ problem }) => problem.action ?? null,
    }),
  }),
});

const RejectionConnection = builder.connectionObject(
  { type: Rejection, name: 'RejectionConnection', description: 'One page of refusals.' },
  { name: 'RejectionEdge', description: 'A refusal of a page.' },
);

builder.objectField(Query, 'rejections', (t) =>
  t.connection(
    {
      type: Rejection,
      description: 'Telemetry that was refused, newest first. The last 100,000 are kept.',
      args: {
        code: t.arg.string({ description: 'Only those with this code.' }),
        source: t.arg.string({ description: 'Only those whose source begins with this.' }),
      },
      resolve: async (_graph, { code, source, ...page }, { services }) => {
        const found = await services.store.rejections({
          ...(code != null && { code }),
          ...(source != null && { source }),
          ...pageRequest(page),
        });
        return connection(found, (rejection: KeptRejection) => rejection);
      },
    },
    RejectionConnection,
  ),
);
