import { array, text, type Shape } from '../core/shape.ts';
import { Refusal } from '../core/refusal.ts';

export const TAG_LIMIT = 50;
/** Most tags that one event names. */
export const TAGS_LIMIT = 100;

const words = text({ min: 1, max: TAG_LIMIT });

/** A tag without its `#`: one word of up to TAG_LIMIT characters, told apart exactly as it is written. */
export const tag: Shape<string> = {
  check(value, path) {
    const given = words.check(value, path);
    if (/[\s#]/u.test(given)) throw new Refusal('VALUE_INVALID', `${path} must be one word without #`, path);
    return given;
  },
};

export const tags = array(tag, { max: TAGS_LIMIT });
