import { readEntry } from '../claims/case-sql.ts';
import { whoseClaim } from '../claims/enter.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { setUpFirst } from '../directory/set-up-first.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildClaim } from './claim-views.ts';
import { sideOf } from './read-need.ts';
import type { Read } from './whole.ts';

/** A claim whole, to those whom it concerns. */
export async function readClaim(deps: Deps, ask: Ask, id: string): Promise<Read> {
  const { locale, reader, userId, now } = ask;
  const { programme, roles, case: claimCase } = await readEntry(deps.db, ask, id);
  if (!programme) return { refusal: setUpFirst(ask) };
  if (!claimCase) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { expert, demand, claim } = claimCase;
  const whose = whoseClaim(claimCase);
  const actor = actorOf(reader, roles);
  const object = { kind: 'claim', id };
  const leave = await grantLeave(deps, ask, actor, { act: 'see_claim', whose, object, year: demand.year });
  if (leave.refusal) return { refusal: leave.refusal };
  const side = sideOf(leave);
  const offersLinks = deps.publicUrl !== undefined;
  const built = buildClaim({ claimCase, programme, locale, now, userId, actor, side, whose, offersLinks });
  return {
    whole: {
      ...built,
      programme,
      side,
      things: [
        {
          kind: 'claim',
          id: claim.id,
          label: '',
          host: demand.unitName,
          expert: expert.name,
          employer: expert.employer,
        },
      ],
      beside: side === 'coordinator',
    },
  };
}
