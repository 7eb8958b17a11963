import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { reasonSchema } from '../../claims/consent.ts';
import { actOnce, recordAct } from '../../db/audit.ts';
import { undoButton } from '../../directory/undo-button.ts';
import { buildReasonForm } from '../../directory/views.ts';
import type { Locale } from '../../i18n/locale.ts';
import { lastMomentOf, showMoment, today } from '../../programme/programme.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import { dateField, textField } from '../../slack/form.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { check, modal } from '../../slack/view.ts';
import { buildStateSentence, nameOf } from '../blocks.ts';
import { extendSummary, lockSummary, readGrants, waiveSummary } from '../grants-sql.ts';
import { type Entered, enterSummary } from '../open-summary.ts';
import { findSummary } from '../repository.ts';
import { isOpen, type Summary, stateOf } from '../summary.ts';
import { showSummary, tellOfSummary } from '../tell.ts';
import { say } from '../words.ts';

type Grant = 'extend_summary' | 'waive_summary';

/** What is asked of a unit can be put off while it is the unit's turn, and again after it was waived. */
function mayGrant(summary: Summary, act: Grant): boolean {
  return isOpen(summary) || (act === 'extend_summary' && stateOf(summary) === 'waived');
}

/** `extend_summary`: a deadline of its own for one unit. */
export async function openExtension(deps: Deps, click: Click): Promise<void> {
  await openGrant(deps, click, 'extend_summary', ({ summary, programme }) =>
    buildExtendForm(nameOf(summary, { locale: click.locale, programme }), summary.id, click.locale),
  );
}

/** `waive_summary`: none is owed any more, and the record says why. */
export async function openWaiver(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  await openGrant(deps, click, 'waive_summary', ({ summary }) =>
    buildReasonForm(
      locale,
      {
        callbackId: VIEWS.waiveSummary,
        title: say(locale, 'waive_title'),
        label: say(locale, 'grant_reason'),
        hint: say(locale, 'waive_hint'),
        submit: sayShared(locale, 'submit'),
      },
      { summaryId: summary.id },
    ),
  );
}

async function openGrant(
  deps: Deps,
  click: Click,
  act: Grant,
  build: (entered: Entered) => ModalView,
): Promise<void> {
  const entered = await enterSummary(deps, click, click.value, act);
  if ('refusal' in entered) return click.reply(entered.refusal);
  if (entered.programme.state === 'closed' || !mayGrant(entered.summary, act))
    return click.reply(await explain(deps, click, entered));
  await click.open(build(entered));
}

export async function submitExtension(deps: Deps, ask: Submission): Promise<Answer> {
  const { locale, now } = ask;
  const entered = await enterSummary(deps, ask, ask.metadata.summaryId ?? '', 'extend_summary');
  if ('refusal' in entered) return { notice: entered.refusal };
  const { programme, summary } = entered;
  const day = today(programme, now).toString();
  const schema = reasonSchema(locale).extend({
    until: z
      .string({ error: say(locale, 'until_passed') })
      .refine((date) => date >= day, say(locale, 'until_passed')),
  });
  const checked = check(schema, ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { reason, until } = checked.value;
  const end = lastMomentOf(until, programme.timeZone);
  const told = { unit: nameOf(summary, { locale, programme }), until: showMoment(end, programme, locale) };
  return grant(deps, ask, entered, {
    act: 'extend_summary',
    reason,
    until: end,
    done: say(locale, 'extended_done', told),
  });
}

export async function submitWaiver(deps: Deps, ask: Submission): Promise<Answer> {
  const { locale } = ask;
  const entered = await enterSummary(deps, ask, ask.metadata.summaryId ?? '', 'waive_summary');
  if ('refusal' in entered) return { notice: entered.refusal };
  const { programme, summary } = entered;
  const checked = check(reasonSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const told = { unit: nameOf(summary, { locale, programme }), year: summary.year };
  const done = say(locale, 'waived_done', told);
  return grant(deps, ask, entered, { act: 'waive_summary', reason: checked.value.reason, done });
}

interface Granting {
  act: Grant;
  reason: string;
  until?: Temporal.Instant;
  /** What whoever grants it reads. */
  done: string;
}

/** One transaction; where it was handed in meanwhile, that stands. */
async function grant(
  deps: Deps,
  ask: Ask,
  entered: Entered,
  { act, reason, until, done }: Granting,
): Promise<Answer> {
  const { teamId, userId, now, cause } = ask;
  const { id } = entered.summary;
  const outcome = await actOnce(deps.db, async (trx) => {
    const summary = await lockSummary(trx, teamId, entered.summary);
    if (!summary || !mayGrant(summary, act)) return 'decided' as const;
    const before = await readGrants(trx, teamId, id);
    const granted = { teamId, summary, by: userId, now };
    if (until) await extendSummary(trx, granted, until);
    else await waiveSummary(trx, granted, reason);
    const auditId = await recordAct(trx, {
      teamId,
      act,
      actor: userId,
      objectKind: 'yearly_summary',
      objectId: id,
      now,
      cause,
      details: { reason, from: stateOf(summary), before, ...(until && { until: String(until) }) },
    });
    const after = (await findSummary(trx, teamId, id)) ?? summary;
    await showSummary(trx, teamId, after);
    await tellOfSummary(trx, teamId, { summary: after, auditId, actor: userId });
    return { auditId };
  });
  if (outcome === 'decided') return { notice: await explain(deps, ask, entered) };
  if (outcome === 'repeated') return { notice: message(section(done)) };
  return { notice: message(section(done), actions(undoButton(outcome.auditId, ask.locale))) };
}

async function explain(
  { db }: Deps,
  { teamId, locale }: Ask,
  { programme, summary }: Entered,
): Promise<Message> {
  if (programme.state === 'closed')
    return message(section(say(locale, 'year_closed', { year: summary.year })));
  const now = (await findSummary(db, teamId, summary.id)) ?? summary;
  return message(section(say(locale, 'not_open')), section(buildStateSentence(now, { locale, programme })));
}

function buildExtendForm(unit: string, summaryId: string, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.extendSummary,
    title: say(locale, 'extend_title'),
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { summaryId },
    blocks: [
      section(say(locale, 'extend_what', { unit })),
      dateField('until', say(locale, 'extend_until')),
      textField('reason', say(locale, 'grant_reason'), { multiline: true, max: 1000 }),
    ],
  });
}
