import { globSync, readFileSync } from 'node:fs';
import type { Button, HomeView, KnownBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import * as actingViews from '../src/claims/acting-views.ts';
import { buildCancelForm } from '../src/claims/acts/cancel-demand.ts';
import { buildDeclineForm } from '../src/claims/acts/decline-expert.ts';
import { buildConsentForm } from '../src/claims/acts/record-consent.ts';
import { buildRefuseForm } from '../src/claims/acts/refuse-consent.ts';
import { buildWithdrawForm } from '../src/claims/acts/withdraw.ts';
import * as advanceForm from '../src/claims/advance-form.ts';
import * as advanceViews from '../src/claims/advance-views.ts';
import * as claimAlter from '../src/claims/alter-views.ts';
import type { ClaimCase } from '../src/claims/case-sql.ts';
import * as chooseViews from '../src/claims/choose-views.ts';
import type { Claim, ClaimState } from '../src/claims/claim.ts';
import { buildClaimForForm, buildClaimForReply } from '../src/claims/claim-for-views.ts';
import { CLAIM_NEWS } from '../src/claims/claim-news.ts';
import type { Consent } from '../src/claims/consent.ts';
import { buildKeepRequest } from '../src/claims/keep-views.ts';
import { buildLetterAnswer } from '../src/claims/letter-views.ts';
import { buildOtherDate } from '../src/claims/link-blocks.ts';
import { buildSaidAbsent } from '../src/claims/no-show-views.ts';
import * as claimNotices from '../src/claims/notice-views.ts';
import { buildOpenNeed } from '../src/claims/open-need-views.ts';
import type { ClaimOutcome } from '../src/claims/outcome.ts';
import * as pledgeViews from '../src/claims/pledge-views.ts';
import * as claimRequests from '../src/claims/request-views.ts';
import * as claimViews from '../src/claims/views.ts';
import { RECORDED_ACTS } from '../src/db/recorded-acts.ts';
import { buildGrantButton } from '../src/demands/after-blocks.ts';
import { buildChangeForm } from '../src/demands/altered-views.ts';
import * as demandBlocks from '../src/demands/blocks.ts';
import * as demandCard from '../src/demands/card-blocks.ts';
import { changeableOf, diffOf } from '../src/demands/changeable.ts';
import { buildClaimForButton } from '../src/demands/claim-for-button.ts';
import * as decided from '../src/demands/decided-blocks.ts';
import type { Demand, DemandState, Seats } from '../src/demands/demand.ts';
import { buildDetailForm } from '../src/demands/detail-view.ts';
import { buildFieldChoice } from '../src/demands/field-blocks.ts';
import { buildHostReasonForm } from '../src/demands/host-views.ts';
import * as published from '../src/demands/published-blocks.ts';
import * as demandReviews from '../src/demands/review-blocks.ts';
import { ACTS_AFTER } from '../src/demands/transitions.ts';
import { typedOf as typedOfDemand } from '../src/demands/typed.ts';
import { buildNeedForm } from '../src/demands/views.ts';
import * as digestBlocks from '../src/digests/blocks.ts';
import {
  CONTENT,
  type Digest,
  LATE_FOR_COORDINATORS,
  TOLD_ACTS,
  TOLD_SETTINGS,
} from '../src/digests/digest.ts';
import * as highHosts from '../src/digests/high-hosts-blocks.ts';
import type { Overdue } from '../src/digests/overdue.ts';
import * as digestPrivate from '../src/digests/private-blocks.ts';
import { buildSettingsForm } from '../src/digests/settings-form.ts';
import { buildActAlone } from '../src/directory/act-alone.ts';
import * as assistantViews from '../src/directory/assistant-views.ts';
import * as directoryBlocks from '../src/directory/blocks.ts';
import type { Duty } from '../src/directory/duty.ts';
import type { Expert } from '../src/directory/expert.ts';
import { buildEraseButton, buildHandOverButton, buildMergeButton } from '../src/directory/merge-button.ts';
import * as nameViews from '../src/directory/name-views.ts';
import * as recordViews from '../src/directory/record-views.ts';
import * as settingsViews from '../src/directory/settings-views.ts';
import { ASSISTANT_NEWS } from '../src/directory/tell-assistant.ts';
import type { Unit } from '../src/directory/unit.ts';
import {
  buildEditUnitButton,
  buildUnitChanged,
  buildUnitForm,
  buildUnitSaved,
} from '../src/directory/unit-views.ts';
import * as directoryViews from '../src/directory/views.ts';
import { buildCalendarUnknown, buildWorkCalendarForm } from '../src/directory/work-calendar.ts';
import { buildExportForm } from '../src/documents/export-form.ts';
import { FAULTS, WHATS } from '../src/documents/job.ts';
import { buildJob } from '../src/documents/views.ts';
import * as employerViews from '../src/employers/views.ts';
import { buildExportButton } from '../src/files/export-button.ts';
import { buildHandedFile } from '../src/files/views.ts';
import * as homeBlocks from '../src/home/blocks.ts';
import { buildHello } from '../src/home/hello.ts';
import { buildHelp } from '../src/home/help.ts';
import {
  buildPlaceTrouble,
  buildTroubles,
  type NamedTrouble,
  type Troubles,
} from '../src/home/trouble-blocks.ts';
import type { Locale } from '../src/i18n/locale.ts';
import { buildEnd, buildTold } from '../src/imports/end-views.ts';
import { buildImportForm, buildLikelyForm } from '../src/imports/forms.ts';
import type { Fault, Import } from '../src/imports/import.ts';
import * as importViews from '../src/imports/views.ts';
import { ANSWERS, type AnswerLink, type AskedAbout } from '../src/links/link.ts';
import * as linkViews from '../src/links/views.ts';

import { LISTS, wholeList } from '../src/lists/list.ts';
import { buildFindForm, buildList, buildListButtons } from '../src/lists/views.ts';
import type { Via } from '../src/nudges/assign.ts';
import * as nudgeBlocks from '../src/nudges/blocks.ts';
import { buildForecast } from '../src/nudges/forecast-blocks.ts';
import { buildItem, buildTogether } from '../src/nudges/item-blocks.ts';
import type { Item } from '../src/nudges/items.ts';
import { LINES_A_PAGE } from '../src/nudges/ledger.ts';
import { buildLedger } from '../src/nudges/ledger-blocks.ts';
import type { Task } from '../src/nudges/nudge.ts';
import { dutiesOf } from '../src/nudges/sources.ts';
import * as nudgeViews from '../src/nudges/views.ts';
import { buildClaim } from '../src/objects/claim-views.ts';
import { buildExpert } from '../src/objects/expert-views.ts';
import type { Entry } from '../src/objects/history.ts';
import { buildHistory } from '../src/objects/history-views.ts';
import { buildNeedActs } from '../src/objects/need-acts.ts';
import { buildNeed, type NeedShown } from '../src/objects/need-views.ts';
import { buildReport } from '../src/objects/report-views.ts';
import { buildSummary } from '../src/objects/summary-views.ts';
import { buildUnit } from '../src/objects/unit-views.ts';
import * as objectViews from '../src/objects/views.ts';
import type { Whole } from '../src/objects/whole.ts';
import { toPlain } from '../src/outbox/plainer.ts';
import { checkBlocks } from '../src/playground/block-kit/check-blocks.ts';
import { checkView, isViewTooLarge } from '../src/playground/block-kit/check-view.ts';
import * as privacyViews from '../src/privacy/views.ts';
import { buildSetUpForm, buildWelcome } from '../src/programme/blocks.ts';
import { idsOf } from '../src/programme/catalogue.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { DISTRICTS, SYSTEMS } from '../src/programme/places.ts';
import type { Programme } from '../src/programme/programme.ts';
import { USUAL_RULES } from '../src/programme/rules.ts';
import { answerClaimed, answerGaps, answerNeeded, answerServed } from '../src/questions/answer.ts';
import type { Asking } from '../src/questions/asking.ts';
import { emptyQuestion } from '../src/questions/question.ts';
import { buildAnswer, buildExamples } from '../src/questions/views.ts';
import type { RecordState, ServiceRecord } from '../src/records/record.ts';
import * as serviceRecordViews from '../src/records/views.ts';
import * as registerViews from '../src/register/views.ts';
import { buildVoidForm } from '../src/reports/acts/void-report.ts';
import { buildAttachmentNames, buildAttachments } from '../src/reports/attachments.ts';
import * as reportBlocks from '../src/reports/blocks.ts';
import { buildReportLeft } from '../src/reports/closing.ts';
import { buildFigureMenu } from '../src/reports/figure-menu.ts';
import { buildDoubts, type ReportFormView } from '../src/reports/form-fields.ts';
import { buildNotMendable } from '../src/reports/keep-report.ts';
import * as reportMessages from '../src/reports/message-blocks.ts';
import type { Report, ReportAct, ReportState } from '../src/reports/report.ts';
import { typedOf as typedOfReport } from '../src/reports/report-form.ts';
import { buildFirstStep, buildSecondStep } from '../src/reports/views.ts';
import { ROOMS } from '../src/rooms.ts';
import * as roundBlocks from '../src/rounds/blocks.ts';
import type { AskRound, Invitation } from '../src/rounds/round.ts';
import { buildRoundForm } from '../src/rounds/views.ts';
import { actions, type Message, message, section } from '../src/slack/blocks.ts';
import type { GivenFile } from '../src/slack/files.ts';
import { OPTIONAL_SCOPES } from '../src/slack/granted.ts';
import { VIEWS } from '../src/slack/ids.ts';
import { escapeText, shorten, tidy } from '../src/slack/text.ts';
import * as summaryBlocks from '../src/summaries/blocks.ts';
import { buildSummaryLeft } from '../src/summaries/closing.ts';
import { buildFiguresMenu } from '../src/summaries/figure-menu.ts';
import { keyOfUnit } from '../src/summaries/figures.ts';
import * as summaryMessages from '../src/summaries/message-blocks.ts';
import {
  countStates,
  type Obligation,
  type SummaryFigures,
  type SummaryState,
  UNITS,
  type Version,
} from '../src/summaries/summary.ts';
import { buildReading, buildSummaryForm } from '../src/summaries/views.ts';
import type { Calls, Telling } from '../src/telephone/line.ts';
import * as telephoneViews from '../src/telephone/views.ts';
import { TELL_WORDS, type TellWord } from '../src/telephone/words.ts';
import { UNDOABLE } from '../src/undo/undo.ts';
import * as undoBlocks from '../src/undo/views.ts';
import { buildChecklist } from '../src/years/checklist.ts';
import { buildCorrectForm } from '../src/years/correct-form.ts';
import { buildCloseForm, buildOpenYearForm } from '../src/years/forms.ts';
import { yearPartsOf } from '../src/years/left.ts';
import { buildRetentionForm, buildYearForm } from '../src/years/settings-form.ts';
import { buildYears } from '../src/years/views.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { hostileText } from './helpers/hostile.ts';
import { runs } from './helpers/runs.ts';

const { action_lines: ACTION_LINES, categories: CATEGORIES, fields: FIELDS, forms: FORMS } = CATALOGUE;
const { metrics: METRICS, modes: MODES, need_types: NEED_TYPES, titles: TITLES } = CATALOGUE;
const { unit_types: UNIT_TYPES } = CATALOGUE;

const LOCALES = ['zh', 'en'] as const;
const NOW = Temporal.Instant.from('2013-10-31T02:00:00Z');
const TODAY = Temporal.PlainDate.from('2013-10-31');

const one = <T extends string>(ids: readonly T[]) => fc.constantFrom(...ids);
const some = <T extends string>(ids: readonly T[]) => fc.subarray([...ids]);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const day = fc.constantFrom('2013-09-01', '2013-10-31', '2013-12-30', '2014-02-28');
const districts = fc.subarray(
  DISTRICTS.map(({ slug }) => slug),
  { minLength: 1 },
);
const reason = maybe(hostileText);

const programmes: fc.Arbitrary<Programme> = fc.record({
  ...{ teamId: fc.constant('T0'), year: fc.constant(2013), channelId: fc.constant('C0NEEDS') },
  ...{ name: hostileText, documentNo: hostileText, targetExperts: fc.integer({ min: 1, max: 100_000 }) },
  ...{
    opensOn: fc.constant('2013-08-30'),
    deadline: fc.constant(NOW),
    timeZone: fc.constant('Asia/Shanghai'),
  },
  ...{ language: one(LOCALES), publishedBy: one(['district', 'bureau']), catalogue: fc.constant(CATALOGUE) },
  ownDays: fc.constant({}),
  state: fc.constant('open' as const),
  isCurrent: fc.constant(true),
  rules: fc.constant(USUAL_RULES),
  liveYears: fc.constant([2013]),
});

const demands: fc.Arbitrary<Demand> = fc.record({
  ...{ id: fc.uuid(), number: fc.constant('XQ-2013-0001'), year: fc.constant(2013) },
  state: one<DemandState>([
    ...(['submitted', 'returned', 'rejected', 'bureau_review', 'published', 'cancelled', 'closed'] as const),
    'postponed',
  ]),
  ...{ hostUnitId: fc.uuid(), poster: fc.constant('U0POSTER'), contactUser: maybe(fc.constant('U0CONTACT')) },
  ...{ recordedBy: maybe(fc.constant('U0RECORDER')), district: fc.constant('binhai'), districts },
  ...{ unitName: hostileText, unitType: maybe(one(idsOf(UNIT_TYPES))), contactName: hostileText },
  ...{ contactPhone: hostileText, actionLine: one(idsOf(ACTION_LINES)), form: maybe(one(idsOf(FORMS))) },
  ...{ modes: some(idsOf(MODES)), field: maybe(one(idsOf(FIELDS))), needTypes: some(idsOf(NEED_TYPES)) },
  ...{ title: hostileText, description: hostileText, expertSlots: fc.integer({ min: 1, max: 300 }) },
  ...{ expertRequirement: hostileText, timeText: hostileText, place: hostileText },
  ...{ serviceStart: maybe(day), serviceEnd: maybe(day), claimDeadline: maybe(day) },
  ...{ expectedOutcome: hostileText, conditionsOffered: hostileText, reason },
  ...{
    expectedBeneficiaries: maybe(fc.nat()),
    urgency: one(['normal', 'urgent']),
    confidential: fc.boolean(),
  },
  ...{ submittedAt: fc.constant(NOW), publishedAt: maybe(fc.constant(NOW)) },
  ...{ instant: fc.boolean(), movedAt: maybe(fc.constant(NOW)), follows: maybe(fc.uuid()) },
});

const seats: fc.Arbitrary<Seats> = fc.record({
  ...{ total: fc.nat(300), free: fc.nat(300), held: fc.nat(300) },
  confirmed: fc.array(hostileText, { maxLength: 30 }),
});

const experts: fc.Arbitrary<Expert> = fc.record({
  ...{ id: fc.uuid(), userId: maybe(fc.constant('U0EXPERT')), name: hostileText, employerId: fc.uuid() },
  ...{ employer: hostileText, system: one(SYSTEMS.map(({ slug }) => slug)), title: one(idsOf(TITLES)) },
  ...{ categories: some(idsOf(CATEGORIES)), field: one(idsOf(FIELDS)), specialty: hostileText },
  ...{ services: some(idsOf(NEED_TYPES)), maxActiveClaims: fc.nat(20), phone: hostileText },
  ...{ homeUnitContact: hostileText, homeUnitUser: maybe(fc.constant('U0HOMEUNIT')), returnReason: reason },
  ...{ recordedBy: maybe(fc.constant('U0RECORDER')), evidence: hostileText },
  ...{ assistantUser: maybe(fc.constant('U0ASSISTANT')), ownPledge: fc.boolean() },
  ...{ secondEmployerId: maybe(fc.uuid()), secondEmployer: maybe(hostileText) },
  secondHomeUnitUser: maybe(fc.constant('U0HOMEUNIT')),
  state: one(['registered', 'verified', 'returned'] as const),
});

const claims: fc.Arbitrary<Claim> = fc.record({
  ...{ id: fc.uuid(), number: fc.constant('RL-2013-0001'), demandId: fc.uuid(), expertId: fc.uuid() },
  state: one<ClaimState>([
    ...(['home_unit_pending', 'home_unit_declined', 'host_pending', 'host_declined'] as const),
    ...(['confirmed', 'withdrawn', 'cancelled', 'expert_pending'] as const),
    ...(['no_show_reported', 'no_show_objected', 'no_show', 'recalled', 'report_waived'] as const),
  ]),
  objection: reason,
  ...{ slotNo: fc.integer({ min: 1, max: 300 }), reason, claimedAt: fc.constant(NOW) },
  ...{ consentedAt: maybe(fc.constant(NOW)), confirmedAt: maybe(fc.constant(NOW)) },
  endedAt: maybe(fc.constant(NOW)),
  ...{
    movedAt: maybe(fc.constant(NOW)),
    keptAt: maybe(fc.constant(NOW)),
    throughAssistant: maybe(hostileText),
  },
  otherDate: maybe(fc.record({ text: hostileText, at: fc.constant(NOW) })),
});

const figures = fc.dictionary(one(METRICS.map(({ key }) => key)), fc.nat(1_000_000_000), {
  noNullPrototype: true,
});

const files: fc.Arbitrary<GivenFile[]> = fc.uniqueArray(
  fc.record({
    ...{ id: fc.uuid(), name: hostileText, size: fc.nat(), link: one(['', 'https://x.slack.com/files/F1']) },
    type: one(['image/png', 'image/heic', 'application/pdf']),
  }),
  { maxLength: 10, selector: ({ id }) => id },
);

const reports: fc.Arbitrary<Report> = fc.record({
  ...{ id: fc.uuid(), number: fc.constant('BG-2013-0001'), year: fc.constant(2013), version: fc.nat(9) },
  state: one<ReportState>(['submitted', 'objected', 'host_confirmed', 'returned', 'accepted']),
  ...{ author: fc.constant('U0AUTHOR'), recordedBy: maybe(fc.constant('U0RECORDER')), reason },
  ...{ overrideReason: reason, hostConfirmedAt: maybe(fc.constant(NOW)), submittedAt: fc.constant(NOW) },
  ...{ unitName: reason, demandNumber: maybe(fc.constant('XQ-2013-0001')), hasHost: fc.boolean() },
  filedByHost: fc.boolean(),
  ...{ demandId: maybe(fc.uuid()), title: hostileText, actionLine: one(idsOf(ACTION_LINES)) },
  ...{ form: maybe(one(idsOf(FORMS))), districts, serviceStart: day, serviceEnd: day },
  ...{ days: maybe(fc.constantFrom(0.5, 366)), place: hostileText, expertIds: fc.constant([]) },
  ...{ metrics: figures, summary: hostileText, typicalStory: hostileText, nextSteps: hostileText },
  ...{ news: hostileText, files },
  amendment: maybe(
    fc.record({
      content: fc.record({
        ...{ demandId: fc.constant(undefined), title: hostileText, actionLine: one(idsOf(ACTION_LINES)) },
        ...{ form: maybe(one(idsOf(FORMS))), districts, serviceStart: day, serviceEnd: day },
        ...{ days: maybe(fc.constantFrom(0.5, 366)), place: hostileText, expertIds: fc.constant([]) },
        ...{ metrics: figures, summary: hostileText, typicalStory: hostileText, nextSteps: hostileText },
        ...{ news: hostileText, files },
      }),
      ...{ experts: fc.constant([]), reason: hostileText, askedAt: fc.constant(NOW) },
    }),
  ),
  experts: fc.array(
    fc.record({
      ...{ id: fc.uuid(), name: hostileText, employer: hostileText, userId: maybe(fc.constant('U0EXPERT')) },
      claimed: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
});

const acts: fc.Arbitrary<ReportAct> = fc.record({
  act: fc.constantFrom(
    ...['file_report', 'revise_report', 'confirm_report', 'object_report', 'accept_report'],
    ...['return_report', 'override_host', 'amend_report', 'ask_amendment', 'return_amendment'],
  ),
  ...{ at: fc.constant(NOW), name: reason, reason, isExperts: fc.boolean() },
});

const share = (ids: readonly string[]) =>
  fc.record({ id: one(ids), reports: fc.nat(999), experts: fc.nat(999) });

const counts = (ids: readonly string[]) => fc.dictionary(one(ids), fc.nat(999), { noNullPrototype: true });
const lines = idsOf(ACTION_LINES);
const slugs = DISTRICTS.map(({ slug }) => slug);
const systems = SYSTEMS.map(({ slug }) => slug);

const digests: fc.Arbitrary<Digest> = fc.record(
  {
    scope: fc.record({ district: maybe(one(slugs)), line: maybe(one(lines)) }),
    ...{ experts: fc.nat(9999), personTimes: fc.nat(9999), reports: fc.nat(999), totals: figures },
    firsts: fc.uniqueArray(fc.record({ day, experts: fc.nat(99) }), { selector: (first) => first.day }),
    lines: fc.uniqueArray(share(lines), { selector: ({ id }) => id }),
    districts: fc.uniqueArray(share(slugs), { selector: ({ id }) => id }),
    systems: fc.uniqueArray(share(systems), { selector: ({ id }) => id }),
    needs: fc.record({ lines: counts(lines), districts: counts(slugs) }),
    verified: counts(systems),
    open: fc.array(fc.record({ demand: demands, seats }), { maxLength: 5 }),
    openInAll: fc.nat(300),
    waiting: fc.record({ demands: fc.nat(), claims: fc.nat(), reports: fc.nat() }),
    overdue: fc.record({
      ...{ consents: fc.nat(99), answers: fc.nat(99), reports: fc.nat(99), reviews: fc.nat(99) },
      ...{ verifications: fc.nat(99), acceptances: fc.nat(99), papers: fc.nat(99) },
    }),
    obligations: fc.record({ done: fc.nat(27), owed: fc.nat(27), notYet: fc.subarray([...UNITS]) }),
    stillOpen: fc.array(
      fc.record({
        year: fc.integer({ min: 2011, max: 2013 }),
        ...{ toFile: fc.nat(999), toDecide: fc.nat(999), summaries: fc.subarray([...UNITS]) },
        changed: fc.record({ reports: fc.nat(999), summaries: fc.nat(27) }),
      }),
      { maxLength: 3 },
    ),
    ownSummary: one<SummaryState>(['not_started', 'submitted', 'returned', 'accepted']),
  },
  {
    requiredKeys: [
      ...(['scope', 'experts', 'personTimes', 'reports', 'totals', 'firsts', 'lines', 'districts'] as const),
      ...(['systems', 'needs', 'verified', 'open', 'openInAll', 'waiting', 'overdue'] as const),
    ],
  },
);

const issues = fc.record({
  digest: digests,
  changes: maybe(
    fc.record({
      needs: fc.nat(9),
      claims: fc.nat(9),
      reports: fc.nat(9),
      summaries: fc.nat(9),
      experts: fc.nat(9),
      acts: fc.constant(TOLD_ACTS.map((act) => ({ act, n: 2 }))),
      settings: fc.array(
        fc.record({ field: fc.constantFrom(...TOLD_SETTINGS), from: hostileText, to: hostileText }),
        {
          maxLength: 6,
        },
      ),
    }),
  ),
  story: maybe(fc.record({ id: fc.uuid(), title: hostileText, story: hostileText, districts })),
  ...{ setUpBy: maybe(hostileText), lateSince: maybe(fc.constant('28 Oct 2013 09:00')) },
  channel: fc.record({
    ...{ teamId: fc.constant('T0'), id: fc.uuid(), channelId: fc.constant('C0NEEDS'), enabled: fc.boolean() },
    ...{ weekday: fc.integer({ min: 1, max: 7 }), time: fc.constantFrom('00:00', '09:00', '23:59') },
    ...{ language: one(LOCALES), threads: fc.boolean(), content: some(CONTENT), setBy: fc.constant('U0') },
    ...{ district: maybe(one(slugs)), line: maybe(one(lines)), runsSince: fc.constant(NOW) },
    ...{ mutedAt: maybe(fc.constant(NOW)), mutedUntil: maybe(fc.constant(NOW)) },
  }),
});

const overdue: fc.Arbitrary<Overdue[]> = fc.array(
  fc.record({
    kind: one(LATE_FOR_COORDINATORS),
    ...{ number: fc.constant('RL-2013-0001'), title: hostileText, expert: hostileText, unit: hostileText },
    ...{ actionLine: one(idsOf(ACTION_LINES)), confidential: fc.boolean() },
  }),
  { maxLength: 6 },
);

const summaryFigures: fc.Arbitrary<SummaryFigures> = fc.record({
  ...{ reports: fc.nat(999), experts: fc.nat(9999), personTimes: fc.nat(9999), metrics: figures },
});

/** What a form lets people write, and texts that only come by import. */
const long = fc.oneof(
  hostileText,
  fc.integer({ min: 1, max: 30_000 }).map((length) => '\u5927\n'.repeat(length).slice(0, length).trim()),
);

const versions: fc.Arbitrary<Version> = fc
  .record({
    ...{ version: fc.integer({ min: 1, max: 9 }), figures: summaryFigures, nil: fc.boolean() },
    ...{ narrative: long, stories: long, news: long, submittedBy: fc.constant('U0AUTHOR') },
    records: maybe(fc.constant({ size: 999_999, root: 'A'.repeat(44) })),
    ...{ submitter: reason, decider: reason, onBehalf: fc.boolean(), reason, submittedAt: fc.constant(NOW) },
    ...{ outcome: maybe(one(['returned', 'accepted'] as const)), decidedAt: fc.constant(NOW) },
  })
  .map((version) => ({ ...version, decidedAt: version.outcome && version.decidedAt }));

const obligations: fc.Arbitrary<Obligation> = fc.record({
  ...{ id: fc.uuid(), year: fc.constant(2013), unit: fc.constantFrom(...UNITS), latest: maybe(versions) },
  live: summaryFigures,
  waived: maybe(reason),
  extendedUntil: maybe(fc.constant(NOW)),
});

/** One of everything, as the database might hand it to a builder; texts are as hostile as they come. */
const worlds = fc.record({
  ...{ obligation: obligations, versions: fc.array(versions, { minLength: 1, maxLength: 30 }) },
  ...{ programme: programmes, demand: demands, seats, expert: experts, claim: claims, report: reports },
  ...{
    act: maybe(acts),
    digest: digests,
    issue: issues,
    overdue,
    who: hostileText,
    reason: hostileText,
    flag: fc.boolean(),
  },
  consent: maybe(
    fc.record({
      ...{ kind: one<Consent['kind']>(['letter', 'phone', 'online', 'blanket']), documentNo: hostileText },
      ...{ date: day, until: maybe(day) },
    }),
  ),
  more: fc.array(demands, { minLength: 1, maxLength: 4 }),
});

const entryOf = ({ id, name, employer }: Expert) => ({ id, name, detail: employer });

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;
type Shown = Message | ModalView | HomeView | KnownBlock[] | KnownBlock | Button | string | undefined;
type Builder = (world: World, locale: Locale) => Shown[];

const ids = { step: 'need', draftId: 'd', slots: '30', similar: 'XQ-2013-0002' } as const;

/** More calls than a message has room for, of every kind. */
function tellingsOf({ demand, expert, claim, reason: why = '', who }: World): Telling[] {
  return Array.from({ length: 80 }, (_, i) => ({
    ...{ id: i, name: expert.name, unit: expert.employer, phone: i % 2 ? expert.phone : '' },
    word: TELL_WORDS[i % TELL_WORDS.length] as TellWord,
    values: { expert: who, employer: expert.employer, reason: why },
    number: demand.number,
    title: () => demand.title,
    when: () => demand.timeText,
    place: () => demand.place,
    buttons: [claimViews.withdrawButton(claim, 'en')],
  }));
}

/** As many calls as one place shows, of all kinds in turn. */
function callsOf(world: World, most: number): Calls {
  const all = tellingsOf(world);
  return { shown: all.slice(0, most), more: all.length - most };
}

/** A round that is going, one that waits for the morning, and one that has ended. */
function roundsOf({ demand }: World): AskRound[] {
  const round = { id: 'r', demandId: demand.id, waveSize: 20, startedBy: 'U0AUTHOR' };
  return [
    { ...round, waves: 3, nextWaveAt: NOW, endedBecause: undefined },
    { ...round, waves: 0, nextWaveAt: NOW, endedBecause: undefined },
    ...(['filled', 'closed', 'nobody_left', 'stopped'] as const).map((endedBecause) => ({
      ...{ ...round, waves: 1, nextWaveAt: undefined, endedBecause },
    })),
  ];
}

/** More people than anybody asks. */
function invitedOf({ who, expert }: World): Invitation[] {
  return Array.from({ length: 60 }, (_, i) => ({
    ...{ expertId: `${i}`, name: expert.name, employer: who, userId: 'U0EXPERT', wave: i },
    answer: ([undefined, 'yes', 'no', 'ended'] as const)[i % 4],
  }));
}

/** Every kind of answer, with a page of rows and every word of the question as long as can be. */
function answersOf({ programme, who, reason: why = '', report, flag }: World, locale: Locale): ModalView[] {
  const question = {
    ...emptyQuestion(programme.year),
    metrics: METRICS.map(({ key }) => key),
    districts: DISTRICTS.map(({ slug }) => slug),
    systems: SYSTEMS.map(({ slug }) => slug),
    lines: idsOf(ACTION_LINES),
    forms: idsOf(FORMS),
    experts: Array.from({ length: 10 }, () => crypto.randomUUID()),
    units: Array.from({ length: 10 }, () => crypto.randomUUID()),
    since: '2013-02-03',
    until: '2013-11-30',
  };
  const nobody = { experts: [], units: [], isContact: false, userId: 'U0', all: flag, districts: ['heping'] };
  const asking: Asking = {
    programme,
    question,
    locale,
    today: TODAY,
    way: 'words',
    reach: { ...nobody, systems: [] },
  };
  const texts = {
    id: 'r',
    number: 'BG-2013-0001',
    title: who,
    unit: why,
    place: who,
    confidential: flag,
    within: true,
  };
  const shared = {
    ...texts,
    line: report.actionLine,
    form: null,
    districts: report.districts,
    day: '2013-10-31',
  };
  const page = <T>(row: T) => Array.from({ length: 20 }, () => row);
  const row = {
    ...shared,
    start: '2013-10-01',
    end: '2013-10-02',
    metrics: report.metrics,
    experts: [who, who],
  };
  const counted = { reports: 1000, experts: 999, personTimes: 2000, totals: report.metrics, hidden: 3 };
  const claim = {
    ...texts,
    need: 'XQ-2013-0001',
    unit: who,
    expert: who,
    state: 'pending' as const,
    day: '2013-10-31',
  };
  const answers = [
    answerServed(asking, counted, page(row)),
    answerServed(
      { ...asking, question: { ...question, metrics: [] } },
      counted,
      page({ ...row, within: false }),
    ),
    answerNeeded(
      asking,
      { needs: 1000, slots: 9, free: 1, hidden: 2 },
      page({ ...shared, unit: who, slots: 2, free: 1 }),
    ),
    answerClaimed(asking, { claims: 1000, experts: 9, confirmed: 1, pending: 2, hidden: 2 }, page(claim)),
    answerGaps(asking, question.districts),
    { ...answerServed(asking, { ...counted, reports: 0, hidden: 0 }, []), isEmpty: true },
  ];
  const named = Array.from({ length: 20 }, (_, i) => ({ id: `${i}`, name: who, detail: why }));
  const unknown = Array.from({ length: 20 }, () => who);
  return answers.map((answer) =>
    buildAnswer(asking, { answer, named, unknown, page: 2, asOf: 'now', changed: { n: 2, when: 'then' } }),
  );
}

const blockedOf = (side: 'expert' | 'home_unit', why: string) => ({
  ...{ id: `b-${side}`, expertId: 'e', from: '2013-11-20', until: '2014-01-02', reason: why, side },
});

const blanketOf = (who: string, why: string) => ({
  ...{ id: 'b', employerId: 'o', employer: who, expert: { id: 'e', name: who }, documentNo: why },
  ...{
    date: '2013-11-01',
    until: '2013-12-31',
    recordedBy: 'U0',
    onBehalf: false,
    isEnded: false,
    passed: 7,
  },
});

/** An employer's view, of as many people as one page has. */
function employersViewOf({ claim, expert, demand, who, reason: why }: World, count: number) {
  const claims = Array.from({ length: 5 }, () => ({
    claim: { ...claim, state: 'confirmed' as const },
    demand,
  }));
  const blocked = [blockedOf('expert', why), blockedOf('home_unit', why)];
  const consents = { given: 3, waiting: 2 };
  return {
    people: Array.from({ length: count }, () => ({
      expert,
      claims,
      days: 3.5,
      services: 2,
      consents,
      blocked,
    })),
    total: count * 3,
    blankets: Array.from({ length: 50 }, () => blanketOf(who, why)),
    units: [{ id: 'o', name: who }],
    mine: Array.from({ length: 20 }, () => blockedOf('expert', why)),
  };
}

const outcomesOf = ({ claim, who, reason: why, flag }: World): ClaimOutcome[] => [
  { kind: 'claimed', claim },
  { kind: 'already_yours', claim },
  { kind: 'full' },
  { kind: 'just_taken', taker: flag ? who : undefined },
  { kind: 'closed', why: 'deadline', on: '2013-10-01' },
  { kind: 'closed', why: 'cancelled', on: undefined },
  { kind: 'closed', why: 'served', on: '2012-10-01' },
  { kind: 'not_published' },
  { kind: 'limit_reached', used: 2, limit: 2 },
  { kind: 'blocked', dates: blockedOf('expert', why) },
  { kind: 'blocked', dates: blockedOf('home_unit', why) },
  ...expertRefusals(why),
  { kind: 'repeated' },
];

const expertRefusals = (why: string) =>
  [
    { kind: 'paused' },
    { kind: 'not_registered' },
    { kind: 'not_verified' },
    { kind: 'returned_registration', reason: why },
  ] as const;

const ALL_ROLES = {
  ...{ userId: 'U0', isAdmin: true, isGuest: false, bureau: true, districts: ['binhai'], systems: [] },
};
const TRAIL = [{ kind: 'unit', id: 'u' }] as const;

function caseIn({ claim, expert, demand, consent, flag }: World): ClaimCase {
  const around = { homeUnitUsers: ['U0'], hostUsers: ['U0'], gone: [], grants: [] };
  return { claim, expert, demand, consent, isReported: flag, around };
}
function needShown(world: World, locale: Locale): NeedShown {
  const { demand, programme, seats, report, flag } = world;
  return {
    ...{
      demand,
      programme,
      locale,
      seats,
      today: TODAY,
      actor: ALL_ROLES,
      side: 'coordinator',
      isWhole: flag,
    },
    follows: { id: 'd', number: demand.number },
    claims: Array.from({ length: 1000 }, () => caseIn(world)),
    reports: Array.from({ length: 20 }, () => report),
    ...{ withContact: flag, whose: {}, reporting: {}, mayClaim: 'U0', offersLinks: true },
  };
}
const claimShown = (world: World, locale: Locale) => ({
  ...{ claimCase: caseIn(world), programme: world.programme, locale, now: NOW, userId: 'U0', whose: {} },
  ...{ actor: ALL_ROLES, side: world.flag ? ('coordinator' as const) : ('host' as const), offersLinks: true },
});
const reportShown = (world: World, locale: Locale) => ({
  ...{ report: world.report, programme: world.programme, locale, actor: ALL_ROLES, userId: 'U0', whose: {} },
  ...{ side: world.flag ? ('coordinator' as const) : ('expert' as const), offersLinks: true },
  corrections: Array.from({ length: 1000 }, (_, no) => ({ no, metric: 'lectures', was: 1, value: 0 })),
  records: Array.from({ length: 1000 }, (_, no) => ({ number: `FW-2013-${no}`, code: 'ABCD-EFGH' })),
});
const summaryShown = ({ obligation, versions: all, programme, flag }: World, locale: Locale) => ({
  ...{ obligation, versions: all, shown: { locale, programme, now: NOW }, decides: flag, onBehalf: flag },
});
const expertShown = (world: World, locale: Locale) => ({
  ...{ expert: world.expert, programme: world.programme, locale, actor: ALL_ROLES, whose: {} },
  claims: Array.from({ length: 1000 }, () => caseIn(world)),
  reports: Array.from({ length: 1000 }, () => world.report),
  ...{ served: { services: 9, days: 4.5 }, records: reportShown(world, locale).records },
});
const unitShown = (world: World, locale: Locale) => ({
  ...{ unit: unitIn(world), programme: world.programme, locale, actor: ALL_ROLES, whose: {} },
  asksByLink: world.flag,
  needs: { rows: Array.from({ length: 25 }, () => world.demand), total: 1000 },
  people: { rows: Array.from({ length: 25 }, () => world.expert), total: 1000 },
});
function wholesOf(world: World, locale: Locale): Pick<Whole, 'title' | 'head' | 'body' | 'acts'>[] {
  return [
    buildNeed(needShown(world, locale)),
    buildClaim(claimShown(world, locale)),
    buildReport(reportShown(world, locale)),
    buildSummary(summaryShown(world, locale)),
    buildExpert(expertShown(world, locale)),
    buildUnit(unitShown(world, locale)),
  ];
}
/** A page of whatever can have been done, with all that can be said of it. */
function historyOf({ programme, who, reason: why = '', claim, expert, flag }: World, locale: Locale) {
  const from = (who.length * 7) % (RECORDED_ACTS.length - 20);
  const entries = RECORDED_ACTS.slice(from, from + 20).map(
    (act, id): Entry => ({
      ...{ id, act, at: NOW, actor: 'U1', name: who, onBehalfOf: 'home_unit', deputyOf: who, undone: flag },
      ...{ kind: 'claim', objectId: claim.id },
      details: {
        ...{
          reason: why,
          document_no: why,
          follows: why,
          duplicateOf: why,
          invited: 3,
          version: 2,
          nil: true,
        },
        ...{
          changed: { title: { from: why, to: who }, time_text: { from: why, to: who } },
          act: 'give_consent',
        },
        ...{ kind: 'phone', from: '2013-11-01', until: '2013-11-02', because: 'filled', link: 'l' },
      },
    }),
  );
  const things = [{ kind: 'claim', id: claim.id, label: expert.name, employer: expert.employer }];
  const reader = { userId: 'U0', side: 'coordinator' } as const;
  return buildHistory({ entries, total: 1000 }, 2, { programme, locale, reader, things });
}

const requestOf = (
  { programme, claim, expert, demand, consent, who, flag }: World,
  locale: Locale,
): claimRequests.Request => ({
  ...{ file: { claim, expert, demand }, programme, locale, onBehalf: flag, consent },
  decided: flag
    ? { act: 'lapse_claim', who, at: NOW }
    : { act: 'give_consent', who, at: NOW, isByLink: true },
  offersLinks: true,
});

const reportForm = (
  { programme, report, more, expert, reason: why }: World,
  locale: Locale,
): ReportFormView => ({
  ...{ locale, programme, typed: typedOfReport(report), lead: [why], mayReadFiles: true },
  state: {
    ...{
      draftId: 'd',
      reportId: '',
      amends: '',
      step: '1',
      line: report.actionLine,
      revision: '1',
      asked: '',
      confirmed: '',
    },
  },
  services: more.map(({ id, number, title, unitName, serviceEnd }) => ({
    ...{ demandId: id, number, title, unitName, serviceEnd },
  })),
  experts: [
    { id: expert.id, name: expert.name, employer: expert.employer, userId: undefined, claimed: true },
  ],
  doubts: [
    { key: 'like', kind: 'like_another', values: { number: 'BG-2013-0002', title: why } },
    { key: 'large', kind: 'large_benefit', values: { benefit: 20_000 } },
    { key: 'trained', kind: 'trained_more', values: { trained: 2, served: 1 } },
  ],
});

/** Home holds what the forms let people write; longer texts only come by import. */
function withinForms(demand: Demand): Demand {
  return { ...demand, title: demand.title.slice(0, 150), timeText: demand.timeText.slice(0, 120) };
}

function homeOf(world: World, locale: Locale): HomeView {
  const { programme, more, seats: s, expert, flag } = world;
  const lines = Array.from({ length: 60 }, (_, i) => withinForms(more[i % more.length] ?? world.demand));
  return homeBlocks.buildHome({
    ...{ teamId: 'T0', userId: 'U0', locale, programme, now: NOW, expert: flag ? expert : undefined },
    assisted: [expert],
    actor: { userId: 'U0', isAdmin: flag, isGuest: false, bureau: flag, districts: [], systems: [] },
    waiting: lines.flatMap((demand) => [
      demandBlocks.buildDemandLine(demand, s, programme, locale),
      ...demandReviews.buildDecisionButtons(demand, locale, { forwards: flag }),
    ]),
    holding: lines.map((demand) => demandBlocks.buildDemandLine(demand, s, programme, locale)),
    glance: matrixOf(world, locale),
    progress: [programme, programme].map((year) => ({ year, experts: 21, personTimes: 25 })),
  });
}

/** Each cure in words, and more than is shown at once. */
const SLACK_ERRORS = [
  ...['not_in_channel', 'is_archived', 'restricted_action', 'messages_tab_disabled', 'user_not_found'],
  ...['deleted_twice', 'no_thread', 'invalid_blocks', 'http_500'],
];

function troublesOf(who: string, toPerson: boolean): Troubles {
  const troubled = (state: 'unknown' | 'failed') =>
    SLACK_ERRORS.map(
      (error, i): NamedTrouble => ({
        ...{ id: `${i}-1`, state, shape: 'view', kind: toPerson ? 'demand_card' : 'other', ref: {}, error },
        ...{
          target: toPerson ? 'U0EXPERT' : 'C0NEEDS',
          at: NOW,
          number: toPerson ? 'XQ-2013-0001' : undefined,
        },
        person: toPerson ? who : undefined,
      }),
    );
  const heldUp = SLACK_ERRORS.map((error, i) => ({
    ...{ target: 'C0NEEDS', error, messages: i + 1, person: toPerson ? who : undefined },
  }));
  return { unknown: troubled('unknown'), failed: troubled('failed'), heldUp };
}

/** All 27, as the one looks that the world holds. */
function unitsOf({ obligation }: World): Obligation[] {
  return UNITS.map((unit) => ({ ...obligation, unit }));
}

function matrixOf(world: World, locale: Locale): KnownBlock[] {
  const all = unitsOf(world);
  return summaryBlocks.buildMatrix(all, countStates(all), { locale, programme: world.programme, now: NOW });
}

const VIAS: readonly Via[] = ['owner', 'named', 'deputy', 'suggested', 'superior', 'informed'];

function dutyOf(kind: string): Duty {
  const duty = dutiesOf(ROOMS).find((one) => one.kind === kind);
  if (!duty) throw new Error(`no duty is called ${kind}`);
  return duty;
}

/** A duty of every kind, for every reason, as many as a message holds. */
function nudgeItems(world: World): Item[] {
  const { claim, expert, demand, report, flag } = world;
  const file = { claim, expert, demand };
  const things: [string, string, unknown][] = [
    ['consent', 'claim', file],
    ['host_answer', 'claim', file],
    ['service_tomorrow', 'claim', file],
    ['report', 'claim', { file }],
    ['report', 'report', { returned: report }],
    ['report_confirmation', 'report', report],
    ['open_need', 'demand', demand],
    ['need_review', 'demand', demand],
    ['keep_claim', 'claim', file],
    ['own_pledge', 'claim', file],
    ['consent_paper', 'claim', file],
    ['no_show_decision', 'claim', file],
    ['report_acceptance', 'report', report],
    ['yearly_summary', 'yearly_summary', true],
  ];
  return Array.from({ length: nudgeBlocks.MOST_ITEMS }, (_, i): Item => {
    const [kind, objectKind, thing] = things[i % things.length] ?? ['report_confirmation', 'report', report];
    const via = VIAS[(i + Number(flag)) % VIAS.length] ?? 'owner';
    const task: Task = {
      owed: {
        ...{ duty: dutyOf(kind), programme: world.programme },
        ...{
          kind,
          objectKind,
          objectId: `o${i}`,
          owners: ['U0'],
          superiors: ['U1', 'U2'],
          since: NOW,
          dueAt: NOW,
        },
        words: { number: claim.number, year: '2013' },
      },
      to: { userId: 'U0', via, mayAct: flag || i % 2 === 0, of: 'U3', suggests: 'U4' },
      ...{ stages: [], until: undefined, isOpen: true },
    };
    return { task, thing };
  });
}

/** Every unit's summary, all for one reason, as whoever stands in for all of them has it. */
function nudgeSummaries(world: World): Item[] {
  const [like] = nudgeItems(world).filter(({ task }) => task.owed.kind === 'yearly_summary');
  if (!like) return [];
  return UNITS.map((unit, i): Item => {
    const words = { unit: keyOfUnit(unit), year: '2013' };
    return { ...like, task: { ...like.task, owed: { ...like.task.owed, objectId: `s${i}`, words } } };
  });
}

function nudgeFrame({ programme, who, more }: World, locale: Locale) {
  const names = new Map(['U0', 'U1', 'U2', 'U3', 'U4'].map((id, i) => [id, more[i]?.contactName || who]));
  const absence = { from: NOW, until: '2013-11-05', back: NOW, deputy: 'U0' };
  return { programme, locale, names, absences: new Map([['U3', absence]]) };
}

/** Each request that may be answered by a link. */
function linksOf({ claim, expert, demand, report, programme, who, flag }: World): AskedAbout[] {
  const claimCase = { claim, expert, demand };
  const unit = { id: 'u', name: who, system: undefined, contacts: [] };
  const experts = Array.from({ length: flag ? 1000 : 0 }, () => who);
  return [
    { asks: 'blanket', unit, experts, until: '2013-12-31', programme },
    { asks: 'consent', claimCase, programme },
    { asks: 'host', claimCase, programme },
    { asks: 'report', report, programme },
  ];
}

/** A unit with hostile names, as full as the form lets it become. */
function unitIn({ who, reason: why, flag }: World): Unit {
  return {
    ...{ id: 'unit', kind: flag ? 'home_unit' : 'host_unit', name: who, unitType: 'hospital', version: 3 },
    ...{ level: flag ? 'city' : undefined, parent: flag ? { id: 'parent', name: why ?? '' } : undefined },
    ...{ districts: DISTRICTS.map(({ slug }) => slug), system: 'health', createdAt: NOW },
    aliases: Array.from({ length: 20 }, (_, i) => `${who.slice(0, 90)}${i}`),
    formerNames: Array.from({ length: 5 }, (_, i) => ({ name: who, untilYear: 2008 + i })),
    ...{ contacts: flag ? ['U0ONE', 'U0TWO'] : [], deputies: flag ? ['U0THREE'] : [] },
  };
}

const shownBy = ({ programme }: World, locale: Locale) => ({
  years: { current: programme, of: () => programme },
  locale,
});

/** A list in every state, with as much wrong in it as a message shows. */
function listsIn({ who, reason: why = '', flag, programme }: World, locale: Locale) {
  const states = ['reading', 'refused', 'checked', 'applied', 'dropped', 'undone'] as const;
  const faults: Fault[] = [
    { code: 'no_headings', values: {} },
    { code: 'heading_twice', values: { heading: who, columns: who } },
    { code: 'bad_cell', values: { row: 1, column: 2, what: who } },
    { code: 'applied_before', values: { by: 'U0ONE' } },
    { code: 'bad_cell', values: {} },
    { code: who, values: {} },
  ];
  const row = { no: 5000, faults: Array.from({ length: 5 }, () => ({ column: who, why })) };
  const shown = {
    ...{ locale, programme, names: new Map([['U0ONE', who]]), asked: Array.from({ length: 9 }, () => who) },
    ...{ refused: Array.from({ length: importViews.REFUSED_SHOWN }, () => row), headings: who },
  };
  const lists = states.flatMap((state) =>
    faults.map(
      (fault): Import => ({
        ...{ id: 'i', kind: flag ? 'experts' : 'demands', state, uploadedBy: 'U0ONE', uploadedAt: NOW },
        ...{
          language: locale,
          fileId: 'F1',
          fileName: who,
          fileHash: 'x',
          rows: 5000,
          good: 9,
          refused: 4000,
        },
        ...{
          likely: flag ? 0 : 9,
          answered: 0,
          revision: 0,
          scopes: [],
          unread: Array.from({ length: 20 }, () => who),
        },
        ...{ fault, appliedBy: 'U0ONE', appliedAt: NOW, appliedRows: 9, endedBy: flag ? 'U0ONE' : undefined },
      }),
    ),
  );
  return { lists, shown };
}

/** Somebody with so many records, of every state. */
function personShown(
  { programme, report, who, reason: why = '' }: World,
  n: number,
): serviceRecordViews.PersonShown {
  const at = { at: NOW };
  const by = { number: 'FW-2013-000009', code: '0000-0000-0000-0000' };
  const states: RecordState[] = [
    { kind: 'valid' },
    { kind: 'corrected', ...at, by },
    { kind: 'revoked', ...at, by },
    { kind: 'revoked', ...at, by: undefined },
    { kind: 'erased', ...at },
  ];
  const label = { id: 'x', zh: 'x', en: 'x' };
  const records = Array.from({ length: n }, (_, leaf): ServiceRecord => {
    const state = states[leaf % states.length] ?? { kind: 'valid' };
    const fields = {
      ...by,
      year: 2013,
      issuedOn: '2013-10-31',
      reportId: 'r',
      reportNumber: 'BG-2013-0001',
      expertId: 'e',
      name: who,
      employer: why,
      title: label,
      service: report.title,
      line: label,
      unit: why,
      place: report.place,
      districts: ['binhai'],
      from: '2013-10-12',
      to: '2014-01-03',
      days: 2.5,
      travelDays: 'counted' as const,
      content: report.summary,
      results: [],
      issuer: why,
      documentNo: why,
    };
    return {
      ...by,
      year: 2013,
      leaf,
      issuedAt: NOW,
      state,
      fields: state.kind === 'erased' ? undefined : fields,
    };
  });
  const { rules } = programme;
  return { id: 'e', name: who, employer: why, year: 2013, records, rules, otherYears: [2012, 2011] };
}

/** Every builder of the rooms, as `room/name`: what it shows of a world. */
const BUILDERS: Record<string, Builder> = {
  'programme/buildSetUpForm': ({ who, reason: why }, locale) => [
    buildSetUpForm(locale, TODAY, { name: who, document_no: why, time_zone: who }),
  ],
  'years/buildOpenYearForm': ({ programme }, locale) => [
    buildOpenYearForm(programme, locale, TODAY),
    buildOpenYearForm(programme, locale, TODAY.add({ years: 1 })),
  ],
  'years/buildYearForm': ({ programme, who, reason: why }, locale) => [
    buildYearForm(programme, locale, { after: '12', notes: [who, why, why] }),
  ],
  'years/buildRetentionForm': ({ programme }, locale) => [buildRetentionForm(programme, locale, '12')],
  'reports/buildVoidForm': (_, locale) => [buildVoidForm('a report', locale)],
  'years/buildCloseForm': ({ programme, obligation }, locale) => [
    buildCloseForm(programme, obligation.live, 3, locale),
  ],
  'years/buildCorrectForm': ({ programme }, locale) => [buildCorrectForm(programme, locale)],
  'reports/buildReportLeft': ({ report, programme }, locale) => [
    buildReportLeft(report, { locale, programme }),
  ],
  'summaries/buildSummaryLeft': ({ obligation, programme }, locale) => [
    buildSummaryLeft(obligation, { locale, programme, now: programme.deadline }),
  ],
  'years/buildChecklist': ({ report, obligation, programme }, locale) => {
    const ask = { locale, programme, now: programme.deadline };
    const items = [
      Array.from({ length: 9 }, () => buildReportLeft(report, ask)),
      Array.from({ length: 27 }, () => buildSummaryLeft(obligation, ask)),
    ];
    const left = yearPartsOf(ROOMS).map((part, i) => ({ part, n: 27, items: items[i] ?? [] }));
    return [buildChecklist(left, ask)];
  },
  'years/buildYears': ({ programme, obligation, who, reason: why }, locale) => {
    const changes = [
      { field: 'name', from: who, to: why },
      { field: 'labels', from: why, to: `${why}\n${who}` },
    ];
    const history = Array.from({ length: 12 }, () => ({ at: programme.deadline, who, changes }));
    const correction = { no: 1, object: 'city', metric: 'experts', was: 1, value: 2, reason: why };
    const closed = {
      city: obligation.live,
      corrections: Array.from({ length: 9 }, () => ({ ...correction, madeAt: programme.deadline })),
    };
    const left = yearPartsOf(ROOMS).map((part, i) => ({ part, n: i * 27 }));
    const year = { programme, left, history, closed };
    return [buildYears([year, year, year], locale)];
  },
  'programme/buildWelcome': ({ programme, who }) => [buildWelcome(programme, who)],

  'directory/buildRegistrationFacts': ({ expert, programme }, locale) => [
    directoryBlocks.buildRegistrationFacts(expert, programme, locale),
  ],
  'directory/buildRegistrationButtons': ({ expert }, locale) => [
    directoryBlocks.buildRegistrationButtons(expert, locale),
  ],
  'directory/buildRegistrationReview': ({ expert, programme, who }, locale) => [
    directoryBlocks.buildRegistrationReview(expert, programme, locale, { who, namesake: expert }),
  ],
  'directory/buildRegistrationNotice': ({ expert }, locale) => [
    directoryBlocks.buildRegistrationNotice(expert, locale),
  ],
  'directory/buildRegistrationForm': ({ expert, programme }, locale) => [
    directoryViews.buildRegistrationForm(locale, programme, directoryViews.typedOf(expert), 'd'),
  ],
  'directory/buildUnitForm': (world, locale) => [buildUnitForm(unitIn(world), locale, 2013)],
  'directory/buildEditUnitButton': (world, locale) => [actions(buildEditUnitButton(unitIn(world), locale))],
  'directory/buildUnitSaved': (world, locale) => [buildUnitSaved(unitIn(world), world.who, 7, locale)],
  'directory/buildUnitChanged': (world, locale) => [
    buildUnitChanged(unitIn(world), { who: world.who, when: '10:00' }, locale),
    buildUnitChanged(unitIn(world), undefined, locale),
  ],
  'demands/buildHostReasonForm': ({ demand, flag }, locale) => [
    buildHostReasonForm(demand, flag ? 'city' : undefined, { act: 'grant_instant', field: 'ict' }, locale),
  ],
  'digests/buildHighHosts': ({ who, reason: why }, locale) => [
    highHosts.buildHighHosts(
      { n: 9, first: Array(5).fill({ number: 'XQ-1', unit: who, reason: why }) },
      locale,
    ),
  ],
  'imports/buildImport': (world, locale) => {
    const { lists, shown } = listsIn(world, locale);
    return lists.map((one) => importViews.buildImport(one, shown));
  },
  'imports/buildReview': (world, locale) => {
    const { lists, shown } = listsIn(world, locale);
    return lists.map((one) => importViews.buildReview(one, shown));
  },
  'imports/buildEnd': (world, locale) => {
    const { lists, shown } = listsIn(world, locale);
    return lists.map((one) => buildEnd(one, shown));
  },
  'imports/buildTold': (world, locale) => {
    const { lists, shown } = listsIn(world, locale);
    const parts = ['review', 'service', 'applied'] as const;
    return lists.flatMap((one) => parts.map((as) => buildTold(one, as, 3, shown)));
  },
  'imports/buildWaiting': (world, locale) =>
    listsIn(world, locale).lists.map((one) => importViews.buildWaiting(one, locale)),
  'imports/buildImportForm': (_, locale) => [true, false].map((mayRead) => buildImportForm(locale, mayRead)),
  'imports/buildLikelyForm': ({ who, flag }, locale) => [
    buildLikelyForm(locale, {
      rows: Array.from({ length: 10 }, (_, i) => ({
        ...{ no: i + 2, faults: [], form: {}, answer: null, cells: { name: who, title: who, experts: who } },
        likely: flag ? { name: who, row: 7 } : { name: who, id: 'x' },
      })),
      ...{ importId: 'i', from: 1, n: flag ? 10 : 30 },
    }),
  ],
  'files/buildExportButton': ({ demand }, locale) => [buildExportButton(demand.id, locale)],
  'documents/buildExportForm': ({ who, flag }, locale) =>
    [WHATS, WHATS.slice(-3)].map((whats) =>
      buildExportForm(
        locale,
        {
          whats,
          years: Array.from({ length: 20 }, (_, i) => 2032 - i),
          units: UNITS,
          isCity: flag,
          object: flag ? { value: 'id', text: shorten(who, 75) } : undefined,
        },
        { what: 'needs', format: 'csv', districts: ['binhai', 'system:health'] },
      ),
    ),
  'documents/buildJob': ({ who, flag }, locale) =>
    (['waiting', 'building', 'done', 'failed'] as const).flatMap((state) =>
      [undefined, ...FAULTS].map((fault) =>
        buildJob(
          {
            ...{ id: 'job', askedBy: 'U0', what: flag ? 'needs' : who, parameters: undefined, state, fault },
            ...{ progress: 40, tries: 1, leaseUntil: undefined, title: who },
          },
          locale,
        ),
      ),
    ),
  'objects/buildNeed': (world, locale) => [buildNeed(needShown(world, locale)).head],
  'objects/buildNeedActs': (world, locale) => [buildNeedActs(needShown(world, locale))],
  'objects/buildClaim': (world, locale) => [buildClaim(claimShown(world, locale)).acts],
  'objects/buildReport': (world, locale) => [buildReport(reportShown(world, locale)).head],
  'objects/buildSummary': (world, locale) => [buildSummary(summaryShown(world, locale)).head],
  'objects/buildExpert': (world, locale) => [buildExpert(expertShown(world, locale)).acts],
  'objects/buildUnit': (world, locale) => [buildUnit(unitShown(world, locale)).head],
  'objects/buildHistory': (world, locale) => [historyOf(world, locale)],
  'objects/buildObject': (world, locale) =>
    wholesOf(world, locale).flatMap((whole) =>
      [1, 2, 99].map((page) => {
        const place = { object: { kind: 'demand', id: 'd' }, page, trail: TRAIL } as const;
        const said = message(section(world.who), section(world.reason ?? ''));
        const history = historyOf(world, locale);
        const leaf = objectViews.leafOf(whole, page, 1000);
        const { programme } = world;
        const one: Whole = { ...whole, programme, side: 'coordinator', things: [], beside: true };
        return objectViews.buildObject(one, leaf, { place, history, said, locale });
      }),
    ),
  'objects/buildGone': ({ who }, locale) => [
    objectViews.buildGone(
      message(section(who)),
      { object: { kind: 'unit', id: 'u' }, page: 1, trail: [] },
      locale,
    ),
  ],
  'lists/buildList': ({ programme, who, flag }, locale) =>
    LISTS.map((list) => {
      const filter = { ...wholeList(list, who), page: 2, ...(flag ? { state: 'no_level' } : {}) };
      const row = { text: `${who}\n${who}`, button: buildEditUnitButton({ id: 'unit', name: who }, locale) };
      const rows = flag ? [] : Array.from({ length: 20 }, () => row);
      return buildList(filter, { counts: 'x', total: rows.length * 3, rows }, programme, locale);
    }),
  'lists/buildFindForm': ({ programme, who }, locale) =>
    LISTS.map((list) => buildFindForm(wholeList(list, who), programme, locale)),
  'lists/buildListButtons': (_, locale) => [buildListButtons(locale)],
  'reports/buildFigureMenu': ({ who, programme }, locale) => [
    buildFigureMenu(
      Array.from({ length: 20 }, (_, i) => ({
        label: who,
        figures: Array.from({ length: 50 }, (_, n) => ({ metric: `m${i}`, scope: [`x${n}`], text: who })),
      })),
      { year: programme.year, at: NOW, locale },
    ),
  ],
  'summaries/buildFiguresMenu': ({ obligation, programme }, locale) => [
    buildFiguresMenu(obligation.live, obligation, { locale, programme, at: NOW }),
  ],
  'questions/buildExamples': (_, locale) => [buildExamples(locale)],
  'questions/buildAnswer': (world, locale) => answersOf(world, locale),
  'directory/buildRecordButton': (_, locale) => [recordViews.buildRecordButton(locale)],
  'directory/buildRecordForm': ({ expert, programme, flag }, locale) => [
    recordViews.buildRecordForm(
      locale,
      programme,
      { ...directoryViews.typedOf(expert), evidence: expert.evidence },
      flag ? { draftId: 'd', likely: 'e' } : { draftId: 'd', expertId: 'e' },
    ),
  ],
  'directory/buildLinkButton': ({ expert }, locale) => [recordViews.buildLinkButton(expert, locale)],
  'directory/buildLinkForm': ({ expert }, locale) => [recordViews.buildLinkForm(expert, locale)],
  'directory/buildMergeButton': ({ expert }, locale) => [buildMergeButton(expert, locale)],
  'directory/buildHandOverButton': (_, locale) => [buildHandOverButton(locale)],
  'directory/buildEraseButton': ({ expert }, locale) => [buildEraseButton(expert, locale)],
  'privacy/buildPrivacy': ({ flag }, locale) => {
    const categories = Array.from({ length: 40 }, (_, n) => ({ title: 'Needs that you posted', n }));
    return [
      privacyViews.buildPrivacy(
        { categories, isUnknown: flag, retentionYears: 10, seesLeaving: true },
        locale,
      ),
    ];
  },
  'privacy/buildEraseForm': ({ expert, who, reason }, locale) => [
    privacyViews.buildEraseForm(locale, expert, []),
    privacyViews.buildEraseForm(locale, { id: 'none', name: who }, [reason, who]),
  ],
  'privacy/buildHomeAfter': (_, locale) => [privacyViews.buildHomeAfter(locale)],
  'privacy/buildErasedNotice': ({ who }, locale) => [privacyViews.buildErasedNotice(who, locale)],
  'privacy/buildRetentionNotice': ({ programme }, locale) => [
    privacyViews.buildRetentionNotice(programme, NOW, locale),
  ],
  'privacy/buildRetentionAtHome': ({ programme }, locale) => [
    privacyViews.buildRetentionAtHome(programme, { erasesAt: NOW }, locale),
    privacyViews.buildRetentionAtHome(programme, { erasesAt: NOW, erasedAt: NOW }, locale),
  ],
  'register/buildMergeForm': ({ expert, who, reason, flag }, locale) => {
    const entry = { kind: flag ? ('expert' as const) : ('unit' as const), ...entryOf(expert) };
    const clashes = Array.from({ length: 9 }, () => reason);
    const preview = { into: { ...entry, id: 'into' }, what: [who, reason], clashes };
    return [
      registerViews.buildMergeForm(locale, entry, {}),
      registerViews.buildMergeForm(locale, entry, { into: 'into' }, { preview, untickedOnce: true }),
    ];
  },
  'register/buildHandOverForm': ({ who, reason }, locale) => [
    registerViews.buildHandOverForm(locale, {}),
    registerViews.buildHandOverForm(
      locale,
      { from_user: 'U0' },
      { from: { value: 'U0', text: who }, what: [reason, who], untickedOnce: true },
    ),
  ],
  'register/buildMergedNotice': ({ expert }, locale) => [registerViews.buildMergedNotice(expert, locale)],
  'register/buildHandedOver': ({ who, reason }, locale) =>
    (['taken_over', 'given_away'] as const).map((key) =>
      registerViews.buildHandedOver(key, { from: who, to: who, by: who, what: [reason] }, locale),
    ),
  'directory/buildRecordedNotice': ({ expert }, locale) => [recordViews.buildRecordedNotice(expert, locale)],
  'directory/buildLinkedNotice': ({ expert }, locale) => [recordViews.buildLinkedNotice(expert, locale)],
  'directory/buildAssistantForm': ({ expert }, locale) => [assistantViews.buildAssistantForm(expert, locale)],
  'directory/buildAssistantNotice': ({ expert, who }, locale) =>
    ASSISTANT_NEWS.map((news) =>
      assistantViews.buildAssistantNotice(news, expert, { target: 'U0ASSISTANT', need: who }, locale),
    ),
  'directory/buildOwnAssistant': ({ expert }, locale) => [assistantViews.buildOwnAssistant(expert, locale)],
  'directory/buildAssisted': ({ expert }, locale) => [
    assistantViews.buildAssisted(
      Array.from({ length: 60 }, () => expert),
      locale,
    ),
  ],
  'directory/buildReasonForm': ({ reason: why, who }, locale) => [
    directoryViews.buildReasonForm(
      locale,
      {
        callbackId: VIEWS.returnDemand,
        title: who,
        label: who,
        hint: why,
        submit: 'OK',
        typed: { reason: why },
      },
      { demandId: 'd' },
    ),
  ],
  'directory/buildActAlone': ({ reason: why, who }, locale) => [
    buildActAlone(locale, `${why}${who}`, { act: 'accept_report', value: 'id' }),
  ],
  'files/buildHandedFile': ({ who, reason: why, flag }, locale) =>
    (['upload', 'link', 'rows'] as const).map((way) =>
      buildHandedFile(
        {
          ...{ id: 'one', way, title: why, page: flag ? 2 : 1, address: 'https://desk.test/files/x' },
          rows: Array.from({ length: flag ? 45 : 1 }, () => [who, why, '', why]),
        },
        locale,
      ),
    ),
  'records/buildOwn': ({ who, programme }, locale) => [
    message(serviceRecordViews.buildOwn({ id: 'e', name: who }, programme, locale)),
  ],
  'records/buildPeople': (world, locale) =>
    [0, 1, 12].map((n) =>
      serviceRecordViews.buildPeople(
        Array.from({ length: n }, () => personShown(world, n)),
        n * 4,
        locale,
      ),
    ),
  'records/buildRecords': (world, locale) =>
    [1, 3].flatMap((n) =>
      ['https://desk.test', undefined].map((publicUrl) =>
        serviceRecordViews.buildRecords(
          Array.from({ length: n }, () => personShown(world, 40)),
          publicUrl,
          locale,
        ),
      ),
    ),
  'directory/buildSettingsForm': ({ programme, who, flag }, locale) => [
    settingsViews.buildSettingsForm(
      locale,
      programme,
      DISTRICTS.map(({ slug }) => ({ id: slug, user_id: 'U0', role: 'district', scope: slug, name: who })),
      flag ? OPTIONAL_SCOPES : [],
    ),
  ],

  'directory/buildNameButton': (_, locale) => [nameViews.buildNameButton(locale)],
  'directory/buildNameForm': ({ who, reason: why }, locale) => {
    const gains = DISTRICTS.map(({ slug }) => ({ role: 'district' as const, scope: slug }));
    const named = Array.from({ length: 200 }, () => ({
      userId: 'U0',
      name: who,
      about: why,
      gains,
      has: gains,
    }));
    const seen = { naming: { named: named.slice(0, 12), faults: [] }, look: 'x', year: 2013 };
    return [
      nameViews.buildNameForm(locale, { lines: why }),
      nameViews.buildNameForm(locale, { lines: why }, seen),
    ];
  },
  'directory/buildNamedNotice': (_, locale) => [
    nameViews.buildNamedNotice(
      DISTRICTS.map(({ slug }) => ({ role: 'district', scope: slug })),
      2013,
      locale,
    ),
  ],
  'directory/buildWorkCalendarForm': ({ programme }, locale) => [
    buildWorkCalendarForm(locale, programme, 2013),
    buildWorkCalendarForm(locale, programme, 2099),
  ],
  'directory/buildCalendarUnknown': ({ programme }, locale) => [
    buildCalendarUnknown(programme, Temporal.PlainDate.from('2099-03-02'), locale),
  ],

  'demands/buildAskButton': ({ demand }, locale) => [published.buildAskButton(demand, locale)],
  'demands/buildDemandCard': ({ demand, seats: s, programme }, locale) => [
    demandBlocks.buildDemandCard(demand, s, { ...programme, language: locale }, TODAY),
  ],
  'demands/buildDemandDetails': ({ demand, programme }, locale) => [
    demandBlocks.buildDemandDetails(demand, programme, locale, { withContact: true }),
  ],
  'demands/buildDemandLine': ({ demand, seats: s, programme }, locale) => [
    demandBlocks.buildDemandLine(demand, s, programme, locale),
  ],
  'demands/buildDemandReview': ({ demand, seats: s, programme, who, flag }, locale) => [
    demandReviews.buildDemandReview(demand, programme, locale, {
      ...{ decided: flag ? { who, at: NOW } : undefined, mayDecide: !flag, forwards: flag },
      seats: s,
      today: Temporal.PlainDate.from('2013-10-31'),
    }),
    demandReviews.buildDemandReview(demand, programme, locale, {
      ...{ decided: undefined, mayDecide: flag, forwards: flag },
      seats: s,
      today: Temporal.PlainDate.from('2013-10-31'),
    }),
  ],
  'demands/buildDecisionButtons': ({ demand, flag }, locale) => [
    demandReviews.buildDecisionButtons(demand, locale, { forwards: flag }),
  ],
  'demands/buildDecided': ({ demand }, locale) =>
    (
      [
        'published_done',
        'published_private_done',
        'forwarded_done',
        'returned_done',
        'rejected_done',
      ] as const
    ).flatMap((said) => [
      decided.buildDecided({ said, undo: 7 }, demand, locale),
      decided.buildDecided({ said, matchedBy: demand.title }, demand, locale),
    ]),
  'demands/buildFieldChoice': ({ demand, programme }, locale) => [
    buildFieldChoice(demand, programme.catalogue, locale),
    buildFieldChoice({ ...demand, field: undefined }, programme.catalogue, locale),
  ],
  'demands/buildMissing': ({ demand }, locale) => [decided.buildMissing(demand, locale)],
  'demands/buildEditButton': ({ demand }, locale) => [demandReviews.buildEditButton(demand, locale, 'edit')],
  'demands/buildPublishedButtons': ({ demand, flag }, locale) => [
    actions(...published.buildPublishedButtons(demand, locale, flag)),
  ],
  'demands/buildCancelButton': ({ demand }, locale) => [published.buildCancelButton(demand, locale)],
  'demands/buildOutcome': ({ demand, programme, flag }, locale) => [
    demandReviews.buildOutcome(demand, programme, locale, { revised: flag, byBureau: !flag }),
  ],
  'demands/buildDemandNotice': ({ demand, reason: why }, locale) =>
    (['publish_demand', 'return_demand', 'reject_demand'] as const).map((act) =>
      demandReviews.buildDemandNotice(demand, locale, { act, reason: why }),
    ),
  'demands/buildNeedForm': ({ demand, programme, reason: why, flag }, locale) => [
    buildNeedForm({ locale, programme, typed: typedOfDemand(demand), ids, note: flag ? why : undefined }),
    buildNeedForm({ locale, programme, typed: {}, ids: { ...ids, demandId: 'd', number: demand.number } }),
  ],
  'demands/buildDetailForm': ({ demand, programme, flag }, locale) => [
    buildDetailForm({
      context: { locale, programme, wordsYear: 2013, today: TODAY, recordedByCoordinator: flag },
      ...{ typed: typedOfDemand(demand), ids: { ...ids, step: 'details' }, asksOnBehalf: flag },
    }),
  ],

  'claims/buildClaimReply': (world, locale) => {
    const { demand, expert, programme, flag } = world;
    const about = { demand, expert: flag ? expert : undefined, programme, locale };
    return outcomesOf(world).map((outcome) => claimViews.buildClaimReply(outcome, about));
  },
  'claims/buildClaimAnswer': (world, locale) => {
    const { demand, expert, programme } = world;
    const about = { demand, expert, programme, locale, userId: 'U0ASSISTANT' };
    return outcomesOf(world).map((outcome) => actingViews.buildClaimAnswer(outcome, about));
  },
  'claims/buildRefusalFor': ({ expert, reason: why }, locale) =>
    expertRefusals(why).map((refusal) =>
      message(...actingViews.buildRefusalFor(refusal, { expert, userId: 'U0ASSISTANT', locale })),
    ),
  'claims/buildChooseExpert': ({ demand, expert, flag }, locale) => [
    chooseViews.buildChooseExpert(
      Array.from({ length: 150 }, (_, i) => ({ ...expert, id: `e${i}`, isOwn: flag })),
      demand,
      locale,
    ),
  ],
  'claims/buildChooseEmployer': ({ demand, expert }, locale) => [
    chooseViews.buildChooseEmployer({ ...expert, secondEmployerId: 'o2' }, demand, locale),
  ],
  'claims/buildPledgeRequest': (world, locale) => [pledgeViews.buildPledgeRequest(requestOf(world, locale))],
  'claims/buildClaimForForm': (world, locale) => [buildClaimForForm({ ...world, locale })],
  'claims/buildClaimForReply': (world, locale) =>
    outcomesOf(world).map((outcome) => buildClaimForReply(outcome, world.expert, { ...world, locale })),
  'demands/buildClaimForButton': ({ demand }, locale) => [buildClaimForButton(demand, locale)],
  'telephone/buildAtHome': (world, locale) => [
    telephoneViews.buildAtHome(callsOf(world, telephoneViews.MOST_AT_HOME), { locale, sms: locale }),
  ],
  'telephone/buildMerged': (_, locale) => [telephoneViews.buildMerged(locale)],
  'telephone/buildBundle': (world, locale) => [
    telephoneViews.buildBundle({ shown: [], more: 0 }, { locale, sms: locale }),
    telephoneViews.buildBundle(callsOf(world, telephoneViews.MOST_IN_MESSAGE), { locale, sms: locale }),
  ],
  'claims/buildExpertRefusal': ({ reason: why }, locale) =>
    expertRefusals(why).map((refusal) => claimViews.buildExpertRefusal(refusal, locale)),
  'claims/buildOpenNeed': ({ demand, seats: s, expert, programme, flag }, locale) =>
    (
      [
        undefined,
        { kind: 'already_yours', number: 'RL-2013-0001' },
        { kind: 'limit_reached', used: 2, limit: 2 },
      ] as const
    ).map((hurdle) =>
      buildOpenNeed(
        { demand, seats: s, expert: flag ? expert : undefined, mayClaim: flag, mayClaimFor: !flag, hurdle },
        programme,
        locale,
      ),
    ),
  'undo/buildUndone': (_, locale) =>
    UNDOABLE.map((act) => undoBlocks.buildUndone(act, 'XQ-2013-0001', locale)),
  'undo/buildTakenBack': (_, locale) =>
    UNDOABLE.map((act) => undoBlocks.buildTakenBack(act, 'RL-2013-0001', locale)),
  'undo/buildTakenBackNote': (_, locale) => [undoBlocks.buildTakenBackNote(locale)],
  'demands/buildTakenBackCard': ({ demand }, locale) => [demandCard.buildTakenBackCard(demand, locale)],
  'claims/buildAltered': ({ demand }, locale) =>
    ACTS_AFTER.map((act) => claimAlter.buildAltered(act, demand.number, { undo: 7, asked: 2 }, locale)),
  'claims/buildChangedNotice': ({ demand, programme, claim, reason: why = '', flag }, locale) =>
    ACTS_AFTER.map((act) =>
      claimAlter.buildChangedNotice(demand, programme, locale, {
        act,
        was: { timeText: why, serviceStart: '2013-11-01', serviceEnd: undefined },
        changed: diffOf(
          changeableOf({ ...demand, place: why, expertSlots: 7, field: undefined }),
          changeableOf(demand),
        ),
        reason: why,
        claim: flag ? claim : undefined,
      }),
    ),
  'claims/buildKeepRequest': ({ claim, expert, demand, programme, reason: why = '', who, flag }, locale) => [
    buildKeepRequest({
      file: { claim: { ...claim, state: 'expert_pending' }, expert, demand },
      programme,
      locale,
      onBehalf: flag,
      moved: { before: { timeText: why, serviceStart: '2013-11-01', serviceEnd: undefined }, reason: why },
      decided: undefined,
    }),
    buildKeepRequest({
      file: { claim: { ...claim, state: 'withdrawn' }, expert, demand },
      programme,
      locale,
      onBehalf: flag,
      moved: undefined,
      decided: { act: 'withdraw_claim', who, at: NOW },
    }),
  ],
  'demands/buildGrantButton': ({ demand }, locale) => [
    buildGrantButton(demand, locale, 'publish_instant'),
    buildGrantButton(demand, locale, 'grant_instant'),
  ],
  'demands/buildChangeForm': ({ demand, programme, reason: why, flag }, locale) => [
    buildChangeForm({
      locale,
      programme,
      callbackId: 'change_demand',
      title: demand.number,
      typed: typedOfDemand(demand),
      ids: flag ? { demandId: 'd', seen: '', slots: '40' } : { demandId: 'd', seen: '' },
      note: why,
    }),
  ],
  'claims/buildDone': ({ claim, expert, demand }, locale) =>
    (
      [
        ...(['give_consent', 'record_consent', 'refuse_consent', 'accept_expert'] as const),
        ...(['decline_expert', 'withdraw_claim', 'keep_claim', 'recall_expert', 'waive_report'] as const),
        ...(['report_no_show', 'object_no_show', 'uphold_no_show', 'dismiss_no_show'] as const),
      ] as const
    ).flatMap((act) => [
      claimViews.buildDone(act, { claim, expert, demand }, locale, 7),
      claimViews.buildDone(act, { claim, expert, demand }, locale, undefined),
    ]),
  'claims/buildConsentRequest': (world, locale) => [
    claimRequests.buildConsentRequest(requestOf(world, locale)),
  ],
  'claims/buildHostRequest': (world, locale) => [claimRequests.buildHostRequest(requestOf(world, locale))],
  'claims/buildOtherDate': ({ claim }, locale) => [buildOtherDate(claim, locale)],
  'claims/buildRefuseForm': ({ claim }, locale) => [buildRefuseForm(claim, locale)],
  'claims/buildDeclineForm': ({ claim }, locale) => [buildDeclineForm(claim, locale)],
  'claims/buildWithdrawForm': ({ claim }, locale) => [buildWithdrawForm(claim, locale)],
  'claims/buildCancelForm': ({ demand }, locale) => [buildCancelForm(demand.id, locale)],
  'claims/buildConsentForm': ({ claim, expert, demand }, locale) => [
    buildConsentForm({ claim, expert, demand }, CATALOGUE, locale, TODAY),
  ],
  'claims/buildClaimNotice': ({ claim, expert, demand, programme }, locale) =>
    CLAIM_NEWS.flatMap((news) =>
      (['confirmed', 'no_show_reported', claim.state] as const).map((state) => {
        const file = { claim: { ...claim, state }, expert, demand };
        return claimNotices.buildClaimNotice(news, file, { programme, locale, assistant: expert.specialty });
      }),
    ),
  'claims/buildBlanketForm': ({ who, reason: why }, locale) => {
    const typed = { employer: 'o', expert: 'e', document_no: why };
    const [employer, expert] = [[{ value: 'o', text: who }], [{ value: 'e', text: who }]];
    return [
      advanceForm.buildBlanketForm({ id: 'b', typed, employer, expert }, locale),
      advanceForm.buildBlanketForm({ id: 'b', typed: {}, employer: [], expert: [] }, locale),
    ];
  },
  'claims/buildBlockForm': ({ expert }, locale) => [advanceForm.buildBlockForm({ id: 'b', expert }, locale)],
  'claims/buildBlockedRefusal': ({ programme, who, reason: why }, locale) =>
    (['expert', 'home_unit'] as const).map((side) =>
      advanceViews.buildBlockedRefusal(blockedOf(side, why), who, programme, locale),
    ),
  'claims/buildBlockedLines': ({ reason: why }, locale) =>
    advanceViews.buildBlockedLines([blockedOf('expert', why), blockedOf('home_unit', '')], 2013, locale),
  'claims/buildBlanketNotice': ({ programme, who, reason: why, flag }, locale) => [
    advanceViews.buildBlanketNotice(blanketOf(who, why), programme, locale, flag),
    advanceViews.buildBlanketNotice({ ...blanketOf(who, ''), isEnded: true }, programme, locale, flag),
  ],
  'claims/buildBlockedNotice': ({ programme, reason: why, flag: isEnded }, locale) =>
    (['expert', 'home_unit'] as const).map((side) =>
      advanceViews.buildBlockedNotice({ ...blockedOf(side, why), isEnded }, programme, locale),
    ),
  'claims/buildLetterAnswer': ({ claim, expert, demand, programme, consent }, locale) => {
    const file = { claim: { ...claim, endedAt: undefined }, expert, demand };
    const ended = { ...file, claim: { ...claim, endedAt: NOW } };
    return [file, ended].map((one) =>
      buildLetterAnswer({ file: one, consent, programme, locale, today: TODAY }),
    );
  },
  'employers/buildOurPeople': (world, locale) =>
    [
      employerViews.buildOurPeople(employersViewOf(world, 8), shownBy(world, locale)),
      employerViews.buildOurPeople({ ...employersViewOf(world, 0), total: 0 }, shownBy(world, locale)),
    ].flat(),
  'employers/buildPeoplePage': (world, locale) => [
    employerViews.buildPeoplePage(employersViewOf(world, 15), shownBy(world, locale), 0),
    employerViews.buildPeoplePage(employersViewOf(world, 15), shownBy(world, locale), 1),
  ],
  'employers/buildMyDates': (world, locale) =>
    employerViews.buildMyDates(world.expert, employersViewOf(world, 1).mine, shownBy(world, locale)),
  'claims/buildSaidAbsent': ({ claim, expert, demand, programme }, locale) => [
    buildSaidAbsent({ claim, expert, demand }, programme, locale),
  ],
  'claims/buildCancelledNotice': ({ demand }, locale) => [claimNotices.buildCancelledNotice(demand, locale)],
  'rounds/buildInvitation': (world, locale) =>
    ([undefined, 'yes', 'no', 'ended'] as const).flatMap((answer) =>
      roundsOf(world).map((round) =>
        roundBlocks.buildInvitation(
          { ...world, round, answer, over: world.flag ? round.endedBecause : undefined },
          world.programme,
          locale,
        ),
      ),
    ),
  'rounds/buildProgress': (world, locale) =>
    roundsOf(world).map((round) =>
      roundBlocks.buildProgress({ ...world, round, invitations: invitedOf(world) }, world.programme, locale),
    ),
  'rounds/buildNobodyLeft': ({ demand }, locale) => [roundBlocks.buildNobodyLeft(demand, locale)],
  'rounds/buildInvitedItem': (world, locale) =>
    roundsOf(world).map((round) =>
      roundBlocks.buildInvitedItem(round, world.demand, {
        ...{ programme: world.programme, locale, assisted: world.expert },
      }),
    ),
  'rounds/buildAskingItem': (world, locale) =>
    roundsOf(world).map((round) =>
      roundBlocks.buildAskingItem(
        { ...world, round, invitations: invitedOf(world), who: world.flag ? world.who : undefined },
        world.programme,
        locale,
      ),
    ),
  'rounds/buildAlreadyAsking': (world, locale) =>
    roundsOf(world).map((round) =>
      roundBlocks.buildAlreadyAsking({ ...world, round, who: world.flag ? world.who : undefined }, locale),
    ),
  'rounds/buildRoundForm': (world, locale) => [
    buildRoundForm(
      {
        ...world,
        candidates: Array.from({ length: 30 }, () => ({ expert: world.expert, live: 0, invited: 0 })),
      },
      world.programme,
      locale,
    ),
  ],
  'claims/buildThreadNote': ({ claim, expert, demand }, locale) =>
    (['expert_confirmed', 'slot_free'] as const).map((what) =>
      claimNotices.buildThreadNote(what, { claim, expert, demand }, locale),
    ),

  'reports/buildReportFacts': ({ report, programme }, locale) => [
    reportBlocks.buildReportFacts(report, { programme, locale }),
  ],
  'reports/buildStateSentence': ({ report, act, programme }, locale) => [
    reportBlocks.buildStateSentence(report, act, { programme, locale }),
  ],
  'reports/buildAmendment': ({ report, programme }, locale) => [
    reportBlocks.buildAmendment(report, { programme, locale }),
  ],
  'reports/buildReportLine': ({ report, programme }, locale) => [
    reportBlocks.buildReportLine(report, { programme, locale }),
  ],
  'reports/buildAttachments': ({ report }, locale) => [buildAttachments(report, locale)],
  'reports/buildAttachmentNames': ({ report }, locale) => [buildAttachmentNames(report, locale)],
  'reports/buildFiled': ({ report, act, programme }, locale) => [
    reportMessages.buildFiled(report, act, { programme, locale }),
  ],
  'reports/buildRequest': ({ report, act, programme }, locale) => [
    reportMessages.buildRequest(report, act, { programme, locale }),
  ],
  'reports/buildReview': ({ report, act, programme }, locale) => [
    reportMessages.buildReview(report, act, { programme, locale }),
  ],
  'reports/buildNotice': ({ report, act }, locale) => [
    act && reportMessages.buildNotice(report, act, locale),
  ],
  'reports/buildDoubts': (world, locale) => [buildDoubts(reportForm(world, locale))],
  'reports/buildFirstStep': (world, locale) => [buildFirstStep(reportForm(world, locale))],
  'reports/buildNotMendable': ({ report, flag }, locale) => [
    buildNotMendable(locale, flag ? report : undefined),
  ],
  'reports/buildSecondStep': (world, locale) => [
    buildSecondStep(reportForm(world, locale), world.report.actionLine, world.who),
    buildSecondStep(
      {
        ...reportForm(world, locale),
        ...{ state: { ...reportForm(world, locale).state, amends: '1' }, typed: { reason: world.reason } },
      },
      world.report.actionLine,
      world.who,
    ),
  ],

  'links/buildLinkForm': (world, locale) =>
    linksOf(world).map((asked) => {
      const address = 'https://desk.test/a/AAAAAAAAAAAAAAAAAAAAAA';
      const made = { id: 'l', asked, address, expiresAt: NOW, ended: Number(world.flag) };
      return linkViews.buildLinkForm({ ...made, locale });
    }),
  'links/buildChoice': ({ demand, programme, who }, locale) => {
    const waiting = (['consent', 'host', 'report'] as const).flatMap((asks) =>
      Array.from({ length: 20 }, (_, i) => ({
        ...{ kind: asks === 'report' ? ('report' as const) : ('claim' as const), id: `c${i}`, asks },
        ...{ number: 'RL-2013-0001', name: who },
      })),
    );
    return [[], waiting].map((some) => linkViews.buildChoice(demand, some, programme, locale));
  },
  'links/buildAnswered': (world, locale) =>
    linksOf(world).flatMap((asked) =>
      ANSWERS.map((answer) => {
        const link: AnswerLink = {
          ...{ id: 'l', asks: asked.asks, claimId: 'c', reportId: undefined, madeBy: 'U0', madeAt: NOW },
          ...{ unitId: undefined, until: undefined },
          ...{ expiresAt: NOW, endedAt: undefined, answer, reason: world.reason ?? '', answeredAt: NOW },
        };
        return linkViews.buildAnswered(link, asked, locale);
      }),
    ),

  'summaries/buildFigures': ({ obligation, programme }, locale) => [
    summaryBlocks.buildFigures(obligation.live, { locale, programme }),
  ],
  'summaries/buildText': ({ reason: why, versions: [version] }, locale) => [
    summaryBlocks.buildText('x', why, 3, locale),
    summaryBlocks.buildText('x', version?.narrative ?? '', 1, locale),
  ],
  'summaries/buildContent': ({ versions: [version] }, locale) => [
    version && summaryBlocks.buildContent(version, 2, locale),
  ],
  'summaries/buildStateSentence': ({ obligation, programme }, locale) => [
    summaryBlocks.buildStateSentence(obligation, { locale, programme }),
  ],
  'summaries/buildSummaryLine': ({ obligation, programme }, locale) => [
    summaryBlocks.buildSummaryLine(obligation, { locale, programme, now: NOW }, []),
  ],
  'summaries/buildCounts': (world, locale) => [
    summaryBlocks.buildCounts(countStates(unitsOf(world)), locale),
  ],
  'summaries/buildMatrix': (world, locale) => [matrixOf(world, locale)],
  'summaries/buildReview': ({ obligation, versions: all, programme }, locale) =>
    all
      .slice(0, 3)
      .map((version) =>
        summaryMessages.buildReview({ ...obligation, latest: version }, version, { locale, programme }),
      ),
  'summaries/buildNotice': ({ obligation, programme, reason: why, who }, locale) =>
    ['accept_summary', 'return_summary', 'submit_summary', 'undo'].map((act) =>
      summaryMessages.buildNotice(
        obligation,
        { act, at: NOW, name: who, reason: why, isExperts: false },
        { locale, programme },
      ),
    ),
  'summaries/buildList': (world, locale) => {
    const all = unitsOf(world);
    const shown = { locale, programme: world.programme, now: NOW };
    return [countStates(all), undefined].map((counts) => summaryMessages.buildList(all, counts, shown));
  },
  'summaries/buildSummaryForm': ({ obligation, programme, reason: why, flag }, locale) => [
    buildSummaryForm({
      ...{ shown: { locale, programme, now: NOW }, obligation, onBehalf: flag },
      typed: { narrative: why, stories: why, news: why, nil: flag ? ['yes'] : [] },
      state: { draftId: 'd', summaryId: 's', version: '1', asked: 'nil_with_reports:3' },
      doubts: [{ kind: 'nil_with_reports', n: 3 }],
      remarks: flag ? [why] : [],
    }),
  ],
  'summaries/buildReading': ({ obligation, versions: all, programme, flag }, locale) => [
    buildReading(obligation, all, {
      ...{ shown: { locale, programme, now: NOW }, decides: flag, onBehalf: flag },
    }),
  ],

  'digests/buildMainPart': ({ issue, programme, flag }, locale) => [
    digestBlocks.buildMainPart(issue, { programme, locale, day: '2013-10-31', at: NOW }, flag),
  ],
  'digests/buildQuietPart': ({ issue, programme }, locale) => [
    digestBlocks.buildQuietPart(issue, { programme, locale, day: '2013-10-31', at: NOW }),
  ],
  'digests/buildCoveragePart': ({ issue, programme }, locale) => [
    digestBlocks.buildCoveragePart(issue, { programme, locale, day: '2013-10-31', at: NOW }),
  ],
  'digests/buildOutcomesPart': ({ issue, programme }, locale) => [
    digestBlocks.buildOutcomesPart(issue, { programme, locale, day: '2013-10-31', at: NOW }),
  ],
  'digests/buildDigest': ({ digest, programme, flag, overdue: late, issue }, locale) => [
    digestPrivate.buildDigest(
      digest,
      { programme, locale, day: '2014-01-02', at: NOW },
      flag
        ? {
            overdue: late,
            alone: late.length,
            noShows: late.length,
            highHosts: { n: 1, first: [{ number: 'XQ-1', unit: 'x', reason: 'y' }] },
            channel: late.length > 2 ? issue.channel : undefined,
            channelId: 'C0',
          }
        : undefined,
    ),
  ],
  'digests/buildPreview': ({ issue, programme, overdue: late, who }, locale) =>
    (['previewed', 'posted', 'skipped', 'too_old', 'nothing_new', 'muted'] as const).map((state) =>
      digestPrivate.buildPreview(
        {
          issue,
          slot: '2013-11-04',
          standing: { state, when: '4 Nov 2013 09:00', who },
          isMuted: false,
          overdue: late,
        },
        { programme, locale, day: '2013-11-01' },
      ),
    ),
  'digests/buildSettingsForm': ({ issue, programme, flag }, locale) => [
    buildSettingsForm({
      ...{ locale, programme, channel: flag ? issue.channel : undefined, channelId: 'C0NEEDS' },
      ...{ isMuted: flag, next: flag ? undefined : NOW },
    }),
  ],

  'nudges/buildItem': (world, locale) =>
    nudgeItems(world).map((item) => buildItem(item, nudgeFrame(world, locale))),
  'nudges/buildTogether': (world, locale) => [
    buildTogether(
      nudgeSummaries(world).map(({ task }) => task),
      nudgeFrame(world, locale),
    ),
  ],
  'nudges/buildNudge': (world, locale) =>
    [nudgeItems(world), [...nudgeItems(world).slice(1), ...nudgeSummaries(world)]].map((items) =>
      nudgeBlocks.buildNudge(items, {
        ...{ frame: nudgeFrame(world, locale), messageId: crypto.randomUUID(), total: world.flag ? 99 : 40 },
      }),
    ),
  'nudges/buildAllDone': (_, locale) => [nudgeBlocks.buildAllDone(locale)],
  'nudges/buildNewer': (_, locale) => [nudgeBlocks.buildNewer(locale)],
  'nudges/buildSnoozed': ({ programme, flag }, locale) => [
    nudgeBlocks.buildSnoozed({ until: NOW, messageId: 'm', open: flag ? 1 : 9 }, programme, locale),
  ],
  'nudges/buildAway': ({ programme, who, flag }, locale) => [
    nudgeBlocks.buildAway({ until: '2013-11-05', deputy: flag ? who : undefined }, programme, locale),
  ],
  'nudges/buildLedger': ({ programme, who, reason: why, flag }, locale) =>
    buildLedger(
      Array.from({ length: flag ? LINES_A_PAGE + 5 : 0 }, (_, i) => ({
        ...{
          who,
          what: i % 2 ? dutyOf('consent') : 'snoozed',
          labels: [...UNITS.map(keyOfUnit), 'RL-2013-0001'],
          of: why,
          notedAt: NOW,
        },
        stage:
          ['day_3', 'before_5:2', 'inform', 'eve', 'left_0', 'left_30', 'late_1', 'deputy:U3:2013-11-05'][
            i % 8
          ] ?? '',
        via: VIAS[i % VIAS.length] ?? 'owner',
        outcome: (['new', 'edited', 'overtaken', 'too_old'] as const)[i % 4] ?? 'new',
      })),
      { programme, locale, page: 1, total: 45 },
    ),
  'nudges/buildForecast': (world, locale) => {
    const items = [nudgeSummaries(world), nudgeItems(world), []];
    return buildForecast(
      Array.from({ length: world.flag ? 200 : 0 }, (_, i) => ({
        ...{ at: NOW.add({ hours: 24 * (i % 70) }), userId: `U${i % 5}`, how: i % 2 ? 'new' : 'edited' },
        dues: (items[i % 3] ?? []).map(({ task }) => ({
          ...{ task, verdict: 'tell' as const },
          stage: { id: 'day_3', at: NOW, to: 'owners' as const, urgent: false },
        })),
      })),
      { programme: world.programme, locale, until: '2014-01-05', names: nudgeFrame(world, locale).names },
    );
  },
  'nudges/buildNotMineForm': (_, locale) => [nudgeViews.buildNotMineForm('consent:c1', locale)],
  'nudges/buildAwayForm': (_, locale) => [
    nudgeViews.buildAwayForm({}, locale),
    nudgeViews.buildAwayForm({ until: '2013-11-05', user: 'U0' }, locale),
  ],

  'home/buildHome': (world, locale) => [homeOf(world, locale)],
  'home/buildHello': ({ programme, flag }, locale) => [buildHello(flag ? programme : undefined, locale)],
  'home/buildTroubles': ({ programme, who, flag }, locale) => [
    buildTroubles(troublesOf(who, flag), programme, locale),
  ],
  'home/buildPlaceTrouble': (_, locale) =>
    [undefined, ...SLACK_ERRORS].map((error) => buildPlaceTrouble({ channel: 'C0NEEDS', error }, locale)),
  'home/buildHomeBeforeSetUp': ({ flag }, locale) => [homeBlocks.buildHomeBeforeSetUp(locale, flag)],
  'home/buildHelp': ({ flag, reason: why }, locale) => [
    buildHelp({ locale, isAdmin: flag, isGuest: !flag }, [{ help: () => why }], flag),
  ],
};

/** The people and the channel that we mention ourselves; nobody's text names them. */
const OURS = /<@U0(POSTER|CONTACT|RECORDER|EXPERT|ASSISTANT|HOMEUNIT|AUTHOR)>|<#C0NEEDS>/g;

function judge(shown: Shown): void {
  if (shown === undefined) return;
  const wire: unknown = JSON.parse(JSON.stringify(shown));
  expect(JSON.stringify(wire)).not.toContain('"mrkdwn"');
  if (typeof shown === 'string') expect(shown.trim()).not.toBe('');
  else if (Array.isArray(shown)) judgeBlocks(shown);
  else if (!('type' in shown)) judgeMessage(shown);
  else if (shown.type === 'modal' || shown.type === 'home') {
    expect(checkView(wire, shown.type)).toEqual([]);
    expect(isViewTooLarge(wire)).toBe(false);
  } else if (shown.type === 'button') judgeBlocks([{ type: 'actions', elements: [shown] }]);
  else judgeBlocks([shown]);
}

/** Blocks that stand in messages, Home and windows alike; a field stands in windows alone. */
function judgeBlocks(blocks: KnownBlock[]): void {
  const surfaces = blocks.some(({ type }) => type === 'input') ? ['modal'] : ['message', 'home', 'modal'];
  for (const surface of surfaces)
    expect(checkBlocks(JSON.parse(JSON.stringify(blocks)), surface as 'message')).toEqual([]);
  if (surfaces.length > 1) judgeMessage(message(blocks));
}

function judgeMessage({ text, blocks }: Message): void {
  expect(checkBlocks(JSON.parse(JSON.stringify(blocks)), 'message')).toEqual([]);
  const plainer = blocks.flatMap(toPlain);
  expect(checkBlocks(JSON.parse(JSON.stringify(plainer)), 'message')).toEqual([]);
  expect(plainer.filter(({ type }) => /^(data_|card|container|carousel)/.test(type))).toEqual([]);
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(text.isWellFormed()).toBe(true);
  expect(text.replaceAll(OURS, '').replaceAll(/&(amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
  expectAllSaid(text, blocks.filter(({ type }) => type !== 'actions').flatMap(wordsIn));
}

/** `text` says everything in the blocks' order, up to where it is cut. */
function expectAllSaid(text: string, facts: string[]): void {
  let at = 0;
  for (const fact of facts) {
    const found = text.indexOf(fact, at);
    if (found < 0) {
      // Not the facts': a table's line repeats the names of its columns, which are no facts.
      expect(text.length, fact).toBeGreaterThan(3900);
      expect(text.endsWith('…')).toBe(true);
      return;
    }
    at = found + fact.length;
  }
}

/** Every plain_text and rich_text string in it but what can be pressed or chosen, escaped. */
function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, user_id } = value as Record<string, unknown>;
  if (type === 'button' || type === 'static_select') return [];
  if (type === 'raw_text' || type === 'raw_number') return [];
  if (type === 'data_visualization' || type === 'data_table') return wordsOfNewest(value);
  if ((type === 'plain_text' || type === 'text' || type === 'link') && typeof text === 'string')
    return [escapeText(text).trim()];
  if (type === 'user') return [`<@${String(user_id)}>`];
  return Object.values(value).flatMap(wordsIn);
}

/** Title, names, labels and figures of a chart; caption and the cells of a table. */
function wordsOfNewest(block: object): string[] {
  const wire = JSON.stringify(block);
  const named = [...wire.matchAll(/"(?:title|caption)":"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word ?? '');
  const cells = 'rows' in block ? (block.rows as { text: string }[][]).slice(1).flat() : [];
  const points = [...wire.matchAll(/"label":"([^"]*)","value":(\d+)/g)].map(
    ([, label, n]) => `${label} ${n}`,
  );
  return [...named, ...cells.map(({ text }) => text), ...points].map(escapeText);
}

/** Characters and full-width punctuation: U+3000 to U+9FFF, U+FF00 to U+FFEF. */
const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/;

/** The same world in which people wrote no Chinese; the labels of the year stay in both languages. */
function romanised<T>(value: T, key = ''): T {
  if (key === 'catalogue') return value;
  if (typeof value === 'string') return value.replaceAll(new RegExp(CHINESE, 'g'), 'x') as T;
  if (Array.isArray(value)) return value.map((item) => romanised(item)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Temporal.Instant) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === 'language' ? 'en' : romanised(item, name)]),
  ) as T;
}

describe('whatever people write', () => {
  test.each(Object.keys(BUILDERS))('When %s shows it, Then Slack takes it, in both languages', (name) => {
    fc.assert(
      fc.property(worlds, one(LOCALES), (world, locale) => {
        for (const shown of BUILDERS[name]?.(world, locale) ?? []) judge(shown);
      }),
      { numRuns: runs(60, 10) },
    );
  });

  // These offer the languages by their own names, and the last one the labels in both.
  const offering = ['programme/buildSetUpForm', 'digests/buildSettingsForm', 'years/buildYearForm'];
  test.each(Object.keys(BUILDERS).filter((name) => !offering.includes(name)))(
    'When %s shows it in English, Then nothing of ours is Chinese',
    (name) => {
      fc.assert(
        fc.property(worlds, (world) => {
          for (const shown of BUILDERS[name]?.(romanised(world), 'en') ?? [])
            expect(JSON.stringify(shown ?? '')).not.toMatch(CHINESE);
        }),
        { numRuns: runs(30, 3) },
      );
    },
  );

  test('When a builder is added, Then it is tried here as well', () => {
    // What Bolt and Block Kit need is shown through the builders of the rooms.
    const rooms = ROOMS.map(({ name }) => name).filter((name) => name !== 'slack');
    const found = globSync(`src/{${rooms.join(',')}}/**/*.ts`).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^export (?:async )?(?:function|const) (build\w+)/gm)].map(
        ([, name]) => `${path.split('/')[1]}/${name}`,
      ),
    );
    expect(Object.keys(BUILDERS).toSorted()).toEqual(found.toSorted());
  });
});

