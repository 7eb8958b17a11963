import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { type Demand, NO_SEATS, type Seats } from '../demands/demand.ts';
import { countSeats, findDemand } from '../demands/repository.ts';
import { findReader } from '../directory/readers.ts';
import { askLeave } from '../directory/refuse.ts';
import { type Programme, showMoment, today } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Click, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { buildAlreadyAsking } from './blocks.ts';
import { listCandidates } from './candidates.ts';
import { findRoundOf, insertRound } from './repository.ts';
import { endOf, firstWaveAt, roundSchema } from './round.ts';
import { sendWave } from './send-waves.ts';
import { askProgress } from './tell.ts';
import { buildRoundForm } from './views.ts';
import { say } from './words.ts';

interface Asking {
  programme: Programme;
  demand: Demand;
  seats: Seats;
}

/** `ask_experts`: shows who fits best, and asks how many at a time. */
export async function openRound(deps: Deps, click: Click): Promise<void> {
  const entry = await enter(deps, click, click.value);
  if ('refusal' in entry) return click.reply(entry.refusal);
  const { programme, demand } = entry;
  const candidates = await listCandidates(deps.db, click.teamId, demand, {
    ...{ today: today(programme, click.now), now: click.now },
  });
  if (candidates.length === 0) return click.reply(message(section(say(click.locale, 'nobody_fits'))));
  await click.open(buildRoundForm({ ...entry, candidates }, programme, click.locale));
}

/** Starts the round; its first wave goes out at once, or when people are at work again. */
export async function submitRound(deps: Deps, ask: Submission): Promise<Answer> {
  const { db } = deps;
  const { teamId, userId, locale, now, cause } = ask;
  const checked = check(roundSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const entry = await enter(deps, ask, ask.metadata.demandId ?? '');
  if ('refusal' in entry) return { notice: entry.refusal };
  const { programme, demand } = entry;
  const { number } = demand;
  const firstAt = firstWaveAt(now, programme);
  const round = await actOnce(db, async (trx) => {
    const started = await insertRound(trx, {
      ...{ teamId, demandId: demand.id, waveSize: checked.value.wave_size, by: userId },
      ...{ firstWaveAt: firstAt, now },
    });
    if (!started) return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('taken' as const);
    await recordAct(trx, {
      ...{ teamId, act: 'ask_experts', actor: userId, objectKind: 'demand', objectId: demand.id, now, cause },
      details: { round: started.id, waveSize: started.waveSize },
    });
    await askProgress(trx, teamId, started, demand);
    return started;
  });
  if (round === 'taken')
    return { notice: (await refuseSecond(db, ask, demand)) ?? message(section(say(locale, 'already_over'))) };
  const isLater = Temporal.Instant.compare(firstAt, now) > 0;
  if (round !== 'repeated' && !isLater) await sendWave(db, programme, round, now);
  const when = showMoment(firstAt, programme, locale);
  return {
    notice: message(
      section(say(locale, 'started', { number })),
      isLater ? section(say(locale, 'started_later', { when })) : [],
    ),
  };
}

/** Experts are being asked for this need: by whom, and how it can be stopped. */
async function refuseSecond(db: Db, { teamId, userId, locale }: Ask, demand: Demand) {
  const round = await findRoundOf(db, teamId, demand.id);
  if (!round) return undefined;
  const { startedBy } = round;
  const starter = startedBy === userId ? undefined : await findReader(db, teamId, startedBy);
  return buildAlreadyAsking({ round, demand, who: starter?.name }, locale);
}

/** The need, if this coordinator may ask for it and there is something to ask for; or why not. */
async function enter(deps: Deps, ask: Ask, demandId: string): Promise<Asking | { refusal: Message }> {
  const { teamId, locale, now, reader } = ask;
  const demand = await findDemand(deps.db, teamId, demandId);
  if (!demand) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { district, number, year } = demand;
  const object = { kind: 'demand', id: demandId };
  const { refusal } = await askLeave(deps, ask, 'ask_experts', { district }, object);
  if (refusal) return { refusal };
  const taken = await refuseSecond(deps.db, ask, demand);
  if (taken) return { refusal: taken };
  const programme = await programmeOf(deps.db, { teamId, year }, reader.tz);
  const seats = (await countSeats(deps.db, teamId, [demandId])).get(demandId) ?? NO_SEATS;
  const over = endOf(demand, seats, today(programme, now));
  if (over === 'closed' || over === 'filled')
    return {
      refusal: message(section(say(locale, 'not_open', { number, why: say(locale, `why_${over}`) }))),
    };
  return { programme, demand, seats };
}
