import { listUnitCoordinators } from '../directory/edit-unit.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { grantLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { type Unit, whoseUnit } from '../directory/unit.ts';
import { findUnit } from '../directory/units-sql.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { type Entry, notFound } from './subject.ts';
import { takeBackUnit } from './units.ts';
import { say } from './words.ts';

export async function enterUnit(deps: Deps, ask: Ask, id: string): Promise<Entry> {
  const { teamId, userId, reader, now } = ask;
  const [unit, programme, actor] = await Promise.all([
    findUnit(deps.db, teamId, id),
    findProgrammeOf(deps.db, ask),
    findActor(deps.db, reader, now),
  ]);
  if (!unit || !programme) return notFound(ask);
  // It was another unit's, which was merged into this one since.
  if (unit.id !== id) return { refusal: message(section(say(ask.locale, 'undo_overtaken'))) };
  const asked = { act: 'edit_unit', whose: whoseUnit(unit, actor), object: { kind: 'unit', id } } as const;
  const { refusal } = await grantLeave(deps, ask, actor, asked);
  if (refusal) return { refusal };
  const people = (one: Unit) => [...one.contacts, ...one.deputies];
  return {
    number: unit.name,
    programme,
    onBehalfOf: undefined,
    takeBack: (trx, undoing) => takeBackUnit(trx, undoing, unit),
    async show(trx) {
      const after = (await findUnit(trx, teamId, id)) ?? unit;
      const coordinators = await listUnitCoordinators(trx, teamId, [unit, after]);
      await enqueueHomes(trx, teamId, [userId, ...people(unit), ...people(after), ...coordinators], [id]);
    },
  };
}
