/** Schemas as text: the generic one for `schema/schema.graphql`, typed ones for the command line. */
import { printSchema as print } from 'graphql';
import type { Catalogue } from '../ontology/catalogue.ts';
import { schema } from './schema.ts';
import { typedSchema } from './typed/typed-schema.ts';

/** The SDL of the generic schema with all descriptions, in alphabetical order. */
export function printSchema(): string {
  return `${print(schema)}\n`;
}

/** The SDL of an ontology's typed schema, and how many types it has. */
export function printTypedSchema(catalogue: Catalogue): { sdl: string; types: number } {
  const typed = typedSchema(catalogue);
  const types = Object.keys(typed.getTypeMap()).filter((name) => !name.startsWith('__'));
  return { sdl: `${print(typed)}\n`, types: types.length };
}
