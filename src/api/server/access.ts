/**
 * Who may talk to the server: known hosts (against DNS rebinding), pages of the same origin
 * (against cross-site requests and sockets), and holders of the token where one is set.
 */
import { isIPv4 } from 'node:net';
import type { Problem } from '../../model/errors.ts';
import { sameSecret } from '../../model/secret.ts';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address to listen on can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Why a request's `Host` is refused, or undefined. A page of another site whose name was made to
 * point at this machine carries that site's name, so a server on loopback knows its own names only.
 */
export function hostProblem(listening: string, hostHeader: string | null): Problem | undefined {
  if (!isLoopback(listening)) return undefined;
  const name = hostHeader?.replace(/:\d+$/, '').toLowerCase() ?? '';
  if (loopbackNames.has(name) || name === listening) return undefined;
  return {
    code: 'FORBIDDEN',
    where: 'Host',
    message: `the service listens on ${listening} and is not known as ${JSON.stringify(name)}`,
    expected: 'localhost, 127.0.0.1 or [::1]',
    action: 'use one of these names, or start the service with --host and a token',
  };
}

/** Why a request's `Origin` is refused, or undefined. Only browsers send one. */
export function originProblem(
  origin: string | null,
  hostHeader: string | null,
): Problem | undefined {
  if (origin === null) return undefined;
  if (URL.canParse(origin) && new URL(origin).host === hostHeader) return undefined;
  return {
    code: 'FORBIDDEN',
    where: 'Origin',
    message: `pages of ${JSON.stringify(origin)} may not use this service`,
    expected: `a page of ${hostHeader ?? 'the service'} itself`,
  };
}

/** Why a bearer token is refused, or undefined. */
export function tokenProblem(
  token: string | undefined,
  authorization: string | null | undefined,
): Problem | undefined {
  if (token === undefined) return undefined;
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  if (given !== undefined && sameSecret(given, token)) return undefined;
  return {
    code: 'UNAUTHENTICATED',
    where: 'Authorization',
    message:
      given === undefined ? 'there is no bearer token' : 'the bearer token is not the right one',
    expected: 'the header `Authorization: Bearer …` with the value of LINCHPIN_TOKEN',
  };
}
