/** One step of the request pipeline. */
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../context.ts';

/** A plugin of Yoga that sees our context. */
export type ApiPlugin = Plugin<RequestContext>;
