import { joinNames } from '../i18n/words.ts';
import { programmeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildStateSentence } from './blocks.ts';
import { listTakenOut } from './corrected-sql.ts';
import type { Report } from './report.ts';
import { findReportAct } from './report-acts.ts';
import { say } from './words.ts';

/** What a late click is told of the report as it stands today; of one that isn't there, that it was not found. */
export async function explainReport(
  { db }: Deps,
  { teamId, locale, reader }: Ask,
  report: Report | undefined,
): Promise<Message> {
  if (!report) return message(section(sayShared(locale, 'not_found')));
  const { id, number, year: own } = report;
  const [act, programme, takenOut] = await Promise.all([
    findReportAct(db, teamId, id),
    programmeOf(db, { teamId, year: own }, reader.tz),
    listTakenOut(db, teamId, report),
  ]);
  if (takenOut.length === 0) return message(section(buildStateSentence(report, act, { locale, programme })));
  const nos = joinNames(takenOut.map(String), locale);
  return message(section(say(locale, 'voided_by_correction', { number, own, nos, n: takenOut.length })));
}
