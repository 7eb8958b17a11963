import type { FetchFunction, WebClient } from '@slack/web-api';
import { fileOf, type GivenFile } from './files.ts';

/** What our token may do beyond the scopes that every installation grants. */
export interface Granted {
  /** Whether this scope was granted, by Slack's last answer: a new installation may have changed it. */
  has(scope: string): Promise<boolean>;
  /** What Slack knows of a file; undefined when it can't say. */
  findFile(id: string): Promise<GivenFile | undefined>;
}

/** Listens to what each answer of the Web API says of the bot token's scopes (`x-oauth-scopes`). */
export function createEar(): { fetch: FetchFunction; scopes(): ReadonlySet<string> | undefined } {
  let heard: ReadonlySet<string> | undefined;
  return {
    async fetch(input, init) {
      const answer = await fetch(input, init);
      const scopes = answer.headers.get('x-oauth-scopes');
      if (scopes !== null) heard = new Set(scopes.split(',').map((scope) => scope.trim()));
      return answer;
    },
    scopes: () => heard,
  };
}

export function createGranted(lookup: WebClient, scopes: () => ReadonlySet<string> | undefined): Granted {
  return {
    async has(scope) {
      // Nothing was asked yet since the start.
      if (!scopes()) await lookup.auth.test().catch(() => undefined);
      return scopes()?.has(scope) ?? false;
    },
    async findFile(id) {
      const answer = await lookup.files.info({ file: id }).catch(() => undefined);
      return answer?.file && fileOf(answer.file);
    },
  };
}
