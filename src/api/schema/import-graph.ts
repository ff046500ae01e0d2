/** The `importGraph` mutation. */
import { type LoadResult, load } from '../../flows/load.ts';
import { builder } from '../builder.ts';
import { Problem } from './problem.ts';

const ImportDocument = builder.inputType('ImportDocument', {
  description: 'A file to import.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Its name: the ending tells the format, and problems carry it.',
    }),
    content: t.string({ required: true, description: 'Its text.' }),
  }),
});

const ImportGraphInput = builder.inputType('ImportGraphInput', {
  description: 'Files to import together. Larger ones are imported with `linchpin import`.',
  fields: (t) => ({
    documents: t.field({
      type: [ImportDocument],
      required: true,
      description: 'The files; twins of one may have relationships to twins of another.',
    }),
    dryRun: t.boolean({ description: 'Judge everything and change nothing.' }),
    replace: t.boolean({
      description: 'Give what is there and differs the content of the files; refused otherwise.',
    }),
    prefix: t.string({
      description:
        'Goes with a hyphen before every id that network files (MATPOWER, pandapower, EPANET, TNTP) give, to keep networks apart.',
    }),
  }),
});

const ImportGraphPayload = builder.objectRef<LoadResult>('ImportGraphPayload').implement({
  description: 'What an import brought in, and what it refused.',
  fields: (t) => ({
    models: t.exposeInt('models', { description: 'Models that are there because of the files.' }),
    twins: t.exposeInt('twins', { description: 'Twins that are there because of the files.' }),
    relationships: t.exposeInt('relationships', {
      description: 'Relationships that are there because of the files.',
    }),
    unchanged: t.exposeInt('unchanged', {
      description: 'How many of all these had been there before.',
    }),
    replaced: t.exposeInt('replaced', {
      description: 'How many of all these had been there with other content.',
    }),
    rejected: t.field({
      type: [Problem],
      description: 'What was refused; everything else went in.',
      resolve: ({ rejected }) => [...rejected],
    }),
    unlisted: t.exposeInt('unlisted', {
      description: 'How many more were refused than `rejected` lists.',
    }),
  }),
});

builder.mutationField('importGraph', (t) =>
  t.field({
    type: ImportGraphPayload,
    description:
      'Imports models, twins and relationships from files. A bad item is listed and the others go in.',
    args: {
      input: t.arg({ type: ImportGraphInput, required: true, description: 'What to import.' }),
    },
    resolve: (_root, { input }, { services }) => {
      // Bytes only: a name alone would be read from the disk of the service.
      const files = input.documents.map(({ name, content }) => ({
        name,
        bytes: Buffer.from(content),
      }));
      return load(services.store, files, {
        dryRun: input.dryRun === true,
        replace: input.replace === true,
        ...(input.prefix == null ? {} : { prefix: input.prefix }),
      });
    },
  }),
);
