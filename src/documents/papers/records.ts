import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';
import { isPublic } from '../../demands/demand.ts';
import { HOME_UNIT_USERS } from '../../directory/around.ts';
import { sumDays, type ValidRecord, validAmong } from '../../records/record.ts';
import { listOfExperts } from '../../records/record-sql.ts';
import type { Fault, PaperAsk } from '../job.ts';
import type { Cell, Paper, PaperTable } from '../paper.ts';
import { isCoordinating, usersOf } from '../reach.ts';
import { say } from '../words-lists.ts';
import { columnsOf, mask, paperOf, sayPeriod } from './frame.ts';

/**
 * Valid service records of the year. A coordinator's list is made to be published: names are masked, and a code, by which
 * anybody reads the whole record, isn't in it. Whoever reads their own, or those of their unit, reads all of it.
 */
export async function readRecords(db: Db, ask: PaperAsk): Promise<Paper | Fault> {
  const { programme, locale, actor } = ask;
  const isForPublic = isCoordinating(actor);
  const all = await listRecords(db, ask);
  if (all.length === 0) return 'nothing';
  const listed = isForPublic ? all.filter(({ fields }) => isPublic({ actionLine: fields.line.id })) : all;
  const counted = all.length - listed.length;
  const days = sumDays(
    all.map(({ fields }) => fields),
    programme.rules,
  );
  const people = new Set(all.map(({ fields }) => fields.expertId)).size;
  const table: PaperTable = {
    kind: 'table',
    title: say(locale, 'records_sheet'),
    columns: columnsOf([
      [say(locale, 'no'), 5],
      [say(locale, 'record_number'), 16],
      [say(locale, 'expert_name'), 10],
      [say(locale, 'employer'), 20],
      [say(locale, 'job_title'), 12],
      [say(locale, 'service'), 24],
      [say(locale, 'host_unit'), 20],
      [say(locale, 'service_time'), 18],
      [say(locale, 'days'), 6],
      ...(isForPublic ? [] : [[say(locale, 'code'), 22] as const]),
    ]),
    rows: listed.map(({ fields, code }, i): Cell[] => [
      i + 1,
      fields.number,
      isForPublic ? mask(fields.name) : fields.name,
      fields.employer,
      fields.title[locale],
      fields.service,
      fields.unit,
      sayPeriod(fields.from, fields.to, locale),
      fields.days,
      ...(isForPublic ? [] : [code]),
    ]),
    total: [
      say(locale, 'total'),
      say(locale, 'n_records', { n: all.length }),
      say(locale, 'n_people', { n: people }),
      ...['', '', '', '', ''],
      // One person's days of a year have a rule of their own; those of several are no days of anybody.
      people === 1 ? days : '',
      ...(isForPublic ? [] : ['']),
    ],
    notes: [
      ...(isForPublic ? [say(locale, 'records_masked')] : []),
      ...(counted > 0 ? [say(locale, 'services_counted', { n: counted })] : []),
    ],
  };
  return paperOf(ask, say(locale, 'records_title', { year: programme.year }), [table]);
}

async function listRecords(db: Db, { programme, reach, actor }: PaperAsk): Promise<ValidRecord[]> {
  const { teamId, year } = programme;
  const users = usersOf(actor);
  const isOwn = !isCoordinating(actor);
  const { rows } = await sql<{ id: string; system: string }>`/* name: experts_with_records */
    select expert.id, expert.system from expert
    where expert.team_id = ${teamId}
      and exists (select 1 from service_record s where s.team_id = ${teamId} and s.expert_id = expert.id and s.year = ${year})
      and (not ${isOwn}::boolean or expert.user_id = any(${users}::text[]) or expert.assistant_user = any(${users}::text[])
        or ${HOME_UNIT_USERS} && ${users}::text[])`.execute(db);
  const systemOf = new Map(rows.map(({ id, system }) => [id, system]));
  const records = await listOfExperts(db, teamId, { expertIds: [...systemOf.keys()], year });
  const within = records.filter(
    ({ expertId, fields }) =>
      isOwn ||
      reach.all ||
      fields?.districts.some((slug) => reach.districts.includes(slug)) ||
      reach.systems.includes(systemOf.get(expertId) ?? ''),
  );
  return validAmong(within).toSorted((a, b) => (a.number < b.number ? -1 : 1));
}
