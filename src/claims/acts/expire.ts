import { actOnce, DESK, recordAct } from '../../db/audit.ts';
import type { Db } from '../../db/open.ts';
import { type Programme, today } from '../../programme/programme.ts';
import { listProgrammes } from '../../programme/repository.ts';
import { isWorkingMoment } from '../../programme/working-days.ts';
import type { Deps } from '../../slack/interaction.ts';
import { type ClaimFile, expiresAt } from '../claim.ts';
import { moveClaim } from '../claim-sql.ts';
import { showEverywhere } from '../decide.ts';
import { askThreadNote, tellTransition } from '../tell.ts';
import { CLAIM_TRANSITIONS } from '../transitions.ts';
import { listUnanswered } from '../waiting-sql.ts';

type Tools = Pick<Deps, 'db' | 'now' | 'log' | 'findTeam'>;

/**
 * Frees the slots of claims that nobody answered in five working days (mission: decision 2), those that were due first
 * before the others. What came due while nobody looked is made up for, but only in working hours: it is told to people.
 * A reminder of the third day that was missed as well is not: there is nothing left to ask for.
 */
export async function expireClaims({ db, now, log, findTeam }: Tools): Promise<void> {
  const moment = now();
  for (const programme of await listProgrammes(db, await findTeam())) {
    if (!isWorkingMoment(moment, programme)) continue;
    for (const { file, due } of await listOverdue(db, programme, moment)) {
      // One that fails must not hold the others back; it is tried again at the next look.
      await expire(db, programme, file, due, moment).catch((error: Error) =>
        log.error(
          { act: 'expire_claim', claim: file.claim.id, reason: error.name },
          'a claim did not expire',
        ),
      );
    }
  }
}

async function listOverdue(db: Db, programme: Programme, now: Temporal.Instant) {
  const files = await listUnanswered(db, programme.teamId, now);
  return files
    .flatMap((file) => {
      const due = expiresAt(file.claim, programme);
      return due && Temporal.Instant.compare(due, now) <= 0 ? [{ file, due }] : [];
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.due, b.due));
}

/** One wins when an answer comes at the same moment; the claim's guarded change decides. */
async function expire(
  db: Db,
  programme: Programme,
  file: ClaimFile,
  due: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  const { teamId } = programme;
  const { id, state } = file.claim;
  await actOnce(db, async (trx) => {
    const claim = await moveClaim(trx, {
      teamId,
      id,
      from: [state],
      to: CLAIM_TRANSITIONS.expire_claim.to,
      now,
    });
    if (!claim) return;
    const after = { ...file, claim };
    const auditId = await recordAct(trx, {
      ...{ teamId, act: 'expire_claim', actor: DESK, objectKind: 'claim', objectId: id, now },
      details: { from: state, due: due.round('second').toString() },
    });
    const telling = { teamId, auditId, actor: DESK };
    await tellTransition(trx, telling, 'expire_claim', state, after);
    await askThreadNote(trx, telling, 'expire_claim', after, programme, today(programme, now));
    await showEverywhere(trx, programme, after);
  });
}
