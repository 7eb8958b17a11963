import { sql } from 'kysely';
import type { Db } from '../../db/open.ts';
import { districtsOf, showTime, titleOf } from '../../demands/blocks.ts';
import { type Demand, demandPhase, isPublic, isReduced, NO_SEATS, type Seats } from '../../demands/demand.ts';
import { countSeats, listDemands } from '../../demands/repository.ts';
import { say as sayDemand } from '../../demands/words.ts';
import { standingFor } from '../../directory/standing.ts';
import { joinNames } from '../../i18n/words.ts';
import { labelOf } from '../../programme/catalogue.ts';
import { today } from '../../programme/programme.ts';
import type { Fault, PaperAsk } from '../job.ts';
import type { Cell, Paper, PaperTable } from '../paper.ts';
import { say } from '../words-lists.ts';
import { columnsOf, footOf, paperOf } from './frame.ts';
import { needWithin } from './scope-sql.ts';

/** 需求征集汇总表: what was asked for in the year; of the line that shows counts only, how many. */
export async function readNeeds(db: Db, ask: PaperAsk): Promise<Paper | Fault> {
  const { programme, locale } = ask;
  const all = await listNeeds(db, ask);
  if (all.length === 0) return 'nothing';
  const seats = await countSeats(
    db,
    programme.teamId,
    all.map(({ id }) => id),
  );
  const listed = all.filter(isPublic);
  const slots = all.reduce((sum, { expertSlots }) => sum + expertSlots, 0);
  const counted = all.length - listed.length;
  const table: PaperTable = {
    kind: 'table',
    title: say(locale, 'needs_sheet'),
    columns: columnsOf([
      [say(locale, 'no'), 5],
      [say(locale, 'need_unit'), 20],
      [say(locale, 'unit_type'), 12],
      [say(locale, 'need_district'), 12],
      [say(locale, 'need_title'), 20],
      [say(locale, 'need_content'), 30],
      [say(locale, 'need_experts'), 16],
      [say(locale, 'modes'), 10],
      [say(locale, 'need_time'), 16],
      [say(locale, 'expected'), 20],
      [say(locale, 'conditions'), 14],
      [say(locale, 'contact'), 16],
      [say(locale, 'remarks'), 16],
    ]),
    rows: listed.map((one, i) => rowOf(one, i + 1, seats.get(one.id) ?? NO_SEATS, ask)),
    total: [
      say(locale, 'total'),
      say(locale, 'n_needs', { n: all.length }),
      ...['', '', '', ''],
      say(locale, 'n_slots', { n: slots }),
      ...['', '', '', '', '', ''],
    ],
    notes: [
      ...(counted > 0 ? [say(locale, 'needs_counted', { n: counted })] : []),
      ...(listed.some(isReduced) ? [say(locale, 'needs_reduced')] : []),
    ],
  };
  return paperOf(ask, say(locale, 'needs_title', { year: programme.year }), [table, ...footOf(locale)]);
}

/** In the order of their numbers; what was returned or refused is no need of the year. */
async function listNeeds(db: Db, { programme, reach }: PaperAsk): Promise<Demand[]> {
  const { teamId, year } = programme;
  const { rows } = await sql<{ id: string }>`/* name: needs_on_paper */
    select d.id from demand d
    where d.team_id = ${teamId} and d.year = ${year} and d.state not in ('returned', 'rejected') and ${needWithin(reach)}`.execute(
    db,
  );
  const found = await listDemands(
    db,
    teamId,
    rows.map(({ id }) => id),
  );
  return found.toSorted((a, b) => (a.number < b.number ? -1 : 1));
}

function rowOf(demand: Demand, no: number, seats: Seats, ask: PaperAsk): Cell[] {
  const { programme, locale, actor, now } = ask;
  const { catalogue } = programme;
  const whole = !isReduced(demand);
  const mayCall =
    whole && standingFor(actor, 'see_demand_contact', { district: demand.district }) !== undefined;
  const phase = demandPhase(demand, seats, today(programme, now));
  const wanted = [
    demand.field && labelOf(catalogue.fields, demand.field, locale),
    whole && demand.expertRequirement,
  ];
  const modes = demand.modes.map((id) => labelOf(catalogue.modes, id, locale));
  return [
    no,
    whole ? demand.unitName : '',
    demand.unitType ? labelOf(catalogue.unit_types, demand.unitType, locale) : '',
    districtsOf(demand, programme, locale),
    titleOf(demand, programme, locale),
    whole ? demand.description : '',
    [...wanted, say(locale, 'n_slots', { n: demand.expertSlots })]
      .filter(Boolean)
      .join(locale === 'zh' ? '；' : '; '),
    joinNames(modes, locale),
    showTime(demand, programme, locale),
    whole ? demand.expectedOutcome : '',
    whole ? demand.conditionsOffered : '',
    mayCall ? [demand.contactName, demand.contactPhone].filter(Boolean).join(' ') : '',
    [demand.number, sayDemand(locale, `phase_${phase}`)].join(' '),
  ];
}
