/**
 * What is asked for cannot be compiled, or not be answered by what was compiled. The operation then goes
 * the ordinary way, which answers it or says what is wrong; nobody sees this error.
 */
export class Uncompilable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Uncompilable';
  }
}
