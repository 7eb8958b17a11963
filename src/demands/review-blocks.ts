import type { KnownBlock } from '@slack/types';
import { undoButton } from '../directory/undo-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { districtName } from '../programme/places.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { actions, button, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, type UserId } from '../slack/ids.ts';
import { afterButtons, buildGrantButton } from './after-blocks.ts';
import { buildDemandDetails, nameMissing } from './blocks.ts';
import type { Demand, Seats } from './demand.ts';
import { buildFieldChoice } from './field-blocks.ts';
import { buildPublishedButtons } from './published-blocks.ts';
import { say } from './words.ts';
import { say as sayAfter } from './words-after.ts';

/** What a coordinator decides, and the poster hears. */
export const DECISION_ACTS = ['publish_demand', 'grant_instant', 'return_demand', 'reject_demand'] as const;
export type DecisionAct = (typeof DECISION_ACTS)[number];

/** Who decided, and when. */
export interface Decided {
  who: string;
  at: Temporal.Instant;
}

/** How the need stands for the coordinator who reads of it. */
export interface Standing {
  /** The day in the programme's zone. */
  today: Temporal.PlainDate;
  /** Who holds what of it. */
  seats: Seats;
  /** The number of the need that it goes back to. */
  follows?: string | undefined;
  decided: Decided | undefined;
  mayDecide: boolean;
  /** Their press passes it on to the bureau. */
  forwards: boolean;
  /** Addresses can be given to people. */
  offersLinks?: boolean | undefined;
}

/** A need as its coordinator sees it: all facts, what to check, and buttons while it is theirs to decide. */
export function buildDemandReview(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  { today, seats, follows, decided, mayDecide, forwards, offersLinks = false }: Standing,
): Message {
  const { number, title } = demand;
  return message(
    header(mayDecide ? say(locale, 'review_title', { number, title }) : `${number} ${title}`),
    mayDecide ? buildHints(demand, locale) : buildDecision(demand, programme, locale, decided),
    facts([
      [sayAfter(locale, 'follows'), follows],
      [say(locale, 'poster'), { user: demand.poster as UserId }],
      [say(locale, 'recorded_by'), demand.recordedBy ? { user: demand.recordedBy as UserId } : undefined],
      [say(locale, 'submitted_at'), showMoment(demand.submittedAt, programme, locale)],
    ]),
    buildDemandDetails(demand, programme, locale, { withContact: true }),
    mayDecide ? buildFieldChoice(demand, programme.catalogue, locale) : [],
    mayDecide
      ? buildDecisionButtons(demand, locale, { forwards })
      : [
          ...actions(
            ...(demand.state === 'published' ? buildPublishedButtons(demand, locale, offersLinks) : []),
          ),
          ...actions(...afterButtons(demand, seats, today, locale)),
        ],
  );
}

function buildHints(demand: Demand, locale: Locale): KnownBlock[] {
  const missing = nameMissing(demand, locale);
  return [
    section(
      missing ? say(locale, 'missing_for_publication', { fields: missing }) : say(locale, 'nothing_missing'),
    ),
    context(
      say(locale, 'review_hint'),
      ...(demand.unitType ? [] : [say(locale, 'review_no_type')]),
      ...(demand.modes.includes('instant') ? [say(locale, 'review_instant')] : []),
    ),
  ];
}

function buildDecision(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  decided: Decided | undefined,
): KnownBlock[] {
  const state = say(locale, `phase_${demand.state}`);
  const line = decided
    ? say(locale, 'review_decided', {
        state,
        who: decided.who,
        when: showMoment(decided.at, programme, locale),
      })
    : state;
  return [section(line), ...(demand.reason ? [facts([[say(locale, 'review_reason'), demand.reason]])] : [])];
}

/** Publish (or pass on to the bureau), return, reject. */
export function buildDecisionButtons(
  { id: value, number }: Demand,
  locale: Locale,
  { forwards }: { forwards: boolean },
): KnownBlock[] {
  const of = (verb: 'publish' | 'forward' | 'return' | 'reject') => ({
    text: say(locale, verb),
    value,
    label: `${say(locale, verb)} ${number}`,
  });
  return actions(
    button({ ...of(forwards ? 'forward' : 'publish'), actionId: ACTIONS.publishDemand, style: 'primary' }),
    forwards ? undefined : buildGrantButton({ id: value, number }, locale, 'publish_instant'),
    button({ ...of('return'), actionId: ACTIONS.returnDemand }),
    button({ ...of('reject'), actionId: ACTIONS.rejectDemand, style: 'danger' }),
  );
}

export function buildEditButton({ id, number }: Demand, locale: Locale, text: 'add_missing' | 'edit') {
  return button({
    text: say(locale, text),
    actionId: ACTIONS.editDemand,
    value: id,
    label: `${say(locale, text)} ${number}`,
  });
}

/** After the submission: the number, who checks it, what is still missing, and that the person will hear. */
export function buildOutcome(
  demand: Demand,
  programme: Programme,
  locale: Locale,
  { revised, byBureau, undo }: { revised: boolean; byBureau: boolean; undo?: number | undefined },
): Message {
  const { number, title } = demand;
  const district = districtName(demand.district, locale, programme.year);
  const fields = nameMissing(demand, locale);
  return message(
    section(say(locale, revised ? 'revised_done' : 'submitted_done', { number, title })),
    section(byBureau ? say(locale, 'checked_by_bureau') : say(locale, 'checked_by_district', { district })),
    section(fields ? say(locale, 'missing_for_publication', { fields }) : say(locale, 'nothing_missing')),
    actions(
      buildEditButton(demand, locale, fields ? 'add_missing' : 'edit'),
      undo === undefined ? undefined : undoButton(undo, locale),
    ),
  );
}

/** What the poster hears; `reason` is the one given then. */
export function buildDemandNotice(
  demand: Demand,
  locale: Locale,
  { act, reason, from }: { act: DecisionAct; reason: string; from?: unknown },
): Message {
  const { number, title } = demand;
  switch (act) {
    case 'publish_demand':
      return message(
        section(say(locale, 'notice_published', { number, title })),
        context(say(locale, 'notice_published_next')),
      );
    case 'grant_instant':
      return message(
        from === 'published' ? [] : section(say(locale, 'notice_published', { number, title })),
        section(sayAfter(locale, 'notice_instant', { number, title })),
      );
    case 'return_demand':
      return message(
        section(say(locale, 'notice_returned', { number, title })),
        facts([[say(locale, 'reason'), reason]]),
        section(say(locale, 'notice_returned_next')),
        actions(buildEditButton(demand, locale, 'edit')),
      );
    case 'reject_demand':
      return message(
        section(say(locale, 'notice_rejected', { number, title })),
        facts([[say(locale, 'reason'), reason]]),
      );
  }
}
