import { z } from 'zod';
import { actOnce, recordAct } from '../../db/audit.ts';
import { askLeave } from '../../directory/refuse.ts';
import { replySetUpFirst, setUpFirst } from '../../directory/set-up-first.ts';
import { undoButton } from '../../directory/undo-button.ts';
import type { Locale } from '../../i18n/locale.ts';
import { openNextYear } from '../../programme/opening.ts';
import { type Programme, setUpSchema, today } from '../../programme/programme.ts';
import { findProgramme, findProgrammeOf } from '../../programme/repository.ts';
import { actions, message, section } from '../../slack/blocks.ts';
import type { Ask, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { buildOpenYearForm } from '../forms.ts';
import { showYears, welcome } from '../tell.ts';
import { sayFirstDay } from '../views.ts';
import { say } from '../words.ts';
import { objectOf } from '../year.ts';

/** `open_year`: the bureau is asked for what the next year doesn't take over from this one. */
export async function openNextYearForm(deps: Deps, ask: Ask): Promise<void> {
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const { refusal } = await askLeave(deps, ask, 'open_year', {}, objectOf(programme.year));
  if (refusal) return ask.reply(refusal);
  if (programme.nextYear !== undefined) return ask.reply(explain(programme, ask.locale));
  await ask.open(buildOpenYearForm(programme, ask.locale, today(programme, ask.now)));
}

/**
 * The next year opens as a copy (decision 28): one transaction. From its first day on it is the one for new things, and
 * the one before begins to close; opened ahead it waits for that day (`begin-year.ts`), and can be taken back.
 */
export async function submitNextYear(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const before = await findProgramme(deps.db, teamId);
  if (!before) return { notice: setUpFirst(ask) };
  const { refusal } = await askLeave(deps, ask, 'open_year', {}, objectOf(before.year));
  if (refusal) return { notice: refusal };
  if (ask.metadata.after !== String(before.year) || before.nextYear !== undefined)
    return { notice: explain(before, locale) };
  const checked = check(nextYearSchema(before, locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const form = checked.value;

  const begins = today(before, now).year >= form.year;
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await openNextYear(trx, before, form, { by: userId, now, begins }))) return 'opened' as const;
    const object = objectOf(form.year);
    const auditId = await recordAct(trx, {
      teamId,
      act: 'open_year',
      actor: userId,
      objectKind: object.kind,
      objectId: object.id,
      now,
      cause,
      details: { after: before.year },
    });
    if (begins)
      await welcome(trx, before.teamId, form.year, { channelId: before.channelId, openedBy: userId });
    await showYears(trx, teamId);
    return { auditId };
  });
  if (outcome === 'opened')
    return { notice: explain((await findProgramme(deps.db, teamId)) ?? before, locale) };
  const said = { year: form.year, before: before.year };
  if (begins) return { notice: message(section(say(locale, 'opened', said))) };
  return {
    notice: message(
      section(say(locale, 'opened_ahead', { ...said, date: sayFirstDay(form.year, locale) })),
      outcome === 'repeated' ? [] : actions(undoButton(outcome.auditId, locale)),
    ),
  };
}

/** Somebody was faster. */
function explain({ year, nextYear }: Programme, locale: Locale) {
  const said =
    nextYear === undefined
      ? say(locale, 'opened_before', { year })
      : say(locale, 'ahead_already', { year: nextYear, date: sayFirstDay(nextYear, locale) });
  return message(section(said));
}

/** As at set-up, for the fields that are asked; the year is a later one. */
function nextYearSchema({ year }: Programme, locale: Locale) {
  const { shape } = setUpSchema(locale);
  return z
    .object({
      year: shape.year.refine((next) => next > year, say(locale, 'year_not_later', { year })),
      opens_on: shape.opens_on,
      deadline: shape.deadline,
      target_experts: shape.target_experts,
      document_no: shape.document_no,
    })
    .refine((form) => form.deadline >= form.opens_on, {
      path: ['deadline'],
      error: say(locale, 'deadline_before_opening'),
    })
    .refine((form) => form.opens_on.slice(0, 4) === String(form.year), {
      path: ['opens_on'],
      error: say(locale, 'opens_in_another_year'),
    });
}
