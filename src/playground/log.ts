/** What goes between workspace and app, both ways, as the director sees it. */
import type { ApiCall, Delivery } from './records.ts';
import type { Team } from './team.ts';

export type Logged = { n: number; call: ApiCall } | { n: number; delivery: Delivery };

/** One line of the director's log. */
export interface LogEntry {
  n: number;
  /** Wall time. */
  at: string;
  direction: 'to_app' | 'from_app';
  /** A command, action id, callback id or event type; or a Web API method, or `response_url`. */
  name: string;
  user?: string;
  /** `ok`, `answer_lost`, Slack's error, what became of the delivery, or an HTTP status; empty while it is under way. */
  status: string;
  ms: number;
  /** Pretty JSON. */
  body: string;
  answer: string;
}

/** The newest of these are remembered for the director. */
const REMEMBERED = 300;
const SHOWN = 100;
const MAX_BODY = 4000;

/** Remembers a call of the Web API. */
export function recordCall(team: Team, call: ApiCall): void {
  keep(team.calls, call, team.options.keep);
  remember(team, { n: 0, call });
}

/** Remembers an answer over a response_url, which is no call of the Web API. */
export function recordResponse(team: Team, call: ApiCall): void {
  remember(team, { n: 0, call });
}

/** Remembers what is sent to the app; the app's answer is written into it later. */
export function recordDelivery(team: Team, delivery: Delivery): void {
  keep(team.deliveries, delivery, team.options.keep);
  remember(team, { n: 0, delivery });
}

function remember(team: Team, logged: Logged): void {
  team.logged += 1;
  keep(team.log, { ...logged, n: team.logged }, REMEMBERED);
}

function keep<T>(list: T[], one: T, most = Number.POSITIVE_INFINITY): void {
  list.push(one);
  if (list.length > most) list.splice(0, list.length - most);
}

/** The newest hundred, the newest first. */
export function buildLog(team: Team): LogEntry[] {
  return team.log.slice(-SHOWN).reverse().map(describe);
}

function describe(logged: Logged): LogEntry {
  return 'call' in logged ? describeCall(logged.n, logged.call) : describeDelivery(logged.n, logged.delivery);
}

function describeCall(n: number, call: ApiCall): LogEntry {
  const { method, args, ok, error, status, answerLost, response, at, ms } = call;
  const user = args.user_id ?? args.user;
  return {
    ...{
      n,
      at: isoOf(at),
      direction: 'from_app',
      name: method,
      ...(typeof user === 'string' && user ? { user } : {}),
    },
    ...{ status: error ?? (answerLost ? 'answer_lost' : ok ? 'ok' : String(status)), ms: Math.round(ms) },
    ...{ body: pretty(args), answer: pretty(response) },
  };
}

interface AnyPayload {
  command?: string;
  user_id?: string;
  type?: string;
  callback_id?: string;
  user?: { id: string };
  actions?: { action_id: string }[];
  view?: { callback_id: string };
  event?: { type: string; user?: string | { id: string } };
}

function describeDelivery(n: number, { kind, body, status, response, at, ms, error }: Delivery): LogEntry {
  const payload: AnyPayload = typeof body === 'object' && body !== null ? body : {};
  const { command, actions, view, callback_id, event } = payload;
  const name = command ?? actions?.[0]?.action_id ?? callback_id ?? event?.type ?? view?.callback_id ?? kind;
  const sender = event?.user ?? payload.user ?? payload.user_id;
  const user = typeof sender === 'object' ? sender.id : sender;
  return {
    ...{ n, at: isoOf(at), direction: 'to_app', name, ...(user ? { user } : {}) },
    ...{ status: error ?? (status === 0 ? '' : status === 200 ? 'ok' : String(status)), ms: Math.round(ms) },
    ...{ body: pretty(body), answer: pretty(response) },
  };
}

function isoOf(ms: number): string {
  return String(Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)));
}

function pretty(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
  return text.slice(0, MAX_BODY);
}
