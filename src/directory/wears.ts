import type { Actor, Part, Whose } from './permissions.ts';

/** Whether the actor has this part in the thing. */
export function wears(actor: Actor, part: Part, whose: Whose): boolean {
  switch (part) {
    case 'member':
      return !actor.isGuest;
    case 'admin':
      return actor.isAdmin;
    case 'poster':
      return whose.poster === actor.userId;
    case 'host':
      return whose.hostUsers?.includes(actor.userId) ?? false;
    case 'home_unit':
      return whose.homeUnitUsers?.includes(actor.userId) ?? false;
    case 'expert':
      return whose.expertUsers?.includes(actor.userId) ?? false;
    case 'assistant':
      return whose.assistantUsers?.includes(actor.userId) ?? false;
    case 'author':
      return whose.author === actor.userId;
    case 'district':
      return whose.district === undefined
        ? actor.districts.length > 0
        : actor.districts.includes(whose.district);
    case 'system':
      return whose.systems === undefined
        ? actor.systems.length > 0
        : whose.systems.some((one) => actor.systems.includes(one));
    case 'bureau':
      return actor.bureau;
  }
}
