import { type SqlBool, sql } from 'kysely';
import { listLiveCases } from '../../claims/case-sql.ts';
import { findDemand } from '../../demands/repository.ts';
import { askLeave } from '../../directory/refuse.ts';
import { programmeOf } from '../../programme/repository.ts';
import { listReports } from '../../reports/listings.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { asksAboutClaim, asksAboutReport } from '../link.ts';
import { buildChoice, type Waiting } from '../views.ts';

export type Choice = { only: Waiting } | { answer: Message };

/** Of a need: what of it waits for an answer that may come by a link. One alone is meant; of several one is chosen. */
export async function chooseRequest(deps: Deps, click: Click): Promise<Choice> {
  const { db } = deps;
  const { teamId, locale, value: id, reader } = click;
  const demand = await findDemand(db, teamId, id);
  if (!demand) return { answer: message(section(sayShared(locale, 'not_found'))) };
  const whose = { district: demand.district, systems: [] };
  const { refusal } = await askLeave(deps, click, 'make_link', whose, { kind: 'demand', id });
  if (refusal) return { answer: refusal };
  const [cases, reports] = await Promise.all([
    listLiveCases(db, teamId, id),
    listReports(db, teamId, sql<SqlBool>`report.demand_id = ${id} and report.state = 'submitted'`),
  ]);
  const claims = cases.flatMap((claimCase): Waiting[] => {
    const asks = asksAboutClaim(claimCase);
    const { claim, expert } = claimCase;
    return asks ? [{ kind: 'claim', id: claim.id, asks, number: claim.number, name: expert.name }] : [];
  });
  const waiting = [
    ...claims,
    ...reports.filter(asksAboutReport).map(
      (one): Waiting => ({
        kind: 'report',
        id: one.id,
        asks: 'report',
        number: one.number,
        name: one.title,
      }),
    ),
  ];
  const [only, ...others] = waiting;
  if (only && others.length === 0) return { only };
  const programme = await programmeOf(db, { teamId, year: demand.year }, reader.tz);
  return { answer: buildChoice(demand, waiting, programme, locale) };
}
