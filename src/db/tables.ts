import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { AnswerLinkTable } from './tables/answer-link.ts';
import type { BlanketTable } from './tables/blanket.ts';
import type { BlockedDatesTable } from './tables/blocked-dates.ts';
import type { DocumentJobTable } from './tables/document-job.ts';
import type { HandedFileTable } from './tables/handed-file.ts';
import type { ImportRowTable, ImportTable } from './tables/import.ts';
import type { OrganisationNameTable } from './tables/organisation-name.ts';
import type {
  RecordCheckpointTable,
  RecordDueTable,
  RecordKeyTable,
  RecordLeafTable,
  RecordLogTable,
  ServiceRecordTable,
} from './tables/records.ts';
import type { TelephoneLineTable } from './tables/telephone-line.ts';
import type { YearRetentionTable } from './tables/year-retention.ts';

/** Each table as a row type; the rules between the columns are constraints in `migrations/`. */
export interface Tables {
  programme_year: ProgrammeYearTable;
  counter: CounterTable;
  slack_user: SlackUserTable;
  draft: DraftTable;
  audit: AuditTable;
  role_grant: RoleGrantTable;
  organisation: OrganisationTable;
  organisation_name: OrganisationNameTable;
  organisation_contact: OrganisationContactTable;
  expert: ExpertTable;
  demand: DemandTable;
  slot: SlotTable;
  claim: ClaimTable;
  consent: ConsentTable;
  blanket: BlanketTable;
  blocked_dates: BlockedDatesTable;
  ask_round: AskRoundTable;
  invitation: InvitationTable;
  report: ReportTable;
  report_expert: ReportExpertTable;
  report_version: ReportVersionTable;
  report_file: ReportFileTable;
  answer_link: AnswerLinkTable;
  record_due: RecordDueTable;
  record_log: RecordLogTable;
  record_leaf: RecordLeafTable;
  service_record: ServiceRecordTable;
  record_checkpoint: RecordCheckpointTable;
  record_key: RecordKeyTable;
  year_correction: YearCorrectionTable;
  year_retention: YearRetentionTable;
  import: ImportTable;
  import_row: ImportRowTable;
  yearly_summary: YearlySummaryTable;
  yearly_summary_version: YearlySummaryVersionTable;
  outgoing: OutgoingTable;
  handed_file: HandedFileTable;
  document_job: DocumentJobTable;
  changed: ChangedTable;
  telephone_line: TelephoneLineTable;
  sending_process: SendingProcessTable;
  workspace_due: WorkspaceDueTable;
  slack_hold: SlackHoldTable;
  stopped_workspace: StoppedWorkspaceTable;
  closed_place: ClosedPlaceTable;
  disk_probe: DiskProbeTable;
  digest_channel: DigestChannelTable;
  digest_issue: DigestIssueTable;
  nudge: NudgeTable;
  nudge_message: NudgeMessageTable;
  nudge_snooze: NudgeSnoozeTable;
  nudge_handover: NudgeHandoverTable;
  absence: AbsenceTable;
}

export type TableName = keyof Tables;

type Instant = Temporal.Instant;
type Json<T extends object> = JSONColumnType<T, T, T>;
/** Empty by default. */
type Texts = ColumnType<string[], readonly string[] | undefined, never>;
/** A calendar date as 'YYYY-MM-DD', in the programme's zone. */
type DateText = string;

interface ProgrammeYearTable {
  team_id: string;
  year: number;
  name: string;
  document_no: Generated<string>;
  target_experts: number;
  opens_on: DateText;
  deadline: Instant;
  time_zone: string;
  channel_id: string;
  language: 'zh' | 'en';
  published_by: 'district' | 'bureau';
  catalogue: Json<object>;
  /** The year for new things; one at most. */
  current: Generated<boolean>;
  state: Generated<'open' | 'closing' | 'closed'>;
  /** What the first form doesn't ask for; parsed by `programme/rules.ts`. */
  rules: ColumnType<object, object | undefined, object>;
  closed_at: Instant | null;
  closed_by: string | null;
  /** What the year had reached when it was closed. */
  frozen: ColumnType<object | null, object | null | undefined, object | null>;
  /** The day for which cards and Homes were last looked at anew. */
  shown_on: DateText | null;
  /** The Monday of the week in which the cards were last shown anew, whether they had changed or not. */
  repaired_week: DateText | null;
  /** Working and rest days that go before the national calendar, by date. */
  own_days: ColumnType<object, object | undefined, object>;
  created_by: string;
  created_at: Instant;
}

