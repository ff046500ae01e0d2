/** The limit on the body of a request, before it is parsed. Called by the pipeline. */
import { GraphQLError } from 'graphql';
import type { Limits } from '../limits.ts';
import type { ApiPlugin } from './plugin.ts';

/**
 * Refuses bodies over the limit with status 413. Node reads no more of a body than was announced,
 * so only one of unknown length is counted as it comes.
 */
export function bodyLimit({ bodyBytes }: Limits): ApiPlugin {
  return {
    onRequestParse: ({ request, requestParser, setRequestParser, fetchAPI }) => {
      const announced = request.headers.get('content-length');
      if (announced !== null && Number(announced) > bodyBytes) throw tooLarge();
      if (announced !== null || requestParser === undefined) return;
      setRequestParser(async ({ url, method, headers, body }) => {
        const whole = await wholeOf(body, bodyBytes);
        return requestParser(new fetchAPI.Request(url, { method, headers, body: whole }));
      });
    },
  };
}

/** A body in one piece; throws as soon as it is over the limit, and leaves the connection open. */
async function wholeOf(body: Request['body'], limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const reader = body?.getReader();
  let size = 0;
  for (;;) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(value);
  }
}

function tooLarge(): GraphQLError {
  const extensions = { code: 'REQUEST_ENTITY_TOO_LARGE', http: { status: 413 } };
  return new GraphQLError('Request body too large', { extensions });
}
