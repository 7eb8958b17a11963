import type { InputBlock, KnownBlock } from '@slack/types';
import type { Demand } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, firstMetrics, type Metric, metricsOfLine } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import { button, section } from '../slack/blocks.ts';
import {
  checkboxField,
  MOST_OPTIONS,
  type Option,
  selectField,
  type Typed,
  textField,
} from '../slack/form.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { multiSearchField, searchField } from '../slack/search-field.ts';
import type { Doubt } from './doubts.ts';
import { type ReportExpert, showNumber } from './report.ts';
import { NO_DEMAND } from './report-form.ts';
import type { Service } from './services.ts';
import { say } from './words.ts';

/** The inner action_ids of the form's own choices and button: the `block_id`s are the contract's. */
export const DEMAND_CHOICE = 'report_demand';
export const LINE_CHOICE = 'report_line';
export const EXPERT_SEARCH = 'experts';
export const BACK = 'back:file_report';

/** What the window carries from step to step; ids and words of ours only. */
export interface ReportFormState {
  draftId: string;
  /** The report that is being mended or amended. */
  reportId: string;
  /** The version that an amendment after acceptance starts from; empty for everything else. */
  amends: string;
  step: '1' | '2';
  /** The line whose first figures stand on step one. */
  line: string;
  /** Grows when what is chosen replaces what stands in the fields. */
  revision: string;
  /** Keys of the doubts asked about in this window, and of those confirmed before, separated by spaces. */
  asked: string;
  confirmed: string;
}

export interface ReportFormView {
  locale: Locale;
  programme: Programme;
  state: ReportFormState;
  typed: Typed;
  services: readonly Service[];
  experts: readonly ReportExpert[];
  /** Whether files can be read: only then are they asked for. */
  mayReadFiles: boolean;
  /** Said above the form. */
  lead: string[];
  doubts: readonly Doubt[];
}

/** The fields that a need fills in: what was agreed, with those confirmed for it, is what was probably done. */
export function typedOfDemand(
  demand: Demand,
  experts: readonly ReportExpert[],
  today: Temporal.PlainDate,
): Typed {
  const past = (date: string | undefined) => (date !== undefined && date <= today.toString() ? date : null);
  const hasBegun = past(demand.serviceStart) !== null;
  return {
    demand: demand.id,
    title: demand.title,
    action_line: demand.actionLine,
    form: demand.form ?? null,
    districts: demand.districts,
    service_start: past(demand.serviceStart),
    service_end: past(demand.serviceEnd) ?? (demand.serviceEnd && hasBegun ? today.toString() : null),
    place: demand.place,
    experts: experts.map(({ id }) => id),
  };
}

/** The line's figures that were not on step one, which may have been filled in for another line. */
export function otherMetrics(catalogue: Catalogue, line: string, shownLine: string): Metric[] {
  const shown = firstMetrics(catalogue, shownLine).map(({ key }) => key);
  return metricsOfLine(catalogue, line).filter(({ key }) => !shown.includes(key));
}

/** One figure, as people write it. */
export function figureField(metric: Metric, { locale, typed }: ReportFormView): InputBlock {
  return textField(metric.key, metric[locale], {
    ...{ typed, optional: true, max: 60, placeholder: say(locale, 'figure_placeholder') },
    ...(locale === 'zh' && metric.unit ? { hint: say(locale, 'figure_hint', { unit: metric.unit }) } : {}),
  });
}

/** A choice that we hear of at once, because other fields follow from it. */
export function heard(block: InputBlock, actionId: string, { revision }: ReportFormState): InputBlock {
  const element = { ...block.element, action_id: `${actionId}:${revision}` };
  return { ...block, dispatch_action: true, element } as InputBlock;
}

/** The services the person may report on, and "no need"; who has more than a menu holds types to find one. */
export function demandField(view: ReportFormView): InputBlock {
  const { locale, services, state, typed } = view;
  const label = say(locale, 'demand');
  const again = { typed, revision: state.revision };
  // A report keeps the need it was filed for.
  const options = demandOptions(view).filter(({ value }) => !state.reportId || value === typed.demand);
  if (state.reportId || services.length < MOST_OPTIONS)
    return heard(selectField('demand', label, options, again), DEMAND_CHOICE, state);
  const placeholder = say(locale, 'demand_search');
  return heard(searchField('demand', label, options, { ...again, placeholder }), DEMAND_CHOICE, state);
}

export function demandOptions({ locale, services }: Pick<ReportFormView, 'locale' | 'services'>): Option[] {
  const none = { value: NO_DEMAND, text: say(locale, 'no_demand') };
  const needs = services.map(({ demandId, number, title }) => ({
    value: demandId,
    text: `${number} ${title}`,
  }));
  return [...needs, none];
}

/** Any verified expert, found by name or employer: a year has some three hundred. */
export function expertsField({ locale, experts, state, typed }: ReportFormView): InputBlock {
  return multiSearchField('experts', say(locale, 'experts'), expertOptions(experts, locale), {
    ...{ typed, revision: state.revision, placeholder: say(locale, 'experts_search') },
    hint: say(locale, 'experts_hint'),
  });
}

/** People by name and employer: two may share a name (decision 16). */
export function expertOptions(experts: readonly ReportExpert[], locale: Locale): Option[] {
  return experts.map(({ id, name, employer }) => ({
    value: id,
    text: locale === 'zh' ? `${name}（${employer}）` : `${name} (${employer})`,
  }));
}

/** At the top, where the person looks after pressing: what to look at again, and the box that says it is right. */
export function buildDoubts({ locale, doubts, state }: ReportFormView): KnownBlock[] {
  if (doubts.length === 0) return [];
  const hints = doubts.map(({ kind, values }) =>
    say(
      locale,
      kind,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'number' ? showNumber(value, locale) : value,
        ]),
      ),
    ),
  );
  return [
    section([say(locale, 'second_look'), ...hints].join('\n')),
    checkboxField('confirm', say(locale, 'confirm'), [{ value: 'yes', text: say(locale, 'confirm_yes') }], {
      // A new question finds the box empty again.
      revision: String(state.confirmed.length + state.asked.length),
    }),
  ];
}

/** Back to step one. */
export function backButton(locale: Locale): KnownBlock {
  const back = button({ text: sayShared(locale, 'back'), actionId: ACTIONS.back, value: 'report' });
  return { type: 'actions', elements: [{ ...back, action_id: BACK }] };
}
