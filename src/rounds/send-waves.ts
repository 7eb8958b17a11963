import { sql } from 'kysely';
import { earliest } from '../clock.ts';
import { actOnce, DESK, recordAct } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { type Demand, NO_SEATS } from '../demands/demand.ts';
import { countSeats, findDemand, listDemands } from '../demands/repository.ts';
import { listActing } from '../directory/acting-sql.ts';
import { ownSideOf } from '../directory/acts-for.ts';
import { type Programme, today } from '../programme/programme.ts';
import { listProgrammes } from '../programme/repository.ts';
import { isWorkingMoment, nextWorkingMoment, startOfNextDay } from '../programme/working-days.ts';
import type { Deps } from '../slack/interaction.ts';
import { listCandidates } from './candidates.ts';
import { insertInvitations } from './invitations.ts';
import { endRound, findRound, listLiveRounds, takeWave } from './repository.ts';
import { type AskRound, type EndReason, endOf, nextWaveAfter } from './round.ts';
import { askInvitation, askProgress, refreshInvitations, tellNobodyLeft } from './tell.ts';

type Tools = Pick<Deps, 'db' | 'now' | 'log' | 'findTeam'>;

/** Asks the next experts of every round whose wave has had its time; only while people are at work. */
export async function sendWaves({ db, now, log, findTeam }: Tools): Promise<Temporal.Instant | undefined> {
  const moment = now();
  const next: (Temporal.Instant | undefined)[] = [];
  for (const programme of await listProgrammes(db, await findTeam())) {
    if (!isWorkingMoment(moment, programme)) {
      next.push(nextWorkingMoment(moment, programme));
      continue;
    }
    const rounds = await listLiveRounds(db, programme.teamId);
    // Needs are filled by acts, and over with the day.
    next.push(...rounds.map(({ nextWaveAt }) => nextWaveAt), startOfNextDay(moment, programme));
    const actionable = await listActionable(db, programme, rounds, moment);
    if (actionable.length > 0) next.push(moment);
    for (const round of actionable) {
      await sendWave(db, programme, round, moment).catch((error: Error) =>
        log.error({ act: 'send_wave', round: round.id, reason: error.name }, 'a wave was not sent'),
      );
    }
  }
  return earliest(...next);
}

/** Whose next wave is due, or whose need is filled or closed since. */
async function listActionable(
  db: Db,
  programme: Programme,
  rounds: readonly AskRound[],
  now: Temporal.Instant,
): Promise<AskRound[]> {
  const { teamId } = programme;
  const ids = rounds.map(({ demandId }) => demandId);
  const [demands, seats] = [await listDemands(db, teamId, ids), await countSeats(db, teamId, ids)];
  return rounds.filter(({ demandId, nextWaveAt }) => {
    const demand = demands.find(({ id }) => id === demandId);
    const isDue = nextWaveAt !== undefined && Temporal.Instant.compare(nextWaveAt, now) <= 0;
    return isDue || (demand && endOf(demand, seats.get(demandId) ?? NO_SEATS, today(programme, now)));
  });
}

/**
 * One wave, or the end of the round. Waves of one workspace follow each other, so that two rounds can't ask the same
 * expert more often than anybody should be asked. Whoever waited for the turn looks at the round anew: what was due may
 * be done, and those just asked are nobody's candidates any more.
 */
export async function sendWave(
  db: Db,
  programme: Programme,
  round: AskRound,
  now: Temporal.Instant,
): Promise<void> {
  const { teamId } = programme;
  await actOnce(db, async (trx) => {
    await waitForTurn(trx, teamId);
    const fresh = await findRound(trx, teamId, round.id);
    if (fresh?.waves !== round.waves || fresh.endedBecause) return;
    const demand = await findDemand(trx, teamId, round.demandId);
    if (!demand) return;
    const day = today(programme, now);
    const seats = (await countSeats(trx, teamId, [demand.id])).get(demand.id) ?? NO_SEATS;
    const over = endOf(demand, seats, day);
    if (over) return finish(trx, teamId, round, demand, over, now);
    const candidates = await listCandidates(trx, teamId, demand, { today: day, now });
    if (candidates.length === 0) return finish(trx, teamId, round, demand, 'nobody_left', now);
    if (!(await takeWave(trx, teamId, round, nextWaveAfter(now, programme)))) return;
    const chosen = candidates.slice(0, round.waveSize).map(({ expert }) => expert);
    const invited = new Set(
      await insertInvitations(
        trx,
        teamId,
        round,
        chosen.map(({ id }) => id),
        now,
      ),
    );
    await recordAct(trx, {
      ...{ teamId, act: 'send_wave', actor: DESK, objectKind: 'ask_round', objectId: round.id, now },
      details: { wave: round.waves + 1, invited: invited.size },
    });
    await refreshInvitations(trx, teamId, round.id);
    const targets = await listActing(trx, teamId, chosen);
    for (const { id } of chosen) {
      const target = targets.get(id);
      if (target && invited.has(id)) await askInvitation(trx, teamId, round.id, { id, target });
    }
    await askProgress(trx, teamId, round, demand, chosen.flatMap(ownSideOf));
  });
}

/** Ends the round, on record; whoever was asked and whoever asks see it in the messages that they have. */
export async function finish(
  trx: Trx,
  teamId: string,
  round: AskRound,
  demand: Demand,
  because: EndReason,
  now: Temporal.Instant,
  act: { actor: string; cause?: string } = { actor: DESK },
): Promise<void> {
  if (!(await endRound(trx, teamId, round.id, because, now))) return;
  await recordAct(trx, {
    ...{ teamId, act: 'end_round', objectKind: 'ask_round', objectId: round.id, now, ...act },
    details: { because },
  });
  await refreshInvitations(trx, teamId, round.id);
  await askProgress(trx, teamId, round, demand);
  if (because === 'nobody_left') await tellNobodyLeft(trx, teamId, round, demand);
}

/** Also those of needs of different years: they ask the same experts. */
async function waitForTurn(trx: Trx, teamId: string): Promise<void> {
  await sql`select 1 from programme_year where team_id = ${teamId} and current for update`.execute(trx);
}
