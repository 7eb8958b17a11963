import type { Locale } from '../i18n/locale.ts';
import type { Typed } from '../slack/form.ts';
import type { Checked } from '../slack/view.ts';
import { CHANGEABLE, type Changeable, changeableOf, diffOf, withChange } from './changeable.ts';
import { CLARITIES, type Demand } from './demand.ts';
import { checkDemand, type DemandForm, type FormContext } from './demand-form.ts';
import { ANY_FIELD } from './field.ts';
import { showRange } from './show-range.ts';
import { typedOf } from './typed.ts';
import { say } from './words.ts';
import { say as sayAfter } from './words-after.ts';

export interface ChangeContext {
  form: FormContext;
  /** A coordinator may write down a date that has gone by; the host may not. */
  byCoordinator: boolean;
  /** A need that is reopened has new dates, still to come. */
  reopens: boolean;
}

/** What stands in the form at first; of a need that is reopened no day that has gone by. */
export function typedOfChange(
  demand: Demand,
  { form, reopens }: Pick<ChangeContext, 'form' | 'reopens'>,
): Typed {
  const all = typedOf(demand);
  const known = Object.fromEntries(CHANGEABLE.map((key) => [key, all[key] ?? null]));
  const typed = { ...known, field: demand.field ?? ANY_FIELD };
  if (!reopens) return typed;
  const ahead = (day: string | undefined) => (day && day >= form.today.toString() ? day : null);
  const isAhead = ahead(demand.serviceEnd ?? demand.serviceStart) !== null;
  return {
    ...typed,
    time_text: isAhead ? demand.timeText : null,
    service_start: isAhead ? (demand.serviceStart ?? null) : null,
    service_end: isAhead ? (demand.serviceEnd ?? null) : null,
    claim_deadline: ahead(demand.claimDeadline),
  };
}

/** The change as it was typed over what was known; each message stands under its field. */
export function checkChange(typed: Typed, before: Demand, context: ChangeContext): Checked<Changeable> {
  const { form, reopens } = context;
  const { locale } = form;
  const known = typedOfChange(before, context);
  const wanted = withOneTime({ ...known, ...typed }, known, form.programme.language, form.programme.year);
  const field = wanted.field === ANY_FIELD ? null : (wanted.field ?? null);
  const checked = checkDemand(
    { ...typedOf(before), ...wanted, field },
    { ...form, recordedByCoordinator: true },
  );
  if (!checked.ok) return checked;
  const { value } = checked;
  const after: Changeable = {
    title: value.title,
    description: value.description,
    expert_requirement: value.expert_requirement,
    expected_outcome: value.expected_outcome,
    time_text: value.time_text,
    service_start: value.service_start ?? null,
    service_end: value.service_end ?? null,
    claim_deadline: value.claim_deadline ?? null,
    place: value.place,
    contact_name: value.contact_name,
    contact_phone: value.contact_phone,
    expert_slots: value.expert_slots,
    field: value.field ?? null,
  };
  const errors = { ...clarityFaults(after, locale), ...dayFaults(after, before, context) };
  const isSame = !reopens && Object.keys(diffOf(changeableOf(before), after)).length === 0;
  if (isSame) return { ok: false, errors: { reason: sayAfter(locale, 'nothing_changed') } };
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: after };
}

/** New words make the old days void; new days make the old words void. */
function withOneTime(wanted: Typed, known: Typed, language: Locale, year: number): Typed {
  const isNew = (key: string) => (wanted[key] || null) !== (known[key] || null);
  const hasNewDays = isNew('service_start') || isNew('service_end');
  if (isNew('time_text') && !hasNewDays) return { ...wanted, service_start: null, service_end: null };
  if (!hasNewDays || isNew('time_text')) return wanted;
  const day = (key: string) => (typeof wanted[key] === 'string' && wanted[key] ? wanted[key] : undefined);
  const [start, end] = [day('service_start'), day('service_end')];
  if (start && end && end < start) return wanted;
  const range = showRange(start, end, language, year);
  return { ...wanted, time_text: range || (wanted.time_text ?? null) };
}

/** Others rely on the six clarities by now. */
function clarityFaults(after: Changeable, locale: Locale): Record<string, string> {
  const empty = CLARITIES.filter(([field]) => after[field].trim() === '');
  return Object.fromEntries(empty.map(([field]) => [field, say(locale, 'required')]));
}

function dayFaults(
  after: Changeable,
  before: Demand,
  { form, byCoordinator, reopens }: ChangeContext,
): Record<string, string> {
  const { locale } = form;
  const today = form.today.toString();
  const known = changeableOf(before);
  const last = after.service_end ?? after.service_start;
  const isMoved = after.service_start !== known.service_start || after.service_end !== known.service_end;
  const faults: Record<string, string> = {};
  if (last && last < today && (reopens || (isMoved && !byCoordinator)))
    faults[after.service_end ? 'service_end' : 'service_start'] = say(locale, 'service_past');
  const deadline = after.claim_deadline;
  if (deadline && deadline < today && (reopens || deadline !== known.claim_deadline))
    faults.claim_deadline = say(locale, 'deadline_past');
  return faults;
}

/** The whole of a need that goes back to another: what it says, with what was typed over it. */
export function checkFollowUp(typed: Typed, before: Demand, context: ChangeContext): Checked<DemandForm> {
  const checked = checkChange(typed, before, context);
  if (!checked.ok) return checked;
  return checkDemand(typedOf(withChange(before, checked.value)), {
    ...context.form,
    recordedByCoordinator: true,
  });
}
