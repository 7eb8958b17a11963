/** The door of the Web API: token, scopes, pace and faults before the method itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brokeOn } from './connections.ts';
import { sendJson } from './http.ts';
import { recordCall } from './log.ts';
import { type Answer, type Args, missingScope } from './methods/call.ts';
import { findMethod } from './methods/table.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Given, readArgs } from './read-args.ts';
import { grantedScopes, hasAnyScope, scopesOfMethod } from './scopes.ts';
import { faultApp, type Team } from './team.ts';

interface Outcome {
  status: number;
  answer: Answer;
  retryAfter?: number;
  drop?: boolean;
}

/** Answers one call to /api/<method>, and records it. */
export async function answerCall(
  team: Team,
  limits: RateLimits,
  wait: (ms: number) => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', team.url);
  const method = url.pathname.slice('/api/'.length);
  const at = team.options.wallNow();
  const started = performance.now();
  const given = await readArgs(request, url, method);
  const { args } = given;
  const outcome = await decide(team, limits, wait, { method, ...given }).catch((error: Error) => {
    faultApp(team, `${method}: ${brokeOn(error)}`);
    return { status: 200, answer: { error: 'fatal_error' } } satisfies Outcome as Outcome;
  });
  const { status, answer, retryAfter, drop } = outcome;
  const error = drop && answer.error === undefined ? undefined : answer.error;
  const body = { ok: error === undefined, ...answer };
  recordCall(team, {
    method,
    args,
    ok: body.ok && status === 200,
    ...(error ? { error } : {}),
    ...(drop && !error ? { answerLost: true } : {}),
    status,
    response: structuredClone(body),
    at,
    ms: performance.now() - started,
  });
  team.changed();
  if (drop) return void response.destroy();
  sendJson(response, status, body, {
    'x-oauth-scopes': grantedScopes(team).join(','),
    ...(scopesOfMethod(method).length > 0
      ? { 'x-accepted-oauth-scopes': scopesOfMethod(method).join(',') }
      : {}),
    'x-slack-req-id': crypto.randomUUID(),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
}

interface Call extends Given {
  method: string;
}

async function decide(
  team: Team,
  limits: RateLimits,
  wait: (ms: number) => Promise<void>,
  call: Call,
): Promise<Outcome> {
  const struck = team.faults.strike(call.method, call.args.channel);
  for (const { kind, ms, until } of struck) if (kind === 'delay') await (until ?? wait(ms ?? 0));
  if (struck.some(({ kind }) => kind === 'dropBefore'))
    return { status: 0, answer: { error: 'dropped' }, drop: true };
  const limited = struck.find(({ kind }) => kind === 'respond429');
  if (limited) return refuseForNow(limited.retryAfter ?? 1);
  if (struck.some(({ kind }) => kind === 'respond500'))
    return { status: 500, answer: { error: 'internal_error' } };
  const refused = struck.find(({ kind }) => kind === 'refuse');
  if (refused) return { status: 200, answer: { error: refused.error ?? 'fatal_error' } };
  const refusal = refuseCall(team, call);
  if (refusal) return { status: 200, answer: refusal };
  const { paced = true } = team.options;
  if (paced) {
    const retryAfter = limits.pass(call.method, destination(team, call.args), team.options.wallNow());
    if (retryAfter > 0) return refuseForNow(retryAfter);
  }
  const answer = findMethod(call.method)?.(team, call.args) ?? { error: 'unknown_method' };
  if (call.method === 'chat.postMessage' && answer.error === undefined)
    limits.posted(String(answer.channel), team.options.wallNow());
  return { status: 200, answer, drop: struck.some(({ kind }) => kind === 'dropAfterAccept') };
}

function refuseForNow(retryAfter: number): Outcome {
  return { status: 429, answer: { error: 'ratelimited' }, retryAfter };
}

/** Posts to a person and to the direct message with that person keep one pace. */
function destination(team: Team, args: Args): string | undefined {
  if (typeof args.channel !== 'string') return undefined;
  return team.users.has(args.channel) ? `D0${args.channel.slice(1)}` : args.channel;
}

function refuseCall(team: Team, { method, token, malformed }: Call): Answer | undefined {
  if (!findMethod(method)) {
    faultApp(team, `${method}: unknown_method`);
    return { error: 'unknown_method', req_method: method };
  }
  if (method === 'api.test') return undefined;
  if (!token) return { error: 'not_authed' };
  const wrongToken = refuseToken(team, method, token);
  if (wrongToken) return wrongToken;
  if (malformed) return { error: malformed };
  const scopes = scopesOfMethod(method);
  if (hasAnyScope(team, scopes)) return undefined;
  const needed = scopes.join(',');
  faultApp(team, `${method}: missing_scope, needs ${needed}`);
  return missingScope(team, needed);
}

/** The app-level token opens sockets and nothing else; the bot token everything but sockets. */
function refuseToken(team: Team, method: string, token: string): Answer | undefined {
  const { botToken, appToken } = team.options;
  const expected = method === 'apps.connections.open' ? appToken : botToken;
  if (token === expected) return undefined;
  return { error: token === botToken || token === appToken ? 'not_allowed_token_type' : 'invalid_auth' };
}