interface CounterTable {
  team_id: string;
  year: number;
  kind: 'XQ' | 'RL' | 'BG';
  last: number;
}

interface SlackUserTable {
  team_id: string;
  user_id: string;
  name: string;
  locale: string;
  tz: string;
  is_admin: boolean;
  is_guest: boolean;
  is_stranger: Generated<boolean>;
  is_bot: boolean;
  deleted: boolean;
  read_at: Instant;
  home_opened_at: Instant | null;
}

/** What was typed into a form so far: raw text by `block_id`, never parsed. */
interface DraftTable {
  team_id: string;
  id: string;
  kind: string;
  user_id: string;
  object_id: string | null;
  typed: Json<Record<string, string | string[] | null>>;
  updated_at: Instant;
  used_at: Instant | null;
}

interface AuditTable {
  team_id: string;
  id: ColumnType<number, never, never>;
  act: string;
  actor: string;
  on_behalf_of: string | null;
  object_kind: string;
  object_id: string;
  at: Instant;
  cause: string | null;
  outcome: Generated<'done' | 'refused'>;
  details: Json<Record<string, unknown>>;
}

interface RoleGrantTable {
  team_id: string;
  id: Generated<string>;
  user_id: string;
  role: 'bureau' | 'district' | 'system';
  scope: Generated<string>;
  granted_by: string;
  granted_at: Instant;
}

interface OrganisationTable {
  team_id: string;
  id: string;
  kind: 'home_unit' | 'host_unit';
  name: string;
  name_key: string;
  unit_type: string | null;
  district: Generated<string>;
  system: string | null;
  created_at: Instant;
  /** How high it stands; null while nobody has said. */
  level: string | null;
  parent_id: string | null;
  /** The first one is `district` for a host unit. */
  districts: Generated<string[]>;
  /** How often it was edited. */
  version: Generated<number>;

  /** The one that stays, where this was kept twice; see `register/`. */
  merged_into: string | null;
  /** False once it was merged; and true beside `merged_into`: together the key by which there is no chain. */
  stays: Generated<boolean>;
  into_one_that_stays: boolean | null;
}

interface OrganisationContactTable {
  team_id: string;
  organisation_id: string;
  user_id: string;
  kind: Generated<'contact' | 'deputy'>;
  added_by: string;
  added_at: Instant;
}

interface ExpertTable {
  team_id: string;
  id: string;
  user_id: string | null;
  name: string;
  employer_id: string;
  system: string;
  title: string;
  categories: Generated<string[]>;
  field: string;
  specialty: Generated<string>;
  services: Generated<string[]>;
  max_active_claims: number;
  phone: Generated<string>;
  home_unit_contact: Generated<string>;
  home_unit_user: string | null;
  state: 'registered' | 'verified' | 'returned';
  return_reason: string | null;
  verified_by: string | null;
  verified_at: Instant | null;
  registered_at: Instant;
  /** A coordinator who recorded them in their place. */
  recorded_by: string | null;
  /** What that rests on, as written. */
  evidence: Generated<string>;
  /** Who claims, answers and reports in their name; never consents. */
  assistant_user: string | null;
  second_employer_id: string | null;
  /** Who consents for the second employer, on Slack. */
  second_home_unit_user: string | null;
  /** Their own promise takes the place of an employer's consent. */
  own_pledge: Generated<boolean>;
  /** The one that stays, where this was kept twice; see `register/`. */
  merged_into: string | null;
  /** False once it was merged; and true beside `merged_into`: together the key by which there is no chain. */
  stays: Generated<boolean>;
  into_one_that_stays: boolean | null;
  /** Nothing is known of them any more but what figures count by; see `privacy/`. */
  erased_at: ColumnType<Instant | null, Instant | null | undefined, Instant | null>;
}

