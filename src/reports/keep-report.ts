import { actOnce } from '../db/audit.ts';
import { isAssistant } from '../directory/acts-for.ts';
import { listExperts } from '../directory/repository.ts';
import type { Standing } from '../directory/standing.ts';
import type { Locale } from '../i18n/locale.ts';
import { recordInside } from '../outbox/act-sql.ts';
import type { Programme } from '../programme/programme.ts';
import { takeNumber } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { useDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { readReportAround } from './around-sql.ts';
import { stateLabel } from './blocks.ts';
import type { ReportFormState } from './form-fields.ts';
import { findReport } from './listings.ts';
import type { Report, ReportContent } from './report.ts';
import { holdForReport, insertReport } from './repository.ts';
import type { Subject } from './subject.ts';
import { calledExperts, marksOf, newsOf, turnOf } from './tell.ts';
import { reviseReport } from './versions.ts';
import { say } from './words.ts';

/** A form that was checked, and who hands it in. */
export interface Filing {
  programme: Programme;
  subject: Subject;
  standing: Standing;
  content: ReportContent;
  state: ReportFormState;
  typed: Typed;
}

/** Keeps the report, new or mended, and asks the host or the coordinator: one transaction. */
export async function file(
  deps: Deps,
  ask: Submission,
  { programme, subject, standing: { as, onBehalfOf, how }, content, state: { draftId } }: Filing,
): Promise<Message> {
  const { teamId, userId, locale, now, cause } = ask;
  const { demand, report: before } = subject;
  const experts = await listExperts(deps.db, teamId, content.expertIds);
  // What a coordinator records is the expert's report, where the expert can be told of it; the host's own is the host's.
  // So is what an assistant files in the expert's name; who recorded it stands beside the author, and both are bound.
  const byAssistant = as === 'assistant';
  const isRecorded = byAssistant || (onBehalfOf !== undefined && as !== 'host');
  const named = byAssistant ? experts.filter((one) => isAssistant(userId, one)) : experts;
  const author = (isRecorded ? named.find((one) => one.userId)?.userId : undefined) ?? userId;
  const isHosts = before ? before.filedByHost && as === 'author' : as === 'host';
  const confirmedBy = isHosts ? (before?.author ?? author) : undefined;

  const year = before?.year ?? programme.year;
  const number = before?.number ?? (await takeNumber(deps.db, teamId, year, 'BG'));
  const outcome = await actOnce(deps.db, async (trx) => {
    const held = await holdForReport(trx, {
      teamId,
      year,
      demandId: demand?.id,
      expertIds: content.expertIds,
    });
    if (held !== 'held') return held;
    if (!(await useDraft(trx, { teamId, userId, draftId }, now))) return 'spent' as const;
    if (before && !(await reviseReport(trx, { teamId, before, confirmedBy, content, now })))
      return 'decided' as const;
    const recordedBy = isRecorded ? userId : undefined;
    const kept = { teamId, number, year, author, recordedBy, byAssistant, confirmedBy, content, now };
    const filed = before ?? (await insertReport(trx, kept));
    const report = await findReport(trx, teamId, filed.id);
    if (!report) throw new Error('a report that was just kept is gone');
    const around = await readReportAround(trx, ask, filed.id);
    const called = before || isHosts ? [] : calledExperts(report, around);
    const to = [...(isRecorded ? [report.author] : []), ...called];
    const act = before ? 'revise_report' : 'file_report';
    const details = { version: before ? before.version + 1 : 1 };
    const object = { objectKind: 'report', objectId: filed.id };
    await recordInside(
      trx,
      { teamId, act, actor: userId, onBehalfOf, ...object, now, cause, details, how },
      {
        asked: turnOf(teamId, report, around),
        told: newsOf(teamId, report, around, { actor: userId, to }),
        ...marksOf(report, around),
      },
    );
    return report;
  });
  if (outcome === 'year_closed') return message(section(say(locale, 'year_closed', { own: year })));
  if (outcome === 'no_show') return message(section(say(locale, 'said_absent')));
  if (outcome === 'need_closed') return message(section(say(locale, 'demand_cancelled')));
  if (outcome === 'spent' || outcome === 'repeated') return message(section(say(locale, 'already_filed')));
  if (outcome === 'decided')
    return buildNotMendable(locale, await findReport(deps.db, teamId, before?.id ?? ''));
  return message(
    section(say(locale, 'filed', { number: outcome.number })),
    section(say(locale, isHosts ? 'filed_by_host' : outcome.hasHost ? 'filed_host' : 'filed_coordinator')),
  );
}

/** Somebody was faster: where the report stands. */
export function buildNotMendable(locale: Locale, report: Report | undefined): Message {
  if (!report) return message(section(sayShared(locale, 'not_found')));
  return message(section(say(locale, 'not_yours_to_mend', { state: stateLabel(report, locale) })));
}
