import { withConsent } from '../../claims/acts/give-consent.ts';
import { holdUnit } from '../../claims/advance-sql.ts';
import type { ClaimCase } from '../../claims/case-sql.ts';
import { decideNow as decideClaimNow, destinationOf } from '../../claims/decide.ts';
import type { Doer } from '../../claims/enter.ts';
import { refuseAnswer } from '../../claims/possible.ts';
import { marksOf } from '../../claims/tell.ts';
import { actOnce } from '../../db/audit.ts';
import { isDeadlock, type Trx } from '../../db/open.ts';
import type { Locale } from '../../i18n/locale.ts';
import { recordInside } from '../../outbox/act-sql.ts';
import { enqueueNotice, type Outgoing } from '../../outbox/enqueue.ts';
import { markChanged } from '../../outbox/marks.ts';
import { today } from '../../programme/programme.ts';
import { decideNow as decideReportNow } from '../../reports/decide-report.ts';
import type { Message } from '../../slack/blocks.ts';
import type { Deps } from '../../slack/interaction.ts';
import { readAsked } from '../asked.ts';
import { type AnswerLink, type Asked, answersOf, type GivenAnswer, ownerOf, standingOf } from '../link.ts';
import { findLinkBySecret, takeLink } from '../link-sql.ts';
import { keepOtherDate } from '../request-sql.ts';
import { decideForUnit, tellOthers } from './answer-for-unit.ts';

/** 'closed': it isn't open any more, which of the ways is for whoever looks again. */
export type AnswerOutcome =
  | { kind: 'done'; asked: Asked }
  | { kind: 'refused'; why: Message }
  | { kind: 'closed' };

/** Rolls back what was begun: the link, or what it asks about, was somebody else's at this moment. */
class Overtaken extends Error {}

const ATTEMPTS = 5;

/**
 * What somebody says by a link: the same act as in Slack, in the name of home unit or host, by whoever made the link; in
 * one transaction with using it up. Another date is told to the maker, and the request stays.
 */
export async function answerByLink(
  deps: Deps,
  { teamId, secretHash, locale }: { teamId: string; secretHash: string; locale: Locale },
  given: GivenAnswer,
): Promise<AnswerOutcome> {
  const { db } = deps;
  const now = deps.now();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const standing = standingOf(await findLinkBySecret(db, teamId, secretHash), now);
    if (standing.kind !== 'open') return { kind: 'closed' };
    const { link } = standing;
    const asked = await readAsked(db, teamId, link);
    if (!asked || !answersOf(asked).includes(given.answer)) return { kind: 'closed' };
    const answering: Answering = { link, asked, doer: doerOf(link, asked, now), given };
    const why = refuse(answering, locale);
    if (why) return { kind: 'refused', why };
    const done = await actOnce(db, (trx) => answerNow(trx, answering)).catch((error: unknown) => {
      if (error instanceof Overtaken || isDeadlock(error)) return 'overtaken' as const;
      throw error;
    });
    if (done === 'done') return { kind: 'done', asked: (await readAsked(db, teamId, link)) ?? asked };
  }
  return { kind: 'closed' };
}

interface Answering {
  link: AnswerLink;
  asked: Asked;
  doer: Doer;
  given: GivenAnswer;
}

/** Whoever made the link counts as its answerer (mission: decision 30). */
function doerOf(link: AnswerLink, { asks, programme }: Asked, now: Temporal.Instant): Doer {
  return {
    programme,
    userId: link.madeBy,
    onBehalfOf: ownerOf(asks),
    how: { link: link.id },
    now,
    // Permanent: one link acts once, however often it is sent.
    cause: `answer_link:${link.id}`,
  };
}

function claimAct(asks: 'consent' | 'host', answer: 'yes' | 'no') {
  if (asks === 'consent') return answer === 'yes' ? 'give_consent' : 'refuse_consent';
  return answer === 'yes' ? 'accept_expert' : 'decline_expert';
}

/** What Slack's buttons would refuse at this moment as well. */
function refuse({ asked, doer, given: { answer } }: Answering, locale: Locale): Message | undefined {
  if (asked.asks === 'report' || asked.asks === 'blanket' || answer === 'other_date') return undefined;
  return refuseAnswer(claimAct(asked.asks, answer), doer, asked.claimCase, locale);
}

async function answerNow(trx: Trx, answering: Answering): Promise<'done'> {
  const { link, asked, doer, given } = answering;
  const { now, userId: madeBy } = doer;
  const { teamId } = doer.programme;
  if (asked.asks === 'blanket' && !(await holdUnit(trx, teamId, asked.unit.id))) throw new Overtaken();
  if (!(await takeLink(trx, { teamId, id: link.id, now }, given))) throw new Overtaken();
  const acted = await act(trx, answering);
  if (typeof acted !== 'number') throw new Overtaken();
  await enqueueNotice(trx, noticeOf(teamId, link));
  if (asked.asks === 'blanket' && given.answer === 'no') await tellOthers(trx, teamId, link, asked);
  await markChanged(trx, { teamId, people: [madeBy] });
  return 'done';
}

/** The act's id in the audit trail; anything else is that it was not done. */
async function act(trx: Trx, { link, asked, doer, given }: Answering): Promise<unknown> {
  const { answer, reason } = given;
  switch (asked.asks) {
    case 'blanket':
      return decideForUnit(trx, doer, { id: link.id, asked }, given);
    case 'report': {
      const { report, around } = asked;
      const { userId, onBehalfOf, now, cause, how, programme } = doer;
      return decideReportNow(
        { db: trx },
        { teamId: programme.teamId, userId, now, cause },
        { report, around, onBehalfOf, how },
        answer === 'yes' ? 'confirm_report' : 'object_report',
        answer === 'yes' ? '' : reason,
      );
    }
    case 'consent':
    case 'host':
      return answer === 'other_date'
        ? askOtherDate(trx, asked.claimCase, doer, reason)
        : decideClaim(trx, asked, doer, { answer, reason });
  }
}

async function decideClaim(
  trx: Trx,
  { asks, claimCase, programme }: Extract<Asked, { asks: 'consent' | 'host' }>,
  doer: Doer,
  { answer, reason }: { answer: 'yes' | 'no'; reason: string },
): Promise<unknown> {
  const decision = claimAct(asks, answer);
  const to = destinationOf(decision, claimCase);
  if (!to) return undefined;
  const date = today(programme, doer.now).toString();
  const what =
    decision === 'give_consent'
      ? withConsent(doer, { kind: 'online', documentNo: '', date, until: undefined })
      : answer === 'no'
        ? { reason }
        : {};
  return decideClaimNow(trx, doer, claimCase, decision, to, what);
}

/** The request stays as it is, and says it to the coordinators. */
async function askOtherDate(trx: Trx, claimCase: ClaimCase, doer: Doer, text: string): Promise<number> {
  const { claim } = claimCase;
  const { userId: actor, onBehalfOf, now, cause, how, programme } = doer;
  const { teamId } = programme;
  await keepOtherDate(trx, { teamId, claimId: claim.id, now }, { text, to: actor });
  const object = { objectKind: 'claim', objectId: claim.id };
  const details = { reason: text };
  return recordInside(
    trx,
    { teamId, act: 'ask_other_date', actor, onBehalfOf, ...object, now, cause, details, how },
    marksOf(claimCase),
  );
}

/** Once for each link: what was answered, to whoever made it. */
function noticeOf(teamId: string, { id, madeBy }: AnswerLink): Outgoing {
  return { teamId, key: `link_answered:${id}`, kind: 'link_answered', target: madeBy, ref: { linkId: id } };
}
