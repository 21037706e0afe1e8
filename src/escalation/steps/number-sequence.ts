/** The sequence that the references of a year are numbered by; made with the first case of the year. */
export function numberSequenceOf(year: number): string {
  return `escalation_number_${year}`;
}

/** Whether a sequence numbers the references of some year. */
export function isNumberSequence(name: string): boolean {
  return /^escalation_number_\d+$/.test(name);
}
