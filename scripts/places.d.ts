export function withPlaces(page: string): string;

/** The places in their order; those that share a line do not know each other. */
export const PLACES: readonly (readonly { name: string; path: string; holds: string }[])[];
