import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Changes,
  createMirror,
  type Dividable,
  describeChange,
  describeWhole,
  takeApart,
} from '../src/playground/window/parts.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
const text = fc.constantFrom('one', 'two', '三');

/** Few ids, so that the same thing comes, changes, moves and goes. */
const listOf = <T>(item: fc.Arbitrary<T>, selector: (item: T) => string | number) =>
  fc.uniqueArray(item, { selector, maxLength: 4 });

const world: fc.Arbitrary<Dividable> = fc.record({
  type: fc.constant('world'),
  clock: fc.record({ now: text }),
  home: fc.option(fc.record({ blocks: fc.array(text, { maxLength: 2 }) })),
  users: listOf(fc.record({ id, name: text }), (user) => user.id),
  channels: listOf(
    fc.record({ id, messages: listOf(fc.record({ ts: id, text }), (message) => message.ts) }),
    (channel) => channel.id,
  ),
  ephemerals: listOf(fc.record({ id, text }), (ephemeral) => ephemeral.id),
  views: listOf(fc.record({ id, title: text }), (view) => view.id),
  director: fc.option(
    fc.record({ faults: fc.array(text), log: listOf(fc.record({ n: fc.nat(5), text }), ({ n }) => n) }),
  ),
});

test('When one world follows another, Then the changes make the one of the other', () => {
  fc.assert(
    fc.property(fc.array(world, { minLength: 1, maxLength: 8 }), (worlds) => {
      const mirror = createMirror();
      let known: ReturnType<typeof takeApart> | undefined;
      let version = 0;
      for (const next of worlds) {
        const parts = takeApart(next);
        const said = known ? describeChange(known, parts, version) : describeWhole(parts, 1);
        if (said) {
          version += 1;
          expect(mirror.take(JSON.parse(said))).toEqual(next);
        } else expect(parts).toEqual(known);
        known = parts;
      }
    }),
  );
});

test('When changes were missed, Then the mirror says so until the whole world comes', () => {
  fc.assert(
    fc.property(world, world, world, (first, second, third) => {
      const mirror = createMirror();
      const [a, b, c] = [first, second, third].map(takeApart) as [Parts, Parts, Parts];
      mirror.take(JSON.parse(describeWhole(a, 1)));
      const missed = describeChange(a, b, 1);
      const late = describeChange(b, c, 2);
      fc.pre(missed !== undefined && late !== undefined && (JSON.parse(late) as Changes).from !== 0);
      expect(mirror.take(JSON.parse(late ?? ''))).toBeUndefined();
      expect(mirror.take(JSON.parse(describeWhole(c, 9)))).toEqual(third);
    }),
  );
});

type Parts = ReturnType<typeof takeApart>;
