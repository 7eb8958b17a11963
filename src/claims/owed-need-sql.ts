import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { coordinatorsAmong } from '../directory/roles.ts';
import { yearsLookedAfter } from '../programme/live-years.ts';
import { lastMomentOf, type Programme, today } from '../programme/programme.ts';
import { type ClaimState, expiresAt } from './claim.ts';

/** Needs are looked for this many days ahead: five working days never take longer, the long holidays included. */
const AHEAD = { days: 21 };

interface OpenNeedRow {
  id: string;
  number: string;
  district: string;
  poster: string;
  contact_user: string | null;
  published_at: Temporal.Instant;
  last_day: string;
  claims: ({ state: ClaimState; claimed_at: string } & Record<
    'consented_at' | 'moved_at' | 'kept_at',
    string | null
  >)[];
}

/**
 * Published needs that take claims for a few more days and that nobody has claimed: their coordinators look for an
 * expert, and the poster is told once. A claim that will have been freed by then counts no more.
 */
export async function listUnclaimedNeeds(db: Db, { programme, now, grants }: OwedMoment): Promise<Owed[]> {
  const rows = await selectNeeds(db, programme, now);
  const bureau = grants.filter(({ role }) => role === 'bureau').map(({ user_id }) => user_id);
  return rows
    .filter(({ claims }) => !claims.some((claim) => isLive(claim, programme, now)))
    .map(({ id, number, district, poster, contact_user, published_at, last_day }) => ({
      ...{ kind: 'open_need', objectKind: 'demand', objectId: id, words: { number } },
      owners: coordinatorsAmong(grants, { district }),
      superiors: bureau,
      since: published_at,
      dueAt: lastMomentOf(last_day, programme.timeZone),
      whose: { poster, hostUsers: [contact_user], district },
      informed: [contact_user ?? poster],
    }));
}

function isLive(claim: OpenNeedRow['claims'][number], programme: Programme, now: Temporal.Instant): boolean {
  const { state, claimed_at, consented_at, moved_at, kept_at } = claim;
  const momentOf = (text: string | null) => (text ? Temporal.Instant.from(text) : undefined);
  const due = expiresAt(
    {
      state,
      claimedAt: Temporal.Instant.from(claimed_at),
      consentedAt: momentOf(consented_at),
      movedAt: momentOf(moved_at),
      keptAt: momentOf(kept_at),
    },
    programme,
  );
  return due === undefined || Temporal.Instant.compare(due, now) > 0;
}

async function selectNeeds(db: Db, programme: Programme, now: Temporal.Instant): Promise<OpenNeedRow[]> {
  const { teamId } = programme;
  const day = today(programme, now);
  const lastDay = sql`coalesce(demand.claim_deadline, demand.service_end, 'infinity'::date)`;
  const { rows } = await sql<OpenNeedRow>`
    select demand.id, demand.number, demand.district, demand.poster, demand.contact_user, demand.published_at,
      ${lastDay} as last_day,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'state', claim.state, 'claimed_at', claim.claimed_at, 'consented_at', claim.consented_at, 'moved_at', claim.moved_at, 'kept_at', claim.kept_at))
        from claim
        where claim.team_id = demand.team_id and claim.demand_id = demand.id and claim.ended_at is null
      ), '[]') as claims
    from demand
    where demand.team_id = ${teamId} and demand.year = any(${yearsLookedAfter(programme)}::integer[]) and demand.state = 'published'
      and ${lastDay} between ${day.toString()}::date and ${day.add(AHEAD).toString()}::date
      and exists (
        select 1 from slot where slot.team_id = demand.team_id and slot.demand_id = demand.id)
    order by demand.number`.execute(db);
  return rows;
}
