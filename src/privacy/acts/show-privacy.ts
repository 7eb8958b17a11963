import { findActor } from '../../directory/roles.ts';
import { findProgramme } from '../../programme/repository.ts';
import { USUAL_RULES } from '../../programme/rules.ts';
import type { RoomDeps } from '../../room.ts';
import type { CommandAsk } from '../../slack/interaction.ts';
import { countKept } from '../kept-sql.ts';
import { findPerson } from '../person-sql.ts';
import { buildPrivacy } from '../views.ts';

/** `/expert privacy`: what is kept of whoever asks. The term shown is that of the year in which new things begin. */
export async function showPrivacy({ db, rooms }: RoomDeps, ask: CommandAsk): Promise<void> {
  const { teamId, userId: account, locale, reader, now } = ask;
  const [person, programme, actor] = await Promise.all([
    findPerson(db, teamId, { account }),
    findProgramme(db, teamId),
    findActor(db, reader, now),
  ]);
  const categories = person ? await countKept(db, rooms, person, locale) : [];
  const { retentionYears } = programme?.rules ?? USUAL_RULES;
  await ask.reply(
    buildPrivacy(
      {
        categories,
        isUnknown: categories.length <= 1,
        retentionYears,
        seesLeaving: actor.bureau || actor.isAdmin,
      },
      locale,
    ),
  );
}
