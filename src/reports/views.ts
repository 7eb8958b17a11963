import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Demand } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { type ActionLineId, FIRST_METRICS, type Metric, metricsOfLine } from '../programme/catalogue.ts';
import { DISTRICTS, districtName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { button, context, section } from '../slack/blocks.ts';
import {
  checkboxField,
  dateField,
  multiSelectField,
  type Option,
  selectField,
  type Typed,
  textField,
} from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { Service } from './listings.ts';
import type { Doubt, ReportExpert } from './report.ts';
import { showNumber } from './report.ts';
import { NO_DEMAND } from './report-form.ts';
import { say } from './words.ts';

/** The inner action_ids of the form's own choices and button: the `block_id`s are the contract's. */
export const DEMAND_CHOICE = 'report_demand';
export const LINE_CHOICE = 'report_line';
export const BACK = 'back:file_report';

/** What the window carries from step to step; ids and words of ours only. */
export interface ReportFormState {
  draftId: string;
  /** The report that is being mended. */
  reportId: string;
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
  /** Said above the form. */
  lead: string[];
  doubts: readonly Doubt[];
}

/** Slack's most for a menu. */
export const MOST_OPTIONS = 100;

/** Step one: what, when, who, the line's first figures and the result; two minutes on a phone (decision 23). */
export function buildFirstStep(view: ReportFormView): ModalView {
  const { locale, programme, typed, state } = view;
  const { catalogue, year } = programme;
  const again = { typed, revision: state.revision };
  const labels = (list: readonly { id: string; zh: string; en: string }[]): Option[] =>
    list.map((one) => ({ value: one.id, text: one[locale] }));
  const districts = DISTRICTS.map(({ slug }) => ({ value: slug, text: districtName(slug, locale, year) }));
  return buildStep(view, 'form_title', 'next', [
    ...view.lead.map((text) => context(text)),
    ...buildDoubts(view),
    heard(selectField('demand', say(locale, 'demand'), demandOptions(view), again), DEMAND_CHOICE, state),
    textField('title', say(locale, 'title'), { ...again, max: 300 }),
    heard(
      selectField('action_line', say(locale, 'action_line'), labels(catalogue.action_lines), again),
      LINE_CHOICE,
      state,
    ),
    selectField('form', say(locale, 'form'), labels(catalogue.forms), { ...again, optional: true }),
    multiSelectField('districts', say(locale, 'districts'), districts, again),
    dateField('service_start', say(locale, 'service_start'), again),
    dateField('service_end', say(locale, 'service_end'), again),
    textField('days', say(locale, 'days'), {
      ...{ typed, optional: true, max: 20, placeholder: say(locale, 'days_placeholder') },
    }),
    textField('place', say(locale, 'place'), { ...again, optional: true, max: 300 }),
    multiSelectField('experts', say(locale, 'experts'), expertOptions(view), again),
    ...firstMetrics(state.line).map((metric) => figureField(metric, view)),
    textField('summary', say(locale, 'summary'), {
      ...{ typed, optional: true, multiline: true, hint: say(locale, 'summary_hint') },
    }),
  ]);
}

/** Step two, all optional: the line's other figures, the story, what comes next, the news. */
export function buildSecondStep(view: ReportFormView, line: string, when: string): ModalView {
  const { locale, typed, state } = view;
  const title = typeof typed.title === 'string' ? typed.title : '';
  const long = { typed, optional: true, multiline: true };
  return buildStep(view, 'form_title_more', 'submit', [
    section(say(locale, 'more_lead', { title, when })),
    ...buildDoubts(view),
    ...otherMetrics(line, state.line).map((metric) => figureField(metric, view)),
    textField('typical_story', say(locale, 'typical_story'), long),
    textField('next_steps', say(locale, 'next_steps'), long),
    textField('news', say(locale, 'news'), long),
    backButton(locale),
  ]);
}

/** The fields that a need fills in: what was agreed is what was probably done. */
export function typedOfDemand(demand: Demand, experts: readonly ReportExpert[], today: Temporal.PlainDate): Typed {
  const past = (date: string | undefined) => (date !== undefined && date <= today.toString() ? date : null);
  return {
    demand: demand.id,
    title: demand.title,
    action_line: demand.actionLine,
    form: demand.form ?? null,
    districts: demand.districts,
    service_start: past(demand.serviceStart),
    service_end: past(demand.serviceEnd) ?? (demand.serviceEnd ? today.toString() : past(demand.serviceStart)),
    place: demand.place,
    experts: experts.filter(({ claimed }) => claimed).map(({ id }) => id),
  };
}

function firstMetrics(line: string): Metric[] {
  const first = FIRST_METRICS[line as ActionLineId];
  return metricsOfLine(line as ActionLineId).filter(({ key }) => first.includes(key));
}

/** The line's figures that were not on step one, which may have been filled in for another line. */
function otherMetrics(line: string, shownLine: string): Metric[] {
  const shown = firstMetrics(shownLine).map(({ key }) => key);
  return metricsOfLine(line as ActionLineId).filter(({ key }) => !shown.includes(key));
}

function buildStep(
  { locale, state }: ReportFormView,
  title: 'form_title' | 'form_title_more',
  submit: 'next' | 'submit',
  blocks: KnownBlock[],
): ModalView {
  return modal({
    callbackId: VIEWS.fileReport,
    title: say(locale, title),
    submit: say(locale, submit),
    close: sayShared(locale, 'cancel'),
    metadata: { ...state },
    blocks,
  });
}

function figureField(metric: Metric, { locale, typed }: ReportFormView): InputBlock {
  return textField(metric.key, metric[locale], {
    ...{ typed, optional: true, max: 60, placeholder: say(locale, 'figure_placeholder') },
    ...(locale === 'zh' ? { hint: say(locale, 'figure_hint', { unit: metric.unit }) } : {}),
  });
}

/** A choice that we hear of at once, because other fields follow from it. */
function heard(block: InputBlock, actionId: string, { revision }: ReportFormState): InputBlock {
  const element = { ...block.element, action_id: `${actionId}:${revision}` };
  return { ...block, dispatch_action: true, element } as InputBlock;
}

function demandOptions({ locale, services, state, typed }: ReportFormView): Option[] {
  const none = { value: NO_DEMAND, text: say(locale, 'no_demand') };
  const needs = services.map(({ demandId, number, title }) => ({ value: demandId, text: `${number} ${title}` }));
  // A report keeps the need it was filed for.
  if (state.reportId) return [...needs, none].filter(({ value }) => value === typed.demand);
  return [...needs, none];
}

function expertOptions({ locale, experts }: ReportFormView): Option[] {
  return experts.map(({ id, name, employer }) => ({
    value: id,
    text: locale === 'zh' ? `${name}(${employer})` : `${name} (${employer})`,
  }));
}

/** At the top, where the person looks after pressing: what to look at again, and the box that says it is right. */
function buildDoubts({ locale, doubts, state }: ReportFormView): KnownBlock[] {
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
      revision: String(state.confirmed.length + state.asked.length),
    }),
  ];
}

function backButton(locale: Locale): KnownBlock {
  const back = button({ text: sayShared(locale, 'back'), actionId: ACTIONS.back, value: 'report' });
  return { type: 'actions', elements: [{ ...back, action_id: BACK }] };
}
