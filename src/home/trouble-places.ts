import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { listBureau } from '../directory/roles.ts';
import { enqueueViewOnce } from '../outbox/enqueue.ts';
import { findClosed, listClosedPlaces } from '../outbox/holds.ts';
import { refreshStanding } from '../outbox/refresh.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { buildPlaceTrouble } from './trouble-blocks.ts';

/**
 * Those who look after the workspace see in Home what can't be sent, and are written to about each channel that takes
 * nothing, once each time it closes; the message says so when it is open again.
 */
export async function tellTrouble(trx: Trx, teamId: string): Promise<void> {
  const bureau = await listBureau(trx, teamId);
  await enqueueHomes(trx, teamId, bureau);
  await refreshStanding(trx, teamId, PREFIX);
  const closed = await listClosedPlaces(trx, teamId);
  await enqueueViewOnce(
    trx,
    ...closed.flatMap(({ target: channel, no }) =>
      bureau.map((userId) => ({
        ...{ teamId, key: keyOf(channel, no, userId), kind: 'place_trouble', target: userId },
        ...{ ref: { channel, no: String(no) }, unprompted: true },
      })),
    ),
  );
}

const PREFIX = 'place_trouble:';

function keyOf(channel: string, no: number, userId: string): string {
  return `${PREFIX}${channel}:${no}:${userId}`;
}

/** Needs or digests appear in this channel. */
export async function isUsed(db: Db, teamId: string, channel: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from programme_year where team_id = ${teamId} and current and channel_id = ${channel}
    union all
    select 1 from digest_channel where team_id = ${teamId} and enabled and channel_id = ${channel}
    limit 1`.execute(db);
  return rows.length > 0;
}

/** What was mended before anybody read of it needs no message. */
export async function renderPlaceTrouble(
  db: Db,
  { teamId, ref, locale = 'zh', isNew }: RenderAsk,
): Promise<Rendered> {
  const { channel = '' } = ref;
  const no = Number(ref.no);
  const error = await findClosed(db, { teamId, target: channel, no });
  if (!error && isNew) return undefined;
  return buildPlaceTrouble({ channel, error }, locale);
}
