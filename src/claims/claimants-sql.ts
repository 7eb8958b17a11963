import { type RawBuilder, sql } from 'kysely';

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
}

/** The need, and in whose name and for which employer it is claimed, where that was chosen. */
export interface Wanted extends Chosen {
  demandId: string;
}

/** Beside `own.ids`: those in whose names a press of this person may be meant, where they are several. */
export function claimantsOf(teamId: string, userId: string): RawBuilder<Claimant[] | null> {
  return sql<Claimant[] | null>`(
    select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'employer', o.name,
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
