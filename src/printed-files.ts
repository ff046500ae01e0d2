/** The files of `schema/` that the code prints: written by `npm run print`, compared by a test. */
import { z } from 'zod';
import { printSchema } from './api/print-schema.ts';
import { configSchema } from './config.ts';

/** File name and text of each. */
export function printedFiles(): ReadonlyMap<string, string> {
  const config = z.toJSONSchema(configSchema, { io: 'input' });
  return new Map([
    ['schema.graphql', printSchema()],
    ['config.schema.json', `${JSON.stringify(config, null, 2)}\n`],
  ]);
}
