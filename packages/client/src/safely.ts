/**
 * Calls what belongs to the application. What it throws is thrown again on its own, as an uncaught
 * error: it must not reach the connection, which others share.
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
