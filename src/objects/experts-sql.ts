import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { UNIT_DISTRICTS } from '../directory/units-sql.ts';
import { type RegisterAsk, reachOf } from './reach.ts';

/** Whether the expert is within this coordinator's reach. */
export async function isExpertInReach(
  db: Db,
  { programme, actor }: RegisterAsk,
  id: string,
): Promise<boolean> {
  const { teamId } = programme;
  const { all, districts, systems } = reachOf(actor);
  const { rows } = await sql<{ id: string }>`/* name: is_expert_in_reach */
    select expert.id from expert join organisation unit on unit.team_id = expert.team_id and unit.id = expert.employer_id
    where expert.team_id = ${teamId} and expert.id = ${id} and (${all}::boolean
      or expert.system = any(${systems}::text[]) or ${UNIT_DISTRICTS} && ${districts}::text[] or exists (
        select 1 from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.expert_id = expert.id and d.districts && ${districts}::text[]))`.execute(
    db,
  );
  return rows.length > 0;
}
