import type { Locale } from '../i18n/locale.ts';
import { type Figures, type Metric, metricLabel } from '../programme/catalogue.ts';
import type { GivenFile } from '../slack/files.ts';

/**
 * submitted → host_confirmed → accepted; objected (host) and returned (coordinator) go back to the author. One that the host
 * wrote begins as host_confirmed, and its experts may object. What was accepted and should never have counted, a duplicate
 * or a mistake, is voided.
 */
export type ReportState = 'submitted' | 'objected' | 'host_confirmed' | 'returned' | 'accepted' | 'voided';

/** What the author writes; a revision keeps the one before it. */
export interface ReportContent {
  /** Undefined for a service that nobody asked for here (decision 5). */
  demandId: string | undefined;
  title: string;
  actionLine: string;
  form: string | undefined;
  /** The first one owns the report, the others see it; the activity counts once (decision 6). */
  districts: string[];
  /** 'YYYY-MM-DD' in the programme's zone, both inclusive. */
  serviceStart: string;
  serviceEnd: string;
  /** Days of work, halves allowed. */
  days: number | undefined;
  place: string;
  expertIds: string[];
  metrics: Figures;
  summary: string;
  typicalStory: string;
  nextSteps: string;
  news: string;
  /** Pictures and papers; Slack keeps them. */
  files: GivenFile[];
}

export interface ReportExpert {
  id: string;
  name: string;
  employer: string;
  userId: string | undefined;
  assistantUser?: string | undefined;
  /** Held a confirmed claim on the need; somebody who came along did not (decision 17). */
  claimed: boolean;
}

/** What the author asks to change after acceptance; until a coordinator accepts that, what was accepted counts. */
export interface Amendment {
  content: ReportContent;
  experts: ReportExpert[];
  reason: string;
  askedAt: Temporal.Instant;
}

/** An activity report (活动报告): what an expert did for a host unit, once. */
export interface Report extends ReportContent {
  id: string;
  /** BG-2013-0001: what people call it by. */
  number: string;
  /** The year of its last day of service, which decides where it counts (decision 1). */
  year: number;
  state: ReportState;
  author: string;
  /** Who filed it for somebody else. */
  recordedBy: string | undefined;
  /** The Slack name of the assistant who did, in the expert's name. */
  throughAssistant?: string | undefined;
  version: number;
  /** Why it was objected to or returned. */
  reason: string | undefined;
  overrideReason: string | undefined;
  hostConfirmedAt: Temporal.Instant | undefined;
  /** Somebody of the host wrote it for the experts, which confirms it; they may object until it is accepted (decision 32). */
  filedByHost: boolean;
  submittedAt: Temporal.Instant;
  experts: ReportExpert[];
  amendment: Amendment | undefined;
  /** The host unit's name and the need's number, when there is a need. */
  unitName: string | undefined;
  demandNumber: string | undefined;
  /** Somebody of the host unit is on Slack and can confirm. */
  hasHost: boolean;
}

/** Something that was done with a report, as the audit trail keeps it. */
export interface ReportAct {
  act: string;
  at: Temporal.Instant;
  /** The Slack name of whoever did it, when it is known. */
  name: string | undefined;
  reason: string | undefined;
  /** The objection was that of the experts, as the host wrote the report. */
  isExperts: boolean;
  /** The host answered by a link that this person had made. */
  isByLink?: boolean;
}

/** The district whose coordinators answer for the report. */
export function ownerDistrict({ districts }: Pick<ReportContent, 'districts'>): string {
  return districts[0] ?? '';
}

/** What `file_report` carries when it is about no need yet. */
export const NEW_REPORT = 'new';

/** It is the author's turn: to mend it and hand it in again. */
export function isOpenForRevision({ state }: Pick<Report, 'state'>): boolean {
  return state === 'returned' || state === 'objected';
}

/** Whoever wrote it may correct it until somebody has acted on it, and when it came back (decision 32). */
export function isCorrectable({ state, filedByHost }: Pick<Report, 'state' | 'filedByHost'>): boolean {
  return state === 'submitted' || isOpenForRevision({ state }) || isObjectionable({ state, filedByHost });
}

/** Its experts may object: the host wrote it, and nobody has acted on it. */
export function isObjectionable({ state, filedByHost }: Pick<Report, 'state' | 'filedByHost'>): boolean {
  return filedByHost && state === 'host_confirmed';
}

/** Whether the next step is the coordinator's: nobody else can take it, the host has spoken, or the author asks. */
export function waitsForCoordinator({
  state,
  hasHost,
  amendment,
}: Pick<Report, 'state' | 'hasHost'> & Partial<Pick<Report, 'amendment'>>): boolean {
  if (amendment) return true;
  return state === 'host_confirmed' || state === 'objected' || (state === 'submitted' && !hasHost);
}

/** Decision 3: the host has confirmed, or there is no need whose host could. */
export function isAcceptable({ state, demandId }: Pick<Report, 'state' | 'demandId'>): boolean {
  return state === 'host_confirmed' || (state === 'submitted' && demandId === undefined);
}

/** Without the host's yes, only a written reason accepts the report of a need (decision 3). */
export function isOverridable({ state, demandId }: Pick<Report, 'state' | 'demandId'>): boolean {
  return demandId !== undefined && (state === 'submitted' || state === 'objected');
}

/** What a host or a coordinator may decide; each is the `action_id` of its button. */
export type Decision =
  | 'confirm_report'
  | 'object_report'
  | 'accept_report'
  | 'return_report'
  | 'override_host';

/** Whether today's state leaves this decision to be taken; the database's guards say the same. */
export function isDecidable(
  report: Pick<Report, 'state' | 'demandId' | 'amendment' | 'filedByHost'>,
  decision: Decision,
): boolean {
  switch (decision) {
    case 'confirm_report':
      // What its experts object to, the host has confirmed by writing it.
      return report.state === 'submitted' || (report.state === 'objected' && !report.filedByHost);
    case 'object_report':
      return report.state === 'submitted' || isObjectionable(report);
    case 'accept_report':
      return isAcceptable(report);
    case 'return_report':
      return (
        report.amendment !== undefined || ['submitted', 'objected', 'host_confirmed'].includes(report.state)
      );
    case 'override_host':
      return isOverridable(report);
  }
}

/** 1,820; at most two decimals. */
export function showNumber(value: number, locale: Locale): string {
  return NUMBERS[locale].format(value);
}

// Made once: to make one takes a hundred times as long as to use it.
const NUMBERS: Record<Locale, Intl.NumberFormat> = {
  zh: new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 2 }),
};

/** "解决技术难题(实际问题) 1 个": label and figure; the Chinese measure word only in Chinese. */
export function showFigure(metrics: readonly Metric[], key: string, value: number, locale: Locale): string {
  const unit = metrics.find((metric) => metric.key === key)?.unit;
  const figure = showNumber(value, locale);
  return `${metricLabel(metrics, key, locale)} ${figure}${locale === 'zh' && unit ? ` ${unit}` : ''}`;
}

/** Whose it is as experts, and who acts in their names: for the table of permissions. */
export function expertsOf({ experts }: Pick<Report, 'experts'>) {
  return {
    expertUsers: experts.map(({ userId }) => userId ?? null),
    assistantUsers: experts.map(({ assistantUser }) => assistantUser ?? null),
  };
}
