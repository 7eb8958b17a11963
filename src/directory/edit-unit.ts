import { actOnce, recordAct } from '../db/audit.ts';
import { isUniqueViolation } from '../db/open.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { type Ask, type Click, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { selectActs } from './acts.ts';
import { enqueueHomes } from './homes.ts';
import { nameKey } from './organisations.ts';
import { grantLeave } from './refuse.ts';
import { coordinatorsAmong, findActor, listGrants } from './roles.ts';
import { saveUnit, scopesOf, takenBy, type UnitEdit, type UnitSaved } from './save-unit.ts';
import { setUpFirst } from './set-up-first.ts';
import { type Unit, whoseUnit } from './unit.ts';
import { type UnitForm, unitSchema } from './unit-form.ts';
import { findNameOwner } from './unit-names-sql.ts';
import { buildUnitChanged, buildUnitForm, buildUnitSaved } from './unit-views.ts';
import { findUnit } from './units-sql.ts';
import { say } from './words-units.ts';

/** `edit_unit`: all that is known of a unit, for the coordinators whose it is. */
export async function openEditUnit(deps: Deps, click: Click): Promise<Message | undefined> {
  const entry = await enterUnit(deps, click, click.value);
  if (entry.refusal) return entry.refusal;
  await click.open(buildUnitForm(entry.unit, click.locale, entry.programme.year));
  return undefined;
}

/** Writes it down; those who are named or no longer named, and the coordinators, see it in their Homes. */
export async function submitEditUnit(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, typed, metadata } = ask;
  const entry = await enterUnit(deps, ask, metadata.unitId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const { unit, programme } = entry;
  const checked = check(unitSchema(unit, locale), typed);
  if (!checked.ok) return { errors: checked.errors };
  const form = checked.value;
  const wrong = await findWrongPerson(deps, ask, unit, form);
  if (wrong) return { errors: wrong };
  const edit: UnitEdit = {
    teamId,
    id: unit.id,
    // A form of a unit that was merged into this one since is of none of its versions.
    version:
      unit.id === metadata.unitId && /^\d{1,9}$/.test(metadata.version ?? '') ? Number(metadata.version) : -1,
    form,
    by: userId,
    now,
    year: programme.year,
    isOlder: unit.createdAt.toZonedDateTimeISO(programme.timeZone).year < programme.year,
  };
  const outcome = await saveAndTell(deps, edit, cause).catch(async (error: unknown): Promise<Saved> => {
    if (!isUniqueViolation(error)) throw error;
    return explainViolation(deps, unit, edit, error);
  });
  return answerFor(deps, ask, { ...entry, form }, outcome);
}

type Saved = { kind: 'done'; before: Unit; auditId: number } | Exclude<UnitSaved, { kind: 'saved' }>;

async function saveAndTell({ db }: Deps, edit: UnitEdit, cause: string): Promise<Saved | 'repeated'> {
  const { teamId, id, form, by, now } = edit;
  return actOnce(db, async (trx): Promise<Saved> => {
    const saved = await saveUnit(trx, edit);
    if (saved.kind !== 'saved') return saved;
    const { before } = saved;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'edit_unit',
      actor: by,
      objectKind: 'unit',
      objectId: id,
      now,
      cause,
      details: { before, after: form },
    });
    const people = [...before.contacts, ...before.deputies, ...form.contacts, ...form.deputies];
    const coordinators = await listUnitCoordinators(trx, teamId, [before, form]);
    await enqueueHomes(trx, teamId, [by, ...people, ...coordinators], [id]);
    return { kind: 'done', before, auditId };
  });
}

/** Whose it was, and whose it is now. */
export async function listUnitCoordinators(
  db: Deps['db'],
  teamId: string,
  units: readonly Pick<UnitForm, 'districts' | 'system'>[],
): Promise<string[]> {
  const grants = await listGrants(db, teamId);
  const all = units.flatMap(({ districts, system }) => {
    const systems = system ? [system] : [];
    return [undefined, ...districts].flatMap((district) => coordinatorsAmong(grants, { district, systems }));
  });
  return [...new Set(all)];
}

interface Entered {
  unit: Unit;
  programme: Programme;
  form: UnitForm;
}

async function answerFor(
  { db }: Deps,
  { teamId, locale }: Submission,
  { unit, programme, form }: Entered,
  outcome: Saved | 'repeated',
): Promise<Answer> {
  if (outcome === 'repeated') return { close: true };
  switch (outcome.kind) {
    case 'done':
      return { notice: buildUnitSaved(outcome.before, form.name, outcome.auditId, locale) };
    case 'missing':
      return { notice: message(section(sayShared(locale, 'not_found'))) };
    case 'changed': {
      const [now, last] = await Promise.all([
        findUnit(db, teamId, unit.id),
        findLastEdit(db, teamId, unit.id),
      ]);
      const told = last && { who: last.name ?? last.actor, when: showMoment(last.at, programme, locale) };
      return { notice: buildUnitChanged(now ?? unit, told, locale) };
    }
    case 'no_parent':
      return { errors: { parent: say(locale, 'no_parent') } };
    case 'circle': {
      const parent = await findUnit(db, teamId, form.parent ?? '');
      return { errors: { parent: say(locale, 'circle', { parent: parent?.name ?? '', name: unit.name }) } };
    }
    case 'name_taken': {
      const { field, name, owner } = outcome;
      return { errors: { [field]: say(locale, 'name_taken', { name, owner }) } };
    }
  }
}

function findLastEdit(db: Deps['db'], teamId: string, id: string) {
  return selectActs(db, teamId)
    .where('audit.object_kind', '=', 'unit')
    .where('audit.object_id', '=', id)
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Another unit took one of the names at this moment. */
async function explainViolation(
  { db }: Deps,
  { kind, id }: Unit,
  { teamId, form }: UnitEdit,
  error: unknown,
): Promise<Saved> {
  const names = [form.name, ...form.aliases].map(nameKey);
  const wanted = scopesOf({ kind }, form.districts).flatMap((district) =>
    names.map((key) => ({ district, key })),
  );
  const taken = await findNameOwner(db, { teamId, kind, id }, wanted);
  const said = taken && takenBy(taken, form);
  if (said?.kind !== 'name_taken') throw error;
  return said;
}

/** The unit, if it is this coordinator's; else why not. */
async function enterUnit(
  deps: Deps,
  ask: Ask,
  id: string,
): Promise<{ unit: Unit; programme: Programme; refusal?: undefined } | { refusal: Message }> {
  const [programme, unit, actor] = await Promise.all([
    findProgrammeOf(deps.db, ask),
    findUnit(deps.db, ask.teamId, id),
    findActor(deps.db, ask.reader, ask.now),
  ]);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!unit) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const asked = { act: 'edit_unit', whose: whoseUnit(unit, actor), object: { kind: 'unit', id } } as const;
  const { refusal } = await grantLeave(deps, ask, actor, asked);
  return refusal ? { refusal } : { unit, programme };
}

/** Deactivated accounts, strangers and bots answer for nobody; those who stand there already aren't asked about. */
async function findWrongPerson(
  deps: Deps,
  { teamId, locale }: Submission,
  unit: Unit,
  { contacts, deputies }: UnitForm,
): Promise<Record<string, string> | undefined> {
  const known = [...unit.contacts, ...unit.deputies];
  for (const [field, users] of Object.entries({ contacts, deputies }))
    for (const user of users)
      if (!known.includes(user) && isNobody(await deps.readers.find(teamId, user)))
        return { [field]: say(locale, 'not_a_person') };
  return undefined;
}
