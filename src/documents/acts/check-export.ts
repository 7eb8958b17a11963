import type { Actor } from '../../directory/permissions.ts';
import { grantLeave } from '../../directory/refuse.ts';
import { findActor } from '../../directory/roles.ts';
import type { Typed } from '../../slack/form.ts';
import type { Deps, Submission } from '../../slack/interaction.ts';
import { nameWhat } from '../export-form.ts';
import { formatsOf, isOfObject, isWhat, OWN, type Parameters, type Reach, type What } from '../job.ts';
import { suits, whoseObject } from '../object.ts';
import { findObject } from '../object-sql.ts';
import { FORMATS, type Format } from '../paper.ts';
import { chosenReach, isCoordinating, onlyUnit, whatsFor } from '../reach.ts';
import { listYears } from '../sql.ts';
import { say } from '../words.ts';

type Checked<T> = T | { errors: Record<string, string> };

/** What was chosen, as far as it may be: otherwise what is wrong, beside its field. What nobody may choose is on record. */
export async function checkExport(
  deps: Deps,
  ask: Submission,
): Promise<Checked<{ what: What; parameters: Parameters }>> {
  const { locale, reader, now, typed } = ask;
  const { what } = typed;
  if (!isWhat(what)) return { errors: { what: say(locale, 'wrong_what') } };
  const actor = await findActor(deps.db, reader, now);
  if (!whatsFor(actor).includes(what)) {
    await grantLeave(deps, ask, actor, { act: 'export', whose: {}, object: { kind: 'document', id: what } });
    return { errors: { what: say(locale, 'not_offered', { what: nameWhat(what, locale) }) } };
  }
  const format = formatIn(typed, what);
  if (!format) return { errors: { format: sayFormats(what, ask) } };
  const language = typed.language || locale;
  if (language !== 'zh' && language !== 'en') return { errors: { language: say(locale, 'wrong_language') } };
  const about = isOfObject(what)
    ? await checkObject(deps, ask, actor, what)
    : await checkScope(deps, ask, actor, what);
  if ('errors' in about) return about;
  return { what, parameters: { ...about, format, language } };
}

function formatIn({ format }: Typed, what: What): Format | undefined {
  const [usual] = formatsOf(what);
  if (!format) return usual;
  return formatsOf(what).find((one) => one === format);
}

function sayFormats(what: What, { locale }: Submission): string {
  const formats = FORMATS.filter((one) => formatsOf(what).includes(one)).map((one) =>
    say(locale, `format_${one}`),
  );
  const values = { what: nameWhat(what, locale), formats: formats.join(locale === 'zh' ? '、' : ', ') };
  return say(locale, 'wrong_format', values);
}

/** One need or one service, of its own year. */
async function checkObject(
  deps: Deps,
  ask: Submission,
  actor: Actor,
  what: What,
): Promise<Checked<{ year: number; object: string; reach: Reach }>> {
  const { teamId, locale, typed } = ask;
  const named = typeof typed.object === 'string' ? typed.object : '';
  const wrong = (key: 'need_object' | 'no_object' | 'need_demand' | 'need_service') => ({
    errors: { object: say(locale, key) },
  });
  if (!named) return wrong('need_object');
  const object = await findObject(deps.db, teamId, named);
  if (!object) return wrong('no_object');
  const { id, number, year, kind } = object;
  const leave = await grantLeave(deps, ask, actor, {
    act: 'export_one',
    whose: whoseObject(object, actor),
    object: { kind, id },
    year,
  });
  if (leave.refusal) return { errors: { object: say(locale, 'not_your_object', { number }) } };
  if (!suits(what, kind)) return wrong(what === 'one' ? 'need_demand' : 'need_service');
  if (!object.isSettled) return { errors: { object: say(locale, 'not_settled', { number }) } };
  return { year, object: id, reach: OWN };
}

/** A year, and as much of the programme as is theirs. */
async function checkScope(
  deps: Deps,
  ask: Submission,
  actor: Actor,
  what: What,
): Promise<Checked<{ year: number; reach: Reach }>> {
  const { teamId, locale, typed } = ask;
  const years = await listYears(deps.db, teamId);
  const year = typed.year ? years.find((one) => String(one) === typed.year) : years[0];
  if (year === undefined) return { errors: { year: say(locale, 'wrong_year') } };
  if (!isCoordinating(actor)) return { year, reach: OWN };
  const chosen = Array.isArray(typed.districts) ? typed.districts : [];
  const reach = chosenReach(actor, chosen);
  if (!reach) {
    await refuseScope(deps, ask, actor, chosen);
    return { errors: { districts: say(locale, 'not_your_district') } };
  }
  if ((what === 'year_report' || what === 'week') && !reach.all && !onlyUnit(reach)) {
    const key = chosenReach(actor, [])?.all ? 'one_district_or_city' : 'one_district';
    return { errors: { districts: say(locale, key, { what: nameWhat(what, locale) }) } };
  }
  return { year, reach };
}

/** On record, as it may be forged: no menu of ours offered it. */
async function refuseScope(
  deps: Deps,
  ask: Submission,
  actor: Actor,
  chosen: readonly string[],
): Promise<void> {
  const foreign = chosen.find((value) => chosenReach(actor, [value]) === undefined) ?? '';
  await grantLeave(deps, ask, actor, {
    act: 'export',
    whose: { district: foreign, systems: [] },
    object: { kind: 'document', id: foreign },
  });
}
