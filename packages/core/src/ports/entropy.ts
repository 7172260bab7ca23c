/** Makes ids. */
export interface Ids {
  /** A new UUIDv7 (RFC 9562): unique, and ordered by the time it was made. */
  uuid(): string;
}

/** A source of randomness for jitter and for `$random()`. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
}