/** What somebody types into the field of that name, as long as the field allows; tidied it is what is stored. */
function typedInto(field: string, max = 3000): string {
  const nasty = ` ${field} <!channel> <@U0GONE> <https://evil.example|click> *b* _i_ \`c\` & \u202Eabc\u202C\r\n{number} `;
  return nasty.repeat(Math.ceil(max / nasty.length)).slice(0, max);
}

const short = (field: string) => typedInto(field, 40);

describe('one need from beginning to end, hostile in every field, before English readers', () => {
  const HOST = 'U0ALICE';
  const COORDINATOR = 'U0CAROL';
  const EXPERT = 'U0ZJ0006';
  let desk: Desk;

  afterAll(() => desk.close());

  const NEED = {
    ...{ unit_name: typedInto('unit', 100), unit_type: 'tech_sme', districts: ['binhai'] },
    ...{ contact_name: short('contact'), contact_phone: short('phone'), action_line: 'tech_sme' },
    ...{ title: typedInto('title', 150), description: typedInto('description'), expert_slots: '2' },
    ...{ expert_requirement: typedInto('requirement'), time_text: typedInto('time', 120) },
    ...{ place: typedInto('place', 300), expected_outcome: typedInto('outcome') },
  };
  const REPORT = {
    ...{ title: typedInto('report', 300), service_start: '2013-10-30', service_end: '2013-10-31' },
    ...{ place: typedInto('spot', 300), summary: typedInto('summary'), problems_solved: '1' },
  };
  const AFTER = {
    ...{ typical_story: typedInto('story'), next_steps: typedInto('next'), news: typedInto('news') },
  };

  async function press(user: string, actionId: string, ...windows: Record<string, string | string[]>[]) {
    const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
    if (!dm) throw new Error(`${user} has no message with ${actionId}`);
    await desk.as(user).press(dm, actionId);
    await fill(user, ...windows);
  }

  async function fill(user: string, ...windows: Record<string, string | string[]>[]) {
    await desk.settle();
    for (const values of windows) {
      await desk.as(user).submit(values);
      await desk.settle();
      expect(desk.as(user).errors).toEqual({});
    }
    if (windows.length > 0) await desk.as(user).closeModal({ all: true });
  }

  async function claim(user: string) {
    await desk.as(user).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
  }

  async function play() {
    await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
    for (const user of [HOST, COORDINATOR]) await desk.as(user).openHome();
    for (const [user, more] of [
      [EXPERT, { home_unit_user: 'U0HOME' }],
      ['U0ZJ0007', {}],
    ] as const)
      await registerVerified(desk, user, {
        ...{ name: typedInto(user, 50), phone: short('mobile'), specialty: typedInto('specialty', 500) },
        ...{ employer: typedInto(`unit_of_${user}`, 100), home_unit_contact: typedInto('personnel', 100) },
        ...more,
      });
    await desk.as(HOST).command('/expert-demand');
    await fill(HOST, NEED, { conditions_offered: typedInto('conditions') });
    await press(COORDINATOR, 'return_demand', { reason: typedInto('returned', 1000) });
    await press(HOST, 'edit_demand', {}, {});
    await press(COORDINATOR, 'publish_demand');
    await claim(EXPERT);
    await claim('U0ZJ0007');
    await press(COORDINATOR, 'refuse_consent', { reason: typedInto('refused', 1000) });
    await press('U0HOME', 'give_consent');
    await press(HOST, 'accept_expert');
    await desk.as(EXPERT).press(desk.lastCard(), 'file_report');
    await fill(EXPERT, REPORT, AFTER);
    await press(HOST, 'object_report', { reason: typedInto('objected', 1000) });
    await press(EXPERT, 'file_report', {}, {});
    await press(HOST, 'confirm_report');
    await press(COORDINATOR, 'return_report', { reason: typedInto('sent_back', 1000) });
    await press(EXPERT, 'file_report', {}, {});
    await press(COORDINATOR, 'override_host', { reason: typedInto('override', 1000) });
    for (const user of [HOST, COORDINATOR, EXPERT])
      for (const command of ['/expert', '/expert-claim', '/expert-report', '/expert-digest']) {
        await desk.as(user).command(command);
        await desk.settle();
      }
    const digest = desk.as(COORDINATOR).ephemerals.at(-1);
    if (digest) await desk.as(COORDINATOR).press(digest, 'post_digest_now');
    await desk.settle();
  }

  test('When it is all over, Then Slack took it all, nobody was mentioned, and what was typed is what is kept', async () => {
    desk = await startDesk();
    desk.workspace.addUser({ id: COORDINATOR, name: 'Carol Finch', locale: 'en-US', tz: 'Europe/London' });
    await play();
    const { workspace, db } = desk;
    expect(workspace.violations).toEqual([]);
    const wire = [...workspace.calls.map(({ args }) => args), ...workspace.team.ephemerals].concat(
      workspace.deliveries.map(({ response }) => ({ response })),
    );
    expect(wire.length).toBeGreaterThan(0);
    for (const sent of wire) expectHarmless(sent);
    for (const user of [HOST, COORDINATOR]) {
      const { dms, ephemerals, home } = desk.as(user);
      expect(dms.length).toBeGreaterThan(2);
      const said = JSON.stringify([dms, ephemerals, home?.blocks].flat());
      const ours = said.replaceAll('天津市专家服务基层行动', '');
      expect(CHINESE.exec(ours)?.input.slice(CHINESE.exec(ours)?.index).slice(0, 40)).toBeUndefined();
    }
    const need = await db.selectFrom('demand').selectAll().executeTakeFirstOrThrow();
    expect(need).toMatchObject({
      ...kept(NEED, ['unit_name', 'contact_name', 'contact_phone', 'title', 'description']),
      ...kept(NEED, ['expert_requirement', 'time_text', 'place', 'expected_outcome']),
      conditions_offered: tidy(typedInto('conditions')),
    });
    const report = await db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
    expect(report).toMatchObject({
      ...{ ...kept(REPORT, ['title', 'place', 'summary']), ...kept(AFTER, Object.keys(AFTER)) },
      ...{ state: 'accepted', override_reason: tidy(typedInto('override', 1000)) },
    });
    const expert = await db.selectFrom('expert').selectAll().where('user_id', '=', EXPERT).executeTakeFirst();
    expect(expert).toMatchObject({
      ...{ name: tidy(typedInto(EXPERT, 50)), specialty: tidy(typedInto('specialty', 500)) },
      ...{ phone: tidy(short('mobile')), home_unit_contact: tidy(typedInto('personnel', 100)) },
    });
  });

  function kept(typed: Record<string, string | string[]>, fields: string[]) {
    return Object.fromEntries(fields.map((field) => [field, tidy(String(typed[field]))]));
  }

  /** People's text mentions and links only where Slack parses: in mrkdwn, and in a message's own text. */
  function expectHarmless(sent: unknown): void {
    const value = unpacked(sent);
    if (Array.isArray(value)) for (const item of value) expectHarmless(item);
    if (typeof value !== 'object' || value === null) return;
    const { type, text } = value as Record<string, unknown>;
    expect(type).not.toBe('mrkdwn');
    const isParsed = typeof text === 'string' && type !== 'plain_text' && type !== 'text';
    if (isParsed) expect(text).not.toMatch(/<!channel|<@U0GONE|<https/);
    for (const inner of Object.values(value)) expectHarmless(inner);
  }

  /** Arguments of the Web API travel as JSON inside a form. */
  function unpacked(value: unknown): unknown {
    if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
});
