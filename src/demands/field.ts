import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, labelOf, offeredOf } from '../programme/catalogue.ts';
import { type FieldProposal, proposeField } from '../programme/field.ts';
import type { Option, Typed } from '../slack/form.ts';
import type { Demand } from './demand.ts';
import { say } from './words.ts';

/** What is chosen where a need is to be matched with experts of all fields; stored as no field. */
export const ANY_FIELD = 'any';

/** The field that the need's own words speak for (decision 35). */
export function proposalFor(demand: Demand, catalogue: Catalogue): FieldProposal | undefined {
  return proposeField(catalogue, {
    title: demand.title,
    requirement: demand.expertRequirement,
    unit: demand.unitName,
    description: demand.description,
    outcome: demand.expectedOutcome,
    unitType: demand.unitType,
  });
}

/** What stands in the select: what is settled or was asked for; before publication, else what is proposed. */
export function fieldInSelect(demand: Demand, catalogue: Catalogue): string {
  const proposed = demand.publishedAt ? undefined : proposalFor(demand, catalogue)?.field;
  return demand.field ?? proposed ?? ANY_FIELD;
}

/** The fields of the year, with `chosen` though it is off by now; first that it doesn't matter. */
export function fieldOptions({ fields }: Catalogue, locale: Locale, chosen: string): Option[] {
  const offered = offeredOf(fields, [chosen]).map(({ id }) => ({
    value: id,
    text: labelOf(fields, id, locale),
  }));
  return [{ value: ANY_FIELD, text: say(locale, 'field_any') }, ...offered];
}

/** The field by what is chosen; what isn't chosen, or isn't the year's any more, leaves what stands in the select. */
export function settledField(
  chosen: Typed[string] | undefined,
  demand: Demand,
  catalogue: Catalogue,
): string | undefined {
  const known =
    typeof chosen === 'string' && fieldOptions(catalogue, 'en', '').some(({ value }) => value === chosen);
  const field = known ? chosen : fieldInSelect(demand, catalogue);
  return field === ANY_FIELD ? undefined : field;
}

/** The field that experts are matched by, in words. */
export function sayField(field: string | undefined, { fields }: Catalogue, locale: Locale): string {
  return field === undefined ? say(locale, 'field_any') : labelOf(fields, field, locale);
}

/** The same for those who read of the need: nothing while nothing is settled. */
export function shownField({ field, publishedAt }: Demand, catalogue: Catalogue, locale: Locale) {
  return field !== undefined || publishedAt ? sayField(field, catalogue, locale) : undefined;
}
