/** Bytes of an initialisation vector; WebCrypto wants a fresh one for each value sealed with the same key. */
const IV = 12;

export type Sealed = Uint8Array<ArrayBuffer>;

/**
 * Text that only the holder of a key can read, or put somewhere else without being found out. AES-GCM with 256 bits: the
 * vector first, then the cipher text.
 */
export class Sealer {
  readonly #key: CryptoKey;
  readonly #subtle: SubtleCrypto;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: { key: CryptoKey; subtle: SubtleCrypto; random: (bytes: number) => Uint8Array }) {
    this.#key = options.key;
    this.#subtle = options.subtle;
    this.#random = options.random;
  }

  /** @param place where it will stand: what is sealed for one place cannot be opened at another */
  async seal(text: string, place: string): Promise<Sealed> {
    const iv = new Uint8Array(this.#random(IV));
    const cipher = await this.#subtle.encrypt(algorithm(iv, place), this.#key, encoder.encode(text));
    const sealed = new Uint8Array(IV + cipher.byteLength);
    sealed.set(iv);
    sealed.set(new Uint8Array(cipher), IV);
    return sealed;
  }

  /** Rejects where the bytes are damaged, from another place, or of another key. */
  async open(sealed: Sealed, place: string): Promise<string> {
    const plain = await this.#subtle.decrypt(algorithm(sealed.subarray(0, IV), place), this.#key, sealed.subarray(IV));
    return decoder.decode(plain);
  }
}

/** Whether these are the same sealed bytes: no two sealings share a vector. */
export function isSame(a: Sealed, b: Sealed): boolean {
  return a.byteLength === b.byteLength && a.subarray(0, IV).every((byte, index) => byte === b[index]);
}

const encoder = new TextEncoder();
// Not the default, which drops a byte order mark at the beginning: text comes back as it was.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function algorithm(iv: Sealed, place: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(place) };
}
