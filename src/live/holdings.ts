/** Bounds how many different groups each principal is in. A group that it is in several times counts once. */
export interface Holdings {
  /** The most groups that a principal may be in. */
  max: number;
  /** @returns false when the principal is in as many groups as it may be. */
  enter(principal: string, group: string): boolean;
  leave(principal: string, group: string): void;
}

export function createHoldings(max: number): Holdings {
  /** Of each principal its groups, and how often it is in each. */
  const held = new Map<string, Map<string, number>>();
  return {
    max,
    enter(principal, group) {
      const own = held.get(principal) ?? new Map<string, number>();
      const times = own.get(group) ?? 0;
      if (times === 0 && own.size >= max) return false;
      held.set(principal, own.set(group, times + 1));
      return true;
    },
    leave(principal, group) {
      const own = held.get(principal);
      const left = (own?.get(group) ?? 1) - 1;
      if (left > 0) own?.set(group, left);
      else own?.delete(group);
      if (own?.size === 0) held.delete(principal);
    },
  };
}
