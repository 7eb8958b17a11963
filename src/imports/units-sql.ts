import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { nameKey } from '../directory/organisations.ts';
import { type UnitForm, unitKey } from './kinds/units.ts';
import { inParts } from './rows-sql.ts';

export interface MadeUnit {
  id: string;
  /** It wasn't there before. */
  isNew: boolean;
}

/**
 * The units that are called so, today or formerly or by another of their names, made where they aren't known yet; by
 * `unitKey`; of two that were merged the one that stays, and none is merged until the transaction ends. What
 * `ensureOrganisation` does for one; always in one order: nobody waits in a ring.
 */
export async function ensureUnits(
  trx: Trx,
  { teamId, now }: { teamId: string; now: Temporal.Instant },
  units: readonly UnitForm[],
): Promise<Map<string, MadeUnit>> {
  const wanted = new Map(units.map((unit) => [unitKey(unit), unit]));
  const made = new Map<string, MadeUnit>();
  const sorted = [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit);
  for (const part of inParts(sorted)) {
    const listed = part.map((unit) => ({ ...unit, id: randomUUID(), nameKey: nameKey(unit.name) }));
    const json = JSON.stringify(listed);
    const { rows: inserted } = await sql<{ id: string }>`
      with wanted as (
        select * from jsonb_to_recordset(${json}::jsonb) as w (id text, kind text, name text, "nameKey" text,
          "unitType" text, district text, system text)
      ), named as (
        insert into organisation_name (team_id, kind, district, name_key, organisation_id, name, added_at)
        select ${teamId}, w.kind, w.district, w."nameKey", coalesce(o.id, w.id), w.name, ${now}::timestamptz
        from wanted w
        left join organisation o on o.team_id = ${teamId} and o.kind = w.kind and o.district = w.district
          and o.name_key = w."nameKey"
        on conflict on constraint organisation_name_of_one_unit do nothing
        returning organisation_id as id
      )
      insert into organisation (team_id, id, kind, name, name_key, unit_type, district, districts, system, created_at)
      select ${teamId}, w.id, w.kind, w.name, w."nameKey", w."unitType", w.district,
        array_remove(array[w.district], ''), w.system, ${now}::timestamptz
      from wanted w join named on named.id = w.id
      returning id`.execute(trx);
    // A statement of its own: it sees what another act made at the same moment.
    const { rows } = await sql<Found>`
      select coalesce(o.merged_into, o.id) as id, n.kind, n.district, n.name_key from organisation_name n
      join organisation o on o.team_id = n.team_id and o.id = n.organisation_id
      join jsonb_to_recordset(${json}::jsonb) as w (kind text, "nameKey" text, district text)
        on w.kind = n.kind and w.district = n.district and w."nameKey" = n.name_key
      where n.team_id = ${teamId}
      order by o.id for share of o`.execute(trx);
    const news = new Set(inserted.map(({ id }) => id));
    for (const { id, kind, district, name_key: name } of rows)
      made.set(unitKey({ kind, district, name }), { id, isNew: news.has(id) });
  }
  return made;
}

interface Found {
  id: string;
  kind: UnitForm['kind'];
  district: string;
  name_key: string;
}
