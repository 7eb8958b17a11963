import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Person } from '../people.ts';

/** Whether one of these ids stands in the column. */
export function isOneOf(column: string, ids: readonly string[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} = any(${[...ids]}::text[])`;
}

/** Whether the column speaks of the person by name, number or account. */
export function speaksOf(column: string, { pattern }: Pick<Person, 'pattern'>): RawBuilder<SqlBool> {
  return pattern === undefined ? sql<SqlBool>`false` : sql<SqlBool>`${sql.ref(column)}::text ~ ${pattern}`;
}

export const EMPTY = sql`''`;
export const NULL = sql`null`;

/** What somebody wrote into an act, as the audit trail keeps it: under these words of its details. */
const WRITTEN = ['reason', 'objection', 'other_date', 'evidence', 'words', 'text', 'note'];

/** The act stays, and what was written with it goes. */
export const WITHOUT_WORDS = { details: sql`audit.details - ${WRITTEN}::text[]` };

/** The acts on things of one kind. */
export function actsOn(kind: string, things: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`audit.object_kind = ${kind} and audit.object_id in (${things})`;
}

/** A name that is no one's: of whoever did something in a year whose personal data are gone. */
export const NOBODY_NAMED = sql`'-'`;
