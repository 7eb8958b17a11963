import type { Logger } from 'pino';
import { emptyWorkspace, tablesOf } from './db/empty.ts';
import type { Db } from './db/open.ts';
import { createQuietHours } from './directory/quiet-hours.ts';
import { createReaders, markUnreachable } from './directory/readers.ts';
import { tellTrouble } from './home/trouble-places.ts';
import type { TroubleHooks } from './outbox/aftermath.ts';
import { tellRefused } from './outbox/left-workspaces.ts';
import type { PaceOptions } from './outbox/pace.ts';
import { createSender } from './outbox/send.ts';
import type { Room, RoomDeps } from './room.ts';
import { ROOMS } from './rooms.ts';
import type { Bolt } from './slack/bolt.ts';
import { registerErrors } from './slack/errors.ts';
import type { Renderer } from './slack/renderer.ts';
import { registerUnknown } from './slack/unknown.ts';

/** What speaks when its row's turn comes: the queue stands left of the rooms and is handed their renderers. */
function renderersOf(rooms: readonly Room[], offersLinks: boolean): Record<string, Renderer> {
  const all = rooms.flatMap(({ renderers = {} }) => Object.entries(renderers));
  return Object.fromEntries(
    all.map(([kind, render]) => [kind, (db, ask) => render(db, { ...ask, offersLinks }, rooms)]),
  );
}

/** What the queue can't send is shown to the bureau; each room says what becomes of a request nobody can read. */
function createHooks(rooms: readonly Room[], log: Logger): TroubleHooks {
  return {
    tellTrouble,
    markUnreachable,
    tellRefused: (teamId, reason) => tellRefused(log, teamId, reason),
    onUnreachable: Object.fromEntries(rooms.flatMap(({ unreachable = {} }) => Object.entries(unreachable))),
  };
}

export interface AppParts {
  bolt: Bolt;
  db: Db;
  now: () => Temporal.Instant;
  wallNow: () => Temporal.Instant;
  pace: PaceOptions;
  publicUrl?: string | undefined;
  log: Logger;
  /** Other than all of them in tests. */
  rooms?: readonly Room[];
}

/** Opens all doors, and hands the list of rooms on to those who read it. */
export function registerRooms({ bolt, rooms = ROOMS, pace, ...parts }: AppParts): RoomDeps {
  const { db, now, wallNow, publicUrl, log } = parts;
  const { app, interactive, lookup, queue, granted } = bolt;
  const findTeam = bolt.ownTeam.find;
  const readers = createReaders(db, lookup, wallNow);
  const hooks = createHooks(rooms, log);
  const sender = createSender({
    ...{
      db,
      client: queue,
      readers,
      renderers: renderersOf(rooms, Boolean(publicUrl)),
      hooks,
      now,
      wallNow,
      pace,
      log,
    },
    findTeam,
    isAnswering: bolt.isAnswering,
    onMarked: rooms.flatMap(({ onMarked = [] }) => onMarked),
    quietUntil: createQuietHours(db, readers),
  });
  const deps: RoomDeps = { db, sender, readers, granted, findTeam, publicUrl, now, wallNow, log, rooms };

  registerErrors(
    app,
    interactive,
    log,
    async (teamId, userId) => (await readers.find(teamId, userId)).locale,
  );
  registerUnknown(app, readers);
  for (const room of rooms) room.listen?.(app, deps, { client: interactive, hooks });
  return deps;
}

/** Every table, those that refer to others first. */
export const TABLES = tablesOf(ROOMS);

/** Forgets everything of one workspace; no one may be at work in it. */
export async function emptyData(db: Db, teamId: string): Promise<void> {
  await emptyWorkspace(db, teamId, ROOMS);
}
