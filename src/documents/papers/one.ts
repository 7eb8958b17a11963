import { say as sayClaim } from '../../claims/words.ts';
import type { Db } from '../../db/open.ts';
import { districtsOf, showTime, titleOf } from '../../demands/blocks.ts';
import { type Demand, demandPhase, isReduced, NO_SEATS } from '../../demands/demand.ts';
import { countSeats, findDemand } from '../../demands/repository.ts';
import { say as sayDemand } from '../../demands/words.ts';
import type { Whose } from '../../directory/permissions.ts';
import { standingFor } from '../../directory/standing.ts';
import { figuresIn, labelOf } from '../../programme/catalogue.ts';
import { today } from '../../programme/programme.ts';
import type { Fault, PaperAsk } from '../job.ts';
import { whoseObject } from '../object.ts';
import { findObject } from '../object-sql.ts';
import type { Paper, PaperBlock } from '../paper.ts';
import { isCoordinating } from '../reach.ts';
import { say } from '../words-lists.ts';
import { columnsOf, paperOf, sayPeriod } from './frame.ts';
import { listClaimsOf, listReportsOf } from './one-sql.ts';
import { sayFigures } from './reports.ts';

/** One need: the six clarities, who goes, where it stands, and what was reported; to each what they may know of it. */
export async function readOne(db: Db, ask: PaperAsk): Promise<Paper | Fault> {
  const { programme, locale, actor, object = '' } = ask;
  const { teamId } = programme;
  const named = await findObject(db, teamId, object);
  const demand = named && (await findDemand(db, teamId, named.id));
  if (!demand) return 'gone';
  const whose = whoseObject(named, actor);
  if (!standingFor(actor, 'export_one', whose)) return 'not_yours';
  const seats = (await countSeats(db, teamId, [demand.id])).get(demand.id) ?? NO_SEATS;
  const phase = demandPhase(demand, seats, today(programme, ask.now));
  const mayCall = standingFor(actor, 'see_demand_contact', whose) !== undefined;
  const isTold = !isReduced(demand) || mayCall;
  const title = say(locale, 'one_title', { number: demand.number });
  return paperOf(ask, title, [
    ...clarities(demand, ask, { isTold, mayCall }),
    { kind: 'field', label: say(locale, 'state'), value: sayDemand(locale, `phase_${phase}`) },
    ...(await expertsOf(db, demand, ask, whose)),
    ...(await reportsOf(db, demand, ask, isTold)),
  ]);
}

/** 六个明确: who, where, what, when, what for, and whom to call. */
function clarities(
  demand: Demand,
  { programme, locale }: PaperAsk,
  { isTold, mayCall }: { isTold: boolean; mayCall: boolean },
): PaperBlock[] {
  const { catalogue } = programme;
  const field = (key: Parameters<typeof say>[1], value: string, isOpen = isTold): PaperBlock => ({
    kind: 'field',
    label: say(locale, key),
    value: isOpen ? value : say(locale, 'not_told'),
  });
  const contact = [demand.contactName, demand.contactPhone].filter(Boolean).join(' ');
  return [
    field('need_title', isTold ? demand.title : titleOf(demand, programme, locale), true),
    field('need_unit', demand.unitName),
    field('districts', districtsOf(demand, programme, locale), true),
    field('line', labelOf(catalogue.action_lines, demand.actionLine, locale), true),
    { kind: 'heading', level: 1, text: say(locale, 'six_clarities') },
    field(
      'clear_who',
      [demand.expertRequirement, say(locale, 'n_slots', { n: demand.expertSlots })].filter(Boolean).join(' '),
    ),
    field('clear_where', demand.place),
    field('clear_what', demand.description),
    field('clear_when', showTime(demand, programme, locale), true),
    field('clear_goal', demand.expectedOutcome),
    field('clear_contact', contact, mayCall),
    field('conditions', demand.conditionsOffered),
  ];
}

/** Host and experts read who is bound to it; coordinators also who isn't yet, and how to reach them. */
async function expertsOf(db: Db, demand: Demand, ask: PaperAsk, whose: Whose): Promise<PaperBlock[]> {
  const { programme, locale, actor } = ask;
  const heading: PaperBlock = { kind: 'heading', level: 1, text: say(locale, 'experts') };
  const isOffice = isCoordinating(actor) && standingFor(actor, 'claim_for', whose) !== undefined;
  const all = await listClaimsOf(db, programme.teamId, demand.id);
  const shown = isOffice
    ? all
    : all.filter(({ state }) => state === 'confirmed' || state === 'report_waived');
  if (shown.length === 0) return [heading, { kind: 'paragraph', text: say(locale, 'no_experts') }];
  return [
    heading,
    {
      kind: 'table',
      title: say(locale, 'experts'),
      columns: columnsOf([
        [say(locale, 'expert_name'), 10],
        [say(locale, 'employer'), 20],
        [say(locale, 'job_title'), 12],
        [say(locale, 'number'), 14],
        [say(locale, 'state'), 18],
        ...(isOffice ? [[say(locale, 'phone'), 16] as const] : []),
      ]),
      rows: shown.map((one) => [
        one.name,
        one.employer,
        labelOf(programme.catalogue.titles, one.title, locale),
        one.number,
        sayClaim(locale, `state_${one.state}`),
        ...(isOffice ? [one.phone] : []),
      ]),
    },
  ];
}

async function reportsOf(db: Db, demand: Demand, ask: PaperAsk, isTold: boolean): Promise<PaperBlock[]> {
  const { programme, locale } = ask;
  const all = await listReportsOf(db, programme.teamId, demand.id);
  const heading: PaperBlock = { kind: 'heading', level: 1, text: say(locale, 'reports') };
  if (all.length === 0) return [heading, { kind: 'paragraph', text: say(locale, 'no_reports') }];
  return [
    heading,
    {
      kind: 'table',
      title: say(locale, 'reports'),
      columns: columnsOf([
        [say(locale, 'number'), 14],
        [say(locale, 'service_time'), 18],
        [say(locale, 'results'), 34],
        [say(locale, 'state'), 18],
      ]),
      rows: all.map((one) => [
        one.number,
        sayPeriod(one.from, one.to, locale),
        isTold
          ? sayFigures(programme, demand.actionLine, figuresIn(one.metrics), locale)
          : say(locale, 'not_told'),
        say(locale, `report_${one.state}`),
      ]),
    },
  ];
}
