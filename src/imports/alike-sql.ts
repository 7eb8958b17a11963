import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { DemandForm } from '../demands/demand-form.ts';
import { nameKey } from '../directory/organisations.ts';
import type { Kind, Likely } from './import.ts';
import type { NamedExpert } from './kinds/check.ts';
import { needKey } from './kinds/demands.ts';
import { type ExpertForm, personKeys } from './kinds/experts.ts';
import { nameOf, type ServiceForm, serviceKeys } from './kinds/reports.ts';
import { anywhereKey, type UnitForm, unitKey } from './kinds/units.ts';

interface Asked {
  teamId: string;
  /** Of needs: the year for new ones. */
  year: number;
}

/** What is there already and looks like one of these, by the keys that rows have; in one statement. */
export async function listAlike(
  db: Db,
  asked: Asked,
  kind: Kind,
  forms: readonly object[],
): Promise<Map<string, Likely>> {
  if (forms.length === 0) return new Map();
  switch (kind) {
    case 'units':
      return listUnits(db, asked, forms as readonly UnitForm[]);
    case 'experts':
      return listPeople(db, asked, forms as readonly ExpertForm[]);
    case 'demands':
      return listNeeds(db, asked, forms as readonly DemandForm[]);
    case 'reports':
      return listServices(db, asked, forms as readonly ServiceForm[]);
  }
}

/** By every name that a unit has or had. */
async function listUnits(db: Db, { teamId }: Asked, forms: readonly UnitForm[]) {
  const { rows } = await sql<{
    id: string;
    name: string;
    kind: UnitForm['kind'];
    district: string;
    key: string;
  }>`
    select o.id, o.name, n.kind, n.district, n.name_key as key from organisation_name n
    join organisation o on o.team_id = n.team_id and o.id = n.organisation_id
    where n.team_id = ${teamId} and n.name_key = ${anyOf(forms.map(({ name }) => nameKey(name)))}`.execute(
    db,
  );
  const elsewhere = rows
    .filter(({ kind }) => kind === 'host_unit')
    .map(({ id, name, key }): [string, Likely] => [anywhereKey(key), { id, name }]);
  const same = rows.map(({ id, name, kind, district, key }): [string, Likely] => [
    unitKey({ kind, name: key, district }),
    { id, name, isCertain: true },
  ]);
  return new Map([...elsewhere, ...same]);
}

async function listPeople(db: Db, { teamId }: Asked, forms: readonly ExpertForm[]) {
  const { rows } = await sql<{ id: string; name: string; phone: string; employer: string; called: string }>`
    select k.id, e.name, e.phone, o.name as employer, n.name as called from expert e
    join expert k on k.team_id = e.team_id and k.id = coalesce(e.merged_into, e.id)
    join organisation o on o.team_id = e.team_id and o.id = e.employer_id
    join organisation_name n on n.team_id = o.team_id and n.organisation_id = o.id
    where e.team_id = ${teamId} and e.name = ${anyOf(forms.map(({ name }) => name))}`.execute(db);
  return new Map(
    rows.flatMap(({ id, name, phone, employer, called }) =>
      personKeys({ name, phone, employer: called }).map((key): [string, Likely] => [
        key,
        { id, name: `${name} · ${employer}` },
      ]),
    ),
  );
}

async function listNeeds(db: Db, { teamId, year }: Asked, forms: readonly DemandForm[]) {
  const { rows } = await sql<{ id: string; number: string; title: string; called: string }>`
    select d.id, d.number, d.title, n.name as called from demand d
    join organisation_name n on n.team_id = d.team_id and n.organisation_id = d.host_unit_id
    where d.team_id = ${teamId} and d.year = ${year} and d.state not in ('rejected', 'cancelled')
      and n.name_key = ${anyOf(forms.map(({ unit_name }) => nameKey(unit_name)))}`.execute(db);
  return new Map(
    rows.map(({ id, number, title, called }): [string, Likely] => [
      needKey({ unit_name: called, title }),
      { id, name: `${number} ${title}` },
    ]),
  );
}

async function listServices(db: Db, { teamId }: Asked, forms: readonly ServiceForm[]) {
  interface Found {
    id: string;
    number: string;
    title: string;
    place: string;
    expert_id: string;
    service_start: string;
    service_end: string;
  }
  const { rows } = await sql<Found>`
    select r.id, r.number, r.title, r.place, re.expert_id, r.service_start, r.service_end from report r
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    where r.team_id = ${teamId} and r.state <> 'voided'
      and re.expert_id = ${anyOf(forms.flatMap(({ expertIds }) => expertIds))}
      and r.service_start = any(${[...new Set(forms.map(({ serviceStart }) => serviceStart))]}::date[])`.execute(
    db,
  );
  return new Map(
    rows.flatMap(({ id, number, title, place, expert_id, service_start, service_end }) =>
      serviceKeys({
        serviceStart: service_start,
        serviceEnd: service_end,
        place,
        expertIds: [expert_id],
      }).map((key): [string, Likely] => [key, { id, name: `${number} ${title}` }]),
    ),
  );
}

/** Everybody of these names, verified or not; of two who were merged the one that stays. */
export async function listNamed(
  db: Db,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, NamedExpert[]>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string; state: string; employers: string[] }>`
    select distinct on (e.name, k.id) k.id, e.name, k.state, array(
        select n.name_key from organisation_name n
        where n.team_id = k.team_id and n.organisation_id = k.employer_id) as employers
    from expert e join expert k on k.team_id = e.team_id and k.id = coalesce(e.merged_into, e.id)
    where e.team_id = ${teamId} and e.name = ${anyOf(names)}`.execute(db);
  return Map.groupBy(
    rows.map(({ id, name, state, employers }) => ({ id, name, employers, isVerified: state === 'verified' })),
    ({ name }) => nameOf(name),
  );
}

function anyOf(values: readonly string[]) {
  return sql<string>`any(${[...new Set(values)]}::text[])`;
}
