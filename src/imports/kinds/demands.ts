import { createDemandCheck, type DemandForm } from '../../demands/demand-form.ts';
import { nameKey } from '../../directory/organisations.ts';
import type { CheckContext, CheckRow } from './check.ts';

export function createNeedCheck({ locale, programme, today }: CheckContext): CheckRow {
  // A coordinator writes them down: the service may lie in the past.
  const check = createDemandCheck({
    locale,
    programme,
    today,
    wordsYear: today.year,
    recordedByCoordinator: true,
  });
  return (typed) => {
    const checked = check(typed);
    if (!checked.ok) return { ok: false, errors: checked.errors };
    const form = checked.value;
    const [district = ''] = form.districts;
    return { ok: true, form, scope: `district:${district}`, keys: [needKey(form)], name: form.title };
  };
}

/** The same unit asks for the same. */
export function needKey({ unit_name, title }: Pick<DemandForm, 'unit_name' | 'title'>): string {
  return `${nameKey(unit_name)}:${nameKey(title)}`;
}
