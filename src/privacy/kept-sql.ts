import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { TableName } from '../db/tables.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Person, PersonalRows } from '../people.ts';
import type { Room } from '../room.ts';

/** What is kept of somebody under one title. */
export interface Category {
  title: string;
  n: number;
}

/** The same with what it says. */
export interface Sheet extends Category {
  columns: string[];
  rows: Record<string, unknown>[];
}

interface Told {
  table: TableName;
  title: string;
  where: RawBuilder<unknown>;
  gives: NonNullable<PersonalRows['gives']>;
}

/** Every room's part of what is told, in the order of the story. */
function listTold(rooms: readonly Room[], person: Person, locale: Locale): Told[] {
  return rooms.flatMap(({ people }) =>
    (people?.personal ?? []).flatMap(({ table, rows = [] }) =>
      rows.flatMap(({ title, of, gives }) =>
        title && of && gives ? [{ table, title: title(locale), where: of(person), gives }] : [],
      ),
    ),
  );
}

/** What there is of it, and how many. */
export async function countKept(
  db: Db,
  rooms: readonly Room[],
  person: Person,
  locale: Locale,
): Promise<Category[]> {
  const told = listTold(rooms, person, locale);
  const counts = told.map(
    ({ table, where }, i) => sql`select ${i}::integer as i, count(*)::integer as n from ${sql.table(table)}
      where ${sql.ref(`${table}.team_id`)} = ${person.teamId} and (${where})`,
  );
  const { rows } = await sql<{ i: number; n: number }>`${sql.join(counts, sql` union all `)}`.execute(db);
  return rows
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => a.i - b.i)
    .map(({ i, n }) => ({ title: told[i]?.title ?? '', n }));
}

/** All of it. */
export async function readKept(
  db: Db,
  rooms: readonly Room[],
  person: Person,
  locale: Locale,
): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  for (const { table, title, where, gives } of listTold(rooms, person, locale)) {
    const named = gives.map((one) =>
      typeof one === 'string' ? ([one, sql.ref(`${table}.${one}`)] as const) : one,
    );
    const pairs = named.map(([name, value]) => sql`${name}::text, ${value}`);
    const { rows: found } = await sql<{ row: Record<string, unknown> }>`
      select jsonb_build_object(${sql.join(pairs)}) as row from ${sql.table(table)}
      where ${sql.ref(`${table}.team_id`)} = ${person.teamId} and (${where})
      order by 1`.execute(db);
    const columns = named.map(([name]) => name);
    const first = columns[0] ?? '';
    const sorted = found
      .map(({ row }) => row)
      .toSorted((a, b) => String(a[first]).localeCompare(String(b[first])));
    if (found.length > 0) sheets.push({ title, n: found.length, columns, rows: sorted });
  }
  return sheets;
}
