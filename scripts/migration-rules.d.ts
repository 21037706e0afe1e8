export function wrongWith(name: string, sql: string): string[];
