import type { KnownBlock, ModalView } from '@slack/types';
import { actOnce, recordAct } from '../db/audit.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgramme, keepOwnDays } from '../programme/repository.ts';
import { knowsCalendarOf } from '../programme/working-days.ts';
import { actions, button, message, section } from '../slack/blocks.ts';
import { type Typed, textField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { modal } from '../slack/view.ts';
import { enqueueHomes } from './homes.ts';
import { readOwnDays, writeDays } from './own-days.ts';
import { askLeave } from './refuse.ts';
import { listBureau } from './roles.ts';
import { replySetUpFirst } from './set-up-first.ts';
import { say } from './words.ts';

const CALENDAR = { kind: 'programme_year', id: 'work_calendar' };

/** The days off and the days worked that go before the national calendar; for the bureau. */
export async function openWorkCalendar(deps: Deps, ask: Ask): Promise<void> {
  const programme = await findProgramme(deps.db, ask.teamId);
  if (!programme) return replySetUpFirst(ask);
  const { refusal } = await askLeave(deps, ask, 'change_calendar', {}, CALENDAR);
  if (refusal) return ask.reply(refusal);
  await ask.open(buildWorkCalendarForm(ask.locale, programme, today(programme, ask.now).year));
}

/** Keeps both fields, on record; the errors stand under the field whose line can't be read. */
export async function submitWorkCalendar(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, typed } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const { refusal } = await askLeave(deps, ask, 'change_calendar', {}, CALENDAR);
  if (refusal) return { notice: refusal };
  const day = today(programme, now);
  const read = readOwnDays(
    { rest_days: textIn(typed, 'rest_days'), work_days: textIn(typed, 'work_days') },
    { year: day.year, today: day, locale },
  );
  if (!read.ok) return { errors: read.errors };
  await actOnce(deps.db, async (trx) => {
    await keepOwnDays(trx, programme, read.ownDays);
    await recordAct(trx, {
      ...{ teamId, act: 'change_calendar', actor: userId, objectKind: CALENDAR.kind, objectId: CALENDAR.id },
      ...{ now, cause, details: { ownDays: read.ownDays } },
    });
    await enqueueHomes(trx, teamId, await listBureau(trx, teamId));
  });
  return { notice: message(section(say(locale, 'calendar_done'))) };
}

function textIn(typed: Typed, field: string): string {
  const value = typed[field];
  return typeof value === 'string' ? value : '';
}

export function buildWorkCalendarForm(locale: Locale, { ownDays }: Programme, year: number): ModalView {
  const typed = { rest_days: writeDays(ownDays, 'rest'), work_days: writeDays(ownDays, 'work') };
  const field = (id: 'rest_days' | 'work_days') =>
    textField(id, say(locale, id), {
      ...{ typed, optional: true, multiline: true, max: 3000, hint: say(locale, `${id}_hint`) },
    });
  return modal({
    callbackId: VIEWS.workCalendar,
    title: say(locale, 'calendar_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    blocks: [
      section(say(locale, knowsCalendarOf(year) ? 'calendar_known' : 'calendar_unknown', { year })),
      field('rest_days'),
      field('work_days'),
    ],
  });
}

/** The bureau reads it as long as nobody has told the days off of a year that the national calendar here doesn't know. */
export function buildCalendarUnknown(
  { ownDays }: Programme,
  day: Temporal.PlainDate,
  locale: Locale,
): KnownBlock[] {
  const { year } = day;
  const isTold = Object.keys(ownDays).some((key) => key.startsWith(`${year}-`));
  if (knowsCalendarOf(year) || isTold) return [];
  const open = { text: say(locale, 'open_calendar'), actionId: ACTIONS.workCalendar, value: String(year) };
  return [section(say(locale, 'calendar_unknown', { year })), ...actions(button(open))];
}
