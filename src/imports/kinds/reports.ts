import { nameKey } from '../../directory/organisations.ts';
import { metricsOfLine } from '../../programme/catalogue.ts';
import type { Programme } from '../../programme/programme.ts';
import type { ReportContent } from '../../reports/report.ts';
import { contentOf, isDate, NO_DEMAND, reportSchema } from '../../reports/report-form.ts';
import { say as sayReports } from '../../reports/words.ts';
import type { Typed } from '../../slack/form.ts';
import { check } from '../../slack/view.ts';
import { say } from '../words.ts';
import type { CheckContext, CheckRow, NamedExpert } from './check.ts';

/** A past service as a list names it; it counts in the year of its last day. */
export type ServiceForm = ReportContent & { year: number };

export function createServiceCheck(context: CheckContext): CheckRow {
  const { locale } = context;
  const schemas = new Map<string, ReturnType<typeof reportSchema>>();
  return (typed) => {
    if (typed.demand) return { ok: false, errors: { demand: say(locale, 'service_of_need') } };
    const { ids, fault } = findExperts(String(typed.experts ?? ''), context);
    const service = {
      ...typed,
      demand: NO_DEMAND,
      service_end: typed.service_end ?? typed.service_start ?? null,
      experts: ids,
    };
    const { programme, refused } = yearOf(service, context);
    const key = `${programme.year} ${refused}`;
    const schema =
      schemas.get(key) ??
      reportSchema(locale, { yearRefused: refused, catalogue: programme.catalogue, today: context.today });
    schemas.set(key, schema);
    const checked = check(schema, service);
    const errors = checked.ok ? {} : checked.errors;
    if (fault) errors.experts = fault;
    if (!checked.ok || fault) return { ok: false, errors };
    const { action_line: line } = checked.value;
    const content = contentOf(checked.value, metricsOfLine(programme.catalogue, line), {
      demandId: undefined,
      district: undefined,
    });
    const form: ServiceForm = { ...content, year: programme.year };
    const [district = ''] = content.districts;
    return { ok: true, form, scope: `district:${district}`, keys: serviceKeys(form), name: form.title };
  };
}

/** The year in which it counts, or why it can't (decision 28); a list has no draft that could wait for a year. */
function yearOf({ service_end: end }: Typed, { years, programme, locale }: CheckContext) {
  if (typeof end !== 'string' || !isDate(end)) return { programme, refused: undefined };
  const { year } = Temporal.PlainDate.from(end);
  const own: Programme | undefined = years.get(year);
  if (!own) return { programme, refused: sayReports(locale, 'no_such_year', { year }) };
  const refused = own.state === 'closed' ? sayReports(locale, 'year_closed', { own: year }) : undefined;
  return { programme: own, refused };
}

/** The same days, place and one expert: perhaps the same activity. */
export function serviceKeys({
  serviceStart,
  serviceEnd,
  place,
  expertIds,
}: Pick<ServiceForm, 'serviceStart' | 'serviceEnd' | 'place' | 'expertIds'>): string[] {
  return expertIds.map((id) => `${id}:${serviceStart}:${serviceEnd}:${nameKey(place)}`);
}

/** 何知远（津沽大学）、李某某: the names, each with what stands in brackets behind it. */
export function namesIn(text: string): { name: string; employer: string }[] {
  return text
    .split(/[、,，;；\n\t]+(?![^（(]*[)）])/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [, name = one, employer = ''] = /^(.+?)\s*[（(]([^（()）]+)[)）]$/.exec(one) ?? [];
      return { name: nameOf(name), employer: employer.trim() };
    });
}

/** As names are compared: 张 三 is 张三. */
export function nameOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .trim();
}

/** One person for each name, or none at all: a guess would bind somebody else. */
function findExperts(text: string, { locale, experts }: CheckContext): { ids: string[]; fault?: string } {
  const ids: string[] = [];
  for (const { name, employer } of namesIn(text)) {
    const isTheirs = (one: NamedExpert) => employer === '' || one.employers.includes(nameKey(employer));
    const named = (experts.get(name) ?? []).filter(isTheirs);
    const verified = named.filter(({ isVerified }) => isVerified);
    const [only, ...others] = verified;
    if (only && others.length === 0) ids.push(only.id);
    else if (only) return { ids, fault: say(locale, 'experts_alike', { name, n: verified.length }) };
    else
      return { ids, fault: say(locale, named.length > 0 ? 'expert_unverified' : 'expert_unknown', { name }) };
  }
  return { ids };
}
