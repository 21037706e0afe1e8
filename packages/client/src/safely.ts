/**
 * Calls a function of the application. An error that it throws is thrown again on its own, as an uncaught
 * error: it must not reach the connection, which other operations share.
 */
export function callSafely(call: () => void): void {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
