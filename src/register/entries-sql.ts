import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Expert } from '../directory/expert.ts';
import { findOrganisation, type Organisation } from '../directory/organisations.ts';
import type { Act, Actor, Whose } from '../directory/permissions.ts';
import { partFor } from '../directory/permissions.ts';
import { findExpert, listExperts } from '../directory/repository.ts';
import { saysAll } from '../directory/search-experts.ts';
import type { Locale } from '../i18n/locale.ts';
import { districtName, systemName } from '../programme/places.ts';
import { MOST_OPTIONS } from '../slack/form.ts';
import type { Entry } from './views.ts';

/** One of the register, and within whose reach it lies. */
export interface Known extends Entry {
  whose: Whose;
  expert?: Expert;
  /** Of a unit: whether it sends experts or receives them. */
  unitKind?: Organisation['kind'];
}

/** In whose words, and by the names of which year. */
export interface Frame {
  locale: Locale;
  year: number;
}

/** The expert or unit of this id; the one that stays, where it was kept twice. */
export async function findEntry(
  db: Db,
  teamId: string,
  id: string,
  frame: Frame,
): Promise<Known | undefined> {
  const expert = await findExpert(db, teamId, id);
  if (expert) return knownExpert(expert);
  const unit = await findOrganisation(db, teamId, id);
  return unit && knownUnit(unit, frame);
}

/** Whether any of them is an expert who was erased: nobody is that person any more, and what is left follows nobody. */
export async function isAnyErased(db: Db, teamId: string, ids: readonly string[]): Promise<boolean> {
  const found = await db
    .selectFrom('expert')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', 'in', [...ids])
    .where('erased_at', 'is not', null)
    .executeTakeFirst();
  return found !== undefined;
}

function knownExpert(expert: Expert): Known {
  const { id, name, employer: detail, userId = null, assistantUser = null, system } = expert;
  // No district has an expert: that is a system's, or the bureau's.
  const whose = { expertUsers: [userId], assistantUsers: [assistantUser], systems: [system], district: '' };
  return { kind: 'expert', id, name, detail, whose, expert };
}

function knownUnit({ id, kind, name, district, system }: Organisation, { locale, year }: Frame): Known {
  const detail = district ? districtName(district, locale, year) : system ? systemName(system, locale) : '';
  const whose = { district, systems: kind === 'home_unit' && system ? [system] : [] };
  return { kind: 'unit', id, name, detail, whose, unitKind: kind };
}

/** May they do this with it? Somebody's own they never merge. */
export function reaches(actor: Actor, act: Act, { whose }: Known): boolean {
  return partFor(actor, act, whose) !== undefined;
}

/** The others of the same kind within their reach whose name, or whose employer's name, says what was typed. */
export async function searchOthers(
  db: Db,
  teamId: string,
  { one, query, actor, frame }: { one: Known; query: string; actor: Actor; frame: Frame },
): Promise<Known[]> {
  const within = { bureau: actor.bureau, systems: [...actor.systems], districts: [...actor.districts] };
  if (one.kind === 'expert') {
    const { rows } = await sql<{ id: string }>`select e.id from expert e
      join organisation o on o.team_id = e.team_id and o.id = e.employer_id
      where e.team_id = ${teamId} and e.merged_into is null and e.erased_at is null and e.id <> ${one.id}
        and ${saysAll(sql`concat_ws(' ', e.name, o.name)`, query)}
        and (${within.bureau}::boolean or e.system = any(${within.systems}::text[]))
      order by e.name, e.id limit ${MOST_OPTIONS}`.execute(db);
    const found = await listExperts(
      db,
      teamId,
      rows.map(({ id }) => id),
    );
    return found
      .map(knownExpert)
      .filter((other) => reaches(actor, 'merge', other))
      .toSorted((a, b) => Number(b.name === one.name) - Number(a.name === one.name));
  }
  const { rows } = await sql<Organisation>`
    select o.id, o.kind, o.name, o.district, o.system from organisation o
    where o.team_id = ${teamId} and o.merged_into is null and o.id <> ${one.id} and o.kind = ${one.unitKind ?? ''}
      and ${saysAll(sql`o.name`, query)}
      and (${within.bureau}::boolean or o.system = any(${within.systems}::text[])
        or o.district = any(${within.districts}::text[]))
    order by o.name, o.id limit ${MOST_OPTIONS}`.execute(db);
  return rows.map((unit) => knownUnit(unit, frame)).filter((other) => reaches(actor, 'merge', other));
}
