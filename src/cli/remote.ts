/** How commands talk to a running service. */
import { environment } from '../config.ts';
import { type ErrorCode, LinchpinError } from '../model/errors.ts';

/** A GraphQL response, as far as commands look into it. */
export interface GraphqlResponse {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: ErrorCode };
  }[];
}

/** The error of a response without what was asked for; `action` says what to do about it. */
export function answerError(
  url: string,
  { errors: [first] = [] }: GraphqlResponse,
  action: string,
): LinchpinError {
  return new LinchpinError({
    code: first?.extensions?.code ?? 'UNAVAILABLE',
    where: url,
    message: first?.message ?? 'the service gave no answer',
    action,
  });
}

/** The GraphQL address behind what a user gives: `localhost:4000` is enough. */
function addressOf(url: string): string {
  const whole = url.includes('://') ? url : `http://${url}`;
  return URL.canParse(whole) && new URL(whole).pathname === '/'
    ? new URL('/graphql', whole).href
    : whole;
}

/** Posts a GraphQL request; `UNAVAILABLE` when nobody answers with JSON there. */
export async function post(url: string, request: object): Promise<GraphqlResponse> {
  const token = environment().LINCHPIN_TOKEN;
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const response = await fetch(addressOf(url), {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
    });
    return (await response.json()) as GraphqlResponse;
  } catch (cause) {
    const problem = {
      code: 'UNAVAILABLE',
      where: url,
      message: 'no Linchpin service answers there',
      expected: 'the GraphQL address that linchpin start prints',
      action: 'start the service, or name a data folder with --data instead',
    } as const;
    throw new LinchpinError(problem, { cause });
  }
}
