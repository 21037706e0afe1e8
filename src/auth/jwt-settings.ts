export interface JwtSettings {
  /** Address of the identity provider's public keys. */
  jwksUrl: string | undefined;
  /** Secret that is shared with the identity provider, in place of public keys. */
  secret: string | undefined;
  issuer: string | undefined;
  audience: string | undefined;
}

/** Clocks of two machines may differ by so much. */
export const CLOCK_TOLERANCE_S = 30;
