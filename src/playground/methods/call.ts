/** What a Web API method gets and gives back. */
import { grantedScopes } from '../scopes.ts';
import type { Team } from '../team.ts';

export type Args = Record<string, unknown>;

/** `ok: true` unless there is an `error`; extra fields go into the answer. */
export interface Answer {
  error?: string;
  [field: string]: unknown;
}

export type Method = (team: Team, args: Args) => Answer;

/** Slack's answer to a missing argument. */
export function missingArgument(name: string): Answer {
  const messages = [`[ERROR] missing required field: ${name}`];
  return { error: 'invalid_arguments', response_metadata: { messages } };
}

/** Slack's answer when none of the needed scopes was granted. */
export function missingScope(team: Team, needed: string): Answer {
  return { error: 'missing_scope', needed, provided: grantedScopes(team).join(',') };
}

/** The first of these arguments that is not there, as Slack's answer. */
export function requireArgs(args: Args, ...names: string[]): Answer | undefined {
  const missing = names.find((name) => args[name] === undefined || args[name] === '' || args[name] === null);
  return missing ? missingArgument(missing) : undefined;
}

/** Booleans arrive as JSON or as form text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1';
}
