import type { Logger } from 'pino';
import { registerClaims } from './claims/listeners.ts';
import { claimsRenderers } from './claims/renderers.ts';
import { claimsUnreachable } from './claims/unreachable.ts';
import type { Db } from './db/open.ts';
import { registerDemands } from './demands/listeners.ts';
import { demandsRenderers } from './demands/renderers.ts';
import { demandsUnreachable } from './demands/unreachable.ts';
import { registerDigests } from './digests/listeners.ts';
import { digestsRenderers } from './digests/renderers.ts';
import { directoryWords, registerDirectory } from './directory/listeners.ts';
import { createQuietHours } from './directory/quiet-hours.ts';
import { createReaders } from './directory/readers.ts';
import { directoryRenderers } from './directory/renderers.ts';
import { directoryUnreachable } from './directory/unreachable.ts';
import { registerHelp } from './home/help.ts';
import { homeRenderers, registerHome } from './home/listeners.ts';
import { tellTrouble } from './home/trouble-places.ts';
import { registerWorkspaceEvents } from './home/workspace-events.ts';
import { nudgesWords, registerNudges } from './nudges/listeners.ts';
import { nudgesRenderers } from './nudges/renderers.ts';
import type { TroubleHooks } from './outbox/aftermath.ts';
import { tellRefused } from './outbox/left-workspaces.ts';
import type { PaceOptions } from './outbox/pace.ts';
import { createSender } from './outbox/send.ts';
import { registerReports } from './reports/listeners.ts';
import { reportsRenderers } from './reports/renderers.ts';
import { reportsUnreachable } from './reports/unreachable.ts';
import { registerRounds } from './rounds/listeners.ts';
import { roundsRenderers } from './rounds/renderers.ts';
import type { Bolt } from './slack/bolt.ts';
import { registerErrors } from './slack/errors.ts';
import type { Deps } from './slack/interaction.ts';
import type { Renderer } from './slack/renderer.ts';
import { registerUnknown } from './slack/unknown.ts';
import { registerSummaries, summariesWords } from './summaries/listeners.ts';
import { summariesRenderers } from './summaries/renderers.ts';
import { summariesUnreachable } from './summaries/unreachable.ts';
import { registerUndo } from './undo/listeners.ts';
import { undoRenderers } from './undo/renderers.ts';

/** What speaks when its row's turn comes: the queue stands left of the rooms and is handed their renderers. */
export const RENDERERS: Readonly<Record<string, Renderer>> = {
  ...directoryRenderers,
  ...demandsRenderers,
  ...claimsRenderers,
  ...roundsRenderers,
  ...reportsRenderers,
  ...summariesRenderers,
  ...undoRenderers,
  ...digestsRenderers,
  ...nudgesRenderers,
  ...homeRenderers,
};

/** What the queue can't send is shown to the bureau; each room says what becomes of a request nobody can read. */
function createHooks(log: Logger): TroubleHooks {
  return {
    tellTrouble,
    tellRefused: (teamId, reason) => tellRefused(log, teamId, reason),
    onUnreachable: {
      ...directoryUnreachable,
      ...demandsUnreachable,
      ...claimsUnreachable,
      ...reportsUnreachable,
      ...summariesUnreachable,
    },
  };
}

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
  const findTeam = bolt.ownTeam.find;
  const readers = createReaders(db, lookup, wallNow);
  const hooks = createHooks(log);
  const sender = createSender({
    ...{ db, client: queue, readers, renderers: RENDERERS, hooks, now, wallNow, pace, log },
    findTeam,
    quietUntil: createQuietHours(db, readers),
  });
  const deps: Deps = { db, sender, readers, granted, findTeam, now, wallNow, log };

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
  registerSummaries(app, deps);
  registerUndo(app, deps);
  registerDigests(app, deps, interactive);
  registerHome(app, deps);
  registerWorkspaceEvents(app, deps, hooks);
  registerNudges(app, deps);
  registerHelp(app, deps, [...directoryWords(deps), ...summariesWords(deps), ...nudgesWords(deps)]);
  return deps;
}
