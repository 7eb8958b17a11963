import type { Button, KnownBlock } from '@slack/types';
import { claimButton } from '../claims/views.ts';
import { afterButtons } from '../demands/after-blocks.ts';
import { nameMissing } from '../demands/blocks.ts';
import {
  isOpenForClaims,
  isOpenForEdits,
  isOpenForReports,
  isServiceOver,
  isUndecided,
  passesOn,
} from '../demands/demand.ts';
import { buildFieldChoice } from '../demands/field-blocks.ts';
import { buildPublishedButtons } from '../demands/published-blocks.ts';
import { buildDecisionButtons, buildEditButton } from '../demands/review-blocks.ts';
import { whoseReview } from '../demands/tell.ts';
import { say as sayDemand } from '../demands/words.ts';
import type { Whose } from '../directory/permissions.ts';
import { standingFor } from '../directory/standing.ts';
import { fileForButton } from '../reports/buttons.ts';
import { actions, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { NeedShown } from './need-views.ts';
import { buttonsIn, mayPress } from './whole.ts';

/** What this reader may do about a need as it stands, with what is to be known and chosen before. */
export function buildNeedActs(shown: NeedShown): KnownBlock[] {
  const { demand, programme, locale, actor, whose } = shown;
  const review = standingFor(actor, 'publish_demand', whoseReview(demand));
  const isReviewed = isUndecided(demand) && (review !== undefined || isBarred(shown));
  const by = review?.by ?? actor;
  const isOwn = by.districts.includes(demand.district) && programme.publishedBy === 'district';
  const forwards = passesOn(programme, by.bureau && !isOwn);
  const mayDecide = isReviewed && (demand.state === 'submitted' || by.bureau || isOwn);
  const missing = nameMissing(demand, locale);
  const decisions = mayDecide ? buttonsIn(buildDecisionButtons(demand, locale, { forwards })) : [];
  const pressable = mayPress([...decisions, ...candidates(shown)], actor, (act) =>
    whoseOf(act, shown, whose),
  );
  return [
    ...(mayDecide
      ? [
          section(
            missing
              ? sayDemand(locale, 'missing_for_publication', { fields: missing })
              : sayDemand(locale, 'nothing_missing'),
          ),
          buildFieldChoice(demand, programme.catalogue, locale),
        ]
      : []),
    ...actions(...pressable),
  ];
}

/** Their own need: they may be asked whether they act alone. */
function isBarred({ actor, demand }: NeedShown): boolean {
  return actor.bureau || actor.districts.includes(demand.district);
}

function candidates({ demand, seats, today, locale, programme, mayClaim, offersLinks }: NeedShown) {
  const isClaimable = mayClaim !== undefined && seats.free > 0 && isOpenForClaims(demand, today);
  const buttons: (Button | undefined)[] = [
    isClaimable ? claimButton(demand, programme, locale) : undefined,
    isOpenForEdits(demand) ? buildEditButton(demand, locale, 'edit') : undefined,
    isOpenForReports(demand, seats, today) ? fileForButton(demand, locale) : undefined,
    ...afterButtons(demand, seats, today, locale),
    ...(demand.state === 'published' ? buildPublishedButtons(demand, locale, offersLinks) : []).filter(
      (one) => !isServiceOver(demand, today) || one?.action_id === ACTIONS.claimFor,
    ),
  ];
  return buttons;
}

function whoseOf(act: string, shown: NeedShown, whose: Whose): Whose {
  const { demand, mayClaim, reporting } = shown;
  switch (act) {
    case 'publish_demand':
    case 'grant_instant':
    case 'return_demand':
    case 'reject_demand':
      return whoseReview(demand);
    case 'claim_slot':
      return { expertUsers: [mayClaim ?? null] };
    case 'file_report':
      return { systems: [], ...reporting };
    case 'claim_for':
      return whose;
    default:
      return { systems: [], ...whose };
  }
}