interface DemandTable {
  team_id: string;
  id: string;
  number: string;
  year: number;
  state:
    | 'submitted'
    | 'returned'
    | 'rejected'
    | 'bureau_review'
    | 'published'
    | 'postponed'
    | 'cancelled'
    | 'closed';
  host_unit_id: string;
  poster: string;
  contact_user: string | null;
  recorded_by: string | null;
  district: string;
  districts: string[];
  unit_name: string;
  unit_type: string | null;
  contact_name: Generated<string>;
  contact_phone: Generated<string>;
  action_line: string;
  form: string | null;
  modes: Generated<string[]>;
  field: string | null;
  need_types: Generated<string[]>;
  title: string;
  description: Generated<string>;
  expert_slots: number;
  expert_requirement: Generated<string>;
  time_text: string;
  service_start: DateText | null;
  service_end: DateText | null;
  claim_deadline: DateText | null;
  place: Generated<string>;
  expected_outcome: Generated<string>;
  conditions_offered: Generated<string>;
  expected_beneficiaries: number | null;
  urgency: Generated<string>;
  confidential: Generated<boolean>;
  reason: string | null;
  submitted_at: Instant;
  published_at: Instant | null;
  changed_at: Instant;
  /** A coordinator granted it as an instant service. */
  instant: Generated<boolean>;
  /** When its date last moved after publication. */
  moved_at: Instant | null;
  /** The need that it goes back to (回头帮). */
  follows: string | null;
}

interface SlotTable {
  team_id: string;
  demand_id: string;
  no: number;
  expert_id: string | null;
  claim_id: string | null;
}

interface ClaimTable {
  team_id: string;
  id: string;
  number: string;
  demand_id: string;
  /** The need's own, held by the key that refers to it. */
  year: number;
  expert_id: string;
  slot_no: number;
  state:
    | 'home_unit_pending'
    | 'home_unit_declined'
    | 'host_pending'
    | 'host_declined'
    | 'confirmed'
    | 'withdrawn'
    | 'cancelled'
    | 'expired'
    | 'expert_pending'
    | 'no_show_reported'
    | 'no_show_objected'
    | 'no_show'
    | 'recalled'
    | 'report_waived';
  /** Which of the expert's live claims this is (1, 2, …): unique, so the limit holds under simultaneous clicks. */
  live_no: number | null;
  reason: string | null;
  claimed_at: Instant;
  consented_at: Instant | null;
  confirmed_at: Instant | null;
  ended_at: Instant | null;
  /** What the expert answers to the report that they didn't come. */
  objection: string | null;
  /** A report on the need speaks of the expert. */
  reported: Generated<boolean>;
  /** When the date of the need moved, and the expert was asked anew; and when the expert said yes to that date. */
  moved_at: Instant | null;
  kept_at: Instant | null;
  /** For which of two employers; null where the expert has one. */
  employer_id: string | null;
  /** The assistant who made it in the expert's name. */
  assistant: string | null;
  /** Whoever was asked by a link would like another date: what they wrote, when, and which coordinator was told. */
  other_date: string | null;
  other_date_at: Instant | null;
  other_date_to: string | null;
}

interface ConsentTable {
  team_id: string;
  id: string;
  expert_id: string;
  /** Null once the date has moved; `former_claim_id` then says of which claim it was. */
  claim_id: string | null;
  kind: 'letter' | 'phone' | 'online' | 'blanket' | 'own_pledge';
  document_no: Generated<string>;
  date: DateText;
  until: DateText | null;
  given_by: string;
  on_behalf: boolean;
  recorded_at: Instant;
  former_claim_id: string | null;
  /** By which yes in advance the claim passed. */
  blanket_id: Generated<string | null>;
}

/** A coordinator asks the experts who fit best, wave by wave. */
interface AskRoundTable {
  team_id: string;
  id: string;
  demand_id: string;
  /** As many are asked at once. */
  wave_size: number;
  /** How many waves have gone out. */
  waves: Generated<number>;
  /** Null once it has ended. */
  next_wave_at: Instant | null;
  ended_because: 'filled' | 'closed' | 'nobody_left' | 'stopped' | null;
  ended_at: Instant | null;
  started_by: string;
  started_at: Instant;
}

interface InvitationTable {
  team_id: string;
  round_id: string;
  demand_id: string;
  expert_id: string;
  wave: number;
  invited_at: Instant;
  answer: 'yes' | 'no' | null;
  answered_at: Instant | null;
}

