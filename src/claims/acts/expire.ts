import { DESK } from '../../db/audit.ts';
import type { Db } from '../../db/open.ts';
import type { Programme } from '../../programme/programme.ts';
import { listProgrammes } from '../../programme/repository.ts';
import { isWorkingMoment } from '../../programme/working-days.ts';
import type { Deps } from '../../slack/interaction.ts';
import { readCase } from '../case-sql.ts';
import { type ClaimFile, expiresAt } from '../claim.ts';
import { decideNow } from '../decide.ts';
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
  { claim }: ClaimFile,
  due: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  const claimCase = await readCase(db, programme.teamId, claim.id);
  // Whoever is next in turn since has days of their own.
  if (claimCase?.claim.state !== claim.state) return;
  const desk = { programme, userId: DESK, onBehalfOf: undefined, now, cause: undefined };
  const details = { from: claim.state, due: due.round('second').toString() };
  await decideNow(db, desk, claimCase, 'expire_claim', 'expired', { details });
}
