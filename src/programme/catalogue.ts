import data from './data/catalogue.json' with { type: 'json' };

/** Clause 2 of the notice: three key tasks; the yearly goal also names villages and communities, hence `other`. */
export type ActionLineId = 'tech_sme' | 'medical' | 'talent_health' | 'other';
/** Clause 3: service teams, lectures, service bases. */
export type FormId = 'service_team' | 'lecture' | 'service_base';
export type ModeId = 'consult' | 'demo' | 'paired' | 'instant' | 'self_service' | 'circuit' | 'remote';
export type UnitTypeId =
  | 'village'
  | 'community'
  | 'township'
  | 'coop'
  | 'tech_sme'
  | 'enterprise'
  | 'hospital'
  | 'health_center'
  | 'school'
  | 'park'
  | 'institute'
  | 'association'
  | 'public_institution';
export type NeedTypeId =
  | 'tech_problem'
  | 'tech_consult'
  | 'product_dev'
  | 'process_improve'
  | 'achievement_transfer'
  | 'management'
  | 'project_apply'
  | 'talent_training'
  | 'policy'
  | 'lecture'
  | 'planning'
  | 'demo'
  | 'clinic'
  | 'difficult_case'
  | 'surgery_demo'
  | 'ward_round'
  | 'discipline'
  | 'health_check'
  | 'mental_health'
  | 'remote_support';
export type FieldId =
  | 'equipment'
  | 'ict'
  | 'biomed'
  | 'newmat'
  | 'chem'
  | 'aero'
  | 'light'
  | 'agri'
  | 'env'
  | 'build'
  | 'clinical'
  | 'public_health'
  | 'mental'
  | 'edu'
  | 'culture'
  | 'mgmt'
  | 'social';
/** Clause 4: the ten kinds of expert. */
export type CategoryId =
  | 'academician'
  | 'tj_gov'
  | 'state_allowance'
  | 'tj_conferred'
  | 'bqw'
  | 'outstanding_yma'
  | 'tj131_l1'
  | 'postdoc'
  | 'other_high'
  | 'urgent';
export type TitleId =
  | 'professor'
  | 'research_fellow'
  | 'chief_physician'
  | 'professorate_senior_engineer'
  | 'extension_researcher'
  | 'associate_professor'
  | 'associate_research_fellow'
  | 'associate_chief_physician'
  | 'senior_engineer'
  | 'senior_agronomist'
  | 'senior_veterinarian'
  | 'associate_chief_nurse'
  | 'senior_accountant'
  | 'attending_physician'
  | 'lecturer'
  | 'postdoc'
  | 'other';
export type TitleLevel = 'senior' | 'vice_senior' | 'middle' | 'none';
export type MetricKey =
  | 'units_served'
  | 'service_persons'
  | 'trained_persons'
  | 'trained_backbone'
  | 'problems_solved'
  | 'suggestions'
  | 'techs_introduced'
  | 'achievements_transferred'
  | 'agreements_signed'
  | 'projects_landed'
  | 'lectures'
  | 'clinic_visits'
  | 'difficult_cases'
  | 'surgeries_demo'
  | 'ward_rounds'
  | 'health_checks'
  | 'materials'
  | 'economic_benefit_wan'
  | 'media_reports';
/** Clause 1: problems, people, results, public benefit; `reach` holds the figures that stand beside them. */
export type OutcomeFamilyId =
  | 'solve_problems'
  | 'train_people'
  | 'transfer_results'
  | 'public_benefit'
  | 'reach';
export type UrgencyId = 'normal' | 'urgent';
/** Clause 5(2): the ways in which a home unit may say yes. */
export type ConsentKindId = 'letter' | 'phone' | 'online' | 'blanket' | 'own_pledge';

export type Labelled<Id extends string = string> = { id: Id; zh: string; en: string };
export type Title = Labelled<TitleId> & { level: TitleLevel };
/** `unit` is the Chinese measure word; a rule of `sum, decimal` takes fractions, `economic_benefit_wan` counts 10,000 CNY. */
export type Metric = Labelled<MetricKey> & {
  key: MetricKey;
  unit: string;
  rule: string;
  family: OutcomeFamilyId;
  lines: readonly ActionLineId[];
};

export const ACTION_LINES = data.action_lines as readonly Labelled<ActionLineId>[];
export const FORMS = data.forms as readonly Labelled<FormId>[];
export const MODES = data.modes as readonly Labelled<ModeId>[];
export const UNIT_TYPES = data.unit_types as readonly Labelled<UnitTypeId>[];
export const NEED_TYPES = data.need_types as readonly Labelled<NeedTypeId>[];
export const FIELDS = data.fields as readonly Labelled<FieldId>[];
export const CATEGORIES = data.expert_categories as readonly Labelled<CategoryId>[];
export const TITLES = data.titles as readonly Title[];
export const METRICS = data.metrics as readonly Metric[];
export const OUTCOME_FAMILIES = data.outcome_families as readonly Labelled<OutcomeFamilyId>[];
export const URGENCIES = data.urgency as readonly Labelled<UrgencyId>[];
export const CONSENT_KINDS = data.consent_kinds as readonly Labelled<ConsentKindId>[];

/** What a report of the line asks for before "more figures", the most telling first. */
export const FIRST_METRICS: Record<ActionLineId, readonly MetricKey[]> = {
  tech_sme: [
    'problems_solved',
    'suggestions',
    'trained_persons',
    'agreements_signed',
    'economic_benefit_wan',
    'service_persons',
  ],
  medical: [
    'clinic_visits',
    'difficult_cases',
    'lectures',
    'trained_persons',
    'ward_rounds',
    'service_persons',
  ],
  talent_health: ['lectures', 'health_checks', 'service_persons', 'trained_persons'],
  other: ['problems_solved', 'trained_persons', 'techs_introduced', 'suggestions', 'service_persons'],
};

/** Every metric the line knows, those of `FIRST_METRICS` in front, the rest in the catalogue's order. */
export function metricsOfLine(line: ActionLineId): Metric[] {
  const first = FIRST_METRICS[line];
  const known = METRICS.filter((metric) => metric.lines.includes(line));
  const rank = (metric: Metric) => (first.includes(metric.key) ? first.indexOf(metric.key) : first.length);
  return known.toSorted((a, b) => rank(a) - rank(b));
}

/** The ids of a list, typed, for `z.enum(idsOf(FORMS))`. */
export function idsOf<Id extends string>(list: readonly Labelled<Id>[]): Id[] {
  return list.map((item) => item.id);
}

/** The label in the reader's language; the id itself when the list does not hold it (data of another year). */
export function labelOf(list: readonly Labelled[], id: string, locale: 'zh' | 'en'): string {
  return list.find((item) => item.id === id)?.[locale] ?? id;
}

const LINE_OF_UNIT: Partial<Record<UnitTypeId, ActionLineId>> = {
  tech_sme: 'tech_sme',
  enterprise: 'tech_sme',
  park: 'tech_sme',
  hospital: 'medical',
  health_center: 'medical',
};

/** The line and form proposed for a host unit of this kind; a proposal only, the poster may change both. */
export function linesForUnitType(unitType: UnitTypeId): { line: ActionLineId; form: FormId } {
  return { line: LINE_OF_UNIT[unitType] ?? 'other', form: 'service_team' };
}
