/** The schema as text, for `schema/schema.graphql`. Called by `npm run print` and its test. */
import { printSchema as print } from 'graphql';
import { schema } from './schema.ts';

/** The SDL of the generic schema with all descriptions, in alphabetical order. */
export function printSchema(): string {
  return `${print(schema)}\n`;
}
