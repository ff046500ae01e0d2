/** Subscriptions over SSE, for tests of the API. */
import { expect } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { TestApi } from './api-fixture.ts';

/** The events of a subscription, as they come; breaking off ends the connection. */
export async function* subscribe(
  { handler }: Pick<TestApi, 'handler'>,
  query: string,
): AsyncGenerator<{ data: JsonObject; errors?: object }> {
  const gone = new AbortController();
  const response = await handler.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    signal: gone.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) return;
      text += value;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.+)$/m.exec(part)?.[1];
        if (data !== undefined) yield JSON.parse(data);
      }
    }
  } finally {
    await reader?.cancel();
    gone.abort();
  }
}