interface ReportTable {
  team_id: string;
  id: string;
  number: string;
  year: number;
  demand_id: string | null;
  state: 'submitted' | 'objected' | 'host_confirmed' | 'returned' | 'accepted' | 'voided';
  /** Which other report says the same, where that is why it was voided. */
  duplicate_of: string | null;
  author: string;
  recorded_by: string | null;
  /** It was recorded by the assistant of an expert in it, in that expert's name. */
  by_assistant: Generated<boolean>;
  version: Generated<number>;
  title: string;
  action_line: string;
  form: string | null;
  districts: string[];
  service_start: DateText;
  service_end: DateText;
  days: number | null;
  place: Generated<string>;
  metrics: Json<Record<string, number>>;
  summary: Generated<string>;
  typical_story: Generated<string>;
  next_steps: Generated<string>;
  news: Generated<string>;
  reason: string | null;
  host_confirmed_by: string | null;
  host_confirmed_at: Instant | null;
  override_reason: string | null;
  accepted_by: string | null;
  accepted_at: Instant | null;
  /** What its author asks to change after acceptance. */
  amendment: ColumnType<object | null, object | null | undefined, object | null>;
  amendment_reason: string | null;
  amendment_at: Instant | null;
  submitted_at: Instant;
  changed_at: Instant;
}

interface ReportExpertTable {
  team_id: string;
  report_id: string;
  /** The report's own, held by the key that refers to it. */
  year: number;
  expert_id: string;
}

interface ReportVersionTable {
  team_id: string;
  report_id: string;
  version: number;
  content: Json<object>;
  outcome: string;
  reason: string | null;
  kept_at: Instant;
}

interface ReportFileTable {
  team_id: string;
  report_id: string;
  version: number;
  no: number;
  file_id: string;
  name: string;
  type: string;
  size: number;
  link: Generated<string>;
}

/** A mistake found after a year was closed: what is right, beside what was frozen. */
interface YearCorrectionTable {
  team_id: string;
  year: number;
  no: number;
  /** What it corrects: a report's number, 'district:<slug>', 'system:<slug>', or 'city'. */
  object: string;
  metric: string;
  was: number;
  value: number;
  reason: string;
  made_by: string;
  made_at: Instant;
}

interface YearlySummaryTable {
  team_id: string;
  id: string;
  year: number;
  unit_kind: 'district' | 'system';
  /** The slug of the district or system. */
  unit: string;
  /** The unit's own deadline, where the bureau granted one. */
  extended_until: Instant | null;
  /** None is owed any more. */
  waived_at: Instant | null;
  waived_by: string | null;
  waive_reason: string | null;
}

/** What was handed in, frozen; only what the bureau decides about it is written later. */
interface YearlySummaryVersionTable {
  team_id: string;
  summary_id: string;
  version: number;
  figures: Json<object>;
  narrative: Generated<string>;
  stories: Generated<string>;
  news: Generated<string>;
  nil: boolean;
  /** How the log of service records stood then; null before its first entry. */
  log_size: number | null;
  log_root: Uint8Array | null;
  submitted_by: string;
  /** The bureau handed it in for the unit. */
  on_behalf: boolean;
  submitted_at: Instant;
  outcome: 'returned' | 'accepted' | null;
  reason: string | null;
  decided_by: string | null;
  decided_at: Instant | null;
}

interface OutgoingTable {
  team_id: string;
  key: string;
  seq: ColumnType<number, never, number>;
  /** A view shows the state of the moment (newest wins); a notice tells what happened once. */
  shape: 'view' | 'notice';
  kind: string;
  target: string;
  lane: string;
  parent_key: string | null;
  ref: Json<Record<string, string>>;
  state: Generated<'waiting' | 'leased' | 'sending' | 'sent' | 'unknown' | 'failed' | 'dropped'>;
  wanted: Generated<number>;
  shown: Generated<number>;
  attempts: Generated<number>;
  next_at: Generated<Instant>;
  lease_until: Instant | null;
  /** The process in which it is under way, or was last. */
  leased_by: string | null;
  channel_id: string | null;
  ts: string | null;
  content_hash: string | null;
  error: string | null;
  created_at: Generated<Instant>;
  sent_at: Instant | null;
  /** How often it became unknown or failed: a button made for one trouble settles no later one. */
  troubles: Generated<number>;
  /** Programme time: when its present trouble began. */
  troubled_at: Instant | null;
  /** What the call under way shows; it becomes `content_hash` once it is known to have arrived. */
  sending_hash: string | null;
  /** As it was shown last, only an act changes it, and no day that passes. */
  rests: Generated<boolean>;
  /** How often it was posted again because somebody had deleted it. */
  reposts: Generated<number>;
  /** Nobody's act wants it: as a new message it waits for its reader's working hours. */
  unprompted: Generated<boolean>;
  /** Programme time: the beginning of the working hours that it waits for. */
  not_before: Instant | null;
}

