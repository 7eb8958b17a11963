import { type RawBuilder, sql } from 'kysely';
import { actsOn, EMPTY, isOneOf, NOBODY_NAMED, NULL, WITHOUT_WORDS } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Expired, Personal } from '../people.ts';

const say = wordsOf({
  zh: {
    claims: '您的认领',
    consents: '单位对您的同意',
    given: '您代表单位给出的同意',
    blankets: '单位预先给出的同意',
    blocked: '您不便外出的日期',
  },
  en: {
    claims: 'Your claims',
    consents: 'Your home unit’s consents',
    given: 'Consents that you gave for a unit',
    blankets: 'Consents in advance',
    blocked: 'Days on which you can’t go',
  },
});

const ofYear = ({ teamId, year }: Expired): RawBuilder<unknown> =>
  sql`select c.id from claim c where c.team_id = ${teamId} and c.year = ${year}`;

const NEED = sql`(select d.number from demand d where d.team_id = claim.team_id and d.id = claim.demand_id)`;

const UNSAID = {
  reason: NULL,
  objection: NULL,
  other_date: NULL,
  other_date_at: NULL,
  other_date_to: NULL,
};

export const personalInClaims: readonly Personal[] = [
  {
    table: 'claim',
    words: ['reason', 'objection', 'other_date'],
    harmless: ['number', 'state', 'demand_id', 'other_date_to'],
    rows: [
      {
        title: (locale) => say(locale, 'claims'),
        of: ({ expertIds }) => isOneOf('claim.expert_id', expertIds),
        gives: [
          ...[
            'claimed_at',
            'number',
            'state',
            'consented_at',
            'confirmed_at',
            'ended_at',
            'reason',
            'objection',
          ],
          ...['other_date'],
          ['need', NEED],
        ],
        becomes: () => UNSAID,
      },
      {
        ofYear: ({ year }) => sql`claim.year = ${year}`,
        becomes: () => ({ ...UNSAID, assistant: NULL }),
      },
    ],
  },
  {
    table: 'consent',
    words: ['document_no'],
    harmless: ['kind', 'claim_id', 'former_claim_id', 'blanket_id'],
    rows: [
      {
        title: (locale) => say(locale, 'consents'),
        of: ({ expertIds }) => isOneOf('consent.expert_id', expertIds),
        gives: ['recorded_at', 'kind', 'document_no', 'date', 'until'],
        becomes: () => ({ document_no: EMPTY }),
      },
      {
        title: (locale) => say(locale, 'given'),
        of: ({ accounts }) => isOneOf('consent.given_by', accounts),
        gives: ['recorded_at', 'kind', 'document_no', 'date', 'until'],
      },
      {
        ofYear: (expired) => sql`coalesce(consent.claim_id, consent.former_claim_id) in (${ofYear(expired)})`,
        becomes: () => ({ document_no: EMPTY, given_by: NOBODY_NAMED }),
      },
    ],
  },
  {
    table: 'blanket',
    words: ['document_no'],
    rows: [
      {
        title: (locale) => say(locale, 'blankets'),
        of: ({ expertIds }) => isOneOf('blanket.expert_id', expertIds),
        gives: ['recorded_at', 'document_no', 'date', 'until'],
        becomes: () => ({ document_no: EMPTY }),
      },
      {
        ofYear: ({ before }) => sql`blanket.until < ${before}::date`,
        becomes: () => ({
          document_no: EMPTY,
          recorded_by: NOBODY_NAMED,
          ended_by: sql`case when blanket.ended_by is not null then '-' end`,
        }),
      },
    ],
  },
  {
    table: 'blocked_dates',
    words: ['reason'],
    harmless: ['side'],
    rows: [
      {
        title: (locale) => say(locale, 'blocked'),
        of: ({ expertIds }) => isOneOf('blocked_dates.expert_id', expertIds),
        gives: ['set_at', 'from_on', 'until_on', 'reason'],
        becomes: 'nothing',
      },
      { ofYear: ({ before }) => sql`blocked_dates.until_on < ${before}::date`, becomes: 'nothing' },
    ],
  },
  {
    table: 'audit',
    rows: [
      {
        of: ({ teamId, expertIds }) =>
          actsOn(
            'claim',
            sql`select c.id from claim c where c.team_id = ${teamId} and ${isOneOf('c.expert_id', expertIds)}`,
          ),
        ofYear: (expired) => actsOn('claim', ofYear(expired)),
        becomes: () => WITHOUT_WORDS,
      },
      { ofYear: (expired) => actsOn('claim', ofYear(expired)), becomes: () => ({ actor: NOBODY_NAMED }) },
    ],
  },
  {
    table: 'outgoing',
    rows: [
      { ofYear: (expired) => sql`outgoing.ref ->> 'claimId' in (${ofYear(expired)})`, becomes: 'nothing' },
    ],
  },
  {
    table: 'telephone_line',
    rows: [{ ofYear: (expired) => sql`telephone_line.about in (${ofYear(expired)})`, becomes: 'nothing' }],
  },
];
