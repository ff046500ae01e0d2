/** The HTTP side of the pipeline: what happens to a request before it is GraphQL. */
import type { Registry } from 'prom-client';
import { describeProblem, type Problem } from '../../model/errors.ts';
import type { CheckedStore } from '../../store/checked/checked-store.ts';
import { hostProblem, originProblem, tokenProblem } from './access.ts';
import { graphiqlPage, startPage } from './pages.ts';
import type { ApiPlugin } from './plugin.ts';
import { refuse } from './reply.ts';

/** Answers a request, or lets it go on to the next step. */
type Step = (
  request: Request,
  path: string,
) => Response | undefined | Promise<Response | undefined>;

/** A step as a plugin of Yoga. */
function step(answer: Step): ApiPlugin {
  return {
    // Most steps let most requests pass at once: waiting for nothing costs each of them a turn.
    onRequest: ({ request, url, endResponse }) => {
      const given = answer(request, url.pathname);
      if (!(given instanceof Promise)) return given && endResponse(given);
      return given.then((response) => response && endResponse(response));
    },
  };
}

/** `/readyz` says that the store reads and writes; `/livez` is Yoga's own, that the process answers. */
export function ready(store: CheckedStore): ApiPlugin {
  return step(({ method }, path) =>
    method === 'GET' && path === '/readyz' ? readiness(store) : undefined,
  );
}

async function readiness(store: CheckedStore): Promise<Response> {
  try {
    const problem = await store.health();
    if (problem === undefined) {
      return Response.json({ ready: true, revision: await store.revision() });
    }
    return Response.json({ ready: false, reason: describeProblem(problem) }, { status: 503 });
  } catch {
    return Response.json({ ready: false, reason: 'the store does not answer' }, { status: 503 });
  }
}

/** Refuses unknown hosts and pages of other sites. */
export function knownCallers(listening: string): ApiPlugin {
  return step(({ headers, url }) => {
    const host = headers.get('host') ?? new URL(url).host;
    const problem = hostProblem(listening, host) ?? originProblem(headers.get('origin'), host);
    return problem && refuse(403, problem);
  });
}

/** The pages for a browser; GraphiQL holds no data, so it opens without a token. */
export function pages(store: CheckedStore, token: string | undefined): ApiPlugin {
  return step(({ method, headers }, path) => {
    if (method !== 'GET') return undefined;
    if (path === '/') return token === undefined ? presentPage(store) : startPage(undefined);
    const wantsPage = headers.get('accept')?.includes('text/html') === true;
    return path === '/graphql' && wantsPage ? graphiqlPage() : undefined;
  });
}

async function presentPage(store: CheckedStore): Promise<Response> {
  return startPage(await store.revision().catch(() => undefined));
}

/** Asks for the token where one is set. */
export function authorised(token: string | undefined): ApiPlugin {
  return step(({ headers }) => {
    const problem = tokenProblem(token, headers.get('authorization'));
    return problem && refuse(401, problem, { 'www-authenticate': 'Bearer' });
  });
}

/** `/metrics`, as Prometheus reads them. */
export function metricsPage(registry: Registry): ApiPlugin {
  return step(({ method }, path) =>
    method === 'GET' && path === '/metrics' ? metricsOf(registry) : undefined,
  );
}

async function metricsOf(registry: Registry): Promise<Response> {
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType },
  });
}

/** Leaves only `POST /graphql` with JSON: browsers send it to another site after a preflight only. */
export function jsonPosts(): ApiPlugin {
  return step(({ method, headers }, path) => {
    if (path !== '/graphql') return refuse(404, unknownPath(path));
    if (method !== 'POST') return refuse(405, notPost(method), { allow: 'POST' });
    const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    return type === 'application/json' ? undefined : refuse(415, notJson(type));
  });
}

function unknownPath(path: string): Problem {
  return {
    code: 'NOT_FOUND',
    where: path,
    message: 'there is nothing here',
    expected: '/graphql, /livez, /readyz, /metrics or /',
  };
}

function notPost(method: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: 'method',
    message: `${method} does not carry GraphQL here`,
    expected: 'POST with content-type application/json',
  };
}

function notJson(type: string | undefined): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: 'content-type',
    message: type === undefined ? 'the request names no content type' : `${type} is not read`,
    expected: 'application/json',
  };
}
