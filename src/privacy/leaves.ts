/**
 * What leaves for Slack, by kind of message (decision 38): whoever looks after the programme reads here what a message of
 * each kind carries. `test/personal.test.ts` finds a kind that isn't named.
 */
export const DATA = [
  'names',
  'phones',
  'employers',
  'specialties',
  'reasons',
  'need_words',
  'report_words',
  'summary_words',
  'dates',
  'figures',
  'files',
] as const;
export type Data = (typeof DATA)[number];

export interface Leaving {
  /** How the group is called in `words.ts`. */
  group: 'cards' | 'claims' | 'people' | 'reports' | 'summaries' | 'digests' | 'reminders' | 'files' | 'desk';
  /** Whoever is in the channel reads it; else its one reader. */
  to: 'channel' | 'person';
  kinds: readonly string[];
  data: readonly Data[];
}

export const LEAVES: readonly Leaving[] = [
  {
    group: 'cards',
    to: 'channel',
    kinds: ['demand_card', 'demand_changed', 'demand_cancelled', 'thread_note'],
    data: ['need_words', 'dates', 'figures'],
  },
  {
    group: 'claims',
    to: 'person',
    kinds: [
      ...[
        'consent_request',
        'host_request',
        'keep_request',
        'claim_notice',
        'demand_review',
        'demand_notice',
      ],
      ...['invitation', 'ask_round', 'nobody_left', 'blanket_notice', 'blocked_notice', 'link_answered'],
    ],
    data: ['names', 'phones', 'employers', 'specialties', 'reasons', 'need_words', 'dates'],
  },
  {
    group: 'people',
    to: 'person',
    kinds: [
      ...['registration_review', 'registration_notice', 'expert_linked', 'assistant_notice', 'deputy_notice'],
      ...['coordinator_named', 'role_removed', 'merged', 'handed_over'],
    ],
    data: ['names', 'phones', 'employers', 'specialties', 'reasons'],
  },
  {
    group: 'reports',
    to: 'person',
    kinds: ['report_request', 'report_review', 'report_filed', 'report_notice'],
    data: ['names', 'employers', 'report_words', 'reasons', 'dates', 'figures'],
  },
  {
    group: 'summaries',
    to: 'person',
    kinds: ['summary_review', 'summary_notice'],
    data: ['summary_words', 'names', 'reasons', 'figures'],
  },
  {
    group: 'digests',
    to: 'channel',
    kinds: ['digest', 'digest_preview', 'digest_preview_part'],
    data: ['figures', 'need_words', 'report_words'],
  },
  {
    group: 'reminders',
    to: 'person',
    kinds: ['nudge', 'home', 'telephone_lines', 'taken_back'],
    data: ['names', 'phones', 'employers', 'need_words', 'dates'],
  },
  {
    group: 'files',
    to: 'person',
    kinds: ['handed_file', 'file_upload', 'document_job', 'import', 'import_review', 'import_told'],
    data: ['names', 'phones', 'employers', 'files'],
  },
  {
    group: 'desk',
    to: 'person',
    kinds: ['welcome', 'hello', 'place_trouble', 'deadline_moved', 'retention_notice'],
    data: ['dates'],
  },
];
