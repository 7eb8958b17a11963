import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { joinNames } from '../i18n/words.ts';
import { listCorrections } from '../programme/corrections.ts';
import { programmeOf } from '../programme/repository.ts';
import { listOfReports } from '../records/record-sql.ts';
import { readReportAround } from '../reports/around-sql.ts';
import { findStanding } from '../reports/corrected-sql.ts';
import { findReport } from '../reports/listings.ts';
import { whoseReport } from '../reports/tell.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { sideOf } from './read-need.ts';
import { listSystemsOf } from './register-sql.ts';
import { buildReport } from './report-views.ts';
import type { Read } from './whole.ts';

/** A report whole, to those whom it concerns, with its records and with its figures as corrections have left them. */
export async function readReport(deps: Deps, ask: Ask, id: string): Promise<Read> {
  const { db } = deps;
  const { teamId, locale, reader, userId } = ask;
  const [found, around] = await Promise.all([findReport(db, teamId, id), readReportAround(db, ask, id)]);
  if (!found) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { year, number } = found;
  const [programme, systems] = await Promise.all([
    programmeOf(db, { teamId, year }, reader.tz),
    listSystemsOf(
      db,
      teamId,
      found.experts.map((one) => one.id),
    ),
  ]);
  const base = { systems, ...whoseReport(found, around) };
  const actor = actorOf(reader, around.roles);
  const theirs = [actor, ...(actor.standsInFor ?? [])].flatMap(({ districts }) => districts);
  const seen = found.districts.find((one) => theirs.includes(one)) ?? base.district ?? '';
  const object = { kind: 'report', id };
  const leave = await grantLeave(deps, ask, actor, {
    act: 'see_report',
    whose: { ...base, district: seen },
    object,
    year,
  });
  if (leave.refusal) return { refusal: leave.refusal };
  const side = sideOf(leave);
  const [standing, corrections, records] = await Promise.all([
    programme.state === 'closed' ? findStanding(db, teamId, found) : undefined,
    programme.state === 'closed' ? listCorrections(db, teamId, year) : [],
    listOfReports(db, teamId, [id]),
  ]);
  const own = found.experts.filter((one) => one.userId === userId || one.assistantUser === userId);
  const built = buildReport({
    report: standing?.report ?? found,
    programme,
    locale,
    actor,
    userId,
    side,
    whose: base,
    corrections: corrections.filter((one) => one.object === number),
    records: records.filter(
      (one) => side === 'coordinator' || own.some(({ id: expert }) => expert === one.expertId),
    ),
    offersLinks: deps.publicUrl !== undefined,
  });
  const expert = joinNames(
    found.experts.map(({ name }) => name),
    locale,
  );
  const things = [{ kind: 'report', id, label: '', host: found.unitName, expert }];
  return { whole: { ...built, programme, side, things, beside: side === 'coordinator' } };
}
