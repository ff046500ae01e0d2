/** Answers of the HTTP pipeline that do not come from GraphQL. */
import { describeProblem, type Problem } from '../../model/errors.ts';

/** A refusal in the shape of a GraphQL answer, so that one kind of client code reads all of them. */
export function refuse(status: number, problem: Problem, headers: HeadersInit = {}): Response {
  const { code, where } = problem;
  const errors = [{ message: describeProblem(problem), extensions: { code, where } }];
  return Response.json({ errors }, { status, headers });
}

/** A small page. */
export function html(body: string, headers: HeadersInit = {}): Response {
  return new Response(body, {
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  });
}