/** What an act changed on people's screens; see `outbox/marks.ts`. */
interface ChangedTable {
  team_id: string;
  id: ColumnType<number, never, never>;
  views: Texts;
  people: Texts;
  about: Texts;
}

/** When a workspace has something due next; see `outbox/agenda.ts`. */
interface WorkspaceDueTable {
  team_id: string;
  /** How often anything changed: a look that began before doesn't say how long to rest. */
  changes: Generated<number>;
  /** Programme time, both. */
  looked_at: Generated<Instant>;
  looks_at: Generated<Instant>;
}

/** A process that sends for this workspace. */
interface SendingProcessTable {
  team_id: string;
  id: string;
  /** A new number each time, while the process lives. */
  beat: Generated<number>;
}

interface SlackHoldTable {
  team_id: string;
  method: string;
  /** Wall time: Slack's Retry-After. */
  until: Instant;
}

/** A channel that takes nothing, or took nothing once. */
interface ClosedPlaceTable {
  team_id: string;
  target: string;
  /** How often it has closed: each time is told once. */
  no: number;
  /** Slack's word for it; null when it is open again. */
  reason: string | null;
  /** Wall time. */
  closed_at: Instant;
}

interface StoppedWorkspaceTable {
  team_id: string;
  reason: 'app_uninstalled' | 'tokens_revoked';
  /** Wall time, both. */
  stopped_at: Instant;
  empty_at: Instant;
}

interface DiskProbeTable {
  team_id: string;
  written_at: Instant;
}

interface DigestChannelTable {
  team_id: string;
  id: string;
  channel_id: string;
  year: number;
  enabled: boolean;
  /** 1 (Monday) to 7. */
  weekday: number;
  /** 'HH:MM' in the programme's zone. */
  time: string;
  language: 'zh' | 'en';
  threads: boolean;
  content: string[];
  district: string | null;
  line: string | null;
  set_by: string;
  set_at: Instant;
  /** Slots up to this moment belong to another plan, or to none. */
  runs_since: Instant;
  muted_at: Instant | null;
  /** Null while muted: until somebody turns it on again. */
  muted_until: Instant | null;
}

interface DigestIssueTable {
  team_id: string;
  digest_id: string;
  /** The digest's own, held by the key that refers to it. */
  channel_id: string;
  /** The Monday of the slot's week, or the day of one that was posted besides, with ':extra'. */
  slot: string;
  slot_at: Instant;
  state: 'previewed' | 'posted' | 'skipped' | 'too_old' | 'nothing_new';
  by_user: string | null;
  at: Instant;
  figures: ColumnType<object, object | undefined, object>;
  story_id: string | null;
}

/** The ledger of reminders: what stands here is never told again. */
interface NudgeTable {
  team_id: string;
  user_id: string;
  kind: string;
  object_kind: string;
  object_id: string;
  stage: string;
  /** What people call the thing by: RL-2013-0001. */
  label: string;
  via: string;
  /** Whose duty it was, when it was passed on. */
  of_user: string | null;
  due_at: Instant;
  noted_at: Instant;
  outcome: 'new' | 'edited' | 'overtaken' | 'too_old';
  /** The person's message in which it was told. */
  message_no: number | null;
}

/** One reminder with everything open for a person; a newer one takes its place. */
interface NudgeMessageTable {
  team_id: string;
  user_id: string;
  no: number;
  id: string;
  told_at: Instant;
}

interface NudgeSnoozeTable {
  team_id: string;
  user_id: string;
  until: Instant;
  set_at: Instant;
}

interface NudgeHandoverTable {
  team_id: string;
  kind: string;
  object_id: string;
  from_user: string;
  to_user: string;
  reason: Generated<string>;
  at: Instant;
}

interface AbsenceTable {
  team_id: string;
  user_id: string;
  from_at: Instant;
  /** The last day away, in the programme's zone. */
  until: DateText;
  /** The first moment back at work. */
  ends_at: Instant;
  deputy: string | null;
}
