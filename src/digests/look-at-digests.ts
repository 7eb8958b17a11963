import { earliest } from '../clock.ts';
import { isDeadlock } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { listProgrammes } from '../programme/repository.ts';
import type { Deps } from '../slack/interaction.ts';
import { type Kept, listKept, lockKept, scheduleOf } from './channels.ts';
import { type Due, digestsDue, type Ledger, nextChange } from './due.ts';
import { settleSlot } from './issues.ts';
import { askPreview, postIssue, showPreviews } from './post-issue.ts';
import { makeUsualDigests } from './usual-digests.ts';

type Tools = Pick<Deps, 'db' | 'now' | 'log' | 'findTeam'>;

/**
 * Posts and previews what is due. Often looked at; the ledger decides: a missed tick, a restart, several processes and
 * a clock that jumps change nothing. One channel's trouble is logged and doesn't hold up the others.
 */
export async function lookAtDigests({
  db,
  now,
  log,
  findTeam,
}: Tools): Promise<Temporal.Instant | undefined> {
  const [programme] = await listProgrammes(db, await findTeam());
  if (!programme) return undefined;
  await makeUsualDigests(db, now(), programme.teamId);
  const next: (Temporal.Instant | undefined)[] = [];
  for (const kept of await listKept(db, programme)) {
    const isDue = !isNothing(dueOf(kept, programme, now()));
    next.push(isDue ? now() : nextChange(scheduleOf(kept.channel, programme), now()));
    if (!isDue) continue;
    await settleDue(db, programme, kept.channel.id, now()).catch((error: Error) =>
      log.error({ job: 'digests', digest: kept.channel.id, reason: error.name }, 'a digest failed'),
    );
  }
  return earliest(...next);
}

/** Decides again with the channel's row in hand: another process, or a press, may have been first. */
async function settleDue(
  db: Deps['db'],
  programme: Programme,
  digestId: string,
  now: Temporal.Instant,
): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      const kept = await lockKept(trx, programme, digestId);
      if (!kept) return;
      const { channel } = kept;
      const { tooOld, post, preview } = dueOf(kept, programme, now);
      for (const slot of tooOld) {
        await settleSlot(trx, channel, slot, { state: 'too_old', now });
        await showPreviews(trx, channel, slot);
      }
      if (post) await postIssue(trx, { programme, channel, slot: post, now });
      if (preview) await askPreview(trx, { programme, channel, slot: preview, now });
    });
  } catch (error) {
    // PostgreSQL ended it for another's sake; the next look finds it still due.
    if (!isDeadlock(error)) throw error;
  }
}

function dueOf({ channel, issues }: Kept, programme: Programme, now: Temporal.Instant): Due {
  return digestsDue(scheduleOf(channel, programme), ledgerOf(issues), now);
}

export function ledgerOf(issues: Kept['issues']): Ledger {
  return new Map(issues.map(({ slot, state }) => [slot, state]));
}

function isNothing({ post, preview, tooOld }: Due): boolean {
  return !post && !preview && tooOld.length === 0;
}
