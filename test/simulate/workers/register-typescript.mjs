/** Lets worker threads of tests run our TypeScript as it is: `--import` of this file. */
import { register } from 'node:module';

register('./typescript-cache.mjs', import.meta.url);
