/** Knows secrets by name. Asked at the moment of use; what it answers is never stored. */
export interface SecretProvider {
  /** The secret's value, or undefined when this provider does not know it. */
  get(name: string): string | undefined | Promise<string | undefined>;
}

/** Encrypts what must be stored but not be readable there: the values of secret parameters. */
export interface Cipher {
  /** Encrypts a text (AES-256-GCM); the answer is base64url text. */
  seal(plain: string): string;
  /** Decrypts what {@link Cipher.seal} gave. Throws `UNSEALABLE` when the key is another one. */
  open(sealed: string): string;
}
