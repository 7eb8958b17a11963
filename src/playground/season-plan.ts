/**
 * The season as a list of acts in order of time. Where it departs from the sample data it was taken from, so that
 * everything passes through the desk as it is:
 *
 * | what | in the sample data | here | because |
 * |---|---|---|---|
 * | XQ-0002 to 0038 posted | every five hours, at night too; 0032, 0035 out of turn | by day, in order of number; 0001 to 0032 by 2 September | numbers follow submission; 0032 takes claims until 2 September |
 * | XQ-0039, a draft | before 0040 | after it, on the bureau's desk | a draft has no number, so 0040 gets XQ-2013-0039; the next form would offer it |
 * | XQ-0014 cancelled, 0016 returned; BG-0022 returned | no moment, no reason | 16 and 1 September, 8 October; reasons written | |
 * | RL-0001 to 0036 | some before their need, at night, out of turn | by day, in order of number, by 6 September | numbers follow claims |
 * | RL-0040, 0041 | on a Sunday after the last day for claims | 28 October, also the consent by telephone; XQ-0036 takes claims until the 29th | unanswered claims end after five working days |
 * | RL-0005 to 0008 | consent after six days and more | all on 5 September | unanswered claims end after five working days |
 * | RL-0037, 0038 | 26 October | 25 October | the last day for claims |
 * | RL-0039 | 6 September, refused | 23 October, refused the next day | needs without a card stand only in a list of ten |
 * | RL-0034, 0042 (expired), 0043 (replaced) | ended by the expert, the clock, a stand-in | withdrawn on 7, 13, 10 September, with a reason | the expert steps back before the clock does |
 * | RL-0033 | a note that the day was put off | without | claims have no note |
 * | consents | recorded by the district | by the home unit's contact where it is on Slack; for 0030 and 0035 after the instant claim | the desk asks the contact first |
 * | reports decided | on the day of filing | confirmed the next day, accepted five hours later | |
 * | reports confirmed for a host | by who accepts them | by the bureau's second officer | nobody accepts what they confirmed |
 * | BG-0014, 0018 | filed 31 October 16:30; 30 October | 28 October; 31 October 9:25 | the season ends at 10:00; no report before its last day |
 * | BG- numbers | not in order of filing | in order of filing, the draft 0025 without | numbers follow filing |
 * | ZJ-0017 in review, 0056 paused | | verified; a limit of 0 | 0017 claims (RL-0042); a limit of 0 means paused |
 * | punctuation of Chinese text | half width | full width | |
 *
 * No expert's limit had to be raised.
 */
import { NEEDS_CHANNEL } from './cast.ts';
import {
  acceptExpert,
  claim,
  declineExpert,
  giveRole,
  postNeed,
  publishNeed,
  recordConsent,
  refuseConsent,
  register,
  setUp,
  stopNeed,
  verify,
  withdraw,
} from './season-acts.ts';
import {
  accountsOf,
  BUREAU,
  channelOf,
  confirmerOf,
  coordinatorOf,
  demandOf,
  hasAccount,
  homeUnitOf,
  hostOf,
  type SampleClaim,
  type SampleDemand,
  type SampleExpert,
  type SampleReport,
  type SampleSummary,
  SEASON,
  TURN,
  userOf,
} from './season-data.ts';
import { acceptByLink, claimFor, record, tellSome, verifyRecorded } from './season-people.ts';
import { acceptReport, confirmReport, fileReport, postDigest, returnReport } from './season-reports.ts';
import { type Act, act, inTime, perhaps, planLooks } from './season-time.ts';
import { acceptSummary, handIn, openYear } from './season-turn.ts';

/** Every act and every look, the earliest first. */
export function listActs(): Act[] {
  const { programme, coordinators, second, experts, demands, claims, reports, calls, digest_at, ends_at } =
    SEASON;
  return [
    act(programme.at, 'set up', [NEEDS_CHANNEL], setUp),
    ...coordinators.map(({ user, at, districts }) =>
      act(at, `give ${user} a role`, [], (scene) => giveRole(scene, user, { role: 'district', districts })),
    ),
    ...['bureau', 'district'].map((role) =>
      act(second.at, `give ${second.user} a role`, [], (scene) =>
        giveRole(scene, second.user, { role, districts: second.districts }),
      ),
    ),
    ...experts.flatMap(planExpert),
    ...demands.flatMap(planDemand),
    ...claims.flatMap(planClaim),
    ...reports.flatMap(planReport),
    ...calls.map(({ user, at }) => act(at, `${user} rings`, [], (scene) => tellSome(scene, user))),
    act(digest_at, 'post the digest', [NEEDS_CHANNEL], postDigest),
    ...planLooks(programme.at, ends_at),
  ].toSorted(inTime);
}

/**
 * The acts of the turn of the year that begin after this moment: what is served in December comes in when the next year
 * is open already.
 */
