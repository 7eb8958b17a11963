import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { reasonSchema } from '../../claims/consent.ts';
import { actOnce, type How, hasActed } from '../../db/audit.ts';
import { grantLeave } from '../../directory/refuse.ts';
import { actorOf, findActor } from '../../directory/roles.ts';
import { undoButton } from '../../directory/undo-button.ts';
import type { Locale } from '../../i18n/locale.ts';
import { recordInside } from '../../outbox/act-sql.ts';
import { actions, type Message, message, section } from '../../slack/blocks.ts';
import { type Option, textField } from '../../slack/form.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Search, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { searchField } from '../../slack/search-field.ts';
import type { Answer } from '../../slack/submit.ts';
import { check, modal } from '../../slack/view.ts';
import { readReportAround } from '../around-sql.ts';
import { listTakenOut, takeOut } from '../corrected-sql.ts';
import { explainReport } from '../explain-report.ts';
import { findReport } from '../listings.ts';
import type { Report } from '../report.ts';
import { searchAccepted } from '../search-accepted.ts';
import { concernedBy, marksOf, newsOf, whoseReport } from '../tell.ts';
import { voidReport } from '../versions.ts';
import { say } from '../words.ts';

/** The field in which another report is searched; its block has the same name. */
export const DUPLICATE_OF = 'duplicate_of';

const voidSchema = (locale: Locale) => reasonSchema(locale).extend({ duplicate_of: z.string().nullish() });

/** `void_report`: a duplicate or a mistake, once it was accepted; before that it is returned. */
export async function openVoid(deps: Deps, click: Click): Promise<void> {
  const found = await enter(deps, click, click.value);
  if ('refusal' in found) return click.reply(found.refusal);
  await click.open(buildVoidForm(found.report.id, click.locale));
}

/** It counts no more; where its year is closed the report stays, and numbered corrections take its figures out. */
export async function submitVoid(deps: Deps, ask: Submission): Promise<Answer> {
  const { locale, teamId, now, userId: actor, cause } = ask;
  const found = await enter(deps, ask, ask.metadata.reportId ?? '');
  if ('refusal' in found) return { notice: found.refusal };
  const { report, how } = found;
  const checked = check(voidSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { reason, duplicate_of: chosen } = checked.value;
  const other = chosen ? await findReport(deps.db, teamId, chosen) : undefined;
  if (chosen && (!other || other.id === report.id))
    return { errors: { [DUPLICATE_OF]: say(locale, 'void_duplicate_self') } };

  const outcome = await actOnce(deps.db, async (trx) => {
    const corrections = await takeOut(trx, { teamId, by: actor, reason, now }, report);
    const isDone = corrections
      ? corrections.length > 0
      : await voidReport(trx, { teamId, before: report, now }, { reason, duplicateOf: other?.id });
    if (!isDone) return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const after: Report = corrections ? report : { ...report, state: 'voided' };
    const around = await readReportAround(trx, ask, report.id);
    const to = [report.author, report.recordedBy, ...concernedBy(report, around).experts];
    const details = {
      reason,
      ...(other && { duplicateOf: other.number }),
      ...(corrections && { corrections }),
    };
    const object = { objectKind: 'report', objectId: report.id };
    const auditId = await recordInside(
      trx,
      { teamId, act: 'void_report', actor, onBehalfOf: undefined, ...object, now, cause, details, how },
      { asked: [], told: newsOf(teamId, report, around, { actor, to }), ...marksOf(after, around) },
    );
    return { corrections, auditId };
  });
  const { number } = report;
  if (outcome === 'repeated') return { notice: message(section(sayShared(locale, 'already_done'))) };
  // The corrections that took it out are what a late click is told of, too.
  if (outcome === 'decided' || outcome.corrections)
    return { notice: await explainReport(deps, ask, await findReport(deps.db, teamId, report.id)) };
  const undo = actions(undoButton(outcome.auditId, locale));
  return { notice: message(section(say(locale, 'voided', { number })), undo) };
}

type Found = { refusal: Message } | { report: Report; how: How | undefined };

async function enter(deps: Deps, ask: Ask, reportId: string): Promise<Found> {
  const { teamId } = ask;
  const [report, around] = await Promise.all([
    findReport(deps.db, teamId, reportId),
    readReportAround(deps.db, ask, reportId),
  ]);
  if (!report) return { refusal: await explainReport(deps, ask, report) };
  const object = { kind: 'report', id: report.id };
  const whose = whoseReport(report, around);
  const actor = actorOf(ask.reader, around.roles);
  const leave = await grantLeave(deps, ask, actor, { act: 'void_report', whose, object, year: report.year });
  if (leave.refusal) return { refusal: leave.refusal };
  if (report.state !== 'accepted' || (await listTakenOut(deps.db, teamId, report)).length > 0)
    return { refusal: await explainReport(deps, ask, report) };
  if (report.amendment) return { refusal: message(section(say(ask.locale, 'void_amendment_first'))) };
  return { report, how: leave.how };
}

export function buildVoidForm(reportId: string, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.voidReport,
    title: say(locale, 'void_title'),
    submit: say(locale, 'void_report'),
    close: sayShared(locale, 'cancel'),
    metadata: { reportId },
    blocks: [
      textField('reason', say(locale, 'void_reason'), {
        multiline: true,
        max: 1000,
        hint: say(locale, 'void_hint'),
      }),
      searchField(DUPLICATE_OF, say(locale, 'void_duplicate'), [], {
        optional: true,
        hint: say(locale, 'void_duplicate_hint'),
      }),
    ],
  });
}

/** Accepted reports whose number or title says what was typed, for coordinators. */
export async function suggestDuplicates(deps: Deps, search: Search): Promise<Option[]> {
  const actor = await findActor(deps.db, search.reader);
  if (!actor.bureau && actor.districts.length === 0) return [];
  const found = await searchAccepted(deps.db, search.teamId, actor, search.query);
  return found.map(({ id, number, title }) => ({ value: id, text: `${number} ${title}` }));
}
