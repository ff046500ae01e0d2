/**
 * Compiles clients of a GraphQL schema as their authors do: gql.tada reads the schema as SDL, and
 * TypeScript's own compiler judges the clients, in a temporary folder. Used by
 * `typed-client.test.ts`.
 */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minifyIntrospection, outputIntrospectionFile } from 'gql.tada/internal';
import { buildSchema, introspectionFromSchema } from 'graphql';
import ts from 'typescript';
import { packageRoot } from '../../src/package-root.ts';

/** A client: what it asks, of which of the schemas. */
export interface Client {
  readonly schema: string;
  readonly text: string;
}

/** How each client begins: `graphql` reads documents, and `Exactly` tells types apart. */
const prologue = (schema: string) => `
import { initGraphQLTada, type ResultOf, type VariablesOf } from 'gql.tada';
import type { introspection } from './${schema}-schema.d.ts';
const graphql = initGraphQLTada<{ introspection: introspection }>();
type Same<A> = <T>() => T extends A ? 1 : 2;
export type Exactly<A, B> = Same<A> extends Same<B> ? true : never;
`;

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

/** What the compiler has to say against each client; schemas are given as SDL, both by name. */
export async function compileClients(
  schemas: Readonly<Record<string, string>>,
  clients: Readonly<Record<string, Client>>,
): Promise<Record<string, string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-client-'));
  try {
    symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    for (const [name, sdl] of Object.entries(schemas)) {
      const introspection = minifyIntrospection(introspectionFromSchema(buildSchema(sdl)));
      const types = outputIntrospectionFile(introspection, {
        fileType: '.d.ts',
        shouldPreprocess: true,
      });
      writeFileSync(join(folder, `${name}-schema.d.ts`), types);
    }
    for (const [name, { schema, text }] of Object.entries(clients)) {
      writeFileSync(join(folder, `${name}.ts`), prologue(schema) + text);
    }
    return await judged(folder, Object.keys(clients));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judged(folder: string, names: readonly string[]): Promise<Record<string, string[]>> {
  const fileOf = (name: string) => join(folder, `${name}.ts`);
  const program = ts.createProgram(names.map(fileOf), options);
  const found: Record<string, string[]> = {};
  for (const name of names) {
    found[name] = ts
      .getPreEmitDiagnostics(program, program.getSourceFile(fileOf(name)))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    // A file takes seconds, and meanwhile the test runner hears nothing.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
