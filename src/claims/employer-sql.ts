import { type RawBuilder, sql } from 'kysely';
import type { ExpertRow } from '../directory/repository.ts';
import { nameInYear } from '../directory/unit-names-sql.ts';
import type { ClaimJson } from './claim-sql.ts';

/** For the query around it, beside rows `claim` and `expert`: the employer for which the expert goes. */
export const CLAIM_EMPLOYER = sql<string>`coalesce(claim.employer_id, expert.employer_id)`;

/**
 * Beside rows `demand`, `expert` and `employer`: who employs them, by its name of that year; and of whichever employer
 * that is, who consents there.
 */
export const EXPERT = expertWith((unit) => nameInYear(unit, sql`demand.year`));

/** The same beside rows `expert` and `employer` alone, by the names of today. */
export const EXPERT_TODAY = expertWith((unit) => sql`${unit}.name`);

function expertWith(nameOf: (unit: RawBuilder<unknown>) => RawBuilder<string>): RawBuilder<ExpertRow> {
  return sql<ExpertRow>`case when expert.id is null then null
  else to_jsonb(expert) || jsonb_build_object('employer', ${nameOf(sql`employer`)}, 'employer_id', employer.id,
    'second_employer', (select ${nameOf(sql`second`)} from organisation second
      where second.team_id = expert.team_id and second.id = expert.second_employer_id),
    'home_unit_user', case employer.id when expert.employer_id then expert.home_unit_user
      when expert.second_employer_id then expert.second_home_unit_user end,
    'home_unit_contact', case employer.id when expert.employer_id then expert.home_unit_contact else '' end) end`;
}

/** Beside a row `claim`: with the Slack name of the assistant who made it. */
export const CLAIM: RawBuilder<ClaimJson> = sql<ClaimJson>`case when claim.assistant is null then to_jsonb(claim)
  else to_jsonb(claim) || jsonb_build_object('assistant_name', coalesce((select u.name from slack_user u
    where u.team_id = claim.team_id and u.user_id = claim.assistant), claim.assistant)) end`;
