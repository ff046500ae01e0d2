import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // Vite takes GraphQL's ES modules and Node its CommonJS ones; two GraphQLs refuse each other.
  resolve: {
    alias: [
      {
        find: /^graphql$/,
        replacement: new URL('../node_modules/graphql/index.js', import.meta.url).pathname,
      },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/tally-reporter.ts'],
  },
});
