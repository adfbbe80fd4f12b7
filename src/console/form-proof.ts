import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { isSameSecret, newToken } from './session.ts';

const FORM_COOKIE = 'papote_form';

type Needed = Pick<ConsoleContext, 'sealer' | 'secureCookies'>;

/** The field `csrf` of forms before the sign-in, where there is no session yet: bound to a cookie of this browser. */
export function proofFor(request: FastifyRequest, reply: FastifyReply, { sealer, secureCookies }: Needed): string {
  const cookie = request.cookies[FORM_COOKIE] ?? newToken();
  reply.setCookie(FORM_COOKIE, cookie, { path: '/console', httpOnly: true, sameSite: 'lax', secure: secureCookies });
  return sealer.hash('console form', cookie).toString('base64url');
}

export function isProofGood(request: FastifyRequest, { sealer }: Needed): boolean {
  const cookie = request.cookies[FORM_COOKIE];
  if (cookie === undefined) return false;
  return isSameSecret(readField(request.body, 'csrf'), sealer.hash('console form', cookie).toString('base64url'));
}
