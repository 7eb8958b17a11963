import { type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import { refuseActing } from './acting-form.ts';
import type { Registration } from './expert.ts';
import { refusePerson } from './name-assistant.ts';
import { nameKey } from './organisations.ts';
import { isOneHomeUnit } from './unit-names-sql.ts';
import { say } from './words.ts';

/** What a registration says that can't be: of several fields at once, or of people who aren't there. By field. */
export async function refuseForm(
  deps: Deps,
  ask: Submission,
  form: Registration,
  applicant: string | undefined,
): Promise<Record<string, string> | undefined> {
  const { second_employer: second, second_home_unit_user: consenter } = form;
  const isSameUnit =
    second !== undefined &&
    (await isOneHomeUnit(deps.db, ask.teamId, [nameKey(second), nameKey(form.employer)]));
  const refused = refuseActing(ask.locale, form, { applicant, isSameUnit });
  if (refused) return refused;
  if (consenter && isNobody(await deps.readers.find(ask.teamId, consenter)))
    return { second_home_unit_user: say(ask.locale, 'not_a_person') };
  const assistant = await refusePerson(deps, ask, form.assistant);
  return assistant === undefined ? undefined : { assistant };
}
