import { actOnce, DESK, recordAct } from '../db/audit.ts';
import { beginYear } from '../programme/opening.ts';
import { firstDayOf } from '../programme/programme.ts';
import { listProgrammes } from '../programme/repository.ts';
import type { Deps } from '../slack/interaction.ts';
import { showYears, welcome } from './tell.ts';
import { objectOf } from './year.ts';

/**
 * The year that the bureau opened ahead begins with its first day, by the programme's clock. The row decides whether it
 * has: a late look, a restart or a second process changes nothing.
 */
export async function lookAtNextYear({
  db,
  now,
  findTeam,
}: Pick<Deps, 'db' | 'now' | 'findTeam'>): Promise<Temporal.Instant | undefined> {
  const [programme] = await listProgrammes(db, await findTeam());
  const next = programme?.nextYear;
  if (!programme || next === undefined) return undefined;
  const { teamId, timeZone } = programme;
  const begins = firstDayOf(next).toZonedDateTime(timeZone).toInstant();
  const moment = now();
  if (Temporal.Instant.compare(moment, begins) < 0) return begins;
  await actOnce(db, async (trx) => {
    const begun = await beginYear(trx, programme, next);
    if (!begun) return;
    const { kind, id } = objectOf(next);
    await recordAct(trx, {
      teamId,
      act: 'begin_year',
      actor: DESK,
      objectKind: kind,
      objectId: id,
      now: moment,
    });
    await welcome(trx, teamId, next, begun);
    await showYears(trx, teamId);
  });
  return undefined;
}
