import { toldOf } from '../claims/alter-told.ts';
import type { Db } from '../db/open.ts';
import { type Demand, isServiceOver } from '../demands/demand.ts';
import { findAct } from '../demands/listings.ts';
import { DECISION_ACTS } from '../demands/review-blocks.ts';
import { ACTS_AFTER } from '../demands/transitions.ts';
import { today } from '../programme/programme.ts';
import { answerButtons } from '../rounds/blocks.ts';
import { listInvitations } from '../rounds/invitations.ts';
import { findRound } from '../rounds/repository.ts';
import { overFor } from '../rounds/round.ts';
import { aboutNeed } from './about.ts';
import type { Content, TelephoneLine } from './line.ts';
import type { LineAsk } from './read.ts';
import type { TellWord } from './words.ts';

/** A need was changed, postponed, opened again or closed, and is so still. */
export async function readNeedChanged(
  db: Db,
  ask: LineAsk,
  { ref, person }: TelephoneLine,
): Promise<Content | undefined> {
  const [demand, done, file] = await Promise.all([
    ask.known.demand(ref.demandId ?? ''),
    findAct(db, ask.teamId, Number(ref.auditId)),
    ref.claimId ? ask.known.claim(ref.claimId) : undefined,
  ]);
  const act = ACTS_AFTER.find((one) => one === done?.act);
  if (!demand || !done || !act || file?.claim.endedAt) return undefined;
  const programme = await ask.known.programme(demand.year);
  const isSo = demand.state === STATES[act];
  const isAhead = act === 'close_demand' || !isServiceOver(demand, today(programme, ask.now));
  if (!isSo || !isAhead) return undefined;
  const isExpert = person === 'expert';
  return {
    ...aboutNeed(demand, programme, { isOpen: !isExpert || file?.claim.state === 'confirmed', isExpert }),
    word: act,
    values: { reason: toldOf(done.details).reason },
    buttons: [],
  };
}

const STATES = {
  change_demand: 'published',
  postpone_demand: 'postponed',
  reopen_demand: 'published',
  close_demand: 'closed',
} as const satisfies Record<(typeof ACTS_AFTER)[number], Demand['state']>;

/** To the contact: their need is cancelled, or what a coordinator decided about it. */
export async function readNeedNews(
  db: Db,
  ask: LineAsk,
  { kind, ref }: TelephoneLine,
): Promise<Content | undefined> {
  const demand = await ask.known.demand(ref.demandId ?? '');
  if (!demand) return undefined;
  const done = ref.auditId ? await findAct(db, ask.teamId, Number(ref.auditId)) : undefined;
  const programme = await ask.known.programme(demand.year);
  const said = kind === 'demand_cancelled' ? 'cancelled' : decided(done?.act);
  const word = said && WORDS[said];
  if (!word || demand.state !== said) return undefined;
  if (said === 'published' && isServiceOver(demand, today(programme, ask.now))) return undefined;
  return {
    ...aboutNeed(demand, programme, { isOpen: true, isExpert: false }),
    word,
    values: { reason: demand.reason ?? '' },
    buttons: [],
  };
}

const WORDS = {
  published: 'published',
  returned: 'returned',
  rejected: 'rejected',
  cancelled: 'cancel_demand',
} as const satisfies Partial<Record<Demand['state'], TellWord>>;

function decided(act: string | undefined): 'published' | 'returned' | 'rejected' | undefined {
  const decision = DECISION_ACTS.find((one) => one === act);
  switch (decision) {
    case 'publish_demand':
    case 'grant_instant':
      return 'published';
    case 'return_demand':
      return 'returned';
    case 'reject_demand':
      return 'rejected';
    case undefined:
      return undefined;
  }
}

/** Would the expert go? As long as they have not answered, and there is a slot. */
export async function readInvitation(
  db: Db,
  ask: LineAsk,
  { ref, personId }: TelephoneLine,
): Promise<Content | undefined> {
  const [round, expert] = await Promise.all([
    findRound(db, ask.teamId, ref.roundId ?? ''),
    ask.known.expert(personId),
  ]);
  const demand = round && (await ask.known.demand(round.demandId));
  if (!round || !demand || !expert) return undefined;
  const programme = await ask.known.programme(demand.year);
  const invited = await listInvitations(db, ask.teamId, [round.id]);
  const own = invited.find(({ expertId }) => expertId === expert.id);
  if (!own || own.answer || overFor(round, demand, today(programme, ask.now))) return undefined;
  return {
    ...aboutNeed(demand, programme, { isOpen: false, isExpert: true }),
    word: 'invitation',
    values: {},
    buttons: [...answerButtons(round, demand, ask.locale, expert)],
  };
}
