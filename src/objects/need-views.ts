import type { KnownBlock } from '@slack/types';
import type { ClaimCase } from '../claims/case-sql.ts';
import { labelState } from '../claims/views.ts';
import { withInstant } from '../demands/after-blocks.ts';
import { detailsOf, saySeats, titleOf } from '../demands/blocks.ts';
import { type Demand, demandPhase, isReduced, type Seats } from '../demands/demand.ts';
import { say as sayDemand } from '../demands/words.ts';
import { say as sayAfter } from '../demands/words-after.ts';
import type { Actor, Whose } from '../directory/permissions.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { stateLabel } from '../reports/blocks.ts';
import type { Report } from '../reports/report.ts';
import { context, facts, header, section } from '../slack/blocks.ts';
import type { UserId } from '../slack/ids.ts';
import type { Side, Thing } from './history.ts';
import { buildNeedActs } from './need-acts.ts';
import type { ObjectRef } from './object.ts';
import type { Whole } from './whole.ts';
import { listOf, longText, openButton, wholeOf } from './whole-blocks.ts';
import { say } from './words.ts';

/** A need as this reader may see it. */
export interface NeedShown {
  demand: Demand;
  programme: Programme;
  locale: Locale;
  today: Temporal.PlainDate;
  seats: Seats;
  follows: { id: string; number: string } | undefined;
  claims: readonly ClaimCase[];
  reports: readonly Report[];
  actor: Actor;
  side: Side;
  /** Nothing of it is hidden from them. */
  isWhole: boolean;
  withContact: boolean;
  whose: Whose;
  /** The same for whoever reports on it. */
  reporting: Whose;
  /** Their account, where they may claim a slot for somebody who holds none. */
  mayClaim: string | undefined;
  offersLinks: boolean;
}

const MOST_LISTED = 30;

export function buildNeed(shown: NeedShown): Pick<Whole, 'title' | 'head' | 'body' | 'acts' | 'things'> {
  const { demand, programme, locale, seats, today, side } = shown;
  const { number, state } = demand;
  const isHidden = !shown.isWhole && isReduced(demand);
  const seen = isHidden ? reduced(demand, programme, locale) : demand;
  const phase = sayDemand(locale, `phase_${demandPhase(demand, seats, today)}`);
  const standing = state === 'published' ? `${phase} · ${saySeats(locale, seats)}` : phase;
  const isInside = side === 'host' || side === 'coordinator';
  return {
    title: say(locale, 'demand_title'),
    head: [
      header(`${number} ${seen.title}`),
      section(withInstant(demand, standing, locale)),
      ...(isHidden ? [context(sayDemand(locale, 'confidential_note'))] : []),
    ],
    body: [
      ...(isInside && demand.reason ? [facts([[sayDemand(locale, 'review_reason'), demand.reason]])] : []),
      ...longText('', seen.description),
      // Number and title stand in the heading.
      ...wholeOf(detailsOf(seen, programme, locale, { withContact: shown.withContact }).slice(2)),
      ...(isInside ? [entered(shown)] : []),
      ...(shown.follows
        ? [
            section(
              `${sayAfter(locale, 'follows')} ${shown.follows.number}`,
              openButton({ kind: 'demand', id: shown.follows.id }, shown.follows.number, locale),
            ),
          ]
        : []),
      ...listOf(
        say(locale, 'claims'),
        shown.claims.map((one) => claimRow(one, locale)),
        MOST_LISTED,
        locale,
      ),
      ...listOf(
        say(locale, 'reports'),
        shown.reports.map((one) => reportRow(one, locale)),
        MOST_LISTED,
        locale,
      ),
    ],
    acts: buildNeedActs(shown),
    things: thingsOf(shown),
  };
}

function entered({ demand, programme, locale }: NeedShown): KnownBlock {
  return facts([
    [sayDemand(locale, 'poster'), { user: demand.poster as UserId }],
    [sayDemand(locale, 'recorded_by'), demand.recordedBy ? { user: demand.recordedBy as UserId } : undefined],
    [sayDemand(locale, 'submitted_at'), showMoment(demand.submittedAt, programme, locale)],
  ]);
}

/** Line, field, districts, time and slots: what others read of a confidential need. */
function reduced(demand: Demand, programme: Programme, locale: Locale): Demand {
  return {
    ...demand,
    title: titleOf(demand, programme, locale),
    description: '',
    unitName: '',
    unitType: undefined,
    form: undefined,
    modes: [],
    needTypes: [],
    expertRequirement: '',
    place: '',
    expectedOutcome: '',
    conditionsOffered: '',
    expectedBeneficiaries: undefined,
  };
}

export function claimRow({ claim, expert }: Pick<ClaimCase, 'claim' | 'expert'>, locale: Locale) {
  const to: ObjectRef = { kind: 'claim', id: claim.id };
  const text = `${expert.name} · ${expert.employer}\n${claim.number} · ${labelState({ claim, expert }, locale)}`;
  return { text, to, name: `${claim.number} ${expert.name}` };
}

export function reportRow(report: Report, locale: Locale) {
  const to: ObjectRef = { kind: 'report', id: report.id };
  const names = joinNames(
    report.experts.map(({ name }) => name),
    locale,
  );
  const text = `${report.number} ${report.title}\n${[names, stateLabel(report, locale)].filter(Boolean).join(' · ')}`;
  return { text, to, name: report.number };
}

function thingsOf({ demand, claims, reports, locale }: NeedShown): Thing[] {
  const host = demand.unitName;
  return [
    { kind: 'demand', id: demand.id, label: '', host },
    ...claims.map(({ claim, expert }) => ({
      kind: 'claim',
      id: claim.id,
      label: say(locale, 'about_claim', { number: claim.number, expert: expert.name }),
      host,
      expert: expert.name,
      employer: expert.employer,
    })),
    ...reports.map(({ id, number, experts }) => ({
      kind: 'report',
      id,
      label: number,
      host,
      expert: joinNames(
        experts.map(({ name }) => name),
        locale,
      ),
    })),
  ];
}
