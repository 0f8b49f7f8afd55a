import { isUuid } from './id.ts';
import type { Json } from './json.ts';
import { Refusal } from './refusal.ts';

/** Narrows unknown input to `T` or throws a Refusal that names the member. */
export interface Shape<T> {
  check(value: unknown, path: string): T;
  /** True where an object may leave the member out. */
  readonly optional?: boolean;
}

export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

type Members = Readonly<Record<string, Shape<unknown>>>;
type OptionalKeys<M extends Members> = {
  [K in keyof M]: M[K] extends { readonly optional: true } ? K : never;
}[keyof M];
export type ObjectOf<M extends Members> = { readonly [K in Exclude<keyof M, OptionalKeys<M>>]: ShapeOf<M[K]> } & {
  readonly [K in OptionalKeys<M>]?: ShapeOf<M[K]> | undefined;
};

// NUL cannot be stored by PostgreSQL and a lone surrogate cannot be encoded as UTF-8: both would fail after the outbox.
// eslint-disable-next-line no-control-regex -- NUL is what is looked for
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

function invalid(path: string, expected: string): Refusal {
  return new Refusal('VALUE_INVALID', `${path} must be ${expected}`, path);
}

/** Text of `min` to `max` UTF-16 code units. */
export function text({ min = 0, max }: { min?: number; max: number }): Shape<string> {
  return {
    check(value, path) {
      if (typeof value !== 'string') throw invalid(path, 'text');
      if (!isStorable(value)) throw invalid(path, 'well-formed text without NUL');
      if (value.length > max) {
        throw new Refusal('VALUE_TOO_LONG', `${path} has ${value.length} characters; at most ${max} are kept`, path);
      }
      if (value.trim().length < min) throw invalid(path, 'something to read');
      return value;
    },
  };
}

export function integer({ min, max }: { min: number; max: number }): Shape<number> {
  return {
    check(value, path) {
      if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
        throw invalid(path, `a whole number from ${min} to ${max}`);
      }
      return value as number;
    },
  };
}

export const uuid: Shape<string> = {
  check(value, path) {
    if (!isUuid(value)) throw invalid(path, 'a lower-case UUID');
    return value;
  },
};

export function choice<const T extends string>(values: readonly T[]): Shape<T> {
  return {
    check(value, path) {
      if (!values.includes(value as T)) throw invalid(path, `one of ${values.join(', ')}`);
      return value as T;
    },
  };
}

const LOCAL_DATE = /^(\d{4}-\d\d-\d\d)(?:T([01]\d|2[0-3]):([0-5]\d))?$/;

/** A floating local date `YYYY-MM-DD` or minute `YYYY-MM-DDTHH:mm`: the same words in every time zone. Sorts as text. */
export const localDate: Shape<string> = {
  check(value, path) {
    const date = typeof value === 'string' ? LOCAL_DATE.exec(value)?.[1] : undefined;
    const time = date === undefined ? NaN : Date.parse(`${date}T00:00:00.000Z`);
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) {
      throw invalid(path, 'a date like 2026-11-20 or 2026-11-20T09:30');
    }
    return value as string;
  },
};

/** A floating local time `YYYY-MM-DDTHH:mm`. */
export const localTime: Shape<string> = {
  check(value, path) {
    if (localDate.check(value, path).length === 10) throw invalid(path, 'a time like 2026-11-20T09:30');
    return value as string;
  },
};

/** A fractional index in base 62, as the `fractional-indexing` package makes them; compared by code unit. */
export const orderKey: Shape<string> = {
  check(value, path) {
    if (typeof value !== 'string' || !/^[0-9A-Za-z]{1,200}$/.test(value)) {
      throw invalid(path, 'an order key of 1 to 200 base-62 digits');
    }
    return value;
  },
};

