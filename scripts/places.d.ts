export function withPlaces(page: string): string;
