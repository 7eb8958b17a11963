import { randomUUID } from 'node:crypto';
import { actOnce } from '../../db/audit.ts';
import type { Whose } from '../../directory/permissions.ts';
import { askLeave, type Leave } from '../../directory/refuse.ts';
import { findActor } from '../../directory/roles.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { showDate, today } from '../../programme/programme.ts';
import { findProgramme } from '../../programme/repository.ts';
import { actions, message, section } from '../../slack/blocks.ts';
import type { Option } from '../../slack/form.ts';
import type { Ask, Click, Deps, Search, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { blanketSchema, buildBlanketForm } from '../advance-form.ts';
import {
  countWaiting,
  type ExpertAtUnit,
  findExpertAtUnit,
  findUnit,
  searchExpertsOf,
  searchUnits,
  type Unit,
} from '../advance-sql.ts';
import { keepBlanket } from '../keep-blanket.ts';
import { say } from '../words-advance.ts';

/** `record_blanket`: about an expert, about a unit, or about whichever is chosen then. */
export async function openBlanket(deps: Deps, click: Click): Promise<void> {
  const { teamId, locale, value } = click;
  if (!(await findProgramme(deps.db, teamId))) return replySetUpFirst(click);
  const about = await findForSpeaker(deps, click, value);
  const unit = await findUnit(deps.db, teamId, about?.expert.employerId ?? value);
  if (unit) {
    const { refusal } = await authorize(deps, click, unit, about);
    if (refusal) return click.reply(refusal);
  }
  const form = {
    id: randomUUID(),
    typed: { employer: unit?.id ?? null, expert: about?.expert.id ?? null },
    employer: unit ? [{ value: unit.id, text: unit.name }] : [],
    expert: about ? [{ value: about.expert.id, text: about.expert.name }] : [],
  };
  await click.open(buildBlanketForm(form, locale));
}

/** Of somebody with two employers, as one of that for which this person speaks. */
async function findForSpeaker(
  { db }: Deps,
  { teamId, userId }: Ask,
  id: string,
): Promise<ExpertAtUnit | undefined> {
  const about = await findExpertAtUnit(db, teamId, id);
  const { employerId, secondEmployerId } = about?.expert ?? {};
  if (secondEmployerId === undefined) return about;
  const first = await findExpertAtUnit(db, teamId, id, employerId);
  if (first?.homeUnitUsers.includes(userId)) return first;
  const second = await findExpertAtUnit(db, teamId, id, secondEmployerId);
  return second?.homeUnitUsers.includes(userId) ? second : first;
}

/** The units that this person may choose. */
export async function suggestUnits(deps: Deps, { teamId, reader, query }: Search): Promise<Option[]> {
  const units = await searchUnits(deps.db, teamId, await findActor(deps.db, reader), query);
  return units.map(({ id, name }) => ({ value: id, text: name }));
}

/** The experts of the unit that is chosen. */
export async function suggestExpertsOf(
  deps: Deps,
  { teamId, reader, query, inView }: Search,
): Promise<Option[]> {
  const unit = await findUnit(deps.db, teamId, String(inView?.typed.employer ?? ''));
  if (!unit) return [];
  const { userId, bureau, systems } = await findActor(deps.db, reader);
  const isWithin = unit.system !== undefined && systems.includes(unit.system);
  if (!bureau && !isWithin && !unit.contacts.includes(userId)) return [];
  const experts = await searchExpertsOf(deps.db, teamId, unit.id, query);
  return experts.map(({ id, name }) => ({ value: id, text: name }));
}

/** The yes in advance, on record; the unit's other contacts, and the one expert whom it is about, are told. */
export async function submitBlanket(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, metadata } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { close: true };
  const day = today(programme, now);
  const checked = check(blanketSchema(locale, day), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { employer, expert: expertId, until, document_no: documentNo } = checked.value;
  const unit = await findUnit(deps.db, teamId, employer);
  if (!unit) return { errors: { employer: say(locale, 'no_such_unit') } };
  const about =
    expertId === undefined ? undefined : await findExpertAtUnit(deps.db, teamId, expertId, unit.id);
  if (expertId !== undefined && (about?.expert.employerId !== unit.id || about.expert.ownPledge))
    return { errors: { expert: say(locale, 'no_such_expert') } };
  const leave = await authorize(deps, ask, unit, about);
  if (leave.refusal) return { notice: leave.refusal };
  const { onBehalfOf, how } = leave;
  const id = metadata.id || randomUUID();
  const outcome = await actOnce(deps.db, (trx) =>
    keepBlanket(
      trx,
      { programme, userId, onBehalfOf, how, now, cause },
      { id, unit, about, documentNo, date: day.toString(), until },
    ),
  );
  if (outcome === 'merged') return { errors: { employer: say(locale, 'no_such_unit') } };
  if (typeof outcome !== 'number') return { close: true };
  const waiting = await countWaiting(deps.db, teamId, unit.id, expertId);
  const who = about?.expert.name ?? say(locale, 'all_of_unit');
  const values = { employer: unit.name, who, until: showDate(until, locale, programme.year) };
  return {
    notice: message(
      section(say(locale, 'blanket_done', values)),
      waiting > 0 ? section(say(locale, 'blanket_still', { n: waiting })) : [],
      actions(undoButton(outcome, locale)),
    ),
  };
}

/** Whose yes it is: of one expert, of whoever speaks for them; of all, of the unit's contacts. */
export function whoseBlanket(
  unit: Pick<Unit, 'system' | 'contacts'>,
  about: ExpertAtUnit | undefined,
): Whose {
  const systems = about ? [about.expert.system] : unit.system === undefined ? [] : [unit.system];
  return {
    homeUnitUsers: about?.homeUnitUsers ?? unit.contacts,
    expertUsers: [about?.expert.userId ?? null],
    assistantUsers: [about?.expert.assistantUser ?? null],
    // An employer is no district's: those who coordinate one write nothing down for it, nor make a link.
    district: '',
    systems,
  };
}

async function authorize(deps: Deps, ask: Ask, unit: Unit, about: ExpertAtUnit | undefined): Promise<Leave> {
  const object = { kind: about ? 'expert' : 'organisation', id: about?.expert.id ?? unit.id };
  return askLeave(deps, ask, 'record_blanket', whoseBlanket(unit, about), object);
}
