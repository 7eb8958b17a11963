import type { Act } from '../directory/permissions.ts';
import { grantLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import { findYear } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { findPerson, type Person, whoseRecords } from './people-sql.ts';
import type { ServiceRecord } from './record.ts';
import { listOfExperts } from './record-sql.ts';
import { say } from './words.ts';

/** What a button says that prints: `<expert>:<year>`. */
const VALUE = /^([\w-]{1,64}):(\d{4})$/;

/** A person's year, for whoever may print it. */
export type Entered =
  | { refusal: Message }
  | { refusal?: undefined; person: Person; programme: Programme; records: ServiceRecord[] };

export async function enterRecords(
  deps: Deps,
  click: Click,
  act: Extract<Act, 'print_statement' | 'title_pack'>,
): Promise<Entered> {
  const { teamId, locale, reader, now, value } = click;
  const [, id, typed] = VALUE.exec(value) ?? [];
  if (!id || !typed) return { refusal: message(section(say(locale, 'button_wrong'))) };
  const person = await findPerson(deps.db, teamId, id);
  if (!person) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const actor = await findActor(deps.db, reader, now);
  const object = { kind: 'expert', id };
  const leave = await grantLeave(deps, click, actor, { act, whose: whoseRecords(person, actor), object });
  if (leave.refusal) return { refusal: leave.refusal };
  const year = Number(typed);
  const programme = await findYear(deps.db, { teamId, year }, reader.tz);
  const records = await listOfExperts(deps.db, teamId, { expertIds: [id], year });
  if (!programme || records.length === 0)
    return { refusal: message(section(say(locale, 'none_in_year', { name: person.name, year }))) };
  return { person, programme, records };
}
