import { type RawBuilder, sql } from 'kysely';
import { nameInYear } from '../directory/unit-names-sql.ts';

/** Somebody in whose name a press may be meant. */
export interface Claimant {
  id: string;
  name: string;
  employer: string;
  isOwn: boolean;
}

/** Which of several names, and which of two employers, was chosen. */
export interface Chosen {
  expertId?: string | undefined;
  employerId?: string | undefined;
  /** Whoever presses does so for the expert chosen, and is given leave apart; else only in a name in which they act. */
  forAnother?: boolean;
}

/** The need, and in whose name and for which employer it is claimed, where that was chosen. */
export interface Wanted extends Omit<Chosen, 'forAnother'> {
  demandId: string;
}

/** Beside `own.ids` and the need: those in whose names a press of this person may be meant, where they are several. */
export function claimantsOf(teamId: string, userId: string): RawBuilder<Claimant[] | null> {
  return sql<Claimant[] | null>`(
    select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'employer', ${nameInYear(sql`o`, sql`demand.year`)},
      'isOwn', e.user_id is not distinct from ${userId}) order by e.user_id = ${userId} desc nulls last, e.name, e.id)
    from expert e join organisation o on o.team_id = e.team_id and o.id = e.employer_id
    where e.team_id = ${teamId} and cardinality(own.ids) > 1 and e.id = any(own.ids))`;
}

/** The experts in whose names this person may act. */
export function actedForBy(teamId: string, userId: string): RawBuilder<string[]> {
  return sql<string[]>`array(
      select e.id from expert e where e.team_id = ${teamId} and e.user_id = ${userId}
      union all
      select e.id from expert e where e.team_id = ${teamId} and e.assistant_user = ${userId})`;
}
