/** The `migrateTwins` mutation: gives the twins of a model another one. */
import { migrateTwins } from '../../flows/migrate-twins.ts';
import type { Migration } from '../../flows/migration.ts';
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { builder } from '../builder.ts';
import type { WhereInput } from '../filter-input.ts';
import { predicateOf } from '../where.ts';
import { conditions, optionsOf } from './bulk.ts';
import { BulkEditPayload } from './bulk-payload.ts';
import type { Fields } from './change-inputs.ts';
import { Where } from './route-inputs.ts';

const PropertyRename = builder.inputType('PropertyRename', {
  description: 'Another path for a property.',
  fields: (t) => ({
    from: t.string({ required: true, description: 'Path of the property until now.' }),
    to: t.string({ required: true, description: 'Path of the property from now on.' }),
  }),
});

const migration = (t: Fields) => ({
  from: t.id({ required: true, description: 'DTMI of the model that the twins have.' }),
  to: t.id({ required: true, description: 'DTMI of the model that they get.' }),
  exact: t.boolean({
    defaultValue: true,
    description: 'Whether twins of subtypes of `from` stay as they are.',
  }),
  where: t.field({ type: Where, description: 'What else they have to fulfil.' }),
  rename: t.field({
    type: [PropertyRename],
    description:
      'Properties that get another path, all at once; when they were observed is kept, and numbers are converted to the unit that the new model says.',
  }),
  remove: t.stringList({ description: 'Paths of properties that go.' }),
  set: t.field({
    type: 'JSON',
    description: 'An object of values by property path, for twins that have none there.',
  }),
  relabel: t.stringList({
    description:
      'Paths of the new model whose numbers stay as they are, though its unit is another one.',
  }),
});

const TwinMigration = builder.inputType('TwinMigration', {
  description: 'A further migration of the same commit.',
  fields: migration,
});

const MigrateTwinsInput = builder.inputType('MigrateTwinsInput', {
  description: 'Which twins get which model. All get it at once, or none.',
  fields: (t) => ({
    ...migration(t),
    also: t.field({
      type: [TwinMigration],
      description:
        'Further migrations of the same commit, for models whose relationships need each other.',
    }),
    ...conditions(t),
  }),
});

interface MigrationInput {
  readonly from: string;
  readonly to: string;
  readonly exact?: boolean | null | undefined;
  readonly where?: WhereInput | null | undefined;
  readonly rename?: Migration['rename'] | null | undefined;
  readonly remove?: readonly string[] | null | undefined;
  readonly set?: Json | undefined;
  readonly relabel?: readonly string[] | null | undefined;
}

function migrationOf({ from, to, exact, where, ...content }: MigrationInput): Migration {
  const { rename, remove, set, relabel } = content;
  if (set != null && !isJsonObject(set)) throw noObject;
  return {
    from,
    to,
    exact: exact !== false,
    rename: rename ?? [],
    remove: remove ?? [],
    set: set ?? {},
    relabel: relabel ?? [],
    ...(where != null && { where: predicateOf(where) }),
  };
}

const noObject = new LinchpinError({
  code: 'BAD_USER_INPUT',
  where: 'input.set',
  message: 'values are given by property path',
  expected: 'an object, as in {"thermostat/target": 20}',
});

builder.mutationField('migrateTwins', (t) =>
  t.field({
    type: BulkEditPayload,
    description:
      'Gives the twins of a model another one, such as its next version: at most 100,000, in one commit. Numbers are converted where the new model says another unit of the same quantity. What it does not know is refused unless it is renamed or removed; a dry run lists the reasons under `rejected`, else they are in the error.',
    args: {
      input: t.arg({ type: MigrateTwinsInput, required: true, description: 'Which and what.' }),
    },
    resolve: (_root, { input }, { services }) => {
      const migrations = [input, ...(input.also ?? [])].map(migrationOf);
      return migrateTwins(services.store, migrations, optionsOf(input));
    },
  }),
);
