import { randomUUID } from 'node:crypto';
import type { Trx } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import type { DigestChannel } from './digest.ts';

export type Plan = Omit<DigestChannel, 'id' | 'formerId' | 'teamId' | 'setBy'>;

/** Writes a channel's digest as it shall be from now on; whoever writes it looks after it. */
export async function savePlan(
  trx: Trx,
  { teamId, year }: Programme,
  plan: Plan,
  by: string,
  now: Temporal.Instant,
): Promise<string> {
  const { channelId, district, line, runsSince, mutedAt, mutedUntil, ...same } = plan;
  const changed = {
    ...same,
    ...{ district: district ?? null, line: line ?? null, runs_since: runsSince },
    ...{ muted_at: mutedAt ?? null, muted_until: mutedUntil ?? null, set_by: by, set_at: now },
  };
  const { id } = await trx
    .insertInto('digest_channel')
    .values({ team_id: teamId, id: randomUUID(), year, channel_id: channelId, ...changed })
    .onConflict((oc) => oc.columns(['team_id', 'year', 'channel_id']).doUpdateSet(changed))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Silent from now on, until somebody turns it on again; or talking again. */
export async function setMuted(
  trx: Trx,
  { teamId, id }: DigestChannel,
  muted: boolean,
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .updateTable('digest_channel')
    .set({ muted_at: muted ? now : null, muted_until: null, ...(muted ? {} : { runs_since: now }) })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .execute();
}
