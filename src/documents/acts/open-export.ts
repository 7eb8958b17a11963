import type { Actor } from '../../directory/permissions.ts';
import { findActor } from '../../directory/roles.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { standingFor } from '../../directory/standing.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Option, Typed } from '../../slack/form.ts';
import type { Ask, Click, Deps, Search } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { buildExportForm } from '../export-form.ts';
import { isWhat, type Parameters } from '../job.ts';
import { type DocumentObject, optionOfObject, whoseObject } from '../object.ts';
import { findObject, searchObjects } from '../object-sql.ts';
import { choiceOf, reachOf, unitsFor, whatsFor } from '../reach.ts';
import { findJob, listYears } from '../sql.ts';
import { AGAIN } from '../views.ts';

/** `/expert export`: the form, empty. */
export async function openExport(deps: Deps, ask: Ask): Promise<Message | undefined> {
  return open(deps, ask, { typed: {}, object: undefined });
}

/**
 * `export`: the form, with what the button is about: a year, a kind of paper, a need, a claim, a report, or what was
 * asked for before.
 */
export async function openExportOf(deps: Deps, click: Click): Promise<Message | undefined> {
  const { value } = click;
  if (value === '' || value === 'new') return openExport(deps, click);
  if (/^\d{4}$/.test(value))
    return open(deps, click, { typed: { what: 'year_report', year: value }, object: undefined });
  if (isWhat(value)) return open(deps, click, { typed: { what: value }, object: undefined });
  if (value.startsWith(AGAIN)) return openAgain(deps, click, value.slice(AGAIN.length));
  const object = await findObject(deps.db, click.teamId, value);
  const actor = await findActor(deps.db, click.reader, click.now);
  if (!object || !maySee(actor, object)) return notFound(click);
  return open(deps, click, {
    typed: { what: object.kind === 'demand' ? 'one' : 'confirmation', year: String(object.year) },
    object: optionOfObject(object),
  });
}

/** What was asked for before, to be asked for once more; nobody else's. */
async function openAgain(deps: Deps, click: Click, id: string): Promise<Message | undefined> {
  const { teamId, userId } = click;
  const job = await findJob(deps.db, teamId, id);
  if (!job?.parameters || job.askedBy !== userId) return notFound(click);
  const { parameters, what } = job;
  const named = parameters.object && (await findObject(deps.db, teamId, parameters.object));
  return open(deps, click, {
    typed: { what, ...typedOf(parameters) },
    object: named ? optionOfObject(named) : undefined,
  });
}

function typedOf({ year, format, language, reach }: Parameters): Typed {
  const districts = reach.districts.map((slug) => choiceOf({ kind: 'district', slug }));
  const systems = reach.systems.map((slug) => choiceOf({ kind: 'system', slug }));
  return { year: String(year), format, language, districts: [...districts, ...systems] };
}

async function open(
  deps: Deps,
  ask: Ask,
  { typed, object }: { typed: Typed; object: Option | undefined },
): Promise<Message | undefined> {
  const { teamId, locale, reader, now } = ask;
  const [years, actor] = await Promise.all([listYears(deps.db, teamId), findActor(deps.db, reader, now)]);
  if (years.length === 0) return setUpFirst(ask);
  const offer = {
    whats: whatsFor(actor),
    years,
    units: unitsFor(actor),
    isCity: reachOf(actor).all,
    object,
  };
  await ask.open(buildExportForm(locale, offer, typed));
  return undefined;
}

/** Needs, claims and reports in which the person has a part, by what they type. */
export async function suggestObjects(
  { db }: Deps,
  { teamId, reader, now, query }: Search,
): Promise<Option[]> {
  const actor = await findActor(db, reader, now);
  const found = await searchObjects(db, teamId, actor, query);
  return found.filter((one) => one.isSettled && maySee(actor, one)).map(optionOfObject);
}

function maySee(actor: Actor, object: DocumentObject): boolean {
  return standingFor(actor, 'export_one', whoseObject(object, actor)) !== undefined;
}

function notFound({ locale }: Click): Message {
  return message(section(sayShared(locale, 'not_found')));
}
