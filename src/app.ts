import type { Logger } from 'pino';
import { registerClaims } from './claims/listeners.ts';
import { claimsRenderers } from './claims/renderers.ts';
import type { Db } from './db/open.ts';
import { registerDemands } from './demands/listeners.ts';
import { demandsRenderers } from './demands/renderers.ts';
import { registerDigests } from './digests/listeners.ts';
import { digestsRenderers } from './digests/renderers.ts';
import { directoryWords, registerDirectory } from './directory/listeners.ts';
import { directoryRenderers } from './directory/renderers.ts';
import { registerHelp } from './home/help.ts';
import { homeRenderers, registerHome } from './home/listeners.ts';
import { registerReports } from './reports/listeners.ts';
import { reportsRenderers } from './reports/renderers.ts';
import { registerRounds } from './rounds/listeners.ts';
import { roundsRenderers } from './rounds/renderers.ts';
import type { Deps } from './slack/ask.ts';
import type { Bolt } from './slack/bolt.ts';
import type { Renderer } from './slack/deliver.ts';
import { registerErrors } from './slack/errors.ts';
import type { PaceOptions } from './slack/pace.ts';
import { createReaders } from './slack/readers.ts';
import { createSender } from './slack/send.ts';
import { registerUnknown } from './slack/unknown.ts';

/** What speaks when its row's turn comes: the queue stands left of the rooms and is handed their renderers. */
const RENDERERS: Record<string, Renderer> = {
  ...directoryRenderers,
  ...demandsRenderers,
  ...claimsRenderers,
  ...roundsRenderers,
  ...reportsRenderers,
  ...digestsRenderers,
  ...homeRenderers,
};

export interface AppParts {
  bolt: Bolt;
  db: Db;
  now: () => Temporal.Instant;
  wallNow: () => Temporal.Instant;
  pace: PaceOptions;
  log: Logger;
}

/** The only list of doors. */
export function registerRooms({ bolt, db, now, wallNow, pace, log }: AppParts): Deps {
  const { app, interactive, lookup, queue, granted } = bolt;
  const readers = createReaders(db, lookup, wallNow);
  const sender = createSender({ db, client: queue, readers, renderers: RENDERERS, now, wallNow, pace, log });
  const deps: Deps = { db, sender, readers, granted, now, wallNow, log };

  registerErrors(
    app,
    interactive,
    log,
    async (teamId, userId) => (await readers.find(teamId, userId)).locale,
  );
  registerUnknown(app, readers);
  registerDirectory(app, deps, interactive);
  registerDemands(app, deps, interactive);
  registerClaims(app, deps);
  registerRounds(app, deps);
  registerReports(app, deps, interactive);
  registerDigests(app, deps);
  registerHome(app, deps);
  registerHelp(app, deps, directoryWords(deps));
  return deps;
}
