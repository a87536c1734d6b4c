package dev.animus4j.chatbot;

/**
 * Limits of a resource in total, for one client, and for one session.
 *
 * @param all total of all clients
 * @param client of one client, which may be many people behind one address
 * @param session of one session
 */
record Quota(long all, long client, long session) {
  private static final int CLIENTS = 4;
  private static final int SESSIONS = 16;

  /** A quarter for a client, a sixteenth for a session, but at least {@code one} for each. */
  static Quota of(long all, long one) {
    return new Quota(all, Math.max(all / CLIENTS, one), Math.max(all / SESSIONS, one));
  }

  /** A quarter for a client, and this for a session. */
  static Quota ofSession(long all, long session) {
    return new Quota(all, Math.max(all / CLIENTS, 1), session);
  }
}
