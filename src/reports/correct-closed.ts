import { actOnce, hasActed } from '../db/audit.ts';
import { isCoordinator } from '../directory/own.ts';
import type { Part } from '../directory/permissions.ts';
import { findActor } from '../directory/roles.ts';
import { standingFor } from '../directory/standing.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { correctFigures, holdClosedYear } from '../programme/corrections.ts';
import type { Programme } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { useDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { changedFields, changedFigures } from './closed-year.ts';
import { findStanding } from './corrected-sql.ts';
import { explainReport } from './explain-report.ts';
import type { Filing } from './keep-report.ts';
import { recordAmendment } from './record-amendment.ts';
import { makeRecordDue } from './record-due.ts';
import type { Report } from './report.ts';
import { say } from './words.ts';

/** A report as an amendment starts from it. */
export interface Amendable {
  refusal?: undefined;
  /** In a closed year with its figures as they stand. */
  report: Report;
  programme: Programme;
  /** What the form carries: whatever was amended or corrected meanwhile makes it another. */
  amends: string;
}

/** In a closed year a mistake is kept as numbered corrections, by the bureau (decision 28); `seen` is what the form carries. */
export async function findAmendable(
  deps: Deps,
  ask: Ask,
  found: Report,
  { as, seen }: { as: Part; seen?: string },
): Promise<Amendable | { refusal: Message }> {
  const { teamId, locale, reader, now } = ask;
  const { year, version } = found;
  const programme = await programmeOf(deps.db, { teamId, year }, reader.tz);
  if (programme.state !== 'closed') return { report: found, programme, amends: String(version) };
  const actor = await findActor(deps.db, reader, now);
  if (!isCoordinator(as) || !standingFor(actor, 'correct_year'))
    return { refusal: message(section(say(locale, 'year_closed', { own: year }))) };
  const { report, isOut, last } = await findStanding(deps.db, teamId, found);
  if (isOut) return { refusal: await explainReport(deps, ask, found) };
  const amends = amendsOf(version, last);
  if (seen !== undefined && seen !== amends) return { refusal: buildMeanwhile(found, locale) };
  return { report, programme, amends };
}

/** What was seen when the form was opened: the version, and the last correction of it. */
function amendsOf(version: number, last: number): string {
  return `${version}.${last}`;
}

/** What else than figures was changed in this step of the form, each beside its field; undefined when nothing was. */
export function refuseFields(
  { subject: { report }, content, programme }: Filing,
  shown: Typed,
  locale: Locale,
): Record<string, string> | undefined {
  if (!report || programme.state !== 'closed') return undefined;
  const changed = changedFields(report, content).flatMap((field) => placeOf(field, shown));
  if (changed.length === 0) return undefined;
  const refused = sayOnlyFigures(programme, locale);
  return Object.fromEntries(changed.map((field) => [field, refused]));
}

/** Files stand in two fields, either of which may be missing. */
function placeOf(field: string, shown: Typed): string[] {
  const places = field === 'attachments' ? [field, 'kept_attachments'] : [field];
  return places.filter((place) => place in shown).slice(0, 1);
}

export function sayOnlyFigures({ year: own }: Programme, locale: Locale): string {
  return say(locale, 'closed_only_figures', { own });
}

/** The last step: each figure that differs from what stands becomes a correction; nothing that was frozen is written over. */
export async function submitCorrections(
  deps: Deps,
  ask: Submission,
  filing: Filing,
  reason: string,
): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const { subject, standing, content, state, programme } = filing;
  const before = subject.report;
  if (!before) throw new Error('an amendment without its report');
  const { number, year: own } = before;
  const figures = changedFigures(before, content, programme.catalogue);
  if (figures.length === 0) return { errors: { reason: say(locale, 'closed_no_change') } };
  const { onBehalfOf, how } = standing;
  const outcome = await actOnce(deps.db, async (trx) => {
    const isClosed = await holdClosedYear(trx, teamId, own);
    const { last } = await findStanding(trx, teamId, before);
    if (!isClosed || amendsOf(before.version, last) !== state.amends)
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'moved';
    if (!(await useDraft(trx, { teamId, userId, draftId: state.draftId }, now))) return 'repeated';
    const one = { teamId, year: own, object: number, reason, by: userId, now };
    const corrections = (await correctFigures(trx, one, figures)) ?? [];
    await makeRecordDue(trx, teamId, [before.id], now);
    await recordAmendment(trx, ask, { act: 'amend_report', before, reason, onBehalfOf, how, corrections });
    return { corrections };
  });
  if (outcome === 'repeated') return { notice: message(section(say(locale, 'already_filed'))) };
  if (outcome === 'moved') return { notice: buildMeanwhile(before, locale) };
  const nos = joinNames(outcome.corrections.map(String), locale);
  const n = outcome.corrections.length;
  return { notice: message(section(say(locale, 'amended_by_correction', { number, own, nos, n }))) };
}

/** Somebody was faster: the figures that the form showed stand no more. */
function buildMeanwhile({ number }: Report, locale: Locale): Message {
  return message(section(say(locale, 'corrected_meanwhile', { number })));
}
