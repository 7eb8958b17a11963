import type { FetchFunction, WebClient } from '@slack/web-api';
import { fileOf, type GivenFile } from './files.ts';

/** The manifest's optional scopes, the one that is missed most first; a test holds both equal. */
export const OPTIONAL_SCOPES = ['files:read', 'files:write', 'channels:read', 'groups:read'] as const;

export type OptionalScope = (typeof OPTIONAL_SCOPES)[number];

/** What our token may do beyond the scopes that every installation grants. */
export interface Granted {
  /** Whether this scope was granted, by Slack's last answer: a new installation may have changed it. */
  has(scope: string): Promise<boolean>;
  /** Those of the optional scopes that were not granted, by the same answer. */
  listMissing(): Promise<OptionalScope[]>;
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
  async function read(): Promise<ReadonlySet<string> | undefined> {
    // Nothing was asked yet since the start.
    if (!scopes()) await lookup.auth.test().catch(() => undefined);
    return scopes();
  }

  return {
    has: async (scope) => (await read())?.has(scope) ?? false,
    async listMissing() {
      const known = await read();
      // While Slack doesn't say, nothing is known to be missing.
      return known ? OPTIONAL_SCOPES.filter((scope) => !known.has(scope)) : [];
    },
    async findFile(id) {
      const answer = await lookup.files.info({ file: id }).catch(() => undefined);
      return answer?.file && fileOf(answer.file);
    },
  };
}
