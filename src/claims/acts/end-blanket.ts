import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import { enqueueHomes } from '../../directory/homes.ts';
import { askLeave } from '../../directory/refuse.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { actions, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { findExpertAtUnit, findUnit } from '../advance-sql.ts';
import { readersOf, tellOfBlanket } from '../advance-tell.ts';
import { endBlanketNow, findBlanket } from '../blanket-sql.ts';
import { say } from '../words-advance.ts';
import { whoseBlanket } from './record-blanket.ts';

/** `end_blanket`: claims to come are asked about one by one; those that have passed stay. */
export async function endBlanket(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause, value: id } = click;
  const blanket = await findBlanket(deps.db, teamId, id);
  const unit = blanket && (await findUnit(deps.db, teamId, blanket.employerId));
  if (!blanket || !unit) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const about = blanket.expert && (await findExpertAtUnit(deps.db, teamId, blanket.expert.id, unit?.id));
  const object = { kind: 'blanket', id };
  const leave = await askLeave(deps, click, 'record_blanket', whoseBlanket(unit, about), object);
  if (leave.refusal) return click.reply(leave.refusal);
  const { onBehalfOf, how } = leave;
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await endBlanketNow(trx, { teamId, id, by: userId, now })))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : undefined;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'end_blanket',
      actor: userId,
      onBehalfOf,
      objectKind: 'blanket',
      objectId: id,
      now,
      cause,
      how,
    });
    await tellOfBlanket(trx, click, { id, auditId, users: [...unit.contacts, ...readersOf(about)] });
    await enqueueHomes(trx, teamId, [userId, ...unit.contacts, ...(about?.homeUnitUsers ?? [])], [id]);
    return auditId;
  });
  if (outcome === 'repeated') return;
  const values = { employer: unit.name, who: blanket.expert?.name ?? say(locale, 'all_of_unit') };
  await click.reply(
    outcome === undefined
      ? message(section(sayShared(locale, 'already_done')))
      : message(section(say(locale, 'blanket_ended', values)), actions(undoButton(outcome, locale))),
  );
}
