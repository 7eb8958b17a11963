import { type SqlBool, sql } from 'kysely';
import { whoseBlanket } from '../claims/acts/record-blanket.ts';
import { listClaimsOf } from '../claims/file-sql.ts';
import { whoseRegistration } from '../directory/expert.ts';
import { type Actor, coordinatorFor } from '../directory/permissions.ts';
import { grantLeave } from '../directory/refuse.ts';
import { findExpert } from '../directory/repository.ts';
import { standingFor } from '../directory/standing.ts';
import { type Unit, whoseUnit } from '../directory/unit.ts';
import { findUnit } from '../directory/units-sql.ts';
import { listOfExperts } from '../records/record-sql.ts';
import { listReports } from '../reports/listings.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { enterOwn, enterRegister } from './enter-register.ts';
import { buildExpert } from './expert-views.ts';
import { isExpertInReach } from './experts-sql.ts';
import { listNeedsOf, listPeopleOf, sumServed } from './register-sql.ts';
import { buildUnit } from './unit-views.ts';
import type { Read } from './whole.ts';
import { say } from './words.ts';

/** So many needs or people of a unit are shown; the others are in the lists. */
const MOST_LISTED = 25;

/** An expert as the register has them, with this year's services: to themselves, their assistant and coordinators. */
export async function readExpert(deps: Deps, ask: Ask, id: string): Promise<Read> {
  const { db } = deps;
  const { teamId, userId, locale } = ask;
  const expert = await findExpert(db, teamId, id);
  const isOwn = expert !== undefined && [expert.userId, expert.assistantUser].includes(userId);
  const { asked, refusal } = isOwn ? await enterOwn(deps, ask) : await enterRegister(deps, ask, 'experts');
  if (!asked) return { refusal };
  if (!expert) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  if (!isOwn && !(await isExpertInReach(db, asked, id)))
    return { refusal: message(section(say(locale, 'not_in_reach'))) };
  const { actor, programme } = asked;
  const { year } = programme;
  const [claims, reports, served, records] = await Promise.all([
    listClaimsOf(db, teamId, [id], asked.today),
    listReports(
      db,
      teamId,
      sql<SqlBool>`report.year = ${year} and report.id in (
        select report_id from report_expert where team_id = ${teamId} and expert_id = ${id} and year = ${year})`,
    ),
    sumServed(db, { teamId, year }, id),
    listOfExperts(db, teamId, { expertIds: [id], year }),
  ]);
  const whose = whoseRegistration(expert);
  const built = buildExpert({ expert, programme, locale, actor, whose, claims, reports, served, records });
  const side = isOwn ? 'expert' : 'coordinator';
  const things = [{ kind: 'expert', id, label: '', expert: expert.name, employer: expert.employer }];
  return { whole: { ...built, programme, side, things, beside: !isOwn } };
}

/** A unit as the register has it, with this year's needs or its people: to coordinators. */
export async function readUnit(deps: Deps, ask: Ask, id: string): Promise<Read> {
  const { db } = deps;
  const { teamId, locale } = ask;
  const { asked, refusal } = await enterRegister(deps, ask, 'units');
  if (!asked) return { refusal };
  const unit = await findUnit(db, teamId, id);
  if (!unit) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { actor, programme } = asked;
  const whose = whoseUnit(unit, actor);
  const object = { kind: 'unit', id };
  const leave = await grantLeave(deps, ask, actor, { act: 'edit_unit', whose, object });
  if (leave.refusal) return { refusal: leave.refusal };
  const none = { rows: [], total: 0 };
  const [needs, people] = await Promise.all([
    unit.kind === 'host_unit' ? listNeedsOf(db, programme, id, MOST_LISTED) : none,
    unit.kind === 'home_unit' ? listPeopleOf(db, teamId, id, MOST_LISTED) : none,
  ]);
  const asksByLink = deps.publicUrl !== undefined && asksInAdvance(unit, actor);
  const built = buildUnit({ unit, programme, locale, actor, whose, asksByLink, needs, people });
  const things = [
    { kind: 'unit', id, label: '' },
    { kind: 'organisation', id, label: '' },
  ];
  return { whole: { ...built, programme, side: 'coordinator', things, beside: true } };
}

/** A coordinator who may write down what the home unit says may ask it by an address as well. */
function asksInAdvance(unit: Unit, actor: Actor): boolean {
  const { kind, system, contacts, deputies } = unit;
  const whose = whoseBlanket({ system, contacts: [...contacts, ...deputies] }, undefined);
  const standing = standingFor(actor, 'make_link', whose) ?? coordinatorFor(actor, 'make_link', whose);
  return kind === 'home_unit' && standing !== undefined;
}
