import type { Button } from '@slack/types';
import { blanketButton, blockButton } from '../claims/advance-views.ts';
import type { ClaimFile } from '../claims/claim.ts';
import { labelState, nameNeed } from '../claims/views.ts';
import { assistantButton } from '../directory/assistant-views.ts';
import { buildRegistrationButtons, buildRegistrationFacts } from '../directory/blocks.ts';
import type { Expert } from '../directory/expert.ts';
import { buildEraseButton, buildMergeButton } from '../directory/merge-button.ts';
import type { Actor, Whose } from '../directory/permissions.ts';
import { buildLinkButton } from '../directory/record-views.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import type { ServiceRecord } from '../records/record.ts';
import { say as sayRecords } from '../records/words.ts';
import type { Report } from '../reports/report.ts';
import { showNumber } from '../reports/report.ts';
import { actions, button, facts, header, section } from '../slack/blocks.ts';
import { ACTIONS, type UserId } from '../slack/ids.ts';
import { reportRow } from './need-views.ts';
import { buttonsIn, mayPress, type Whole } from './whole.ts';
import { listOf } from './whole-blocks.ts';
import { say, sayExpertState } from './words.ts';

/** Somebody of the register, for themselves or for a coordinator within whose reach they are. */
export interface ExpertShown {
  expert: Expert;
  programme: Programme;
  locale: Locale;
  actor: Actor;
  whose: Whose;
  /** Neither ended nor over. */
  claims: readonly ClaimFile[];
  /** Of the year. */
  reports: readonly Report[];
  served: { services: number; days: number };
  records: readonly Pick<ServiceRecord, 'number' | 'code'>[];
}

const MOST_LISTED = 20;

export function buildExpert(shown: ExpertShown): Pick<Whole, 'title' | 'head' | 'body' | 'acts'> {
  const { expert, programme, locale, claims, reports, served, records, actor, whose } = shown;
  const { name, state, userId, phone, returnReason } = expert;
  const stands = sayExpertState(state, locale);
  return {
    title: say(locale, 'expert_title'),
    head: [
      header(name),
      section([stands, ...(state === 'returned' && returnReason ? [returnReason] : [])].join(' · ')),
    ],
    body: [
      buildRegistrationFacts(expert, programme, locale),
      facts([
        [
          say(locale, 'services'),
          joinNames(
            expert.services.map((id) => labelOf(programme.catalogue.need_types, id, locale)),
            locale,
          ),
        ],
        [say(locale, 'limit'), String(expert.maxActiveClaims)],
        [say(locale, 'phone'), phone],
        [say(locale, 'account'), userId ? { user: userId as UserId } : say(locale, 'no_account')],
        [
          say(locale, 'served'),
          say(locale, 'served_value', { n: served.services, days: showNumber(served.days, locale) }),
        ],
      ]),
      ...listOf(
        say(locale, 'live_claims'),
        claims.map((file) => ({
          text: `${nameNeed(file.demand, programme, locale)}\n${file.claim.number} · ${labelState(file, locale)}`,
          to: { kind: 'claim', id: file.claim.id },
          name: file.claim.number,
        })),
        MOST_LISTED,
        locale,
      ),
      ...listOf(
        say(locale, 'reports'),
        reports.map((one) => reportRow(one, locale)),
        MOST_LISTED,
        locale,
      ),
      ...(records.length > 0
        ? [
            header(say(locale, 'records')),
            facts(
              records
                .slice(-MOST_LISTED)
                .map(({ number, code }) => [number, say(locale, 'record_code', { code })]),
            ),
          ]
        : []),
    ],
    acts: actions(...mayPress(candidates(shown), actor, () => whose)),
  };
}

function candidates({ expert, programme, locale, records }: ExpertShown): (Button | undefined)[] {
  const { id, name, userId, state } = expert;
  const canMend = userId === undefined && state !== 'verified';
  const isVerified = state === 'verified';
  const paper = (text: string, actionId: typeof ACTIONS.printStatement | typeof ACTIONS.titlePack) =>
    button({ text, actionId, value: `${id}:${programme.year}`, label: `${text} ${name}` });
  return [
    ...buttonsIn(buildRegistrationButtons(expert, locale)),
    ...buttonsIn(buildLinkButton(expert, locale)),
    canMend ? button({ text: say(locale, 'mend'), actionId: ACTIONS.recordExpert, value: id }) : undefined,
    isVerified ? assistantButton(expert, locale) : undefined,
    isVerified && !expert.ownPledge ? blanketButton(expert, locale) : undefined,
    isVerified ? blockButton(expert, locale) : undefined,
    ...(records.length > 0
      ? [
          paper(sayRecords(locale, 'print'), ACTIONS.printStatement),
          paper(sayRecords(locale, 'pack'), ACTIONS.titlePack),
        ]
      : []),
    buildMergeButton(expert, locale),
    buildEraseButton(expert, locale),
  ];
}
