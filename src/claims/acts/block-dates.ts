import { randomUUID } from 'node:crypto';
import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import { ownSideOf } from '../../directory/acts-for.ts';
import { enqueueHomes } from '../../directory/homes.ts';
import type { Whose } from '../../directory/permissions.ts';
import { askLeave } from '../../directory/refuse.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { joinNames } from '../../i18n/words.ts';
import { today } from '../../programme/programme.ts';
import { findProgramme } from '../../programme/repository.ts';
import { actions, message, section } from '../../slack/blocks.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { blockSchema, buildBlockForm } from '../advance-form.ts';
import { type ExpertAtUnit, findExpertAtUnit, listClaimsWithin } from '../advance-sql.ts';
import { readersOf, tellOfDates } from '../advance-tell.ts';
import { sayDates } from '../advance-views.ts';
import type { BlockedDates } from '../blocked.ts';
import { findBlock, insertBlock, setBlockEnded } from '../blocked-sql.ts';
import { say } from '../words-advance.ts';

/** `block_dates`: the expert, or whoever speaks for their employer, says when it doesn't suit. */
export async function openBlock(deps: Deps, click: Click): Promise<void> {
  const { teamId, locale, value } = click;
  const about = await findExpertAtUnit(deps.db, teamId, value);
  if (!about) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const object = { kind: 'expert', id: about.expert.id };
  const { refusal } = await askLeave(deps, click, 'block_dates', whoseDates(about), object);
  if (refusal) return click.reply(refusal);
  if (!(await findProgramme(deps.db, teamId))) return replySetUpFirst(click);
  const { id, name } = about.expert;
  await click.open(buildBlockForm({ id: randomUUID(), expert: { id, name } }, locale));
}

/** From now on nothing on these days can be claimed; what is claimed already is named, and stays. */
export async function submitBlock(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, metadata } = ask;
  const [programme, about] = [
    await findProgramme(deps.db, teamId),
    await findExpertAtUnit(deps.db, teamId, metadata.expertId ?? ''),
  ];
  if (!programme || !about) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const { expert, homeUnitUsers } = about;
  const object = { kind: 'expert', id: expert.id };
  const leave = await askLeave(deps, ask, 'block_dates', whoseDates(about), object);
  if (leave.refusal) return { notice: leave.refusal };
  const checked = check(blockSchema(locale, today(programme, now)), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { from, until, reason } = checked.value;
  const { as, onBehalfOf, how } = leave;
  const side = as === 'home_unit' || onBehalfOf === 'home_unit' ? 'home_unit' : 'expert';
  const id = metadata.id || randomUUID();
  const outcome = await actOnce(deps.db, async (trx) => {
    const onBehalf = onBehalfOf !== undefined;
    const block = { teamId, id, expertId: expert.id, from, until, reason, side, by: userId, onBehalf, now };
    if (!(await insertBlock(trx, { ...block, side }))) return undefined;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'block_dates',
      actor: userId,
      onBehalfOf,
      objectKind: 'blocked_dates',
      objectId: id,
      now,
      cause,
      how,
      details: { expert: expert.id, from, until, side },
    });
    await tellOfDates(trx, ask, { id, auditId, users: readersOf(about) });
    await enqueueHomes(trx, teamId, [userId, ...ownSideOf(expert), ...homeUnitUsers], [id]);
    return auditId;
  });
  if (typeof outcome !== 'number') return { close: true };
  const numbers = await listClaimsWithin(deps.db, teamId, expert.id, { from, until });
  const values = { expert: expert.name, dates: sayDates({ from, until }, programme.year, locale) };
  const falls = { expert: expert.name, n: numbers.length, numbers: joinNames(numbers, locale) };
  return {
    notice: message(
      section(say(locale, 'block_done', values)),
      numbers.length > 0 ? section(say(locale, 'block_falls', falls)) : [],
      actions(undoButton(outcome, locale)),
    ),
  };
}

/** `end_blocked_dates`: by the side whose word they are, or a coordinator. */
export async function endBlock(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause, value: id } = click;
  const [programme, dates] = [await findProgramme(deps.db, teamId), await findBlock(deps.db, teamId, id)];
  const about = dates && (await findExpertAtUnit(deps.db, teamId, dates.expertId));
  if (!programme || !dates || !about) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const { expert, homeUnitUsers } = about;
  const object = { kind: 'blocked_dates', id };
  const leave = await askLeave(deps, click, 'block_dates', whoseBlock(about, dates), object);
  if (leave.refusal) return click.reply(leave.refusal);
  const { onBehalfOf, how } = leave;
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await setBlockEnded(trx, teamId, id, { by: userId, now })))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : undefined;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'end_blocked_dates',
      actor: userId,
      onBehalfOf,
      objectKind: 'blocked_dates',
      objectId: id,
      now,
      cause,
      how,
    });
    await tellOfDates(trx, click, { id, auditId, users: readersOf(about) });
    await enqueueHomes(trx, teamId, [userId, ...ownSideOf(expert), ...homeUnitUsers], [id]);
    return auditId;
  });
  if (outcome === 'repeated') return;
  const values = { expert: expert.name, dates: sayDates(dates, programme.year, locale) };
  await click.reply(
    outcome === undefined
      ? message(section(sayShared(locale, 'already_done')))
      : message(section(say(locale, 'block_ended', values)), actions(undoButton(outcome, locale))),
  );
}

function whoseDates({ expert, homeUnitUsers }: ExpertAtUnit): Whose {
  const { userId = null, assistantUser = null, system } = expert;
  return { expertUsers: [userId], assistantUsers: [assistantUser], homeUnitUsers, systems: [system] };
}

/** Nobody ends what the other side has said. */
export function whoseBlock(about: ExpertAtUnit, { side }: Pick<BlockedDates, 'side'>): Whose {
  const { expertUsers = [], assistantUsers = [], homeUnitUsers = [], systems = [] } = whoseDates(about);
  return side === 'expert' ? { expertUsers, assistantUsers, systems } : { homeUnitUsers, systems };
}
