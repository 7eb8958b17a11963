import { grantLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import { today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import type { RegisterAsk } from './reach.ts';

type Entered = { asked: RegisterAsk; refusal?: undefined } | { asked?: undefined; refusal: Message };

/**
 * Coordinators read the register, each as far as it is theirs.
 *
 * @param list the name of the list that is read.
 */
export async function enterRegister(deps: Deps, ask: Ask, list: string): Promise<Entered> {
  const { locale, reader, now } = ask;
  const [programme, actor] = await Promise.all([
    findProgrammeOf(deps.db, ask),
    findActor(deps.db, reader, now),
  ]);
  if (!programme) return { refusal: setUpFirst(ask) };
  const { refusal } = await grantLeave(deps, ask, actor, {
    act: 'see_register',
    whose: {},
    object: { kind: 'list', id: list },
  });
  return refusal ? { refusal } : { asked: { programme, locale, actor, today: today(programme, now) } };
}

/** One's own, without any role. */
export async function enterOwn({ db }: Deps, ask: Ask): Promise<Entered> {
  const { reader, now, locale } = ask;
  const [programme, actor] = await Promise.all([findProgrammeOf(db, ask), findActor(db, reader, now)]);
  if (!programme) return { refusal: setUpFirst(ask) };
  return { asked: { programme, locale, actor, today: today(programme, now) } };
}
