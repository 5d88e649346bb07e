/** CBOR in its one deterministic form (RFC 8949, section 4.2): what could be written in a second way is refused. */

/** The bytes are nothing of ours. One class for every reason: nobody learns how close a forgery came. */
export class Malformed extends Error {}

export class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

const DEEPEST = 16;
const utf8 = new TextEncoder();

/** Return the value of these bytes: numbers, texts, Uint8Arrays, arrays, Maps, Tags. Throws Malformed. most: bytes allowed. */
export function decode(content, most) {
  if (content.length > most) throw new Malformed();
  const reader = new Reader(content);
  const value = reader.value(0);
  if (!reader.done() || !same(encode(value), content)) throw new Malformed();
  return value;
}

/** Return the bytes of a value; keys in order, so that the same value always gives the same bytes. */
export function encode(value) {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return joined([head(3, utf8.encode(value).length), utf8.encode(value)]);
  if (value instanceof Uint8Array) return joined([head(2, value.length), value]);
  if (Array.isArray(value)) return joined([head(4, value.length), ...value.map(encode)]);
  if (value instanceof Tag) return joined([head(6, value.number), encode(value.value)]);
  if (value instanceof Map) return joined([head(5, value.size), ...ordered(value)]);
  throw new Malformed();
}

export function same(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Return which comes first: the shorter, and of equals the one with the smaller byte. */
export function compared(one, other) {
  if (one.length !== other.length) return one.length - other.length;
  const place = one.findIndex((byte, at) => byte !== other[at]);
  return place < 0 ? 0 : one[place] - other[place];
}

function ordered(map) {
  const pairs = [...map].map(([key, value]) => [encode(key), encode(value)]);
  return pairs.sort((one, other) => compared(one[0], other[0])).flat();
}

function head(major, count) {
  if (!Number.isSafeInteger(count)) throw new Malformed();
  if (count < 24) return Uint8Array.of((major << 5) | count);
  const [info, size] = count < 2 ** 8 ? [24, 1] : count < 2 ** 16 ? [25, 2] : count < 2 ** 32 ? [26, 4] : [27, 8];
  const bytes = new Uint8Array(1 + size);
  bytes[0] = (major << 5) | info;
  for (let place = size, rest = count; place > 0; place -= 1, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  return bytes;
}

class Reader {
  constructor(content) {
    this.content = content;
    this.at = 0;
  }

  done() {
    return this.at === this.content.length;
  }

  value(depth) {
    if (depth > DEEPEST) throw new Malformed();
    const [first] = this.take(1);
    const count = this.count(first & 31);
    switch (first >> 5) {
      case 0:
        return count;
      case 1:
        return -1 - count;
      case 2:
        return this.take(count);
      case 3:
        return this.text(count);
      case 4:
        return this.list(count, depth);
      case 5:
        return this.map(count, depth);
      case 6:
        return new Tag(count, this.value(depth + 1));
      default:
        throw new Malformed(); // fractions, true, false, null: nothing of ours holds them
    }
  }

  count(info) {
    if (info < 24) return info;
    if (info > 27) throw new Malformed(); // without an end
    const count = this.take(2 ** (info - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(count)) throw new Malformed();
    return count;
  }

  take(count) {
    if (count > this.content.length - this.at) throw new Malformed();
    this.at += count;
    return this.content.slice(this.at - count, this.at);
  }

  text(count) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(count));
    } catch {
      throw new Malformed();
    }
  }

  list(count, depth) {
    const items = [];
    while (items.length < count) items.push(this.value(depth + 1));
    return items;
  }

  map(count, depth) {
    const found = new Map();
    for (let place = 0; place < count; place += 1) {
      const key = this.value(depth + 1);
      if (typeof key !== "number" && typeof key !== "string") throw new Malformed();
      found.set(key, this.value(depth + 1));
    }
    return found;
  }
}
