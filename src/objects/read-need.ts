import { type SqlBool, sql } from 'kysely';
import type { ClaimCase } from '../claims/case-sql.ts';
import { listCases } from '../claims/cases-sql.ts';
import { isPublic, NO_SEATS } from '../demands/demand.ts';
import { readDemandEntry } from '../demands/entry-sql.ts';
import { countSeats, findDemand } from '../demands/repository.ts';
import { findActedFor } from '../directory/acting-sql.ts';
import type { Whose } from '../directory/permissions.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import { type Standing, standingFor } from '../directory/standing.ts';
import { today } from '../programme/programme.ts';
import { listReports } from '../reports/listings.ts';
import { expertsOf } from '../reports/report.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { PUBLIC_ACTS, type Side } from './history.ts';
import { buildNeed, type NeedShown } from './need-views.ts';
import type { Read } from './whole.ts';

/** More claims than these of one need are counted, not shown. */
const MOST_CLAIMS = 60;

/** A need whole: to its host and coordinators all of it, to others what they may see of it. */
export async function readNeed(deps: Deps, ask: Ask, id: string): Promise<Read> {
  const { db } = deps;
  const { teamId, userId, locale, reader, now } = ask;
  const { programme, roles, case: found } = await readDemandEntry(db, ask, id);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!found) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { demand, around } = found;
  const [cases, seats, allReports, acted, follows] = await Promise.all([
    listCases(db, teamId, id, MOST_CLAIMS),
    countSeats(db, teamId, [id]),
    listReports(db, teamId, sql<SqlBool>`report.demand_id = ${id}`),
    findActedFor(db, teamId, userId),
    demand.follows ? findDemand(db, teamId, demand.follows) : undefined,
  ]);
  const actor = actorOf(reader, roles);
  const base: Whose = { poster: demand.poster, hostUsers: around.hostUsers };
  const theirs = [actor, ...(actor.standsInFor ?? [])].flatMap(({ districts }) => districts);
  const seen = demand.districts.find((one) => theirs.includes(one)) ?? demand.district;
  const whose = { ...base, ...peopleOf(cases), district: seen };
  const isAnybodys = demand.publishedAt !== undefined && isPublic(demand);
  const standing = standingFor(actor, 'see_demand', whose);
  if (!standing && !isAnybodys) {
    const object = { kind: 'demand', id };
    const { refusal } = await grantLeave(deps, ask, actor, {
      act: 'see_demand',
      whose,
      object,
      year: demand.year,
    });
    if (refusal) return { refusal };
  }
  const claims = cases.filter((one) => maySee(one, standing, userId));
  const side = sideOf(standing);
  const isWhole = side === 'host' || (side === 'coordinator' && standing?.as !== 'system');
  const reports = allReports.filter((one) => isWhole || isTheirs(one, userId));
  const confirmed = claims.filter(({ claim }) => claim.state === 'confirmed');
  const owner = { ...base, district: demand.district };
  const holds = { ...owner, ...peopleOf(confirmed) };
  const experts = [...(acted.own ? [acted.own] : []), ...acted.assisted];
  const shown: NeedShown = {
    demand,
    programme,
    locale,
    today: today(programme, now),
    seats: seats.get(id) ?? NO_SEATS,
    follows: follows && { id: follows.id, number: follows.number },
    claims,
    reports,
    actor,
    side,
    isWhole: isWhole || (side === 'expert' && confirmed.length > 0),
    withContact: standingFor(actor, 'see_demand_contact', holds) !== undefined,
    whose: owner,
    reporting: { ...holds, systems: confirmed.map(({ expert }) => expert.system) },
    mayClaim: experts.some(
      (one) =>
        one.state === 'verified' &&
        !cases.some(({ claim }) => claim.expertId === one.id && claim.endedAt === undefined),
    )
      ? userId
      : undefined,
    offersLinks: deps.publicUrl !== undefined,
  };
  const { things, ...whole } = buildNeed(shown);
  return {
    whole: { ...whole, programme, side, things, beside: isWhole, ...(isWhole ? {} : { told: narrow(side) }) },
  };
}

/** Of the need itself what everybody may know; of claims and reports, only one's own are among the things. */
function narrow(side: Side) {
  return side === 'anybody' ? PUBLIC_ACTS : NARROW;
}

const NARROW = [
  ...PUBLIC_ACTS,
  ...(['claim_slot', 'withdraw_claim', 'keep_claim', 'expire_claim', 'lapse_claim', 'give_consent'] as const),
  ...(['record_consent', 'own_pledge', 'refuse_consent', 'recall_expert', 'accept_expert'] as const),
  ...(['decline_expert', 'waive_report', 'report_no_show', 'object_no_show', 'uphold_no_show'] as const),
  ...(['dismiss_no_show', 'file_report', 'revise_report', 'confirm_report', 'object_report'] as const),
  ...(['accept_report', 'return_report', 'override_host', 'amend_report', 'ask_amendment'] as const),
  ...(['return_amendment', 'void_report'] as const),
];

function peopleOf(cases: readonly ClaimCase[]): Whose {
  return {
    expertUsers: cases.map(({ expert }) => expert.userId ?? null),
    assistantUsers: cases.map(({ expert }) => expert.assistantUser ?? null),
    homeUnitUsers: cases.flatMap(({ around }) => around.homeUnitUsers),
    systems: cases.map(({ expert }) => expert.system),
  };
}

export function sideOf(standing: Standing | undefined): Side {
  switch (standing?.as) {
    case 'poster':
    case 'host':
      return 'host';
    case 'district':
    case 'system':
    case 'bureau':
      return 'coordinator';
    case 'expert':
    case 'assistant':
      return 'expert';
    case 'home_unit':
      return 'home_unit';
    case 'author':
      return 'author';
    case 'member':
    case 'admin':
    case undefined:
      return 'anybody';
  }
}

/** The host and the coordinators of the district see every claim; others their own, their people's, their system's. */
function maySee({ expert, around }: ClaimCase, standing: Standing | undefined, userId: string): boolean {
  if (!standing) return false;
  const side = sideOf(standing);
  if (side === 'host' || (side === 'coordinator' && standing.as !== 'system')) return true;
  return (
    expert.userId === userId ||
    expert.assistantUser === userId ||
    around.homeUnitUsers.includes(userId) ||
    (standing.as === 'system' && standing.by.systems.includes(expert.system))
  );
}

function isTheirs(report: Parameters<typeof expertsOf>[0] & { author: string }, userId: string): boolean {
  const { expertUsers, assistantUsers } = expertsOf(report);
  return report.author === userId || expertUsers.includes(userId) || assistantUsers.includes(userId);
}
