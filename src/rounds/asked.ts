import type { How } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import { findActedFor } from '../directory/acting-sql.ts';
import type { Expert } from '../directory/expert.ts';
import { askLeave } from '../directory/refuse.ts';
import { findExpert } from '../directory/repository.ts';
import type { Programme } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { listInvitations } from './invitations.ts';
import { findRound } from './repository.ts';
import { type AskRound, answerOf } from './round.ts';
import { say } from './words.ts';

/** Whose answer to which round. */
export interface Asked {
  programme: Programme;
  round: AskRound;
  demand: Demand;
  expert: Expert;
  /** Where a coordinator says what the expert told them. */
  onBehalfOf: string | undefined;
  how: How | undefined;
}

/**
 * The round in which this person was asked; anybody else reads that it isn't for them. For an expert without an account,
 * whom the button names, a coordinator answers.
 */
export async function enterInvitation(deps: Deps, click: Click): Promise<Asked | undefined> {
  const { teamId, userId, locale, reader } = click;
  // An assistant, who may have several to answer for, says for whom.
  const { roundId, expertId } = answerOf(click.value);
  const [round, candidates] = [
    await findRound(deps.db, teamId, roundId),
    await listNamed(deps.db, teamId, userId, expertId),
  ];
  const demand = round && (await findDemand(deps.db, teamId, round.demandId));
  if (!round || !demand) {
    await click.reply(message(section(sayShared(locale, 'not_found'))));
    return undefined;
  }
  const invited = await listInvitations(deps.db, teamId, [round.id]);
  const expert = candidates.find(({ id }) => invited.some((one) => one.expertId === id));
  if (!expert) {
    await click.reply(message(section(say(locale, 'not_invited'))));
    return undefined;
  }
  const whose = {
    expertUsers: [expert.userId ?? null],
    assistantUsers: [expert.assistantUser ?? null],
    systems: [expert.system],
    district: demand.district,
  };
  const leave = await askLeave(deps, click, 'answer_invitation', whose, { kind: 'ask_round', id: round.id });
  if (leave.refusal) {
    await click.reply(leave.refusal);
    return undefined;
  }
  const programme = await programmeOf(deps.db, { teamId, year: demand.year }, reader.tz);
  const { onBehalfOf, how } = leave;
  return { programme, round, demand, expert, onBehalfOf, how };
}

/** The one whom the button names; else those in whose names the person may answer. */
async function listNamed(
  db: Db,
  teamId: string,
  userId: string,
  expertId: string | undefined,
): Promise<Expert[]> {
  if (expertId === undefined) {
    const { own, assisted } = await findActedFor(db, teamId, userId);
    return [...(own ? [own] : []), ...assisted];
  }
  const expert = await findExpert(db, teamId, expertId);
  return expert ? [expert] : [];
}
