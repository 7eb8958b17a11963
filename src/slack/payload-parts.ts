import { z } from 'zod';

/** Slack adds fields as it likes: what isn't named passes. */
export const loose = z.looseObject;

export const nothing = z.undefined().optional();

/** Slack's own ids and time stamps: one word, which no database or log minds. */
export const id = z.string().regex(/^[\w.-]{1,255}$/);

/** An account's id (docs: users; `W` in an organisation): whatever else is called a user is nobody. */
export const person = z.string().regex(/^[UW][\w.-]{1,254}$/);

/** Keeps one interaction apart from the next; it is looked up in the audit trail, so it has an end. */
export const trigger = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export const url = z.url({ protocol: /^https?$/ });
