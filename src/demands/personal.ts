import { type RawBuilder, sql } from 'kysely';
import { actsOn, EMPTY, isOneOf, NOBODY_NAMED, NULL, WITHOUT_WORDS } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Expired, Personal } from '../people.ts';

const say = wordsOf({
  zh: { needs: '您发布或担任联系人的需求' },
  en: { needs: 'Needs that you posted, or whose contact you are' },
});

const ofYear = ({ teamId, year }: Expired): RawBuilder<unknown> =>
  sql`select d.id from demand d where d.team_id = ${teamId} and d.year = ${year}`;

/** A need is its unit's: its words stay, without the names of whoever is erased. */
export const personalInDemands: readonly Personal[] = [
  { table: 'slot', harmless: ['demand_id', 'claim_id'] },
  {
    table: 'demand',
    words: [
      ...[
        'contact_name',
        'contact_phone',
        'title',
        'description',
        'expert_requirement',
        'time_text',
        'place',
      ],
      ...['expected_outcome', 'conditions_offered', 'reason', 'unit_name'],
    ],
    harmless: [
      ...['number', 'state', 'district', 'districts', 'unit_type', 'action_line', 'form', 'modes', 'field'],
      ...['need_types', 'urgency', 'follows'],
    ],
    rows: [
      {
        title: (locale) => say(locale, 'needs'),
        of: ({ accounts }) =>
          sql`(${isOneOf('demand.contact_user', accounts)} or ${isOneOf('demand.poster', accounts)})`,
        gives: [
          ...['submitted_at', 'number', 'unit_name', 'title', 'description', 'expert_requirement'],
          ...[
            'time_text',
            'place',
            'expected_outcome',
            'conditions_offered',
            'contact_name',
            'contact_phone',
          ],
        ],
      },
      {
        of: ({ accounts }) =>
          sql`coalesce(demand.contact_user, demand.poster) = any(${[...accounts]}::text[])`,
        becomes: (opaque) => ({ contact_name: sql`${opaque}`, contact_phone: EMPTY, contact_user: NULL }),
      },
      {
        ofYear: ({ year }) => sql`demand.year = ${year}`,
        becomes: () => ({
          ...{ contact_name: EMPTY, contact_phone: EMPTY, contact_user: NULL, recorded_by: NULL },
          poster: NOBODY_NAMED,
          title: sql`demand.number`,
          description: EMPTY,
          expert_requirement: EMPTY,
          time_text: EMPTY,
          place: EMPTY,
          expected_outcome: EMPTY,
          conditions_offered: EMPTY,
          reason: NULL,
        }),
      },
    ],
  },
  {
    table: 'audit',
    rows: [
      {
        ofYear: (expired) => actsOn('demand', ofYear(expired)),
        becomes: () => ({ ...WITHOUT_WORDS, actor: NOBODY_NAMED }),
      },
    ],
  },
  {
    table: 'outgoing',
    rows: [
      { ofYear: (expired) => sql`outgoing.ref ->> 'demandId' in (${ofYear(expired)})`, becomes: 'nothing' },
    ],
  },
  {
    table: 'telephone_line',
    rows: [{ ofYear: (expired) => sql`telephone_line.about in (${ofYear(expired)})`, becomes: 'nothing' }],
  },
];
