import { type Registration, recordingSchema } from '../../directory/expert.ts';
import { nameKey } from '../../directory/organisations.ts';
import { check } from '../../slack/view.ts';
import type { CheckContext, CheckRow } from './check.ts';

/** An expert as a list names them; nobody has an account by a spreadsheet. */
export type ExpertForm = Omit<Registration, 'home_unit_user'> & { evidence: string };

export function createExpertCheck({ locale, programme }: CheckContext): CheckRow {
  const schema = recordingSchema(locale, programme.catalogue, {});
  return (typed) => {
    const checked = check(schema, typed);
    if (!checked.ok) return { ok: false, errors: checked.errors };
    const { account: _, home_unit_user: __, ...form } = checked.value;
    const name = form.name.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
    const kept: ExpertForm = { ...form, name };
    return {
      ok: true,
      form: kept,
      scope: `system:${form.system}`,
      keys: personKeys(kept),
      name: `${name} · ${form.employer}`,
    };
  };
}

/** The same name at the same employer, or with the same telephone, is perhaps the same person (mission: decision 16). */
export function personKeys({
  name,
  employer,
  phone,
}: Pick<ExpertForm, 'name' | 'employer' | 'phone'>): string[] {
  const digits = phone.normalize('NFKC').replace(/\D/g, '');
  const who = nameKey(name);
  const byPhone = digits.length >= 7 ? [`${who}:phone:${digits}`] : [];
  return [`${who}:employer:${nameKey(employer)}`, ...byPhone];
}
