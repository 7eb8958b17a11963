import { sql } from 'kysely';
import { EMPTY, isOneOf, NULL } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: {
    account: '您的 Slack 账号（姓名、语言、时区）',
    registration: '专家登记',
    roles: '联络员角色',
    contacts: '担任联系人的单位',
    consents_for: '由您代表单位同意的专家',
    assists: '由您协助的专家',
    absence: '外出期间',
    acts: '办理记录',
  },
  en: {
    account: 'Your Slack account (name, language, time zone)',
    registration: 'Registration as an expert',
    roles: 'Roles as coordinator',
    contacts: 'Units whose contact you are',
    consents_for: 'Experts for whom you consent',
    assists: 'Experts whom you assist',
    absence: 'When you are away',
    acts: 'What you did, as the audit trail has it',
  },
});

const UNIT = (id: string) => sql`(
  select o.name from organisation o where o.team_id = expert.team_id and o.id = ${sql.ref(id)})`;

/** Lists and figures go on counting by system, title and category; nothing else of a registration stays. */
const registration = (opaque: string) => ({
  name: sql`${opaque}`,
  user_id: NULL,
  specialty: EMPTY,
  services: sql`'{}'::text[]`,
  phone: EMPTY,
  home_unit_contact: EMPTY,
  home_unit_user: NULL,
  second_employer_id: NULL,
  second_home_unit_user: NULL,
  assistant_user: NULL,
  own_pledge: sql`false`,
  max_active_claims: sql`0`,
  evidence: EMPTY,
  state: sql`'returned'`,
  return_reason: NULL,
});

export const personalInDirectory: readonly Personal[] = [
  {
    table: 'audit',
    rows: [
      {
        title: (locale) => say(locale, 'acts'),
        of: ({ accounts }) => isOneOf('audit.actor', accounts),
        gives: ['at', 'act', 'object_kind', 'object_id', 'outcome'],
      },
    ],
  },
  {
    table: 'absence',
    rows: [
      {
        title: (locale) => say(locale, 'absence'),
        of: ({ accounts }) => isOneOf('absence.user_id', accounts),
        gives: ['from_at', 'until'],
        becomes: 'nothing',
      },
      { of: ({ accounts }) => isOneOf('absence.deputy', accounts), becomes: () => ({ deputy: NULL }) },
    ],
  },
  {
    table: 'expert',
    words: ['specialty', 'home_unit_contact', 'return_reason', 'evidence'],
    harmless: ['system', 'title', 'categories', 'field', 'services', 'state'],
    rows: [
      {
        title: (locale) => say(locale, 'registration'),
        of: ({ expertIds }) => isOneOf('expert.id', expertIds),
        gives: [
          ...['registered_at', 'name', 'phone', 'system', 'title', 'categories', 'field', 'specialty'],
          ...['services', 'max_active_claims', 'home_unit_contact', 'state', 'return_reason', 'evidence'],
          ['employer', UNIT('expert.employer_id')],
          ['second_employer', UNIT('expert.second_employer_id')],
        ],
        becomes: registration,
      },
      {
        title: (locale) => say(locale, 'consents_for'),
        of: ({ accounts }) => isOneOf('expert.home_unit_user', accounts),
        gives: ['name'],
        becomes: () => ({ home_unit_user: NULL }),
      },
      {
        of: ({ accounts }) => isOneOf('expert.second_home_unit_user', accounts),
        becomes: () => ({ second_home_unit_user: NULL }),
      },
      {
        title: (locale) => say(locale, 'assists'),
        of: ({ accounts }) => isOneOf('expert.assistant_user', accounts),
        gives: ['name'],
        becomes: () => ({ assistant_user: NULL }),
      },
    ],
  },
  {
    table: 'organisation_contact',
    harmless: ['kind'],
    rows: [
      {
        title: (locale) => say(locale, 'contacts'),
        of: ({ accounts }) => isOneOf('organisation_contact.user_id', accounts),
        gives: [
          'added_at',
          [
            'unit_name',
            sql`(select o.name from organisation o where o.team_id = organisation_contact.team_id
              and o.id = organisation_contact.organisation_id)`,
          ],
        ],
        becomes: 'nothing',
      },
    ],
  },
  { table: 'organisation_name', harmless: ['kind', 'district', 'name_key', 'name'] },
  {
    table: 'organisation',
    harmless: ['kind', 'name', 'name_key', 'unit_type', 'district', 'districts', 'system', 'level'],
  },
  {
    table: 'role_grant',
    harmless: ['role', 'scope'],
    rows: [
      {
        title: (locale) => say(locale, 'roles'),
        of: ({ accounts }) => isOneOf('role_grant.user_id', accounts),
        gives: ['granted_at', 'role', 'scope'],
        becomes: 'nothing',
      },
    ],
  },
  {
    table: 'slack_user',
    harmless: ['locale', 'tz'],
    rows: [
      {
        title: (locale) => say(locale, 'account'),
        of: ({ accounts }) => isOneOf('slack_user.user_id', accounts),
        gives: ['user_id', 'name', 'locale', 'tz', 'read_at', 'home_opened_at'],
        // Passes for deactivated from now on, so that nobody asks or tells it anything.
        becomes: (opaque) => ({
          name: sql`${opaque}`,
          locale: sql`'zh-CN'`,
          tz: sql`'Asia/Shanghai'`,
          is_admin: sql`false`,
          deleted: sql`true`,
          home_opened_at: NULL,
        }),
      },
    ],
  },
];