export function listTurn(after: Temporal.Instant): Act[] {
  const isAhead = ({ at }: { at: string }) => Temporal.Instant.compare(at, after) > 0;
  const demands = TURN.demands.filter(isAhead);
  const isOfThese = ({ demand }: { demand: string | null }) => demands.some(({ id }) => id === demand);
  return [
    ...demands.flatMap(planDemand),
    ...TURN.claims.filter(isOfThese).flatMap(planClaim),
    ...TURN.reports.filter(isOfThese).flatMap(planReport),
    ...TURN.summaries.filter(isAhead).flatMap(planSummary),
    ...[TURN.year].filter(isAhead).map(({ at }) => act(at, 'open the next year', [NEEDS_CHANNEL], openYear)),
    ...planLooks(SEASON.ends_at, TURN.ends_at).filter((look) => isAhead({ at: String(look.at) })),
  ].toSorted(inTime);
}

function planSummary(one: SampleSummary): Act[] {
  const { user, at, accepted_at } = one;
  return [
    act(at, `hand in the summary of ${user}`, [BUREAU], (scene) => handIn(scene, one)),
    act(accepted_at, `accept the summary of ${user}`, [user], acceptSummary),
  ];
}

function planExpert(one: SampleExpert): Act[] {
  const { id, registered_at, verified_at } = one;
  if (one.recorded_by)
    return [
      act(registered_at, `record ${id}`, [BUREAU], (scene) => record(scene, one)),
      act(verified_at, `verify ${id}`, [], (scene) => verifyRecorded(scene, one)),
    ];
  return [
    act(registered_at, `register ${id}`, [BUREAU], (scene) => register(scene, one)),
    act(verified_at, `verify ${id}`, [userOf(id)], (scene) => verify(scene, one)),
  ];
}

function planDemand(one: SampleDemand): Act[] {
  const { id, at, need, draft, poster, published_at, returned, cancelled } = one;
  const coordinator = draft ? [] : [coordinatorOf(need.districts)];
  const host = poster ? [poster] : [];
  return [
    act(at, `post ${id}`, coordinator, (scene) => postNeed(scene, one)),
    ...perhaps(published_at, (then) =>
      act(then, `publish ${id}`, [...host, ...channelOf(one)], (scene) => publishNeed(scene, one)),
    ),
    ...perhaps(returned, (why) =>
      act(why.at, `return ${id}`, host, (scene) => stopNeed(scene, one, 'return_demand', why)),
    ),
    ...perhaps(cancelled, (why) =>
      act(why.at, `cancel ${id}`, host, (scene) => stopNeed(scene, one, 'cancel_demand', why)),
    ),
  ];
}

function planClaim(one: SampleClaim): Act[] {
  const { id, at, consent, refused, accepted_at, declined, withdrawn } = one;
  const demand = demandOf(one.demand);
  const expert = accountsOf([one.expert]);
  const channel = channelOf(demand);
  const isInstant = demand.details.modes?.includes('instant') ?? false;
  const atOnce = isInstant ? channel : [];
  return [
    act(at, `claim ${id}`, [homeUnitOf(one), ...atOnce], (scene) =>
      hasAccount(one.expert) ? claim(scene, one) : claimFor(scene, one),
    ),
    ...perhaps(consent, ({ at: then, form }) =>
      act(then, `consent to ${id}`, isInstant ? [] : [...expert, hostOf(demand)], (scene) =>
        recordConsent(scene, one, form),
      ),
    ),
    ...perhaps(refused, (why) =>
      act(why.at, `refuse ${id}`, [...expert, ...channel], (scene) => refuseConsent(scene, one, why)),
    ),
    ...perhaps(accepted_at, (then) =>
      act(then, `accept ${id}`, [...expert, ...channel], (scene) =>
        one.by_link ? acceptByLink(scene, one) : acceptExpert(scene, one),
      ),
    ),
    ...perhaps(declined, (why) =>
      act(why.at, `decline ${id}`, [...expert, ...channel], (scene) => declineExpert(scene, one, why)),
    ),
    ...perhaps(withdrawn, (why) => {
      const relied = accepted_at ? [coordinatorOf(demand.need.districts)] : [];
      return act(why.at, `withdraw ${id}`, [...relied, ...channel], (scene) => withdraw(scene, one, why));
    }),
  ];
}

function planReport(one: SampleReport): Act[] {
  const { id, at, experts, form, draft, confirmed_at, accepted_at, returned } = one;
  const people = accountsOf(experts);
  const coordinator = coordinatorOf(form.districts);
  const host = confirmerOf(one);
  return [
    act(at, `file ${id}`, draft ? [] : [host], (scene) => fileReport(scene, one)),
    ...perhaps(confirmed_at, (then) =>
      act(then, `confirm ${id}`, host === SEASON.second.user ? [] : [coordinator], (scene) =>
        confirmReport(scene, one),
      ),
    ),
    ...perhaps(accepted_at, (then) => act(then, `accept ${id}`, people, (scene) => acceptReport(scene, one))),
    ...perhaps(returned, (why) =>
      act(why.at, `return ${id}`, [userOf(one.by)], (scene) => returnReport(scene, one, why)),
    ),
  ];
}