/** ISO 8601 UTC with milliseconds, as clocks write it. */
export const isoTime: Shape<string> = {
  check(value, path) {
    const time = typeof value === 'string' && /^\d{4}-/.test(value) ? Date.parse(value) : NaN;
    if (Number.isNaN(time) || new Date(time).toISOString() !== value) {
      throw invalid(path, 'a time like 2026-11-20T09:30:00.000Z');
    }
    return value;
  },
};

export const boolean: Shape<boolean> = {
  check(value, path) {
    if (typeof value !== 'boolean') throw invalid(path, 'true or false');
    return value;
  },
};

/** Any JSON that can be stored; what it must be is known only where it is used. */
export const json: Shape<Json> = {
  check(value, path) {
    if (typeof value === 'string') return text({ max: Number.MAX_SAFE_INTEGER }).check(value, path);
    if (typeof value === 'number' && !Number.isFinite(value)) throw invalid(path, 'a finite number');
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return value.map((item, index) => json.check(item, `${path}[${index}]`));
    if (typeof value === 'object') return record(json).check(value, path);
    throw invalid(path, 'JSON');
  },
};

export function array<T>(shape: Shape<T>, { max }: { max: number }): Shape<readonly T[]> {
  return {
    check(value, path) {
      if (!Array.isArray(value)) throw invalid(path, 'a list');
      if (value.length > max) throw new Refusal('VALUE_TOO_LONG', `${path} has more than ${max} items`, path);
      return value.map((item, index) => shape.check(item, `${path}[${index}]`));
    },
  };
}

/** Values of one shape under any names; null takes a name away. */
export function record(shape: Shape<Json>): Shape<Json> {
  const name = text({ min: 1, max: 200 });
  return {
    check(value, path) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalid(path, 'an object');
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [
          // As an own member it would be lost on the way through some other JSON reader.
          key === '__proto__' ? name.check(null, `${path} name`) : name.check(key, `${path} name`),
          member === null ? null : shape.check(member, `${path}.${key}`),
        ]),
      );
    },
  };
}

/** As `shape`, and what it accepts must pass `isRight` as well. */
export function where<T>(shape: Shape<T>, isRight: (value: T) => boolean, expected: string, path: string): Shape<T> {
  return {
    check(value, at) {
      const result = shape.check(value, at);
      if (!isRight(result)) throw invalid(path, expected);
      return result;
    },
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return { check: (value, path) => (value === null ? null : shape.check(value, path)) };
}

export function optional<T>(shape: Shape<T>): Shape<T> & { readonly optional: true } {
  return { check: shape.check, optional: true };
}

/** An object of exactly these members. @throws Refusal UNKNOWN_FIELD, VALUE_MISSING and what the members throw. */
export function object<M extends Members>(members: M): Shape<ObjectOf<M>> {
  const names = Object.keys(members);
  return {
    check(value, path) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) {
        throw invalid(path || 'input', 'an object');
      }
      const given = value as Record<string, unknown>;
      for (const name of Object.keys(given)) {
        if (!Object.hasOwn(members, name)) {
          throw new Refusal('UNKNOWN_FIELD', `${under(path, name)} is not known`, under(path, name));
        }
      }
      const result: Record<string, unknown> = {};
      for (const name of names) {
        const member = members[name]!;
        if (Object.hasOwn(given, name) && given[name] !== undefined) {
          result[name] = member.check(given[name], under(path, name));
        } else if (!member.optional) {
          throw new Refusal('VALUE_MISSING', `${under(path, name)} is missing`, under(path, name));
        }
      }
      return result as ObjectOf<M>;
    },
  };
}

function under(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

/** As `object`, and at least one of `names` is given: an event that changes nothing is a mistake of its writer. */
export function withAnyOf<T extends object>(names: readonly (keyof T & string)[], shape: Shape<T>): Shape<T> {
  return {
    check(value, path) {
      const result = shape.check(value, path);
      if (!names.some((name) => result[name] !== undefined)) {
        throw new Refusal('VALUE_MISSING', `give at least one of ${names.join(', ')}`, names[0]);
      }
      return result;
    },
  };
}
