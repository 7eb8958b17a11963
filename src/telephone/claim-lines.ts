import { findLastMove } from '../claims/alter-told.ts';
import { claimButtonFor } from '../claims/buttons.ts';
import { readCase } from '../claims/case-sql.ts';
import { type ClaimFile, isResting } from '../claims/claim.ts';
import { CLAIM_NEWS, type ClaimNews } from '../claims/claim-news.ts';
import { keepButtons } from '../claims/keep-views.ts';
import { pledgeButtons } from '../claims/pledge-views.ts';
import { hostButtons } from '../claims/request-buttons.ts';
import { withdrawButton } from '../claims/views.ts';
import type { Db } from '../db/open.ts';
import { isServiceOver } from '../demands/demand.ts';
import { today } from '../programme/programme.ts';
import { say as sayReports } from '../reports/words.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { aboutNeed } from './about.ts';
import type { Content, TelephoneLine } from './line.ts';
import type { LineAsk } from './read.ts';
import type { TellWord } from './words.ts';

/** What happened to a claim, while it is so and of use. */
export async function readClaimNews(ask: LineAsk, line: TelephoneLine): Promise<Content | undefined> {
  const news = CLAIM_NEWS.find((one) => one === line.ref.news);
  const file = await ask.known.claim(line.ref.claimId ?? '');
  const word = news && file && wordOf(news, file);
  if (!file || !word || !news) return undefined;
  const programme = await ask.known.programme(file.demand.year);
  if (!matters(news, file, today(programme, ask.now))) return undefined;
  const { claim, expert } = file;
  const isExpert = line.person === 'expert';
  const objects = news === 'no_show_reported' ? [claimButtonFor('object_no_show', file, ask.locale)] : [];
  const withdraws = isExpert && !claim.endedAt && news !== 'no_show_dismissed';
  return {
    ...aboutNeed(file.demand, programme, { isOpen: !isExpert || claim.state === 'confirmed', isExpert }),
    word,
    values: { expert: expert.name },
    buttons: objects.length > 0 ? objects : withdraws ? [withdrawButton(claim, ask.locale)] : [],
  };
}

/** Does a date that moved suit the expert still? */
export async function readKeepRequest(
  db: Db,
  ask: LineAsk,
  { ref }: TelephoneLine,
): Promise<Content | undefined> {
  const file = await ask.known.claim(ref.claimId ?? '');
  if (file?.claim.state !== 'expert_pending' || isResting(file)) return undefined;
  if (!(await findLastMove(db, ask.teamId, file.demand.id))) return undefined;
  const programme = await ask.known.programme(file.demand.year);
  return {
    ...aboutNeed(file.demand, programme, { isOpen: file.claim.confirmedAt !== undefined, isExpert: true }),
    word: 'keep_request',
    values: {},
    buttons: keepButtons(file.claim, ask.locale),
  };
}

/** Without an employer: does the expert promise to go? */
export async function readPledgeRequest(
  db: Db,
  ask: LineAsk,
  { ref }: TelephoneLine,
): Promise<Content | undefined> {
  const file = await readCase(db, ask.teamId, ref.claimId ?? '');
  if (!file?.expert.ownPledge || isResting(file)) return undefined;
  const { claim, demand, consent } = file;
  const isAsked = claim.state === 'home_unit_pending' || (claim.state === 'confirmed' && !consent);
  if (!isAsked) return undefined;
  const programme = await ask.known.programme(demand.year);
  return {
    ...aboutNeed(demand, programme, { isOpen: claim.confirmedAt !== undefined, isExpert: true }),
    word: 'pledge_request',
    values: {},
    buttons: pledgeButtons(file, ask.locale, true),
  };
}

/** Does the host unit take the expert? */
export async function readHostRequest(ask: LineAsk, { ref }: TelephoneLine): Promise<Content | undefined> {
  const file = await ask.known.claim(ref.claimId ?? '');
  if (file?.claim.state !== 'host_pending' || isResting(file)) return undefined;
  const programme = await ask.known.programme(file.demand.year);
  return {
    ...aboutNeed(file.demand, programme, { isOpen: true, isExpert: false }),
    word: 'host_request',
    values: { expert: file.expert.name, employer: file.expert.employer },
    buttons: hostButtons({ file, locale: ask.locale }),
  };
}

/** The service is over, and no report speaks of the expert. */
export async function readReportDue(
  db: Db,
  ask: LineAsk,
  { ref }: TelephoneLine,
): Promise<Content | undefined> {
  const file = await readCase(db, ask.teamId, ref.claimId ?? '');
  if (file?.claim.state !== 'confirmed' || file.isReported) return undefined;
  const { demand } = file;
  const programme = await ask.known.programme(demand.year);
  const text = sayReports(ask.locale, 'file_on_behalf');
  const label = `${text} ${demand.number}`;
  return {
    ...aboutNeed(demand, programme, { isOpen: true, isExpert: true }),
    word: 'report_due',
    values: {},
    buttons: [button({ text, actionId: ACTIONS.fileReport, value: demand.id, label })],
  };
}

/** Only what experts and host units hear; the rest is for people with an account. */
function wordOf(news: ClaimNews, { expert }: ClaimFile): TellWord | undefined {
  switch (news) {
    case 'unit_silent':
      return expert.ownPledge ? 'pledge_silent' : news;
    case 'consented_for_unit':
    case 'refused_for_unit':
    case 'unit_refused_why':
    case 'host_declined_why':
    case 'no_show_to_decide':
    case 'no_show_objected':
    case 'recalled_why':
    case 'passed':
    case 'claimed_by_assistant':
    case 'withdrawn_by_assistant':
    case 'kept_by_assistant':
    case 'objected_by_assistant':
      return undefined;
    default:
      return news;
  }
}

/** Whether it is still so, and there is still time to be told of it. */
function matters(news: ClaimNews, { claim, demand }: ClaimFile, day: Temporal.PlainDate): boolean {
  const isAhead = !isServiceOver(demand, day);
  switch (news) {
    case 'consented':
    case 'pledge_recorded':
      return claim.state === 'host_pending' && isAhead;
    case 'confirmed':
    case 'confirmed_to_host':
      return claim.state === 'confirmed' && isAhead;
    case 'claimed_for_you':
    case 'kept_for_you':
    case 'kept':
      return claim.endedAt === undefined && isAhead;
    case 'no_show_reported':
      return claim.state === 'no_show_reported';
    case 'no_show_dismissed':
      return claim.state === 'confirmed';
    case 'lapsed':
    case 'lapsed_to_asked':
    case 'no_show':
    case 'no_show_to_host':
    case 'report_waived':
      return claim.endedAt !== undefined;
    default:
      return claim.endedAt !== undefined && isAhead;
  }
}
